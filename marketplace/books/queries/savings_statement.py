"""A member's statement: where his savings stood, every line, where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from ...actor import Actor
from ...errors import Invalid
from ..models.members import Member
from ..rules.savings import KIND_OF_ACCOUNT, KINDS
from .savings import require_savings
from .savings_balances import Balances, balances_of


@dataclass(frozen=True, slots=True)
class SavingsLine:
    """A line of a member's statement: which kind moved, in (above zero) or out, and what stands after it."""

    day: date
    entry_id: UUID
    line_no: int
    kind: str
    reference: str | None
    narration: str | None
    is_reversal: bool
    document_type: str | None
    document_id: str | None
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class SavingsStatement:
    """A member's savings from `first` to `last`: where they stood, every line, where they stand."""

    member: Member
    first: date
    last: date
    opening: Balances
    lines: tuple[SavingsLine, ...]
    closing: Balances
    more: bool


LINES_OF_A_STATEMENT = 500

_LINES = text(
    """
    SELECT l.posting_date, l.entry_id, l.line_no, l.account_code, e.reference, n.narration, e.kind = 'reversal',
           l.document_type, l.document_id, l.credit - l.debit
    FROM ledger.line AS l
    JOIN ledger.entry AS e ON e.coop_id = l.coop_id AND e.entry_id = l.entry_id
    LEFT JOIN ledger.narration AS n ON n.coop_id = l.coop_id AND n.entry_id = l.entry_id
    WHERE l.coop_id = :cooperative AND l.counterparty_id = :member AND l.account_code = ANY (:accounts)
      AND l.posting_date BETWEEN :first AND :last
    ORDER BY l.posting_date, l.entry_id, l.line_no LIMIT :limit
    """
)


def statement(
    session: Session, actor: Actor, member_id: UUID, *, first: date, last: date, limit: int = LINES_OF_A_STATEMENT
) -> SavingsStatement:
    """A member's statement of savings for any days. Raises NotFound, NotPermitted, Invalid (`last` before `first`)."""
    member = require_savings(session, actor, member_id)
    if last < first or first == date.min:
        raise Invalid(field="first")
    opening = balances_of(session, member.cooperative_id, member_id, on=first - timedelta(days=1))
    rows = session.execute(
        _LINES,
        {
            "cooperative": member.cooperative_id,
            "member": member_id,
            "accounts": list(KIND_OF_ACCOUNT),
            "first": first,
            "last": last,
            "limit": limit + 1,
        },
    ).all()
    running: dict[str, int] = {kind: opening.of(kind) for kind in KINDS}
    lines = [_line(row, running) for row in rows[:limit]]
    closing = balances_of(session, member.cooperative_id, member_id, on=last)
    return SavingsStatement(member, first, last, opening, tuple(lines), closing, len(rows) > limit)


def _line(row: Any, running: dict[str, int]) -> SavingsLine:
    day, entry_id, line_no, account, reference, narration, is_reversal, document_type, document_id, amount = row
    kind = KIND_OF_ACCOUNT[account]
    running[kind] += amount
    return SavingsLine(
        day, entry_id, line_no, kind, reference, narration, is_reversal, document_type, document_id, amount,
        running[kind],
    )  # fmt: skip
