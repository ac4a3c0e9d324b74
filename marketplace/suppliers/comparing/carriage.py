"""Freight to the door: legs with their tariffs and sailings, and how the price of one drop is shared.

One supplier's goods of one order travel as one drop. What a drop costs is shared by weight; where the weight of any
line is unknown, by value. Shares are whole rupiah and add up to the drop exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from marketplace.money import Money

_LONGEST_WAIT_DAYS = 400


@dataclass(frozen=True, slots=True)
class Sailings:
    """When a boat leaves: on given ``dates``, on ``weekdays`` (Monday is 0), every so many days from ``first`` on.
    ``cancelled`` days never leave (weather, docking)."""

    dates: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset()
    first: date | None = None
    every_days: int | None = None
    cancelled: frozenset[date] = frozenset()

    def leaves_on(self, day: date) -> bool:
        if day in self.cancelled:
            return False
        if day in self.dates or day.weekday() in self.weekdays:
            return True
        if self.first is None or self.every_days is None or day < self.first:
            return False
        return (day - self.first).days % self.every_days == 0

    def on_or_after(self, day: date) -> date | None:
        """The next sailing, or ``None`` when the calendar holds none within 400 days."""
        return self._search(day, 1)

    def on_or_before(self, day: date) -> date | None:
        return self._search(day, -1)

    def _search(self, day: date, step: int) -> date | None:
        days = (day + timedelta(days=step * count) for count in range(_LONGEST_WAIT_DAYS))
        return next((each for each in days if self.leaves_on(each)), None)


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of the way. A leg that names none of its prices has an unknown price; franco is
    ``per_drop=Money(0)``.

    ``free_from``: no charge when the supplier's goods are worth that much. ``days`` from leaving to arriving.
    """

    name: str
    per_kg: Decimal | None = None
    per_package: Decimal | None = None
    per_drop: Money | None = None
    free_from: Money | None = None
    days: int | None = None
    sailings: Sailings | None = None
    source: str | None = None

    @property
    def priced(self) -> bool:
        return not (self.per_kg is None and self.per_package is None and self.per_drop is None)


@dataclass(frozen=True, slots=True)
class Route:
    """The legs from a supplier to the cooperative's door, in order; its own carriage is a leg like any other."""

    legs: tuple[Leg, ...]


UNKNOWN_LEG = Leg("Ongkir pemasok")
UNKNOWN_ROUTE = Route((UNKNOWN_LEG,))


ANY_SUPPLIER = "*"


@dataclass(frozen=True, slots=True)
class Tariff:
    """A leg as entered. ``supplier`` names whose first leg it is (``ANY_SUPPLIER``: of all who have none of their own);
    ``None`` makes it a shared leg that follows everybody's first. ``zone`` ``None`` is everywhere."""

    leg: Leg
    supplier: str | None = None
    zone: str | None = None


def routes_to(zone: str | None, tariffs: Iterable[Tariff], suppliers: Iterable[str]) -> dict[str, Route]:
    """The route of each supplier: his own tariff (that for the zone before the general one), then the shared legs.

    A supplier without a tariff gets a first leg of unknown price: nothing is free because nobody wrote it down.
    """
    given = [tariff for tariff in tariffs if tariff.zone in (None, zone)]
    shared = tuple(tariff.leg for tariff in given if tariff.supplier is None)
    by_supplier = {tariff.supplier: tariff.leg for tariff in sorted(given, key=lambda tariff: tariff.zone is not None)}
    general = by_supplier.get(ANY_SUPPLIER, UNKNOWN_LEG)
    return {supplier: Route((by_supplier.get(supplier, general), *shared)) for supplier in suppliers}


@dataclass(frozen=True, slots=True)
class Load:
    """What one order line puts on the truck: ``kg`` (``None``: unknown), packages, and the worth of the goods."""

    kg: Decimal | None
    packages: Decimal
    goods: Money


def drop_weights(loads: Sequence[Load]) -> list[Decimal]:
    """By which weights a drop is shared over these lines: kg where all are known, else rupiah, else evenly."""
    kilograms = [load.kg for load in loads if load.kg is not None]
    if len(kilograms) == len(loads) and sum(kilograms) > 0:
        return kilograms
    worth = [Decimal(load.goods.rupiah) for load in loads]
    return worth if sum(worth) > 0 else [Decimal(1)] * len(loads)


def carry(route: Route, loads: Sequence[Load]) -> list[list[Money | None]]:
    """For each load what each leg costs, ``None`` where unknown. Every leg's drop is shared to the last rupiah."""
    worth = Money.total(load.goods for load in loads)
    weights = drop_weights(loads)
    by_leg = [_leg_costs(leg, loads, weights, worth) for leg in route.legs]
    return [[costs[index] for costs in by_leg] for index in range(len(loads))]


def _leg_costs(leg: Leg, loads: Sequence[Load], weights: Sequence[Decimal], worth: Money) -> Sequence[Money | None]:
    if not leg.priced:
        return [None] * len(loads)
    if leg.free_from is not None and worth >= leg.free_from:
        return [Money(0)] * len(loads)
    moving = [moving_cost(leg, load) for load in loads]
    if leg.per_drop is None or leg.per_drop.rupiah == 0:
        return moving
    shares = leg.per_drop.shared(weights)
    return [None if cost is None else cost + share for cost, share in zip(moving, shares, strict=True)]


def moving_cost(leg: Leg, load: Load) -> Money | None:
    """What the leg costs for this load beside the drop, to the nearest rupiah; unknown without a needed weight."""
    if leg.per_kg and load.kg is None:
        return None
    kilograms = (leg.per_kg or 0) * (load.kg or 0)
    return Money.rounded(Decimal(kilograms) + (leg.per_package or 0) * load.packages)


def arrival(route: Route, ready: date) -> date | None:
    """When goods that are ready on a day reach the door; ``None`` when a leg's days or sailings are unknown."""
    day: date | None = ready
    for leg in route.legs:
        if leg.days is None or day is None:
            return None
        departure = leg.sailings.on_or_after(day) if leg.sailings else day
        day = departure and departure + timedelta(days=leg.days)
    return day


def latest_departure(route: Route, needed_on: date) -> date | None:
    """The last day on which goods must be ready to be at the door in time; ``None`` when it cannot be known."""
    day: date | None = needed_on
    for leg in reversed(route.legs):
        if leg.days is None or day is None:
            return None
        arrive_by = day - timedelta(days=leg.days)
        day = leg.sailings.on_or_before(arrive_by) if leg.sailings else arrive_by
    return day
