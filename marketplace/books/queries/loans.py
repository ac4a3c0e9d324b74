"""Loans as they stand on a day: what is outstanding by the ledger, what is late by the schedule, and its grade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select, text
from sqlalchemy.orm import Session, selectinload

import cooperative_ledger as ledger

from ...actor import Actor
from ...bookkeeping.accounts import LOAN_LOSS_ALLOWANCE, LOANS
from ...errors import NotFound, NotPermitted
from ..models.loans import Loan, LoanAllowance, LoanChange, LoanGrade, LoanPayment, LoanSchedule
from ..models.members import Member
from ..rules.arrears import Grade, Graded, GradeTable, Portfolio, default_tables, portfolio, table_on
from ..rules.loans import ROLES
from ..rules.repayment import Owed, Parts, owed_after, settlement
from ..rules.schedule import Instalment

LOAN_DOCUMENT = "loan"


def require_seer(actor: Actor) -> UUID:
    """The cooperative whose loans the actor may see by name. Raises NotPermitted."""
    if not actor.is_a("cooperative") or not actor.has_role(*ROLES["see"]):
        raise NotPermitted
    return actor.organisation_id


class Standing(NamedTuple):
    """A running loan on a day, rupiah. `outstanding` is the ledger's balance of it, `days` how long it is past due."""

    loan_id: UUID
    number: str
    member_id: UUID
    principal: int
    disbursed_on: date
    outstanding: int
    late_principal: int
    late_interest: int
    days: int
    next_due_on: date | None
    next_amount: int
    grade: int

    @property
    def late(self) -> int:
        """Late principal and interest."""
        return self.late_principal + self.late_interest


_OWED = """
    WITH running AS (
        SELECT l.id AS loan_id, l.number, l.member_id, l.principal AS lent, l.disbursed_on, s.id AS schedule_id,
               (SELECT coalesce(sum(p.amount), 0) FROM loan_payment AS p
                WHERE p.cooperative_id = :cooperative AND p.loan_id = l.id AND p.schedule_id = s.id
                  AND p.kind <> 'recovery' AND p.paid_on <= :day
                  AND (p.reversed_on IS NULL OR p.reversed_on > :day)) AS paid
        FROM loan AS l
        JOIN loan_schedule AS s ON s.cooperative_id = l.cooperative_id AND s.loan_id = l.id
             AND s.starts_on <= :day AND (s.ended_on IS NULL OR s.ended_on > :day)
        WHERE l.cooperative_id = :cooperative AND l.state IN ('active', 'settled', 'written_off')
          AND l.disbursed_on <= :day AND (l.ended_on IS NULL OR l.ended_on > :day)
          AND (CAST(:member AS uuid) IS NULL OR l.member_id = :member)
    ), covered AS (
        SELECT r.*, i.due_on, i.principal, i.interest, least(greatest(
                   r.paid - sum(i.principal + i.interest) OVER earlier + i.principal + i.interest, 0
               ), i.principal + i.interest) AS amount
        FROM running AS r
        JOIN loan_instalment AS i ON i.cooperative_id = :cooperative AND i.loan_id = r.loan_id
             AND i.schedule_id = r.schedule_id
        WINDOW earlier AS (PARTITION BY i.schedule_id ORDER BY i.number)
    ), owed AS (
        SELECT c.loan_id, c.number, c.member_id, c.lent, c.disbursed_on, c.due_on,
               c.amount < c.principal + c.interest AS is_open, greatest(c.interest - c.amount, 0) AS interest,
               least(c.principal, c.principal + c.interest - c.amount) AS principal
        FROM covered AS c
    )
"""
"""Loans that run at the end of :day, and what is open of each of their instalments: rules.repayment over all loans."""
_STANDINGS = text(
    f"""{_OWED}
    SELECT o.loan_id, o.number, o.member_id, o.lent, o.disbursed_on, 0 AS outstanding,
           coalesce(sum(o.principal) FILTER (WHERE o.due_on < :day), 0)::bigint AS late_principal,
           coalesce(sum(o.interest) FILTER (WHERE o.due_on < :day), 0)::bigint AS late_interest,
           coalesce(:day - min(o.due_on) FILTER (WHERE o.is_open AND o.due_on < :day), 0) AS days,
           min(o.due_on) FILTER (WHERE o.is_open AND o.due_on >= :day) AS next_due_on,
           coalesce((array_agg(o.principal + o.interest ORDER BY o.due_on)
                     FILTER (WHERE o.is_open AND o.due_on >= :day))[1], 0)::bigint AS next_amount
    FROM owed AS o
    GROUP BY o.loan_id, o.number, o.member_id, o.lent, o.disbursed_on
    ORDER BY days DESC, o.number
    """  # noqa: S608 - both parts are constants of this module
).bindparams(bindparam("cooperative"), bindparam("day"), bindparam("member"))
_DUE = text(
    f"""{_OWED}
    SELECT o.due_on, sum(o.principal + o.interest)::bigint FROM owed AS o
    WHERE o.is_open AND o.due_on BETWEEN :first AND :last GROUP BY o.due_on ORDER BY o.due_on
    """  # noqa: S608 - both parts are constants of this module
).bindparams(bindparam("cooperative"), bindparam("day"), bindparam("member"), bindparam("first"), bindparam("last"))
_BOOKED = text(
    """
    SELECT x.document_id, sum(x.debit - x.credit)::bigint FROM ledger.line AS x
    WHERE x.coop_id = :cooperative AND x.account_code = :account AND x.document_type = :type AND x.posting_date <= :day
      AND (CAST(:member AS uuid) IS NULL OR x.counterparty_id = :member)
    GROUP BY x.document_id
    """
).bindparams(*map(bindparam, ("cooperative", "account", "type", "day", "member")))


