"""What a member owes of his dues: months by dated amounts, and what of them is paid, the oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .savings import add_months, first_of_month


class DatedAmount(NamedTuple):
    """What is owed of one kind of dues from a day on, rupiah."""

    effective_from: date
    amount: int


class Due(NamedTuple):
    """Dues of a month (its first day): rupiah, and by when."""

    month: date
    amount: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands with one kind of dues: `unpaid` months oldest first, what is `late` of them, rupiah."""

    unpaid: tuple[Due, ...]
    late: int

    @property
    def owed(self) -> int:
        """Everything that is due up to this month and not paid."""
        return sum(due.amount for due in self.unpaid)


def amount_on(amounts: Iterable[DatedAmount], day: date) -> int:
    """What is in force on `day`; nothing before the first."""
    known = [each for each in amounts if each.effective_from <= day]
    return max(known).amount if known else 0


def principal_due(amounts: Sequence[DatedAmount], joined_on: date) -> list[Due]:
    """Once, on joining, what was in force that day."""
    amount = amount_on(amounts, joined_on)
    return [Due(first_of_month(joined_on), amount, joined_on)] if amount else []


def mandatory_due(
    amounts: Sequence[DatedAmount], joined_on: date, last: date, *, due_day: int, after: date | None = None
) -> list[Due]:
    """Each month from that of joining to that of `last`, what is in force on its first day; by the `due_day`, but not
    before joining. Of months up to that of `after` (the day opening balances stand for) nothing is owed.
    """
    month = first_of_month(joined_on)
    if after is not None:
        month = max(month, add_months(first_of_month(after), 1))
    due = []
    while month <= last:
        amount = amount_on(amounts, month)
        if amount:
            due.append(Due(month, amount, max(month.replace(day=due_day), joined_on)))
        month = add_months(month, 1)
    return due


def standing(due: Iterable[Due], paid: int, today: date) -> Standing:
    """What is left of `due` after `paid` rupiah went to the oldest first."""
    unpaid = []
    for each in due:
        taken = min(max(paid, 0), each.amount)
        paid -= taken
        if taken < each.amount:
            unpaid.append(each._replace(amount=each.amount - taken))
    return Standing(tuple(unpaid), sum(each.amount for each in unpaid if each.due_on < today))


def settled_by(open_amounts: Sequence[int], paid: int) -> list[int]:
    """How much of `paid` goes to each of the amounts, the first one first; the rest is more than was owed."""
    parts = []
    for amount in open_amounts:
        part = min(amount, paid)
        parts.append(part)
        paid -= part
    return parts
