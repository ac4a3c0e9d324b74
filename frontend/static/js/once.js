// A form is sent once, however often the button is pressed; coming back to the page frees it again.
export function enhance(form) {
  const free = () => { delete form.dataset.sent; form.removeAttribute("aria-busy"); };
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", free);
}
