// A choice fills the bar at the bottom at once; the server does the sum, here it is only put in place.
export function enhance(form) {
  let latest = 0;

  form.addEventListener("change", async (event) => {
    if (event.target.type !== "radio") return;
    const turn = ++latest;
    const bar = form.querySelector("[data-part=order-bar]");
    bar.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-part=order-bar]");
      if (turn === latest && fresh) bar.replaceWith(fresh);
    } catch {
      // Without an answer the button that sends the whole form comes back.
      document.documentElement.classList.remove("scripted");
      bar.removeAttribute("aria-busy");
    }
  });
}
