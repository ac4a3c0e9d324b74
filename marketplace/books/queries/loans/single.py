"""One loan with its schedules, payments and changes, and what is owed of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from ....actor import Actor
from ....errors import NotFound
from ...models.loans import Loan, LoanSchedule
from ...models.members import Member
from ...rules.repayment import Owed, Parts, owed_after, settlement
from ...rules.schedule import Instalment
from .standings import Standing, booked_on, require_seer, standing_of, standings


def parts() -> tuple[Any, ...]:
    """A loan comes with its schedules and payments."""
    return selectinload(Loan.schedules).selectinload(LoanSchedule.instalments), selectinload(Loan.payments)


def current_schedule(found: Loan) -> LoanSchedule:
    """The schedule that holds now: the last one."""
    return found.schedules[-1]


def instalments_of(schedule: LoanSchedule) -> tuple[Instalment, ...]:
    """Its instalments as the rules know them."""
    return tuple(Instalment(row.number, row.due_on, row.principal, row.interest) for row in schedule.instalments)


def paid_under(found: Loan, schedule: LoanSchedule) -> int:
    """Rupiah of payments that stand, made under that schedule."""
    return sum(each.amount for each in found.payments if each.stands and each.schedule_id == schedule.id)


def owed_of(found: Loan) -> tuple[Owed, ...]:
    """What is open of each instalment now; nothing of a loan that has ended."""
    schedule = current_schedule(found)
    rows = instalments_of(schedule)
    if found.state == "active":
        return owed_after(rows, paid_under(found, schedule))
    return owed_after(rows, sum(each.total for each in rows))


def settlement_on(found: Loan, day: date) -> Parts:
    """Interest and principal that pay the loan back for good on `day`."""
    return settlement(owed_of(found), current_schedule(found).starts_on, day, found.early_interest)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class LoanSeen:
    """A loan with all that its page shows. `standing`: None unless it runs; `booked`: the ledger's balance of it."""

    loan: Loan
    member: Member
    owed: tuple[Owed, ...]
    standing: Standing | None
    settles_with: Parts | None
    booked: int

    @property
    def differs(self) -> int:
        """What the ledger has beyond the schedule, rupiah: somebody booked on the loan by hand. 0 as it should be."""
        return self.booked - sum(each.principal for each in self.owed) if self.standing else 0


def _one(cooperative_id: UUID, loan_id: UUID) -> Select[Any]:
    return select(Loan).where(Loan.cooperative_id == cooperative_id, Loan.id == loan_id)


def loan(session: Session, actor: Actor, loan_id: UUID, day: date) -> LoanSeen:
    """One loan as it stands on `day`. Raises NotPermitted, NotFound."""
    return seen(session, found_loan(session, require_seer(actor), loan_id), day)


def found_loan(session: Session, cooperative_id: UUID, loan_id: UUID) -> Loan:
    """The loan with its schedules, payments and changes. Raises NotFound."""
    statement = _one(cooperative_id, loan_id).options(*parts(), selectinload(Loan.changes))
    found: Loan | None = session.scalar(statement, execution_options={"populate_existing": True})
    if found is None:
        raise NotFound
    return found


def seen(session: Session, found: Loan, day: date) -> LoanSeen:
    """The loan with what is open of it on `day`."""
    member = session.get_one(Member, found.member_id)
    if not found.schedules:
        return LoanSeen(found, member, (), None, None, 0)
    rows = standings(session, found.cooperative_id, day, member_id=found.member_id)
    settles_with = settlement_on(found, day) if found.state == "active" else None
    return LoanSeen(found, member, owed_of(found), standing_of(rows, found.id), settles_with, booked_on(session, found))


def locked_loan(session: Session, cooperative_id: UUID, loan_id: UUID) -> Loan:
    """One loan, locked until the transaction ends: whoever changes it holds its row. Raises NotFound."""
    locked = session.scalar(_one(cooperative_id, loan_id).with_for_update().with_only_columns(Loan.id))
    if locked is None:
        raise NotFound
    # A statement of its own, after the lock: it sees what the former holder of the lock has committed.
    return found_loan(session, cooperative_id, loan_id)
