// A choice fills the bar at the bottom at once; the server does the sum, here it is only put in place.
export function enhance(form) {
  let latest = 0;
  form.addEventListener("click", openWorking);

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
      if (turn === latest && fresh) put(form, bar, fresh);
    } catch {
      // Without an answer the button that sends the whole form comes back.
      document.documentElement.classList.remove("scripted");
      bar.removeAttribute("aria-busy");
    }
  });
}

// The new bar stays unfolded if the old one was, and its sum is said aloud.
function put(form, bar, fresh) {
  const unfolded = fresh.querySelector(".more-switch");
  if (unfolded) unfolded.checked = bar.querySelector(".more-switch")?.checked ?? false;
  bar.replaceWith(fresh);
  form.querySelector("[data-said]").textContent = fresh.querySelector(".order-bar-sum").textContent;
}

// The arithmetic of an offer opens over the table; a new tab or a failing line still get its page.
async function openWorking(event) {
  const link = event.target.closest("a[data-opens]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !("HTMLDialogElement" in window)) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.querySelector("[data-part=working]");
    if (!answer.ok || !part) throw new Error(answer.status);
    show(part);
  } catch {
    location.assign(link.href);
  }
}

function show(part) {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", part.querySelector("h1").textContent);
  const end = document.createElement("form");
  end.method = "dialog";
  end.className = "form-end";
  const close = document.createElement("button");
  close.className = "button button-quiet";
  close.textContent = document.documentElement.lang === "en" ? "Close" : "Tutup";
  end.append(close);
  dialog.append(part, end);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
}
