"""The three indicators of a quarter, each with the reason where it cannot be computed yet. No float comes near them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .quarters import JournalFigures, Punctuality, Quarter

TENTH = Decimal("0.1")
THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class InventoryCycle:
    """For how many `days` the average stock lasts; `missing` says why there is no figure: no_cost or no_stock.

    `average_stock` and `cost_of_goods` in rupiah, the latter over `counted_days`.
    """

    days: Decimal | None
    average_stock: int
    cost_of_goods: int
    counted_days: int
    missing: str = ""


@dataclass(frozen=True, slots=True)
class OnTime:
    """The shares settled by their due day, by count and by rupiah; `missing`: nothing_due."""

    by_count: Decimal | None
    by_amount: Decimal | None
    of: Punctuality
    missing: str = ""


@dataclass(frozen=True, slots=True)
class ActiveMembers:
    """Active members now and a quarter earlier, and the growth; `missing`: books_young or nobody_before."""

    now: int
    before: int | None
    growth: Decimal | None
    missing: str = ""


def average(points: Sequence[int]) -> int:
    """The mean of rupiah figures, half a rupiah up; nothing has a mean of zero."""
    if not points:
        return 0
    return int((Decimal(sum(points)) / len(points)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def inventory_cycle(stock_points: Sequence[int], cost_of_goods: int, counted_days: int) -> InventoryCycle:
    """Average stock / cost of goods sold x days, to a tenth of a day, half up."""
    stock = average(stock_points)
    missing = "no_cost" if cost_of_goods <= 0 else "no_stock" if stock <= 0 else ""
    days = None if missing else (Decimal(stock) * counted_days / cost_of_goods).quantize(TENTH, rounding=ROUND_HALF_UP)
    return InventoryCycle(days, stock, cost_of_goods, counted_days, missing)


def on_time(of: Punctuality) -> OnTime:
    """The share of bills due in the quarter that were settled by their day."""
    if not of.due:
        return OnTime(None, None, of, "nothing_due")
    return OnTime(_ratio(of.on_time, of.due), _ratio(of.on_time_amount, of.due_amount), of)


def active_members(now: int, before: int | None) -> ActiveMembers:
    """How many more members are active than a quarter earlier, as a share of those."""
    missing = "books_young" if before is None else "nobody_before" if not before else ""
    growth = None if missing or not before else _ratio(now - before, before)
    return ActiveMembers(now, before, growth, missing)


def _ratio(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(THOUSANDTH, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Indicators:
    """The three: how fast goods turn, how punctually is paid (by the cooperative and to it), how many take part."""

    inventory: InventoryCycle
    payables: OnTime
    receivables: OnTime
    members: ActiveMembers


def indicators(quarter: Quarter, figures: JournalFigures) -> Indicators:
    """The indicators of a quarter's figures."""
    counted_days = (figures.through - quarter.first).days + 1
    return Indicators(
        inventory_cycle(figures.stock_points, figures.cost_of_goods, counted_days),
        on_time(figures.payables),
        on_time(figures.receivables),
        active_members(figures.active_members, figures.active_members_before),
    )
