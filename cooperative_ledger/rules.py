"""The ledger's rules as plain Python, with no database: what `post` must answer, and what must then stand.

The database enforces these rules in SQL of its own; tests run both side by side and compare every answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from .accounts import Account
from .entries import LARGEST_AMOUNT, Counterparty, Entry, Line, Reversal
from .periods import period_of
from .posting import Posted
from .refusals import Refused

MOST_LINES = 1000


@dataclass(slots=True)
class Standing:
    """An entry as it stands in the books."""

    request: Entry | Reversal
    lines: tuple[Line, ...]
    posting_date: date


@dataclass(slots=True)
class Books:
    """One cooperative's books. `closed` holds the periods that take no postings."""

    open_on: date
    chart: dict[str, Account]
    closed: set[int] = field(default_factory=set)
    keys: dict[tuple[str, str], UUID] = field(default_factory=dict)
    entries: dict[UUID, Standing] = field(default_factory=dict)
    reversed: set[UUID] = field(default_factory=set)

    def post(self, request: Entry | Reversal, today: date) -> Posted | Refused:
        """Answer as the database does, and keep what is posted."""
        if (known := self.keys.get((request.source, request.key))) is not None:
            standing = self.entries[known]
            if content(standing.request) != content(request):
                return Refused("key_reused")
            return Posted(known, standing.posting_date, replayed=True)
        if (refused := self._refusal_of_target(request)) is not None:
            return refused
        lines = self.lines_of(request)
        posting_date = self.posting_date_of(request, today)
        refused = shape_refusal(lines) or self._refusal(request, lines, posting_date, today)
        refused = refused or self._limit_refusal(lines)
        if refused is not None:
            return refused
        assert posting_date is not None
        self.keys[request.source, request.key] = request.id
        self.entries[request.id] = Standing(request, lines, posting_date)
        if isinstance(request, Reversal):
            self.reversed.add(request.reverses)
        return Posted(request.id, posting_date, replayed=False)

    def lines_of(self, request: Entry | Reversal) -> tuple[Line, ...]:
        """The lines asked for, or the mirror image of the entry to be reversed."""
        if isinstance(request, Entry):
            return tuple(complete(request, line) for line in request.lines)
        return tuple(mirrored(line) for line in self.entries[request.reverses].lines)

    def posting_date_of(self, request: Entry | Reversal, today: date) -> date | None:
        """The date asked for, else today; moved out of a closed period if so asked; None if nothing is open."""
        asked = request.posting_date or today
        if (request.period or period_of(asked)) not in self.closed:
            return asked
        if request.if_closed == "refuse":
            return None
        while (asked := next_month(asked)) <= today:
            if period_of(asked) not in self.closed:
                return asked
        return None

    def total(self, account: str) -> int:
        """Debit less credit of an account."""
        return sum(line.debit - line.credit for line in self._all_lines() if line.account == account)

    def _all_lines(self) -> list[Line]:
        return [line for standing in self.entries.values() for line in standing.lines]

    def _refusal_of_target(self, request: Entry | Reversal) -> Refused | None:
        if isinstance(request, Entry):
            return None
        target = self.entries.get(request.reverses)
        if target is None:
            return Refused("entry_not_found")
        if isinstance(target.request, Reversal):
            return Refused("reversal_of_reversal")
        return Refused("already_reversed") if request.reverses in self.reversed else None

    def _refusal(
        self, request: Entry | Reversal, lines: tuple[Line, ...], posting_date: date | None, today: date
    ) -> Refused | None:
        asked = request.posting_date or today
        codes = sorted({line.account for line in lines})
        if unknown := [code for code in codes if code not in self.chart]:
            return Refused("unknown_account", unknown[0])
        if headings := [code for code in codes if not self.chart[code].postable]:
            return Refused("account_not_postable", headings[0])
        if asked > today:
            return Refused("posting_date_in_future")
        if asked < self.open_on:
            return Refused("before_books_open")
        if request.period not in (None, period_of(asked)):
            return Refused("period_mismatch")
        return Refused("period_closed") if posting_date is None else None

    def _limit_refusal(self, lines: tuple[Line, ...]) -> Refused | None:
        for guard in sorted({guard for line in lines if (guard := self._guard(line))}, key=str):
            account = self.chart[guard[0]]
            movement = self._on_side(account, guard, lines)
            after = self._on_side(account, guard, self._all_lines()) + movement
            if movement < 0 and account.floor is not None and after < account.floor:
                return Refused("insufficient_balance", account.code)
            if movement > 0 and account.ceiling is not None and after > account.ceiling:
                return Refused("limit_exceeded", account.code)
        return None

    def _on_side(self, account: Account, guard: tuple[str, UUID | None], lines: Iterable[Line]) -> int:
        debit_less_credit = sum(line.debit - line.credit for line in lines if self._guard(line) == guard)
        return debit_less_credit if account.normal_side == "debit" else -debit_less_credit

    def _guard(self, line: Line) -> tuple[str, UUID | None] | None:
        match self.chart[line.account].balance_mode:
            case "guarded" | "slotted":
                return line.account, None
            case "guarded_by_counterparty":
                return line.account, line.counterparty.id if line.counterparty else None
        return None


def shape_refusal(lines: tuple[Line, ...]) -> Refused | None:
    """What an entry's lines alone make wrong."""
    if len(lines) < 2:
        return Refused("too_few_lines")
    if len(lines) > MOST_LINES:
        return Refused("too_many_lines")
    if not all(one_sided(line) for line in lines):
        return Refused("amount_invalid")
    balanced = sum(line.debit for line in lines) == sum(line.credit for line in lines)
    return None if balanced else Refused("unbalanced")


def one_sided(line: Line) -> bool:
    """Whether exactly one amount is above zero, and none beyond the limit."""
    within = 0 <= line.debit <= LARGEST_AMOUNT and 0 <= line.credit <= LARGEST_AMOUNT
    return within and (line.debit == 0) != (line.credit == 0)


def complete(entry: Entry, line: Line) -> Line:
    """The line with what its entry says for lines that name nothing themselves."""
    return Line(
        account=line.account,
        debit=line.debit,
        credit=line.credit,
        counterparty=line.counterparty or entry.counterparty,
        outlet_id=line.outlet_id or entry.outlet_id,
        business_unit=line.business_unit or entry.business_unit,
        document=line.document or entry.document,
    )


def mirrored(line: Line) -> Line:
    """The line with its sides exchanged."""
    counterparty: Counterparty | None = line.counterparty
    return Line(
        account=line.account,
        debit=line.credit,
        credit=line.debit,
        counterparty=counterparty,
        outlet_id=line.outlet_id,
        business_unit=line.business_unit,
        document=line.document,
    )


def content(request: Entry | Reversal) -> tuple[object, ...]:
    """What must be the same for a repeat to be a repeat."""
    said = (request.reference, request.narration, request.document_date, request.posting_date, request.period)
    if isinstance(request, Reversal):
        return ("reversal", request.reverses, *said)
    return (request.kind, tuple(complete(request, line) for line in request.lines), *said)


def next_month(day: date) -> date:
    """The first day of the month after `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
