"""A member leaves: his loan is repaid, everything he saved comes back, and the register keeps who he was."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ... import audit, idempotency
from ...actor import Actor
from ...clock import today
from ...errors import Invalid
from ...money import Money
from ..errors import HasLeft, LoanOpen
from ..models.members import Member
from ..models.savings import SavingsMovement, TermSaving
from ..queries.loans import outstanding
from ..queries.members import locked_member, require_register
from ..queries.savings_balances import balances_by_account, balances_of
from ..rules.roles import TREASURERS
from ..rules.savings import KIND_OF_ACCOUNT
from .dues import cancel_dues
from .receipts import Movement, new_receipt
from .savings import MONEY, book_withdrawal
from .term_savings import close_term


def leave(
    session: Session,
    actor: Actor,
    member_id: UUID,
    *,
    reason: str,
    way: str = "cash",
    day: date | None = None,
    key: str | None = None,
) -> Member:
    """Let a member go: pay back all his savings, each kind with its receipt, cancel dues that were never paid.

    Only the treasurer may. Raises NotPermitted, NotFound, HasLeft, LoanOpen, Invalid, BookingRefused.
    """
    cooperative_id = require_register(actor, *TREASURERS)
    left_on = day or today(actor.time_zone)
    made = idempotency.claim(session, actor, "books.member_leaves", key, [member_id, reason, way, day])
    if made is not None:
        return session.get_one(Member, made)
    member = locked_member(session, cooperative_id, member_id)
    _check(session, actor, member, reason=reason, way=way, left_on=left_on)
    cancel_dues(session, actor, member, left_on)
    _pay_back(session, actor, member, reason.strip(), way, left_on)
    member.left_on, member.leaving_reason = left_on, reason.strip()
    session.flush()
    audit.record(session, actor, "books.member_leaves", member.id, number=member.number)
    idempotency.settle(session, actor, "books.member_leaves", key, member.id)
    return member


def _check(session: Session, actor: Actor, member: Member, *, reason: str, way: str, left_on: date) -> None:
    if not member.is_current:
        raise HasLeft
    if not 1 <= len(reason.strip()) <= 500:
        raise Invalid(field="reason")
    if way not in MONEY:
        raise Invalid(field="way")
    if not member.joined_on <= left_on <= today(actor.time_zone):
        raise Invalid(field="day")
    if owed := outstanding(session, member.cooperative_id, member.id):
        raise LoanOpen(owed=str(Money(owed)))


def _pay_back(session: Session, actor: Actor, member: Member, reason: str, way: str, day: date) -> None:
    statement = select(TermSaving).where(
        TermSaving.cooperative_id == member.cooperative_id,
        TermSaving.member_id == member.id,
        TermSaving.state == "open",
    )
    for term in session.scalars(statement.order_by(TermSaving.id)).all():
        close_term(session, actor, member, term, way=way, day=max(day, term.opened_on), reason=reason)
    for account, amount in balances_by_account(session, member.cooperative_id, member.id).items():
        if amount > 0:
            receipt: SavingsMovement = new_receipt(session, actor, member, Movement(
                movement="withdrawal", kind=KIND_OF_ACCOUNT[account], amount=amount, way=way, day=day, note=reason
            ))  # fmt: skip
            book_withdrawal(session, actor, member, receipt, account=account)
    assert balances_of(session, member.cooperative_id, member.id).total == 0
