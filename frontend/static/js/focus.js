// After a form came back with faults, reading begins where they are told.
export function enhance(element) {
  element.focus();
}
