"""One price of one record, and the table it stands in, before anything is decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from marketplace.suppliers.reading.chat import ChatLine
from marketplace.suppliers.reading.columns import (
    Column,
    Layout,
    PricePart,
)
from marketplace.suppliers.reading.contents import Evidence, Options
from marketplace.suppliers.reading.kinds import (
    RUPIAH,
)
from marketplace.suppliers.reading.numbers import Amount
from marketplace.suppliers.reading.rows import (
    Skips,
)
from marketplace.suppliers.reading.sheets import Cell, Sheet
from marketplace.suppliers.reading.tax import TaxBasis


class Item(NamedTuple):
    """One price of one record, before anything is decided about it."""

    record: int
    part: int
    name: str
    category: str | None
    amount: Amount
    raw_price: str
    options: Options
    raw_unit: str
    raw_pack: str
    table: Table
    price_part: PricePart | None
    line: ChatLine | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a row's lesser columns stand, looked up once per table."""

    sku: tuple[int, ...] = ()
    barcode: tuple[int, ...] = ()
    brand: tuple[int, ...] = ()
    terms: tuple[tuple[str, int], ...] = ()
    tax: int | None = None
    cost: int | None = None
    has_units: bool = False
    discount: int | None = None
    is_percent: bool = False
    taken: tuple[int, int] | None = None  # price before discount, and the discount that another column has taken off

    @classmethod
    def of(cls, layout: Layout) -> Reach:
        by = layout.by_meaning
        is_net = "promo_price" in by or "old_price" in by
        discounts = [] if is_net else by.get("discount", [])
        meanings = ("note", "terms") if is_net else ("note", "terms", "discount")
        return cls(
            sku=tuple(by.get("sku", ())),
            barcode=tuple(by.get("barcode", ())),
            brand=tuple(by.get("brand", ())),
            terms=tuple((meaning, index) for meaning in meanings for index in by.get(meaning, ())),
            tax=layout.first("tax"),
            cost=layout.first("cost"),
            has_units=bool(layout.units),
            taken=(by["old_price"][0], by["discount"][0]) if "old_price" in by and "discount" in by else None,
            discount=discounts[0] if len(discounts) == 1 else None,
            is_percent="%" in next((c.heading or "" for c in layout.columns if c.index in discounts), ""),
        )


@dataclass(slots=True)
class Table:
    """One block of columns of one sheet, and what its items show together."""

    sheet: Sheet
    layout: Layout | None
    name: str | None
    evidence: Evidence = field(default_factory=Evidence)
    currency: str = "IDR"
    tax: TaxBasis = field(default_factory=TaxBasis)
    in_thousands: bool = False
    span: tuple[int, int | None] = (0, None)
    reach: Reach = Reach()

    @property
    def rate(self) -> int:
        return RUPIAH.get(self.currency, 1)


@dataclass(slots=True)
class SheetReading:
    """What one sheet became."""

    name: str | None
    header_row: int | None
    columns: list[Column]
    items: list[Item]
    skips: Skips
    tables: list[Table]

    @property
    def tax(self) -> str | None:
        return self.tables[0].tax.basis if self.tables else None

    def describe(self) -> dict[str, Any]:
        return {
            "header_row": self.header_row,
            "columns": [{"index": c.index, "heading": c.heading, "meaning": c.meaning} for c in self.columns],
            "tax": self.tax,
        }


def cell_text(row: Sequence[Cell], index: int | None, width: int) -> str:
    if index is None or index >= width:
        return ""
    cell = row[index]
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


@dataclass(slots=True)
class Collected:
    """What a walk over one sheet has gathered so far; ``category``: the last category row."""

    items: list[Item] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    category: str | None = None
