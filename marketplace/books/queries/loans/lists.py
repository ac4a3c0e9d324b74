"""Loans as lists: the newest, those that run, a member's own, what waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select, text
from sqlalchemy.orm import Session

from ....actor import Actor
from ...models.loans import Loan
from ...models.members import Member
from ...rules.arrears import Graded, GradeTable, Portfolio, portfolio
from ...rules.repayment import Owed
from .single import owed_of, parts
from .standings import Standing, grade_table, require_seer, standing_of, standings


def loans_in(actor: Actor, state: str | None = None) -> Select[Any]:
    """The loans of one state, or all. Raises NotPermitted."""
    statement = select(Loan).where(Loan.cooperative_id == require_seer(actor))
    return statement if state is None else statement.where(Loan.state == state)


def newest(
    session: Session, actor: Actor, *, states: Sequence[str] = (), limit: int = 50, offset: int = 0
) -> list[tuple[Loan, Member]]:
    """Loans of any state, the newest first. Raises NotPermitted."""
    statement = (
        select(Loan, Member)
        .join(Member, (Member.cooperative_id == Loan.cooperative_id) & (Member.id == Loan.member_id))
        .where(Loan.cooperative_id == require_seer(actor))
        .order_by(Loan.id.desc())
    )
    if states:
        statement = statement.where(Loan.state.in_(states))
    return [(row[0], row[1]) for row in session.execute(statement.limit(limit).offset(offset))]


class Late(NamedTuple):
    """A running loan and whose it is."""

    standing: Standing
    member: Member


@dataclass(frozen=True, slots=True)
class RunningLoans:
    """Running loans on a day, the longest past due first: those of one page, of `total`, and all together."""

    day: date
    rows: list[Late]
    total: int
    portfolio: Portfolio
    table: GradeTable


def running(
    session: Session,
    actor: Actor,
    day: date,
    *,
    late_only: bool = False,
    words: str = "",
    limit: int = 50,
    offset: int = 0,
) -> RunningLoans:
    """The loans that run at the end of `day`; `words` are looked for in number and name. Raises NotPermitted."""
    cooperative_id = require_seer(actor)
    found = standings(session, cooperative_id, day)
    together = portfolio(Graded(row.grade, row.outstanding, row.late_principal) for row in found)
    rows = [row for row in found if row.days or not late_only]
    asked = words.strip().lower()
    if asked:
        rows = _named(session, cooperative_id, rows, asked)
    shown = rows[offset : offset + limit]
    members = _members(session, cooperative_id, {row.member_id for row in shown})
    table = grade_table(session, cooperative_id, day)
    return RunningLoans(day, [Late(row, members[row.member_id]) for row in shown], len(rows), together, table)


def _named(session: Session, cooperative_id: UUID, rows: list[Standing], asked: str) -> list[Standing]:
    """Those whose number, or whose member's number or name, holds the words."""
    spoken = func.lower(Member.number + " " + Member.name)
    found = select(Member.id).where(Member.cooperative_id == cooperative_id, func.strpos(spoken, asked) > 0)
    ids = set(session.scalars(found))
    return [row for row in rows if row.member_id in ids or asked in row.number.lower()]


def _members(session: Session, cooperative_id: UUID, ids: set[UUID]) -> dict[UUID, Member]:
    statement = select(Member).where(Member.cooperative_id == cooperative_id, Member.id.in_(ids))
    return {member.id: member for member in session.scalars(statement)}


class MemberLoan(NamedTuple):
    """A loan of one member, as he may see it himself."""

    loan: Loan
    standing: Standing | None
    owed: tuple[Owed, ...]


def loans_of(session: Session, cooperative_id: UUID, member_id: UUID, day: date) -> list[MemberLoan]:
    """The member's loans that run or were asked for, the newest first, and those of the last years that ended."""
    statement = (
        select(Loan)
        .where(Loan.cooperative_id == cooperative_id, Loan.member_id == member_id)
        .options(*parts())
        .order_by(Loan.id.desc())
        .limit(20)
    )
    rows = standings(session, cooperative_id, day, member_id=member_id)
    return [
        MemberLoan(found, standing_of(rows, found.id), owed_of(found) if found.schedules else ())
        for found in session.scalars(statement)
    ]


def monthly_burden(session: Session, cooperative_id: UUID, member_id: UUID) -> int:
    """The largest instalment still open of each running loan of a member, added up, rupiah: what a month costs him."""
    statement = (
        select(Loan)
        .where(Loan.cooperative_id == cooperative_id, Loan.member_id == member_id, Loan.state == "active")
        .options(*parts())
    )
    return sum(max((each.total for each in owed_of(found)), default=0) for found in session.scalars(statement))


class Waiting(NamedTuple):
    """How many loans wait for a decision, for their money, and how many changes wait for a decision."""

    requests: int
    approved: int
    changes: int


def waiting(session: Session, cooperative_id: UUID) -> Waiting:
    """What waits for somebody."""
    statement = text(
        """
        SELECT (SELECT count(*) FROM loan WHERE cooperative_id = :cooperative AND state = 'requested'),
               (SELECT count(*) FROM loan WHERE cooperative_id = :cooperative AND state = 'approved'),
               (SELECT count(*) FROM loan_change WHERE cooperative_id = :cooperative AND state = 'proposed')
        """
    )
    return Waiting(*session.execute(statement, {"cooperative": cooperative_id}).one())
