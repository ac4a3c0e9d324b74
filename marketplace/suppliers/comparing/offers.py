"""What a supplier offers, as the comparison needs it: one priced row of one version of one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from .sentences import Sentence

BaseUnit = Literal["kg", "l", "piece"]
TaxBasis = Literal["included", "excluded", "exempt"]
Relation = Literal["same", "same_other_size", "different_grade", "unsure"]
TermKind = Literal["bundle", "quota", "discount", "bonus", "other"]

_TO_BASE: dict[str, tuple[BaseUnit, Decimal]] = {
    "kg": ("kg", Decimal(1)),
    "g": ("kg", Decimal("0.001")),
    "l": ("l", Decimal(1)),
    "ml": ("l", Decimal("0.001")),
    "piece": ("piece", Decimal(1)),
}
LOOSE_UNITS = frozenset({"kg", "g", "gram", "ons", "kuintal", "ton", "l", "liter", "ml"})
"""Order units that are measures themselves: sold by the scale, in any fraction, and never to be counted."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure stands in the supplier's list, for whoever wants to look it up."""

    file: str | None = None
    row: int | None = None
    sheet: str | None = None
    page: int | None = None

    def text(self, language: str = "id") -> str:
        """``lembar Harga, hal. 2, baris 118``; empty when nothing is known."""
        sheet, page, row = ("sheet", "p.", "row") if language == "en" else ("lembar", "hal.", "baris")
        parts = [
            self.file if self.row is None else None,
            f"{sheet} {self.sheet}" if self.sheet else None,
            f"{page} {self.page}" if self.page else None,
            f"{row} {self.row}" if self.row else None,
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole content of one order unit: ``count`` items of ``size`` ``unit`` each (kg, g, l, ml or piece)."""

    count: Decimal
    size: Decimal
    unit: str

    @property
    def base(self) -> BaseUnit:
        return _TO_BASE[self.unit][0]

    @property
    def content(self) -> Decimal:
        """In kg, litres or pieces."""
        return self.count * self.size * _TO_BASE[self.unit][1]

    @property
    def item(self) -> tuple[BaseUnit, Decimal] | None:
        """Measure and size of the single item in kg or litres; ``None`` where only pieces are counted."""
        base, factor = _TO_BASE[self.unit]
        return None if base == "piece" else (base, self.size * factor)


@dataclass(frozen=True, slots=True)
class Tier:
    """From ``min_quantity`` order units on, each costs ``price``."""

    min_quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class Term:
    """A condition of trade as written. ``factor`` is what it would make of the price if it held (0.931 for 5%+2%),
    ``quantity`` the most order units that a quota allows."""

    kind: TermKind
    text: str
    factor: Decimal | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LikelyReading:
    """What a doubtful row probably means; what it leaves ``None`` stays as the row has it."""

    order_unit: str | None = None
    pack: Pack | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a row cannot be compared yet: the reader's code and sentence, with its likely reading."""

    code: str
    sentence: Sentence
    likely: LikelyReading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One priced row. ``price`` (exact, rupiah) buys one ``order_unit``, on the tax basis ``tax`` (``None``: unknown).

    ``minimum`` and ``multiple`` count order units. ``supplier`` is the stable key, ``supplier_name`` what is shown.
    ``zones`` are the places served, ``None`` where the supplier has not said.
    """

    key: str
    supplier: str
    supplier_name: str
    name: str
    price: Decimal | None
    order_unit: str | None
    pack: Pack | None
    tax: TaxBasis | None
    currency: str = "IDR"
    tiers: tuple[Tier, ...] = ()
    terms: tuple[Term, ...] = ()
    minimum: Decimal | None = None
    multiple: Decimal | None = None
    lead_days: int | None = None
    weight_kg: Decimal | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    listed_on: date | None = None
    version: str | None = None
    zones: frozenset[str] | None = None
    source: Source = Source()
    tax_source: str | None = None
    written_price: str | None = None
    doubt: Doubt | None = None
    brand: str | None = None
    barcode: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer that may answer a want, with how its article relates to the wanted one."""

    offer: Offer
    relation: Relation = "same"
    note: Sentence | None = None
