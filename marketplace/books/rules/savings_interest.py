"""What savings earn in a month by their balance at the end of each day, and the tax withheld of it.

A day earns balance x per cent / 100 / 365. The month's sum is rounded down to the rupiah, once for each account; the
tax is rounded down to the rupiah, once for each member.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from importlib import resources

DAYS_OF_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Rate:
    """Per cent in a year, from a day on."""

    effective_from: date
    percent_per_year: Decimal


@dataclass(frozen=True, slots=True)
class InterestTax:
    """From a day on: a member's interest of a month up to `free_up_to` is not taxed; above it, all of it is."""

    effective_from: date
    free_up_to: int
    percent: Decimal
    source: str


def rate_on(rates: Sequence[Rate], day: date) -> Decimal:
    """Per cent in a year on `day`; none before the first."""
    known = [each for each in rates if each.effective_from <= day]
    return max(known, key=lambda each: each.effective_from).percent_per_year if known else Decimal(0)


def month_interest(opening: int, changes: Mapping[date, int], rates: Sequence[Rate], first: date, last: date) -> int:
    """Rupiah earned from `first` to `last`: `opening` stood before, `changes` by day. Below zero earns none."""
    balance, exact, day = opening, Decimal(0), first
    while day <= last:
        balance += changes.get(day, 0)
        exact += max(balance, 0) * rate_on(rates, day)
        day += timedelta(days=1)
    return int((exact / 100 / DAYS_OF_A_YEAR).to_integral_value(ROUND_FLOOR))


def tax_on(interest: int, rules: Sequence[InterestTax], day: date) -> int:
    """What is withheld of a member's interest of one month, paid on `day`."""
    known = [each for each in rules if each.effective_from <= day]
    if not known:
        return 0
    rule = max(known, key=lambda each: each.effective_from)
    if interest <= rule.free_up_to:
        return 0
    return int((interest * rule.percent / 100).to_integral_value(ROUND_FLOOR))


@cache
def interest_taxes() -> tuple[InterestTax, ...]:
    """The dated rules that come with the product."""
    text = resources.files(__package__).joinpath("savings_interest_tax.csv").read_text("utf-8")
    return tuple(
        InterestTax(
            date.fromisoformat(row["effective_from"]), int(row["free_up_to"]), Decimal(row["percent"]), row["source"]
        )
        for row in csv.DictReader(text.splitlines())
    )
