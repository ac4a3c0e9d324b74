"""Under which circumstances prices are compared: the day, the tax, the way to the door, the rules of ranking."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from marketplace.money import Money

from .carriage import Route
from .offers import TaxBasis


@dataclass(frozen=True, slots=True)
class TaxRate:
    """PPN from ``since`` on: ``percent`` of ``numerator/denominator`` of the price (12 % of 11/12 is 11 %)."""

    since: date
    percent: Decimal
    numerator: int
    denominator: int
    source: str

    def added_to(self, net: Money) -> Money:
        """The PPN on a price without PPN, to the nearest rupiah, once per line."""
        return Money.rounded(self.part_of(Decimal(net.rupiah)))

    def inside(self, gross: Money) -> Money:
        """The PPN that a price including it contains, to the nearest rupiah."""
        return Money.rounded(self.part_inside(Decimal(gross.rupiah)))

    def part_of(self, net: Decimal) -> Decimal:
        return net * self.percent * self.numerator / (100 * self.denominator)

    def part_inside(self, gross: Decimal) -> Decimal:
        part = self.percent * self.numerator
        return gross * part / (100 * self.denominator + part)


_RATES = Path(__file__).with_name("ppn_rates.csv")


def load_rates(path: Path = _RATES) -> tuple[TaxRate, ...]:
    """Dated PPN rates from a CSV of since, percent, numerator, denominator, source."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            TaxRate(
                date.fromisoformat(row["since"]),
                Decimal(row["percent"]),
                int(row["numerator"]),
                int(row["denominator"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        )


def rate_on(rates: Iterable[TaxRate], day: date) -> TaxRate:
    """The rate in force on ``day``. Raises ``LookupError`` before the first one."""
    known = [rate for rate in rates if rate.since <= day]
    if not known:
        raise LookupError(f"no PPN rate is known for {day.isoformat()}")
    return max(known, key=lambda rate: rate.since)


@dataclass(frozen=True, slots=True)
class SupplierTerms:
    """What holds for everything of one supplier. ``tax`` answers for rows that do not say their own basis."""

    minimum_value: Money | None = None
    lead_days: int | None = None
    payment: str | None = None
    tax: TaxBasis | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """The choices of ranking, named so that a cooperative can change them.

    ``most_surplus``: how much more than wanted an offer may force one to buy and still be best (0.25 is a quarter).
    ``rank_unknown_tax``: whether an offer whose PPN is unknown is ranked as an interval or set aside.
    """

    most_surplus: Decimal = Decimal("0.25")
    rank_unknown_tax: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """``routes`` by supplier key; a supplier without a route has unknown freight, never free freight.

    ``count_freight=False`` compares ex freight and says so. ``kg_per_litre`` is the carriers' convention for weighing
    liquids that state no weight. ``place`` is what sentences call the door, ``zone`` the key of deliveries.
    """

    today: date
    tax: TaxRate
    buyer_is_pkp: bool = False
    routes: Mapping[str, Route] = field(default_factory=lambda: MappingProxyType({}))
    suppliers: Mapping[str, SupplierTerms] = field(default_factory=lambda: MappingProxyType({}))
    count_freight: bool = True
    kg_per_litre: Decimal = Decimal(1)
    zone: str | None = None
    place: str | None = None
    rules: Rules = Rules()

    def terms_of(self, supplier: str) -> SupplierTerms:
        return self.suppliers.get(supplier, _NO_TERMS)


_NO_TERMS = SupplierTerms()
