"""Every record of a table as an item, or as a record that is none for a reason: nothing is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.suppliers.reading.columns import Layout
from marketplace.suppliers.reading.sheets import Cell, Sheet
from marketplace.suppliers.reading.tables import heading_score, text_of

TOTAL = re.compile(
    r"^\s*(?:(?:sub ?|grand ?)?total(?:\s+(?:harga|rp|pembelian|belanja|semua|item|barang|qty|jumlah"
    r"|keseluruhan|order|price))*"
    r"|jumlah(?:\s+(?:total|harga|rp|semua))?)\s*[:=.]?\s*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"^[\s\-=_*.~#|+]+$")
_PAGE = re.compile(
    r"^(?:hal(?:aman)?|page)\.?\s*:?\s*\d+(?:\s*(?:/|dari|of)\s*\d+)?$|^\d+\s*(?:/|dari|of)\s*\d+$", re.IGNORECASE
)
_NOTE = re.compile(
    r"^\s*(?:nb|note|catatan|ket(?:erangan)?\s*:|info|syarat|harga (?:sewaktu|dapat|bisa|belum|sudah|termasuk"
    r"|di ?atas|tidak|berlaku|exclude|include|per\b)|"
    r"min(?:imal)? (?:order|pembelian)|pembayaran|pengiriman|ongkir|free ongkir|berlaku|update|terima ?kasih"
    r"|hub(?:ungi)?\b|telp|wa\b|whatsapp|"
    r"alamat|pemesanan|untuk pemesanan|\*|all price|prices? (?:are|include|exclude|subject)|barang yang"
    r"|stok terbatas|transfer)"
    r"|\bppn\b|(?:\+62|\b08)\d[\d\s-]{7,}|https?://|@\w+\.com",
    re.IGNORECASE,
)
_SIZED = re.compile(r"\d")


@dataclass(slots=True)
class Skips:
    """Records that are no rows, as ranges of the same reason; ``texts`` keeps what notes and titles say."""

    ranges: list[dict[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, sheet: Sheet, index: int, reason: str, name: str | None) -> None:
        number = sheet.numbers[index]
        page = sheet.pages[index] if sheet.pages is not None else None
        last = self.ranges[-1] if self.ranges else None
        follows = last is not None and last["reason"] == reason and last["sheet"] == name and last["page"] == page
        if follows and last is not None and last["_index"] == index - 1:
            last["to"] = number
            last["_index"] = index
        else:
            self.ranges.append(
                {"row": number, "to": number, "reason": reason, "sheet": name, "page": page, "_index": index}
            )
        if reason in ("note", "title"):
            text = " ".join(text for cell in sheet.rows[index] if (text := text_of(cell)))
            self.texts.append(text)

    def turn_after(self, index: int, reason: str, other: str) -> None:
        """Records after ``index`` that were taken for ``reason`` are ``other``."""
        for entry in self.ranges:
            if entry["_index"] > index and entry["reason"] == reason:
                entry["reason"] = other

    def to_json(self) -> list[dict[str, Any]]:
        return [{key: value for key, value in entry.items() if key != "_index"} for entry in self.ranges]


def filled_cells(row: Sequence[Cell], start: int = 0, end: int | None = None) -> list[str]:
    return [text for cell in row[start:end] if (text := text_of(cell))]


def reason_for_blank_price(row: Sequence[Cell], layout: Layout, span: tuple[int, int | None]) -> str | None:
    """Why a record without a price is no item; None where it is an item whose price is missing."""
    cells = filled_cells(row, *span)
    if not cells:
        return "blank"
    joined = " ".join(cells)
    if _SEPARATOR.match(joined):
        return "separator"
    if len(cells) <= 3 and _PAGE.match(joined):
        return "page_number"
    if any(TOTAL.match(cell) for cell in cells[:3]):
        return "total"
    name_index = layout.first("name")
    name = text_of(row[name_index]) if name_index is not None and name_index < len(row) else ""
    distinct = set(cells)
    if len(distinct) == 1:
        return _reason_for_single(cells[0], name)
    if _NOTE.search(joined) and len(distinct) <= 2:
        return "note"
    if not name:
        coded = [*layout.by_meaning.get("sku", []), *layout.by_meaning.get("barcode", [])]
        if len(distinct) > 1 and any(index < len(row) and text_of(row[index]) for index in coded):
            return None  # an article that has a code, though neither name nor price
        return "note" if len(joined) > 40 else "unpriced_text"
    others = [text_of(row[index]) for index in _telling(layout) if index < len(row)]
    if not any(others):
        return "category" if len(cells) == 2 and not _SIZED.search(name) else None
    return None


def _telling(layout: Layout) -> list[int]:
    """Columns whose being filled shows an article."""
    meanings = ("unit", "pack", "sku", "barcode", "stock", "min_quantity", "case_unit", "cost", "brand", "old_price",
                "category", "other", "tax", "date")  # fmt: skip
    return [index for meaning in meanings for index in layout.by_meaning.get(meaning, [])]


def _reason_for_single(text: str, name: str) -> str | None:
    """One text alone: a note, a category, or an article whose price is missing."""
    if _NOTE.search(text) or len(text) > 60 or text.endswith((".", "!")):
        return "note"
    if (
        name
        and re.search(r"\d\s*(?:kg|gr?|gram|ml|l|ltr|liter|pcs|oz)\b|\d\s*x\s*\d|\(\d+", text.lower())
        and not text.isupper()
    ):
        return None
    return "category"


def is_repeated_heading(row: Sequence[Cell], words: frozenset[str]) -> bool:
    """The same heading again: ``words`` are its texts in lower case."""
    cells = [cell.strip().lower() for cell in row if isinstance(cell, str) and cell]
    if words.isdisjoint(cells):
        return False
    texts = [text for text in cells if text]
    same = sum(text in words for text in texts)
    return same >= 2 and same >= len(texts) - 1


def is_other_heading(row: Sequence[Cell]) -> bool:
    """A heading with other words than before: known words in most places and no number."""
    for cell in row:
        if cell and (not isinstance(cell, str) or cell.isdecimal()):
            return False
    return heading_score(row) >= 6
