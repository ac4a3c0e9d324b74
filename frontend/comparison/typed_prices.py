"""Selling prices as a shop's till or a spreadsheet gives them: a line each, with or without headings."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal

from frontend.typed_numbers import NotANumber, typed_number
from marketplace.orders.comparison import SellingPrice
from marketplace.quantities import UnknownUnit, unit

HEADINGS = {
    "words": {"nama", "nama barang", "barang", "produk", "name", "product", "item"},
    "price": {"harga", "harga jual", "price", "selling price"},
    "unit": {"satuan", "per", "unit", "uom"},
    "volume": {"sebulan", "volume", "jumlah sebulan", "monthly volume", "qty"},
}
PLACES = ("words", "price", "unit", "volume")
"""The order of the columns where there are no headings."""
_BASES = {"mass": "kg", "volume": "l", "count": "piece"}
MOST_BYTES = 4_000_000


def read_prices(content: bytes) -> tuple[list[SellingPrice], list[int]]:
    """The prices of a CSV, and the numbers of the lines that could not be read.

    UTF-8 or Windows encoding; separated by semicolon, tab or comma. Without a unit the price is for a piece.
    """
    text = _decoded(content)
    rows = list(csv.reader(text.splitlines(), delimiter=_delimiter(text)))
    columns = _columns(rows[0]) if rows else None
    start = 0 if columns is None else 1
    prices: list[SellingPrice] = []
    unread: list[int] = []
    for number, row in enumerate(rows[start:], start + 1):
        if not any(cell.strip() for cell in row):
            continue
        price = _price(row, columns or {name: place for place, name in enumerate(PLACES)})
        if price is None:
            unread.append(number)
        else:
            prices.append(price)
    return prices, unread


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(";\t,", key=first.count)


def _columns(heading: Sequence[str]) -> dict[str, int] | None:
    """Where each meaning stands; None when the first line is no heading."""
    plain = [cell.strip().lower() for cell in heading]
    found = {
        meaning: next((place for place, cell in enumerate(plain) if cell in words), -1)
        for meaning, words in HEADINGS.items()
    }
    found = {meaning: place for meaning, place in found.items() if place >= 0}
    return found if {"words", "price"} <= set(found) else None


def _price(row: Sequence[str], columns: dict[str, int]) -> SellingPrice | None:
    def cell(meaning: str) -> str:
        place = columns.get(meaning, -1)
        return row[place].strip() if 0 <= place < len(row) else ""

    try:
        price = typed_number(cell("price"))
        volume = typed_number(cell("volume")) if cell("volume") else None
        measure = unit(cell("unit")) if cell("unit") else unit("pcs")
    except (NotANumber, UnknownUnit):
        return None
    if measure.base is None or not cell("words") or price <= 0:
        return None
    return SellingPrice(cell("words"), price / measure.base, _BASES[measure.dimension], _positive(volume, measure.base))


def _positive(volume: Decimal | None, base: Decimal) -> Decimal | None:
    return volume * base if volume else None
