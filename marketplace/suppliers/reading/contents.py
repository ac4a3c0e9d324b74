"""What a price may buy: contents, the candidates that a row allows, and what the list as a whole shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from marketplace.suppliers.reading.kinds import (
    Kind,
)
from marketplace.suppliers.reading.numbers import written
from marketplace.suppliers.reading.units import PER

ONE = Decimal(1)
MOST = 10_000_000  # pieces in one order unit; more is a misreading


@dataclass(frozen=True, slots=True)
class Content:
    """``count`` times ``size`` ``unit``: all that one order unit holds."""

    count: int
    size: Decimal
    unit: str

    def times(self, count: int) -> Content:
        return Content(self.count * count, self.size, self.unit)


PIECE = Content(1, ONE, "piece")


@dataclass(slots=True)
class Candidate:
    """One way to read what the price buys, with its JSON parts made once."""

    unit: str | None
    content: Content | None
    case: tuple[str | None, int] | None = None
    total: Decimal | None = None
    per: str | None = None
    pack_json: dict[str, Any] | None = None
    case_json: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        if self.content is not None and self.content.count > MOST:
            self.content = None
        if self.case is not None and self.case[1] > MOST:
            self.case = None
        if self.content is not None:
            content = self.content
            self.per, divisor = PER.get(content.unit, ("piece", 1))
            self.total = content.count * content.size / divisor
            self.pack_json = {"count": content.count, "size": written(content.size), "unit": content.unit}
        if self.case is not None:
            self.case_json = {"unit": self.case[0], "count": self.case[1]}

    def comparable(self, price: Decimal) -> Decimal | None:
        return price / self.total if self.total else None

    def as_suggestion(self, price: Decimal | None = None) -> dict[str, Any]:
        comparable = self.comparable(price) if price is not None else None
        return {
            "order_unit": self.unit,
            "pack": self.pack_json,
            "comparable": {"price": written(comparable), "per": self.per} if comparable is not None else None,
        }


@dataclass(slots=True)
class Options:
    """What a row's texts allow. ``mode`` says how to choose; ``issues``: codes with details that hold at any price."""

    mode: str
    candidates: list[Candidate]
    kind: Kind | None = None
    issues: tuple[tuple[str, dict[str, Any]], ...] = ()
    pattern: str | None = None
    stated: str | None = None
    muted: bool = False


@dataclass(slots=True)
class Evidence:
    """What the list as a whole shows: votes for the piece and for the whole, by pattern, and how its sizes fit."""

    single: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    fitting: int = 0
    unfitting: int = 0
    sized_in_column: bool = False
    has_unit_column: bool = False
    default_unit: str | None = None
    packet_units: frozenset[str] = frozenset()
    answers: dict[str, str] = field(default_factory=dict)
    trusted: bool = True
    in_thousands: bool = False

    def verdict(self, pattern: str | None) -> str | None:
        """`single` or `whole` where the list is clear about it, first for this pattern, then for all its brackets.

        One unit's verdict is no other unit's."""
        if pattern is None:
            return None
        if answer := self.answers.get(pattern):
            return answer
        if pattern.startswith("unit:") and pattern[5:].split("/")[0] in self.packet_units:
            return "single"
        family = pattern.split(":")[0]
        alike = [key for key in {*self.single, *self.whole} if key.split(":")[0] == family] if family != "unit" else []
        for keys in ([pattern], alike):
            single = sum(self.single[key] for key in keys)
            whole = sum(self.whole[key] for key in keys)
            enough = 6 if family == "unit" and not pattern.endswith("/n") else 3
            if single + whole >= enough and max(single, whole) >= 0.9 * (single + whole):
                return "single" if single > whole else "whole"
        return None

    @property
    def is_retail(self) -> bool:
        """Prices without a unit fit the sizes in the names: they are prices of retail packets."""
        return self.fitting >= 3 and self.fitting >= 9 * self.unfitting


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one price of one row, as written."""

    name: str
    unit: str
    pack: str
    heading_unit: str | None = None
    cell_unit: str | None = None
    single: bool = False
    case_unit: str = ""
    case_count: str = ""
    size: str = ""
    category: str | None = None
    has_pack_column: bool = False
    beside_whole: bool = False


CANONICAL_GRAMS: dict[str, Decimal] = {"kg": Decimal(1000), "g": ONE, "l": Decimal(1000), "ml": ONE}


CANONICAL_KIND = {"kg": "mass", "g": "mass", "l": "volume", "ml": "volume"}
