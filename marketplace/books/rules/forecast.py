"""Thirty days ahead: what is known to come and go, and what comes and goes every day anyway. Whole rupiah, pure.

An amount above zero comes in, below zero goes out. Averages are rounded down, so an outflow is rounded away from zero:
the forecast errs towards less money, never towards more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

DAYS = 30
WEEKS_LOOKED_BACK = 8
LEAST_DAYS = 7
"""Averages are made over at least so many days, also where the cash book is younger."""
RECURRING = ("4-1", "4-2", "4-9", "5", "6", "7")
"""Income and costs come again, but for interest, which comes with the instalments; savings and loans do not."""
SUPPLIERS = "2-1100"

KnownKind = Literal["payable", "receivable", "instalment", "term_saving"]


@dataclass(frozen=True, slots=True)
class Known:
    """Something with a day: a bill that falls due, an instalment, term savings that mature."""

    day: date
    amount: int
    kind: KnownKind
    reference: str
    document_type: str = ""
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Recurring:
    """What came or went through an account: `total` in `days` days, so `per_day`."""

    account: str
    name: str
    total: int
    days: int

    @property
    def per_day(self) -> int:
        """The average of a day, rounded down."""
        return self.total // self.days


@dataclass(frozen=True, slots=True)
class Restocking:
    """What suppliers are usually paid in the time ahead, and what of it is known already; the rest is spread evenly."""

    usual: int
    known: int
    days: int = DAYS

    @property
    def per_day(self) -> int:
        """The rest of a day: zero or below, rounded down."""
        return -max(self.usual - self.known, 0) // self.days


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """A day ahead and what is left at its end."""

    day: date
    came: int
    went: int
    balance: int
    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """The days ahead from `start` rupiah. `uncertain`: receivables that are overdue or have no day, not counted."""

    start: int
    days: tuple[ForecastDay, ...]
    known: tuple[Known, ...]
    recurring: tuple[Recurring, ...]
    restocking: Restocking
    uncertain: int

    @property
    def lowest(self) -> ForecastDay:
        """The day with the least money; the first of several."""
        return min(self.days, key=lambda each: each.balance)

    @property
    def runs_out(self) -> ForecastDay | None:
        """The first day that ends below zero."""
        return next((each for each in self.days if each.balance < 0), None)

    @property
    def lasts(self) -> int | None:
        """For how many days the money is enough; None where it is for all of them."""
        return None if self.runs_out is None else self.days.index(self.runs_out)


def looked_back(first_movement: date | None, today: date) -> int:
    """Over how many days averages are made: eight weeks, or since the first movement, a week at least."""
    if first_movement is None:
        return LEAST_DAYS
    return max(LEAST_DAYS, min(WEEKS_LOOKED_BACK * 7, (today - first_movement).days + 1))


def placed(known: Iterable[Known], today: date) -> tuple[tuple[Known, ...], int]:
    """What is known on the day it counts, and the rupiah of what is not counted.

    What we owe and is overdue or without a day counts as tomorrow's; what others owe us so is not counted at all.
    """
    tomorrow, counted, uncertain = today + timedelta(days=1), [], 0
    for each in known:
        if each.day > today:
            counted.append(each)
        elif each.amount < 0:
            counted.append(replace(each, day=tomorrow))
        else:
            uncertain += each.amount
    last = today + timedelta(days=DAYS)
    return tuple(sorted((each for each in counted if each.day <= last), key=lambda each: each.day)), uncertain


def forecast(
    start: int, today: date, known: Iterable[Known], recurring: Sequence[Recurring], paid_to_suppliers: Recurring
) -> Forecast:
    """The thirty days after `today`; `paid_to_suppliers` tells what they were paid in the time looked back."""
    counted, uncertain = placed(known, today)
    usual = -(paid_to_suppliers.total * DAYS // paid_to_suppliers.days)
    owed = -sum(each.amount for each in counted if each.kind == "payable")
    restocking = Restocking(max(usual, 0), owed)
    daily_in = sum(each.per_day for each in recurring if each.per_day > 0)
    daily_out = -sum(each.per_day for each in recurring if each.per_day < 0) - restocking.per_day
    days, balance = [], start
    for number in range(1, DAYS + 1):
        day = today + timedelta(days=number)
        due = tuple(each for each in counted if each.day == day)
        came = daily_in + sum(each.amount for each in due if each.amount > 0)
        went = daily_out - sum(each.amount for each in due if each.amount < 0)
        balance += came - went
        days.append(ForecastDay(day, came, went, balance, due))
    return Forecast(start, tuple(days), counted, tuple(recurring), restocking, uncertain)
