// Search that answers while one types: takes the part named by data-into out of the page that the form would open.
export function enhance(form) {
  const place = document.getElementById(form.dataset.into);
  const field = form.querySelector("input[type=search]");
  let latest = 0;
  let waiting;

  async function ask() {
    const turn = ++latest;
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(form.dataset.into);
      if (turn === latest && fresh) place.replaceChildren(...fresh.childNodes);
    } catch {
      // On a failing line the button still opens the page.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    if (field.value.trim().length > 1) waiting = setTimeout(ask, 300);
  });
}
