// Asks how far the work is, more slowly the longer it takes, and goes on to the result by itself.
const SOONEST = 1000;
const LATEST = 8000;

export function enhance(box) {
  const bar = box.querySelector("progress");
  const sentence = box.querySelector("[data-sentence]");
  let wait = SOONEST;

  async function ask() {
    try {
      const answer = await fetch(box.dataset.poll, { headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch {
      // No signal: the work goes on without us, and so does the asking.
    }
    if (["queued", "running"].includes(box.dataset.state)) {
      wait = Math.min(wait * 1.3, LATEST);
      setTimeout(ask, wait);
    }
  }

  function show({ state, done, total, sentence: words, next }) {
    box.dataset.state = state;
    if (total) {
      bar.max = total;
      bar.value = done;
    }
    if (words && words !== sentence.textContent) sentence.textContent = words;
    if (next) location.assign(next);
    else if (state === "done" || state === "failed") location.reload();
  }

  if (["queued", "running"].includes(box.dataset.state)) setTimeout(ask, wait);
}
