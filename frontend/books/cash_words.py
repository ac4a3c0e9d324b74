"""Words of the cash book in the reader's language."""

from __future__ import annotations

from frontend.translations import gettext_lazy as _
from marketplace.books.rules.cash import DEFAULT_CATEGORIES

NAMES: dict[str, object] = {
    "sale": _("Penjualan"),
    "from_bank": _("Ambil dari bank"),
    "other_income": _("Pendapatan lain"),
    "advance": _("Uang muka pembeli"),
    "supplies": _("Belanja kecil"),
    "delivery": _("Ongkos kirim"),
    "power": _("Listrik, internet"),
    "wages": _("Gaji, honor"),
    "to_bank": _("Setor ke bank"),
    "return": _("Retur penjualan"),
    "meeting": _("Rapat, pendidikan"),
}
"""Code of a button as delivered -> its word; one that the cooperative renamed keeps the cooperative's."""

PARTIES: dict[str, object] = {"member": _("Anggota"), "non_member": _("Bukan anggota")}

FIELDS: dict[str, object] = {
    "amount": _("Tulis jumlahnya, lebih dari nol"),
    "category": _("Pilih untuk apa uangnya"),
    "note": _("Keterangan paling panjang 200 huruf"),
    "reason": _("Tulis alasannya"),
    "name": _("Tulis namanya, paling panjang 40 huruf"),
    "pieces": _("Jumlah lembar tidak bisa seperti itu"),
    "handed": _("Yang diserahkan tidak bisa lebih dari isi kas"),
    "day": _("Pilih hari ini atau hari sebelumnya"),
    "file": _("Pilih berkasnya"),
    "part": _("Pilih dulu yang cocok"),
    "parts": _("Pilih dulu yang cocok"),
    "account": _("Pilih akunnya"),
    "year": _("Pilih tahunnya"),
}
"""Field -> what is wrong with it, where the error says no more than that it is."""

_DELIVERED = {category.code: category.name for category in DEFAULT_CATEGORIES}


def category_word(code: str, name: str) -> str:
    """The word of a button."""
    return str(NAMES[code]) if _DELIVERED.get(code) == name else name
