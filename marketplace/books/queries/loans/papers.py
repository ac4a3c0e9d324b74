"""The papers of a loan: a payment, a change, an allowance."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ....actor import Actor
from ....errors import NotFound
from ...models.loans import Loan, LoanAllowance, LoanChange, LoanPayment
from ...models.members import Member
from .standings import require_seer


def payment(session: Session, actor: Actor, payment_id: UUID) -> tuple[LoanPayment, Loan, Member]:
    """A receipt with its loan and member. Raises NotPermitted, NotFound."""
    cooperative_id = require_seer(actor)
    row = session.execute(
        select(LoanPayment, Loan, Member)
        .join(Loan, (Loan.cooperative_id == LoanPayment.cooperative_id) & (Loan.id == LoanPayment.loan_id))
        .join(Member, (Member.cooperative_id == Loan.cooperative_id) & (Member.id == Loan.member_id))
        .where(LoanPayment.cooperative_id == cooperative_id, LoanPayment.id == payment_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


def change(session: Session, actor: Actor, change_id: UUID) -> LoanChange:
    """A restructuring or write-off. Raises NotPermitted, NotFound."""
    cooperative_id = require_seer(actor)
    statement = select(LoanChange).where(LoanChange.cooperative_id == cooperative_id, LoanChange.id == change_id)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def allowances(session: Session, actor: Actor, *, limit: int = 12) -> list[LoanAllowance]:
    """The last times the allowance was set, the newest first. Raises NotPermitted."""
    statement = select(LoanAllowance).where(LoanAllowance.cooperative_id == require_seer(actor))
    return list(session.scalars(statement.order_by(LoanAllowance.id.desc()).limit(limit)))


def check_allowance(session: Session, actor: Actor, allowance_id: UUID) -> None:
    """That there is such an allowance. Raises NotPermitted, NotFound."""
    cooperative_id = require_seer(actor)
    found = session.get(LoanAllowance, allowance_id)
    if found is None or found.cooperative_id != cooperative_id:
        raise NotFound
