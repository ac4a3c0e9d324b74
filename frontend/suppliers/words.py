"""The words of suppliers' pages for what the services call by code."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from frontend import formatting
from frontend.language import current_language
from frontend.translations import gettext_lazy as _
from marketplace.files import FileMissing
from marketplace.suppliers.reading.sheets import SENTENCES
from marketplace.suppliers.reading.telling import told
from marketplace.suppliers.rules.changes import share_of_change

STATES: dict[str, tuple[str, Any]] = {
    "uploaded": ("waiting", _("menunggu dibaca")),
    "reading": ("waiting", _("sedang dibaca")),
    "understood": ("attention", _("siap terbit")),
    "published": ("done", _("terbit")),
    "withdrawn": ("stopped", _("ditarik")),
    "failed": ("stopped", _("tidak terbaca")),
}
"""State of a version -> shape and word."""

PILES: dict[str, Any] = {
    "changed": _("Berubah"),
    "new": _("Baru"),
    "gone": _("Hilang"),
    "doubtful": _("Ragu"),
    "all": _("Semua"),
}
"""Pile of rows -> word, in the order they are shown."""

STAGES: dict[str, Any] = {
    "waiting": _("Menunggu giliran."),
    "reading": _("Membaca berkas dan memahami kolomnya."),
    "storing": _("Menyimpan %(done)s dari %(total)s harga."),
    "done": _("Selesai."),
    "failed": _("Tidak terbaca."),
}

MEANINGS: dict[str, Any] = {
    "number": _("nomor urut"),
    "sku": _("kode barang"),
    "barcode": _("barcode"),
    "name": _("nama barang"),
    "variant": _("varian"),
    "brand": _("merek"),
    "category": _("kelompok"),
    "unit": _("satuan harga"),
    "pack": _("isi kemasan"),
    "size": _("ukuran"),
    "case_unit": _("satuan luar"),
    "case_count": _("isi satuan luar"),
    "price": _("harga jual"),
    "promo_price": _("harga promo"),
    "tier_price": _("harga bertingkat"),
    "wholesale_price": _("harga grosir"),
    "member_price": _("harga golongan lain"),
    "cost": _("harga beli (tidak ditampilkan)"),
    "advised_price": _("harga anjuran"),
    "old_price": _("harga lama"),
    "untaxed_price": _("harga sebelum PPN"),
    "discount": _("diskon"),
    "tax": _("pajak"),
    "min_quantity": _("pembelian minimum"),
    "terms": _("syarat"),
    "stock": _("stok"),
    "total": _("jumlah"),
    "per_measure": _("harga per kg atau liter"),
    "order": _("kolom pesanan"),
    "date": _("tanggal"),
    "image": _("gambar"),
    "note": _("catatan"),
    "other": _("lain-lain"),
    "empty": _("kosong"),
}
"""Meaning of a column -> word."""

TAXES: dict[str, Any] = {
    "included": _("sudah termasuk PPN"),
    "excluded": _("belum termasuk PPN"),
    "exempt": _("bebas PPN"),
}

ANSWERS: dict[str, Any] = {
    "single": _("Satu buah (pcs, bungkus, botol)"),
    "whole": _("Satu kemasan penuh (dus, karton, pak)"),
    "included": _("Sudah termasuk PPN"),
    "excluded": _("Belum termasuk PPN"),
    "exempt": _("Bebas PPN"),
}

PAYMENTS: dict[str, Any] = {
    "cash": _("Tunai"),
    "transfer": _("Transfer"),
    "credit": _("Tempo"),
}

RELATIONS: dict[str, Any] = {
    "same": _("barang yang sama"),
    "same_other_size": _("barang sama, ukuran lain"),
    "different_grade": _("mutu lain"),
    "unsure": _("belum pasti"),
}

SAILINGS: dict[str, tuple[str, Any]] = {
    "regular": ("●", _("berangkat")),
    "extra": ("+", _("berangkat tambahan")),
    "cancelled": ("✕", _("tidak berangkat")),
}
"""State of a boat's day -> shape and word in the calendar."""


def why_failed(version: Any) -> str:
    """The sentence that tells why a file could not be read."""
    language = current_language()
    if version.failure_code in SENTENCES:
        return SENTENCES[version.failure_code][language == "en"].format(**(version.failure or {}))
    return FileMissing().message(language)


def stage(version: Any) -> str:
    """How far the reading is, in a sentence."""
    language = current_language()
    done, total = (formatting.number(n, language) for n in (version.progress_done, version.progress_total))
    return str(STAGES[version.progress_stage]) % {"done": done, "total": total}


def price(row: Any) -> str:
    """What a row asks, with what it buys: `Rp325.000 /dus`; empty where it is unknown."""
    if row.price is None:
        return ""
    unit = f" /{formatting.unit_name(row.order_unit, current_language())}" if row.order_unit else ""
    return formatting.rupiah(row.price, current_language(), None) + unit


def comparable(row: Any) -> str:
    """The same per kg, litre or piece; empty where it is unknown."""
    if row.comparable_price is None:
        return ""
    unit = {"piece": "pcs"}.get(row.comparable_per, row.comparable_per)
    return f"{formatting.rupiah(row.comparable_price, current_language(), 0)} /{unit}"


def change(row: Any) -> str:
    """How a row's price moved: `+4,8%`; `satuan berubah` where price is the same but what it buys is not."""
    share = share_of_change(row.former_price, row.price)
    if share is None:
        return ""
    if share == 0:
        return gettext("satuan atau isi berubah")
    return formatting.percent(share, current_language(), sign=True)


def doubt(found: dict[str, Any]) -> str:
    """One thing that is in doubt, in a sentence."""
    return told(found, "en" if current_language() == "en" else "id")


def what_is_wrong(row: Any) -> str:
    """What is in doubt about a row, sentence by sentence."""
    return " ".join(doubt(found) for found in row.issues)


def question(asked: dict[str, Any]) -> str:
    """What is asked about a pattern, in words: `isi karton, 62 baris` stands for the rows it is about."""
    rows = formatting.number(asked["rows"], current_language())
    kind, _colon, word = asked["pattern"].partition(":")
    if asked["kind"] == "unit_meaning" and kind == "code":
        return gettext("Kode satuan %(word)s pada %(rows)s baris artinya apa?", word=word, rows=rows)
    if asked["kind"] == "unit_meaning":
        return gettext("Satuan '%(word)s' pada %(rows)s baris artinya apa?", word=word, rows=rows)
    if kind == "nothing":
        return gettext("%(rows)s baris tidak menyebut satuan. Harganya untuk satu buah?", rows=rows)
    if word and word != "None":
        return gettext("%(rows)s baris menyebut isi per %(word)s. Harganya untuk apa?", word=word, rows=rows)
    return gettext("%(rows)s baris menyebut isi kemasan. Harganya untuk apa?", rows=rows)
