"""Vouchers as decisions: the forms there are, the lines each makes, and what must hold of any voucher."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple
from uuid import UUID

PartyClass = Literal["member", "non_member", "cooperative", "government"]

MONEY = ("1-1",)
"""Cash and bank, by the beginning of the code."""
INVENTORY = ("1-3",)
COST_OF_MEMBERS, COST_OF_OTHERS, SHRINKAGE = "5-1100", "5-1110", "5-1200"
SALES_TO_MEMBERS, SALES_TO_OTHERS = "4-1100", "4-1110"
MOST_LINES = 100


class Form(NamedTuple):
    """A form of a voucher: the accounts its debit and its credit may have, by the beginning of the code.

    Without any the lines are written freely.
    """

    debits: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()


FORMS: dict[str, Form] = {
    "memorial": Form(),
    "expense": Form(debits=("5-2", "6-", "7-"), credits=MONEY),
    "stock_count": Form(debits=("5-",), credits=INVENTORY),
    "depreciation": Form(debits=("6-1500",), credits=("1-5900",)),
    "grant": Form(debits=MONEY, credits=("3-1400", "4-9000")),
    "capital": Form(debits=MONEY, credits=("3-1300", "3-2100", "3-2200")),
}
"""memorial: free lines; expense paid; stock count (cost of what was sold since); depreciation; grant; capital."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherLine:
    """One side of one account, whole rupiah, and with whom it was where that matters."""

    account: str
    debit: int = 0
    credit: int = 0
    party: PartyClass | None = None
    party_id: UUID | None = None
    business_unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherRequest:
    """A voucher to post. `day` is the date on the paper; with `adjustment` it belongs to the year's adjustments.

    `facts` is what a form worked with, kept beside the voucher.
    """

    form: str
    day: date
    lines: tuple[VoucherLine, ...]
    narration: str
    reference: str = ""
    adjustment: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def debit(self) -> int:
        """The sum of the debits."""
        return sum(line.debit for line in self.lines)

    @property
    def credit(self) -> int:
        """The sum of the credits."""
        return sum(line.credit for line in self.lines)


class Problem(NamedTuple):
    """What is wrong with a voucher: a code, the line (from 0) or None for the whole, and the figure that is meant."""

    code: str
    line: int | None = None
    about: str = ""


def problems(request: VoucherRequest, postable: Collection[str]) -> Iterator[Problem]:
    """Everything that is wrong; `postable` are the codes of the accounts that take lines."""
    for number, line in enumerate(request.lines):
        if line.account not in postable:
            yield Problem("unknown_account", number, line.account)
        if (line.debit > 0) == (line.credit > 0) or min(line.debit, line.credit) < 0:
            yield Problem("one_side", number)
        if line.business_unit is not None and not (
            0 < len(line.business_unit) <= 50 and line.business_unit.isprintable()
        ):
            yield Problem("business_unit", number)
    if not 2 <= len(request.lines) <= MOST_LINES:
        yield Problem("line_count")
    if request.debit != request.credit:
        yield Problem("unbalanced", about=str(request.debit - request.credit))
    if not 1 <= len(request.narration.strip()) <= 1000 or "\0" in request.narration:
        yield Problem("narration")
    if len(request.reference) > 100 or "\0" in request.reference:
        yield Problem("reference")
    if request.adjustment and (request.day.month, request.day.day) != (12, 31):
        yield Problem("adjustment_day")
    yield from _outside(request)


def _outside(request: VoucherRequest) -> Iterator[Problem]:
    """Lines on accounts that the form does not have; a cost that turns negative may change sides."""
    form = FORMS[request.form]
    allowed = form.debits + form.credits
    for number, line in enumerate(request.lines):
        if allowed and not line.account.startswith(allowed):
            yield Problem("account_not_of_form", number, line.account)


def simple(debit: str, credit: str, amount: int, party: PartyClass | None = None) -> tuple[VoucherLine, ...]:
    """The two lines of a form with one amount."""
    return (
        VoucherLine(account=debit, debit=amount, party=party),
        VoucherLine(account=credit, credit=amount, party=party),
    )


class StockCount(NamedTuple):
    """What was counted, rupiah: the inventory account, what the books say, what was counted, what of it was lost, and
    the sales of the period to members and to others, by which the cost is shared."""

    account: str
    book: int
    counted: int
    lost: int
    sold_to_members: int
    sold_to_others: int


def stock_count_lines(count: StockCount) -> tuple[VoucherLine, ...]:
    """The cost of what is no longer there: losses as such, the rest by sales to members and others; nothing where book
    and count agree. Where nothing was sold all of it is a loss; where more is there than in the books, cost falls."""
    cost = count.book - count.counted - count.lost
    sold = count.sold_to_members + count.sold_to_others
    lost = count.lost if sold > 0 else count.lost + cost
    parts = shared(cost, (count.sold_to_members, count.sold_to_others)) if sold > 0 else (0, 0)
    amounts: list[tuple[str, int, PartyClass | None]] = [
        (COST_OF_MEMBERS, parts[0], "member"),
        (COST_OF_OTHERS, parts[1], "non_member"),
        (SHRINKAGE, lost, None),
        (count.account, count.counted - count.book, None),
    ]
    return tuple(
        VoucherLine(account=account, debit=max(amount, 0), credit=max(-amount, 0), party=party)
        for account, amount, party in amounts
        if amount
    )


def shared(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`amount` in whole parts by `weights` that add up to it: each rounded towards zero, what is left over one by one
    to the largest remainders. A weight below zero counts as zero."""
    weights = [max(weight, 0) for weight in weights]
    total = sum(weights)
    size, sign = abs(amount), 1 if amount >= 0 else -1
    parts = [size * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda each: (-(size * weights[each] % total), each))
    for each in order[: size - sum(parts)]:
        parts[each] += 1
    return tuple(sign * part for part in parts)
