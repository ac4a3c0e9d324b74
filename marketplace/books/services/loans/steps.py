"""What every verb on a loan asks first: may the actor do it, is the loan ready for it, does the day fit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .... import audit
from ....actor import Actor
from ....clock import today
from ....errors import Invalid, NotFound
from ...errors import LaterPaymentStands, LoanState, LoanTooSmall
from ...models.loans import Loan, LoanInstalment, LoanSchedule
from ...models.members import Member
from ...queries.loans import locked_loan
from ...rules.loans import ROLES, VERBS
from ...rules.schedule import Instalment, Terms, TooSmallForItsTerm, schedule


def require(actor: Actor, verb: str) -> None:
    """Raise NotPermitted unless the actor is of a cooperative and holds a role that may do `verb`."""
    actor.require("cooperative", roles=ROLES[verb])


def take(session: Session, actor: Actor, loan_id: UUID, verb: str) -> Loan:
    """The loan, locked and ready for `verb`. Raises NotFound, LoanState."""
    found = locked_loan(session, actor.organisation_id, loan_id)
    check_ready(found, verb)
    return found


def check_ready(found: Loan, verb: str) -> None:
    """Raise LoanState unless `verb` can be done on the loan now."""
    if found.state not in VERBS[verb]:
        raise LoanState(state=found.state)


def member_of(session: Session, actor: Actor, member_id: UUID, *, field: str | None = None) -> Member:
    """A member of the actor's cooperative. Raises NotFound."""
    statement = select(Member).where(Member.cooperative_id == actor.organisation_id, Member.id == member_id)
    found = session.scalar(statement)
    if found is None:
        raise NotFound(field=field)
    return found


def instalments(terms: Terms) -> tuple[Instalment, ...]:
    """The schedule of `terms`. Raises LoanTooSmall."""
    try:
        return schedule(terms)
    except TooSmallForItsTerm as error:
        raise LoanTooSmall(field="months") from error


def write_schedule(
    found: Loan, terms: Terms, starts_on: date, *, schedule_id: UUID, change_id: UUID | None = None
) -> LoanSchedule:
    """The rows of a new schedule that holds from `starts_on`. Raises LoanTooSmall."""
    rows = [
        LoanInstalment(
            cooperative_id=found.cooperative_id,
            loan_id=found.id,
            number=each.number,
            due_on=each.due_on,
            principal=each.principal,
            interest=each.interest,
        )
        for each in instalments(terms)
    ]
    return LoanSchedule(
        id=schedule_id,
        cooperative_id=found.cooperative_id,
        loan_id=found.id,
        position=len(found.schedules) + 1,
        starts_on=starts_on,
        principal=terms.principal,
        carried=terms.carried,
        monthly_rate=terms.monthly_rate,
        months=terms.months,
        method=terms.method,
        step=terms.step,
        change_id=change_id,
        instalments=rows,
    )


def check_day(actor: Actor, found: Loan, day: date, *, field: str) -> None:
    """Raise Invalid for a day to come or before the loan, LaterPaymentStands for one before its last record."""
    if day > today(actor.time_zone) or (found.disbursed_on is not None and day < found.disbursed_on):
        raise Invalid(field=field)
    days = [each.paid_on for each in found.payments if each.stands] + [each.starts_on for each in found.schedules]
    if days and day < max(days):
        raise LaterPaymentStands(field=field, day=max(days).isoformat())


def note(session: Session, actor: Actor, found: Loan, verb: str, **details: object) -> None:
    """Write down who did it. No name and no income goes into it."""
    audit.record(session, actor, f"loans.{verb}", found.id, state=found.state, **details)
