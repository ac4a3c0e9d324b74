// The cash page: every line is kept in this browser first and sent then, so a lost line, answer or tab loses nothing.
import { all, forget, keep, open } from "./cash_queue.js";

const AGAIN = 20000;
const AT_ONCE = 50;
const A_MINUTE = 60000;

export function enhance(form) {
  if (!window.isSecureContext || !window.indexedDB || !navigator.locks) return;
  open().then((database) => new CashPage(form, database).start(), () => {});  // else it stays a plain form
}

class CashPage {
  constructor(form, database) {
    this.form = form;
    this.database = database;
    this.owner = form.dataset.owner;
    this.token = form.elements.csrf_token?.value;
    this.words = form.querySelector("[data-words]").dataset;
    this.amount = form.elements.amount;
    this.said = form.querySelector("[data-said]");
    this.shown = document.getElementById("cash-queue");
    this.note = this.shown.querySelector("[data-note]");
    this.channel = new BroadcastChannel("lumbung-cash");
  }

  start() {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.write(event.submitter); });
    this.amount.addEventListener("input", (event) => this.group(event));
    this.shown.querySelector("[data-now]").addEventListener("click", () => this.send());
    this.channel.addEventListener("message", () => this.show());
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.send(); });
    document.querySelector(".offline p").textContent = this.words.offline;
    navigator.storage?.persist?.();
    this.show();
    this.send();
    this.keepCopy();
  }

  // ---- writing

  // Marks every three digits while one types at the end; sen that were pasted are left out.
  group(event) {
    this.tell("");
    if (event.inputType === "insertFromPaste") this.amount.value = this.amount.value.replace(/[.,]\d{1,2}$/, "");
    else if (this.amount.selectionEnd < this.amount.value.length) return;
    const digits = this.amount.value.replace(/\D/g, "").replace(/^0+/, "").slice(0, 11);
    this.amount.value = digits ? this.money(Number(digits)) : "";
  }

  money(number) {
    return number.toLocaleString(this.form.dataset.language === "en" ? "en-GB" : "id-ID");
  }

  tell(sentence) {
    const error = document.getElementById("error-amount");
    error.querySelector("[data-told]").textContent = sentence;
    error.hidden = !sentence;
    this.amount.toggleAttribute("aria-invalid", Boolean(sentence));
    if (sentence) this.amount.setAttribute("aria-invalid", "true");
  }

  async write(button) {
    const amount = Number(this.amount.value.replace(/\D/g, ""));
    if (!button || !amount) {
      this.tell(this.words.noAmount);
      this.amount.focus();
      return;
    }
    const [category, party] = button.value.split(":");
    const fields = this.form.elements;
    const line = {
      key: crypto.randomUUID(), happened_at: new Date().toISOString(), ...this.mending,
      owner: this.owner, category, party: party || null, amount, label: button.dataset.label,
      direction: button.closest("fieldset").querySelector("legend").textContent,
      note: fields.note.value.trim(), member_number: party === "member" ? fields.member_number.value.trim() : "",
      till: fields.till?.value || undefined, state: "waiting", sentence: "",
    };
    try {
      await keep(this.database, line);
    } catch {
      this.tell(this.words.notKept);
      return;
    }
    this.say(line, "◔", this.words.kept);
    this.mending = {};
    this.amount.value = fields.note.value = fields.member_number.value = "";
    this.amount.focus();
    await this.changed();
    this.send();
  }

  // What became of the last line, where the eye is.
  say(line, mark, sentence) {
    this.said.textContent = `${mark} ${line.label} ${this.money(line.amount)}: ${sentence}`;
  }

  // ---- showing

  async changed() {
    this.channel.postMessage("changed");
    await this.show();
  }

  async show() {
    const lines = await all(this.database);
    const own = lines.filter((line) => line.owner === this.owner);
    this.shown.querySelector("ul").replaceChildren(...own.map((line) => this.row(line)));
    this.shown.querySelector("[data-now]").parentElement.hidden = !own.some((line) => line.state === "waiting");
    const others = own.length < lines.length ? this.words.others : "";
    this.note.textContent = [this.trouble, others].filter(Boolean).join(" ");
    this.shown.hidden = !lines.length;
  }

  row(line) {
    const row = document.createElement("li");
    const refused = line.state === "refused";
    const time = new Date(line.happened_at).toLocaleString(this.form.dataset.language === "en" ? "en-GB" : "id-ID", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
    row.append(this.text("b", line.label), this.text("span", `${time}${line.note ? " · " + line.note : ""}`, "soft"), this.text("span", this.money(line.amount), "cash-sum"));
    row.append(this.text("span", refused ? `✕ ${this.words.refused}: ${line.sentence}` : `◔ ${this.words.waiting}`, "cash-state"));
    if (refused) row.append(this.act(this.words.mend, () => this.mend(line)), this.removal(line));
    return row;
  }

  text(name, content, kind = "") {
    const element = document.createElement(name);
    element.textContent = content;
    element.className = kind;
    return element;
  }

  act(word, deed) {
    const button = this.text("button", word, "button button-quiet");
    button.type = "button";
    button.addEventListener("click", deed);
    return button;
  }

  removal(line) {
    const first = this.act(this.words.drop, () => {
      const sure = this.act(this.words.sure, async () => { await forget(this.database, line.key); this.changed(); });
      first.replaceWith(sure);
      sure.focus();
    });
    return first;
  }

  // What was refused goes back into the form and keeps its key and its time; a button then replaces it.
  mend(line) {
    this.mending = { key: line.key, happened_at: line.happened_at };
    this.amount.value = this.money(line.amount);
    this.form.elements.note.value = line.note;
    this.form.elements.member_number.value = line.member_number;
    this.form.querySelector(".cash-more").open = Boolean(line.note || line.member_number);
    this.amount.focus();
    this.amount.scrollIntoView({ block: "center" });
  }

  // ---- sending: one tab at a time, the same key until the books have it

  send() {
    clearTimeout(this.again);
    return navigator.locks.request("lumbung-cash", () => this.sendAll()).catch(() => this.wait());
  }

  async sendAll() {
    let booked = 0;
    for (let lines = await this.waiting(); lines.length; lines = await this.waiting()) {
      const taken = await this.sendSome(lines);
      if (taken === null) { this.wait(); break; }
      booked += taken;
    }
    if (booked) await this.refresh();
  }

  async waiting() {
    const lines = await all(this.database);
    return lines.filter((line) => line.owner === this.owner && line.state === "waiting").slice(0, AT_ONCE);
  }

  // How many the books have now; null: not to be reached, or not as this person.
  async sendSome(lines) {
    let answer = await this.post(lines);
    if ([400, 401, 403, 409].includes(answer.status) && await this.renew()) answer = await this.post(lines);
    if (answer.status === 422 && lines.length > 1) {
      let taken = 0;
      for (const line of lines) {
        const one = await this.sendSome([line]);
        if (one === null) return null;
        taken += one;
      }
      return taken;
    }
    if (answer.status === 422) return this.settle(lines[0], { state: "refused", sentence: this.words.notRead });
    if (!answer.ok) return null;
    this.trouble = "";
    let taken = 0;
    for (const outcome of (await answer.json()).outcomes) {
      taken += await this.settle(lines.find((line) => line.key === outcome.key), outcome);
    }
    return taken;
  }

  async settle(line, outcome) {
    this.say(line, outcome.state === "booked" ? "✓" : "✕", outcome.sentence);
    if (outcome.state === "booked") await forget(this.database, line.key);
    else await keep(this.database, { ...line, state: "refused", sentence: outcome.sentence });
    await this.changed();
    return outcome.state === "booked" ? 1 : 0;
  }

  post(lines) {
    const entries = lines.map(({ key, category, party, amount, happened_at, note, member_number, till }) =>
      ({ key, category, party, amount, happened_at, note, member_number, till, was_offline: Date.now() - Date.parse(happened_at) > A_MINUTE }));
    return fetch(this.form.dataset.send, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token || "" },
      body: JSON.stringify({ owner: this.owner, entries }),
    });
  }

  // The token of who is signed in now; false when that is nobody, or not the one whose lines these are.
  async renew() {
    const answer = await fetch(this.form.dataset.ready, { redirect: "manual" });
    const known = answer.ok ? await answer.json() : {};
    this.token = known.token;
    const same = known.owner === this.owner;
    this.trouble = same ? "" : this.words.signIn;
    if (!same) await this.show();
    return same;
  }

  wait() {
    this.again = setTimeout(() => this.send(), AGAIN);
  }

  // ---- what stands around

  async refresh() {
    const answer = await fetch(this.form.dataset.page);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("cash-today");
    if (fresh) document.getElementById("cash-today").replaceChildren(...fresh.children);
    if ("stored" in this.form.dataset) document.querySelector(".offline").hidden = true;
  }

  async keepCopy() {
    if ("stored" in this.form.dataset || !("serviceWorker" in navigator)) return;
    try {
      await navigator.serviceWorker.register(this.form.dataset.worker, { scope: this.form.dataset.page });
      const scripts = ["./main.js", "./cash.js", "./cash_queue.js"].map((name) => new URL(name, import.meta.url).href);
      const links = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((link) => link.href);
      const wanted = new Set([...scripts, ...links, new URL(this.form.dataset.shell, location.href).href]);
      const cache = await caches.open("lumbung-cash");
      await cache.addAll(wanted);
      for (const request of await cache.keys()) if (!wanted.has(request.url)) cache.delete(request);
      this.form.dataset.kept = "yes";
    } catch {
      // no copy this time: without signal the browser then says that there is none
    }
  }
}
