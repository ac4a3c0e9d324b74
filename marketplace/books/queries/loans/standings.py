"""What the ledger says of loans at the end of a day: outstanding, overdue, graded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ....actor import Actor
from ....bookkeeping.accounts import LOAN_LOSS_ALLOWANCE, LOANS
from ....errors import NotPermitted
from ...models.loans import Loan, LoanGrade
from ...rules.arrears import Grade, Graded, GradeTable, Portfolio, default_tables, portfolio, table_on
from ...rules.loans import ROLES

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
