// The question that opens in place becomes a dialog, which keeps the keyboard inside until it is answered.
export function enhance(details) {
  if (!("HTMLDialogElement" in window)) return;
  const opener = details.querySelector("summary");
  const body = details.querySelector(".confirm-body");
  const close = body.querySelector("[data-close]");
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", opener.textContent);
  dialog.append(body);
  details.after(dialog);
  close.hidden = false;
  close.addEventListener("click", () => dialog.close());
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
}
