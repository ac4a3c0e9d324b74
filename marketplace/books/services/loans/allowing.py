"""What is set aside for losses on loans, and the cooperative's own table of grades that says how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from .... import audit, idempotency
from ....actor import Actor
from ....bookkeeping import LoanAllowanceSet, book
from ....clock import today
from ....errors import Invalid
from ....identifiers import new_id
from ...errors import AllowanceStands, GradesNotWhole
from ...models.loans import LoanAllowance, LoanGrade
from ...models.numbering import next_number
from ...queries.loans import allowance_standing, grade_table, lent_in_the_ledger, portfolio_on, require_seer
from ...rules.arrears import Grade, GradeTable, Portfolio, allowance_needed, is_a_grade_table
from ..steps import books_of, name_of, once
from .steps import require


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the allowance should be on a day by the grades, beside what it is; rupiah."""

    day: date
    portfolio: Portfolio
    table: GradeTable
    by_grade: dict[int, int]
    standing: int
    in_the_ledger: int

    @property
    def unexplained(self) -> int:
        """What stands on the account of loans and belongs to none of them, rupiah; 0 as it should be."""
        return self.in_the_ledger - self.portfolio.outstanding

    @property
    def needed(self) -> int:
        """The sum of all grades."""
        return sum(self.by_grade.values())

    @property
    def difference(self) -> int:
        """What is to be added; below zero to be taken back."""
        return self.needed - self.standing


def proposal(session: Session, actor: Actor, day: date) -> Proposal:
    """What the grades ask for at the end of `day`. Raises NotPermitted."""
    cooperative_id = require_seer(actor)
    found = portfolio_on(session, cooperative_id, day)
    table = grade_table(session, cooperative_id, day)
    needed = allowance_needed(found.by_grade, table)
    standing = allowance_standing(session, cooperative_id, day)
    return Proposal(day, found, table, needed, standing, lent_in_the_ledger(session, cooperative_id, day))


def set_allowance(session: Session, actor: Actor, *, day: date, key: str | None = None) -> LoanAllowance:
    """Book the difference to what the grades ask for at the end of `day`.

    Raises NotPermitted, AllowanceStands, Invalid, BookingRefused.
    """
    require(actor, "allow")
    if day > today(actor.time_zone):
        raise Invalid(field="day")
    return once(session, actor, "loans.allow", key, day, LoanAllowance, lambda: _set(session, actor, day))


def _set(session: Session, actor: Actor, day: date) -> LoanAllowance:
    _alone(session, actor.organisation_id)
    asked = proposal(session, actor, day)
    if not asked.difference:
        raise AllowanceStands
    made = LoanAllowance(
        id=new_id(),
        cooperative_id=actor.organisation_id,
        number=next_number(session, actor.organisation_id, "CK", day.year),
        day=day,
        before=asked.standing,
        needed=asked.needed,
        by_grade=[_row(grade, asked) for grade in asked.table.grades],
        made_by=actor.person_id,
        person_name=name_of(actor),
    )
    event = LoanAllowanceSet(
        id=made.id,
        reference=made.number,
        day=day,
        narration="Cadangan kerugian pinjaman menurut golongan",
        amount=asked.difference,
    )
    made.entry_id = book(session, actor, books_of(session, actor), event)
    session.add(made)
    session.flush()
    audit.record(session, actor, "loans.allow", made.id, difference=asked.difference)
    return made


def _row(grade: Grade, asked: Proposal) -> dict[str, object]:
    return {
        "grade": grade.grade,
        "from_days": grade.from_days,
        "percent": f"{grade.allowance.normalize():f}",
        "outstanding": asked.portfolio.by_grade[grade.grade],
        "needed": asked.by_grade[grade.grade],
    }


def _alone(session: Session, cooperative_id: UUID) -> None:
    """Two who set it at once would both book the same difference: the second waits for the first one's commit."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"loan allowance {cooperative_id}", 0))))


def set_grades(
    session: Session, actor: Actor, valid_from: date, grades: Sequence[Grade], *, key: str | None = None
) -> None:
    """Give the cooperative its own table of grades from a day on; the same day again replaces it.

    Raises NotPermitted, GradesNotWhole, Invalid.
    """
    require(actor, "set_grades")
    if not is_a_grade_table(grades):
        raise GradesNotWhole(field="grades")
    if any(not 1 <= len(each.source.strip()) <= 200 for each in grades):
        raise Invalid(field="source")
    content = [valid_from, [list(each) for each in grades]]
    if idempotency.claim(session, actor, "loans.set_grades", key, content) is not None:
        return
    own = (LoanGrade.cooperative_id == actor.organisation_id, LoanGrade.valid_from == valid_from)
    session.execute(delete(LoanGrade).where(*own))
    for each in grades:
        session.add(
            LoanGrade(
                cooperative_id=actor.organisation_id,
                valid_from=valid_from,
                grade=each.grade,
                from_days=each.from_days,
                allowance=each.allowance,
                source=each.source.strip(),
                set_by=actor.person_id,
            )
        )
    session.flush()
    idempotency.settle(session, actor, "loans.set_grades", key, actor.organisation_id)
    audit.record(session, actor, "loans.set_grades", None, valid_from=valid_from.isoformat())
