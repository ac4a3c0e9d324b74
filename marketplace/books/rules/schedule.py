"""The instalments of a loan: parts of the principal that add up to it exactly, and the interest of each month.

Interest (jasa) is rounded down to the rupiah, in the member's favour. An instalment is rounded up to `step` rupiah,
and the last one takes what is left, so it is never larger than the others.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Literal

Method = Literal["flat", "declining", "annuity", "once"]
METHODS: tuple[Method, ...] = ("flat", "declining", "annuity", "once")
"""Tetap; menurun; anuitas; sekaligus, as after a harvest."""
STEPS = (1, 100, 500, 1000)
LONGEST = 120
"""Months."""
PRECISION = 60


class TooSmallForItsTerm(ValueError):
    """The principal is paid back before the last instalment: fewer months, or a smaller step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed: rupiah of `principal`, `monthly_rate` percent a month, `months`, the first instalment's day.

    `carried` is unpaid interest of an earlier schedule, rupiah, paid in equal parts with this one.
    """

    principal: int
    monthly_rate: Decimal
    months: int
    method: Method
    first_due_on: date
    step: int = 1
    carried: int = 0


@dataclass(frozen=True, slots=True)
class Instalment:
    """What falls due on a day, whole rupiah."""

    number: int
    due_on: date
    principal: int
    interest: int

    @property
    def total(self) -> int:
        """Principal and interest."""
        return self.principal + self.interest


def schedule(terms: Terms) -> tuple[Instalment, ...]:
    """Every instalment of the loan, by day. The parts of the principal add up to it.

    Raises TooSmallForItsTerm.
    """
    if terms.method == "once":
        return (_at_once(terms),)
    instalment_of = _MAKERS[terms.method](terms)
    rest, rows = terms.principal, []
    carried = even_parts(terms.carried, terms.months)
    for number in range(1, terms.months + 1):
        interest = interest_on(terms.principal if terms.method == "flat" else rest, terms.monthly_rate)
        principal = rest if number == terms.months else _stepped(instalment_of(interest), terms.step) - interest
        if not 0 < principal <= rest - (number < terms.months):
            raise TooSmallForItsTerm
        due_on = months_after(terms.first_due_on, number - 1)
        rows.append(Instalment(number, due_on, principal, interest + carried[number - 1]))
        rest -= principal
    return tuple(rows)


def interest_on(rupiah: int, monthly_rate: Decimal) -> int:
    """One month's interest on `rupiah` at `monthly_rate` percent, rounded down."""
    with localcontext(prec=PRECISION):
        return int((rupiah * monthly_rate / 100).to_integral_value(ROUND_FLOOR))


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later; the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def even_parts(rupiah: int, count: int) -> list[int]:
    """`rupiah` in `count` parts that differ by one at most, the larger ones first."""
    part, left = divmod(rupiah, count)
    return [part + (index < left) for index in range(count)]


def _at_once(terms: Terms) -> Instalment:
    with localcontext(prec=PRECISION):
        interest = interest_on(terms.principal, terms.monthly_rate * terms.months)
    due_on = months_after(terms.first_due_on, terms.months - 1)
    return Instalment(1, due_on, terms.principal, interest + terms.carried)


def _equal_principal(terms: Terms) -> Callable[[int], int]:
    part = -(-terms.principal // terms.months)
    return lambda interest: part + interest


def _annuity(terms: Terms) -> Callable[[int], int]:
    with localcontext(prec=PRECISION):
        rate = terms.monthly_rate / 100
        factor = rate / (1 - (1 + rate) ** -terms.months) if rate else Decimal(1) / terms.months
        payment = int((terms.principal * factor).to_integral_value(ROUND_CEILING))
    return lambda _interest: payment


def _stepped(rupiah: int, step: int) -> int:
    return -(-rupiah // step) * step


_MAKERS: dict[str, Callable[[Terms], Callable[[int], int]]] = {
    "flat": _equal_principal,
    "declining": _equal_principal,
    "annuity": _annuity,
}
"""Method -> what makes a month's instalment out of the month's interest, before it is rounded up to the step."""
