// Adds up the notes and coins while they are being counted.
export function enhance(table) {
  const spoken = table.dataset.language === "en" ? "en-GB" : "id-ID";
  const money = (number) => number.toLocaleString(spoken);
  const add = () => {
    let total = 0;
    for (const input of table.querySelectorAll("input")) {
      const part = Number(input.dataset.value) * Number(input.value.replace(/\D/g, ""));
      input.closest("tr").querySelector("[data-part]").textContent = part ? money(part) : "";
      total += part;
    }
    table.querySelector("[data-total]").textContent = money(total);
    table.querySelector("[data-difference]").textContent = money(total - Number(table.dataset.expected));
  };
  table.tFoot.hidden = false;
  table.addEventListener("input", add);
  add();
}
