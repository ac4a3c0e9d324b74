"""What the items of a list show together: votes about pieces and cases, another money, a slip of a zero."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import Any

from marketplace.suppliers.reading.choosing import vote
from marketplace.suppliers.reading.items import Item, Table
from marketplace.suppliers.reading.kinds import (
    is_plausible,
)
from marketplace.suppliers.reading.packs import scan
from marketplace.suppliers.reading.units import UNITS

VOTERS = 4_000


CHEAPEST_USUAL = 200  # rupiah: a list whose usual price is less is in another money, or in thousands


TENFOLD = (Decimal("7.5"), Decimal("13.5"))


def note_units(texts: list[str], tables: list[Table]) -> None:
    """`harga per karton` in a note or title is the unit of every price that states none."""
    for text in texts:
        if "harga" in text.lower() or "price" in text.lower():
            per = scan(text).per
            if per and not (per == "rim" and "RM" in text):  # ringgit
                for table in tables:
                    table.evidence.default_unit = per


def weigh(items: list[Item], table: Table) -> None:
    """Let the items vote; a list whose prices fit nothing is in another money, and then plausibility keeps silent."""
    step = max(1, len(items) // VOTERS)
    for item in items[::step]:
        value = item.amount.value
        if value is not None and value > 0:
            vote(item.options, value, table.rate, table.evidence)
    evidence = table.evidence
    evidence.packet_units = _packet_units(items)
    priced = [i.amount.value for i in items[::step] if i.amount.value]
    if table.currency == "IDR" and priced:
        usual = median(priced)
        evidence.trusted = usual >= 1_000 or (usual >= CHEAPEST_USUAL and evidence.unfitting <= 2 * evidence.fitting)
        evidence.in_thousands = not evidence.trusted and usual < CHEAPEST_USUAL and _fits_in_thousands(items)


def _packet_units(items: Sequence[Item]) -> frozenset[str]:
    """Outer units (`box`, `bag`, even `dus`) that this list uses for single packets: where nearly everything is sold by
    the piece and such a unit costs no more than a few pieces do."""
    prices: dict[str, list[Decimal]] = {}
    singles: list[Decimal] = []
    for item in items:
        value = item.amount.value
        unit = UNITS.get(item.options.stated or "")
        if not value or value < 0 or unit is None:
            continue
        if unit.kind == "each":
            singles.append(value)
        elif unit.kind == "outer":
            prices.setdefault(unit.name, []).append(value)
    if len(singles) < 20 or len(singles) < 3 * sum(map(len, prices.values())):
        return frozenset()
    usual = median(singles)
    return frozenset(unit for unit, values in prices.items() if len(values) >= 8 and median(values) <= 4 * usual)


def _fits_in_thousands(items: Sequence[Item]) -> bool:
    """Whether a list of small figures becomes plausible where each is read as so many thousand rupiah."""
    checked = fitting = 0
    for item in items[:VOTERS]:
        value, candidates = item.amount.value, item.options.candidates
        kind = item.options.kind
        if not value or kind is None or not candidates or candidates[0].total is None or candidates[0].per is None:
            continue
        fits = is_plausible(value * 1_000 / candidates[0].total, candidates[0].per, kind, 1)
        checked += fits is not None
        fitting += fits is True
    return checked >= 3 and fitting >= 0.7 * checked


class Sisters:
    """Prices of articles whose names begin alike, to notice a zero too many or too few."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.prices: dict[tuple[Any, ...], list[Decimal]] = {}
        for item in items:
            if item.amount.value and (key := self.key(item)):
                self.prices.setdefault(key, []).append(item.amount.value)

    @staticmethod
    def key(item: Item) -> tuple[Any, ...] | None:
        words = item.name.lower().split()
        if len(words) < 2 or not item.options.candidates:
            return None
        return (*words[:2], item.options.candidates[0].total, item.options.stated, item.part)

    def slip(self, item: Item) -> Decimal | None:
        """The likely price where this one is about ten times its sisters', who agree among themselves."""
        value = item.amount.value
        key = self.key(item)
        if not value or key is None:
            return None
        others = list(self.prices.get(key, ()))
        if len(others) < 4:
            return None
        others.remove(value)
        middle = median(others)
        if max(others) > 3 * min(others):
            return None
        if TENFOLD[0] <= value / middle <= TENFOLD[1]:
            return value / 10
        if TENFOLD[0] <= middle / value <= TENFOLD[1]:
            return value * 10
        return None
