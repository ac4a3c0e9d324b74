// Says while one types whether the debits and credits of a voucher are equal. The page checks them again when it is sent.
export function enhance(place) {
  const form = place.closest("form");
  const written = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "id");

  function sum(side) {
    let total = 0;
    for (const input of form.querySelectorAll(`input[name^="${side}-"]`)) {
      const digits = input.value.replace(/[^0-9]/g, "");
      total += digits ? Number(digits) : 0;
    }
    return total;
  }

  function tell() {
    const debit = sum("debit");
    const difference = debit - sum("credit");
    place.hidden = debit === 0 && difference === 0;
    place.textContent = difference === 0
      ? place.dataset.equal.replace("%s", `Rp${written.format(debit)}`)
      : place.dataset.differs.replace("%s", `Rp${written.format(Math.abs(difference))}`);
  }

  form.addEventListener("input", tell);
  tell();
}
