"""How what a member pays is spread over the instalments: oldest first, of each interest before principal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from .schedule import Instalment

EarlyInterest = Literal["running_month", "whole_term"]
EARLY_INTEREST: tuple[EarlyInterest, ...] = ("running_month", "whole_term")
"""What interest is asked when a loan is paid back in advance: up to the running month, or all that was agreed."""


class Parts(NamedTuple):
    """Whole rupiah of a payment."""

    interest: int
    principal: int

    @property
    def total(self) -> int:
        """What was paid."""
        return self.interest + self.principal


@dataclass(frozen=True, slots=True)
class Owed:
    """What is still open of an instalment, whole rupiah."""

    instalment: Instalment
    interest: int
    principal: int

    @property
    def total(self) -> int:
        """Open interest and principal."""
        return self.interest + self.principal

    def days_past_due(self, day: date) -> int:
        """Days since it was due while something is open; 0 before and on the day it is due."""
        return max((day - self.instalment.due_on).days, 0) if self.total else 0


def owed_after(instalments: Sequence[Instalment], paid: int) -> tuple[Owed, ...]:
    """What is open of each instalment after `paid` rupiah in all. Raises ValueError for more than all of it."""
    rows = []
    for each in instalments:
        interest = max(each.interest - paid, 0)
        paid -= each.interest - interest
        principal = max(each.principal - paid, 0)
        paid -= each.principal - principal
        rows.append(Owed(each, interest, principal))
    if paid:
        raise ValueError(f"{paid} rupiah more than the whole loan")
    return tuple(rows)


def parts_of(instalments: Sequence[Instalment], paid_before: int, amount: int) -> Parts:
    """Interest and principal in the next `amount` rupiah. Raises ValueError when that is more than what is open."""
    before, after = owed_after(instalments, paid_before), owed_after(instalments, paid_before + amount)
    return Parts(_interest(before) - _interest(after), _principal(before) - _principal(after))


def settlement(rows: Sequence[Owed], began_on: date, day: date, early: EarlyInterest) -> Parts:
    """What pays the loan back for good on `day`: all open principal, and the open interest up to the running month.

    A month runs from the day after the instalment before it was due (or the loan `began_on`) to the day it is due.
    Under `whole_term` all open interest is asked.
    """
    starts = [began_on, *(each.instalment.due_on for each in rows)]
    asked = [each.interest for each, start in zip(rows, starts, strict=False) if early == "whole_term" or start < day]
    return Parts(sum(asked), _principal(rows))


def _interest(rows: Sequence[Owed]) -> int:
    return sum(each.interest for each in rows)


def _principal(rows: Sequence[Owed]) -> int:
    return sum(each.principal for each in rows)