def standings(session: Session, cooperative_id: UUID, day: date, *, member_id: UUID | None = None) -> list[Standing]:
    """Every loan that runs at the end of `day`, the longest past due first."""
    ledger.with_cooperative(session.connection(), cooperative_id)
    table = grade_table(session, cooperative_id, day)
    values = {"cooperative": cooperative_id, "day": day, "member": member_id}
    booked: dict[str, int] = {
        row[0]: row[1] for row in session.execute(_BOOKED, {**values, "account": LOANS, "type": LOAN_DOCUMENT})
    }
    rows = (Standing._make((*row, 1)) for row in session.execute(_STANDINGS, values))
    return [
        row._replace(outstanding=booked.get(str(row.loan_id), 0), grade=table.grade_of(row.days).grade) for row in rows
    ]


def standing_of(rows: Iterable[Standing], loan_id: UUID) -> Standing | None:
    """The one of that loan."""
    return next((row for row in rows if row.loan_id == loan_id), None)


def portfolio_on(session: Session, cooperative_id: UUID, day: date) -> Portfolio:
    """All running loans together, without names, at the end of `day`."""
    rows = standings(session, cooperative_id, day)
    return portfolio(Graded(row.grade, row.outstanding, row.late_principal) for row in rows)


def grade_tables(session: Session, cooperative_id: UUID) -> list[GradeTable]:
    """The cooperative's own tables of grades, by the day they hold from; empty where the default one holds."""
    statement = select(LoanGrade).where(LoanGrade.cooperative_id == cooperative_id)
    rows = session.scalars(statement.order_by(LoanGrade.valid_from, LoanGrade.grade)).all()
    days = dict.fromkeys(row.valid_from for row in rows)
    return [GradeTable(day, tuple(_grade(row) for row in rows if row.valid_from == day)) for day in days]


def _grade(row: LoanGrade) -> Grade:
    return Grade(row.grade, row.from_days, row.allowance, row.source)


def grade_table(session: Session, cooperative_id: UUID, day: date) -> GradeTable:
    """The table that holds on `day`: the cooperative's own where one holds already, else the default."""
    own = [table for table in grade_tables(session, cooperative_id) if table.valid_from <= day]
    return table_on(day, own or default_tables())


def outstanding(session: Session, cooperative_id: UUID, member_id: UUID) -> int:
    """Rupiah of principal that a member owes on all his loans, by the ledger."""
    return _balance(session, cooperative_id, LOANS, counterparty_id=member_id)


def allowance_standing(session: Session, cooperative_id: UUID, day: date | None = None) -> int:
    """Rupiah that are set aside for losses."""
    return _balance(session, cooperative_id, LOAN_LOSS_ALLOWANCE, on=day)


def lent_in_the_ledger(session: Session, cooperative_id: UUID, day: date | None = None) -> int:
    """Rupiah on the account of loans, whatever loan they belong to."""
    return _balance(session, cooperative_id, LOANS, on=day)


def _balance(session: Session, cooperative_id: UUID, account: str, **which: Any) -> int:
    try:
        return ledger.balance(session.connection(), cooperative_id, account, **which)
    except LookupError:  # nothing was ever booked
        return 0


def booked_on(session: Session, found: Loan) -> int:
    """What the ledger says is outstanding of one loan now, rupiah."""
    statement = text(
        "SELECT coalesce(sum(debit - credit), 0) FROM ledger.line WHERE coop_id = :cooperative "
        "AND account_code = :account AND counterparty_id = :member AND document_type = 'loan' AND document_id = :loan"
    )
    ledger.with_cooperative(session.connection(), found.cooperative_id)
    values = {"cooperative": found.cooperative_id, "account": LOANS, "member": found.member_id, "loan": str(found.id)}
    return int(session.execute(statement, values).scalar_one())


class Due(NamedTuple):
    """What falls due of a running loan on a day, rupiah still open."""

    due_on: date
    amount: int


def instalments_due(session: Session, cooperative_id: UUID, first: date, last: date) -> list[Due]:
    """What is still open of instalments due from `first` to `last`, a row per day; for the forecast of cash.

    Counted with everything that was paid up to today and later.
    """
    values = {"cooperative": cooperative_id, "day": date.max, "member": None, "first": first, "last": last}
    return [Due(*row) for row in session.execute(_DUE, values)]


def _parts() -> tuple[Any, ...]:
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
    statement = _one(cooperative_id, loan_id).options(*_parts(), selectinload(Loan.changes))
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
        .options(*_parts())
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
        .options(*_parts())
    )
    return sum(max((each.total for each in owed_of(found)), default=0) for found in session.scalars(statement))


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
