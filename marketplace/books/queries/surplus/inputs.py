"""What a division of the surplus is counted from: the result, members' activity, the resolution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select, text
from sqlalchemy.orm import Session, selectinload

import cooperative_ledger as ledger
from cooperative_ledger.reports import Days, Scope, Share, income_statement

from ....actor import Actor
from ....errors import NotPermitted
from ...models.surplus import SurplusResolution
from ...rules.roles import CASHIERS, READERS
from ...rules.savings import ACCOUNTS_OF_KIND, DUES, DUES_RECEIVABLE
from ...rules.surplus import Activity, CapitalBasis, Inputs, Percentages, Result

OWN_CAPITAL = (*(account for kind in DUES for account in ACCOUNTS_OF_KIND[kind]), DUES_RECEIVABLE)
"""Simpanan pokok and wajib, whatever the cooperative's policy about them is or was, less what of them is not paid."""
_INCOME = ("sales", "services", "lending", "other_income")
_EXPENSES = ("cost_of_goods", "operating", "cooperative", "finance", "other_expense", "tax")


def require_reader(actor: Actor) -> UUID:
    """The cooperative whose division the actor may read. Raises NotPermitted."""
    if not actor.is_a("cooperative") or not actor.has_role(*READERS, *CASHIERS):
        raise NotPermitted
    return actor.organisation_id


def result_of(
    session: Session, cooperative_id: UUID, first: date, last: date, known_at: datetime | None = None
) -> Result:
    """Income and expenses from `first` to `last`, as the income statement divides them; rupiah."""
    connection = session.connection()
    statement = income_statement(connection, cooperative_id, Days(first, last), scope=Scope(known_at=known_at))
    income = _added([statement.shares(key)[0] for key in _INCOME])
    expense = _added([statement.shares(key)[0] for key in _EXPENSES])
    return Result(
        income.member, expense.member, income.non_member, expense.non_member, income.undivided, expense.undivided
    )


def _added(shares: Sequence[Share]) -> Share:
    return Share(
        sum(each.member for each in shares),
        sum(each.non_member for each in shares),
        sum(each.undivided for each in shares),
    )


_ACTIVITY = text(
    """
    WITH moved AS (
        SELECT l.counterparty_id AS member_id,
               sum(l.credit - l.debit) FILTER (
                   WHERE a.account_type = 'income' AND l.posting_date >= :first) AS transactions,
               sum((l.credit - l.debit) * CASE WHEN l.posting_date < :first OR NOT :average THEN :months
                   ELSE :months + 1 - extract(month FROM l.posting_date)::integer END
               ) FILTER (WHERE l.account_code = ANY(:capital)) AS capital
        FROM ledger.account AS a
        JOIN ledger.line AS l ON l.coop_id = a.coop_id AND l.account_code = a.code
        JOIN ledger.entry AS e ON e.coop_id = l.coop_id AND e.entry_id = l.entry_id
        WHERE a.coop_id = :cooperative AND (a.account_type = 'income' OR a.code = ANY(:capital))
          AND l.posting_date <= :last AND l.counterparty_class = 'member' AND l.counterparty_id IS NOT NULL
          AND (CAST(:known AS timestamptz) IS NULL OR e.recorded_at <= :known)
        GROUP BY l.counterparty_id
    )
    SELECT m.id, m.number, coalesce(v.transactions, 0)::bigint,
           div(coalesce(v.capital, 0), :months)::bigint
    FROM moved AS v JOIN member AS m ON m.cooperative_id = :cooperative AND m.id = v.member_id
    WHERE coalesce(v.transactions, 0) <> 0 OR div(coalesce(v.capital, 0), :months) <> 0
    ORDER BY m.number
    """
).bindparams(*map(bindparam, ("cooperative", "first", "last", "known", "months", "average", "capital")))


def activity(
    session: Session,
    cooperative_id: UUID,
    first: date,
    last: date,
    basis: CapitalBasis,
    known_at: datetime | None = None,
) -> tuple[Activity, ...]:
    """Each member's transactions from `first` (a 1 January) to `last`, and his own capital; rupiah.

    Transactions are lines of income with his name. `average` capital is that of the month ends up to `last`, rounded
    down to the rupiah.
    """
    ledger.with_cooperative(session.connection(), cooperative_id)
    values = {
        "cooperative": cooperative_id,
        "first": first,
        "last": last,
        "known": known_at,
        "months": last.month,
        "average": basis == "average",
        "capital": list(OWN_CAPITAL),
    }
    return tuple(Activity(*row) for row in session.execute(_ACTIVITY, values))


def percentages_of(resolution: SurplusResolution) -> Percentages:
    """What the members' meeting decided, as the rules know it."""
    return Percentages(
        {share.fund: share.of_member for share in resolution.shares if share.of_member},
        {share.fund: share.of_non_member for share in resolution.shares if share.of_non_member},
    )


def inputs_of(
    session: Session,
    resolution: SurplusResolution,
    last: date,
    known_at: datetime | None = None,
) -> Inputs:
    """Everything that the division of the year up to `last` is counted from, as known at a moment."""
    cooperative_id, first = resolution.cooperative_id, date(last.year, 1, 1)
    basis: CapitalBasis = resolution.basis  # type: ignore[assignment]
    return Inputs(
        year=last.year,
        last_day=last,
        resolution=resolution.number,
        percentages=percentages_of(resolution),
        basis=basis,
        result=result_of(session, cooperative_id, first, last, known_at),
        members=activity(session, cooperative_id, first, last, basis, known_at),
    )


def resolution_of(session: Session, cooperative_id: UUID, year: int) -> SurplusResolution | None:
    """What the members' meeting decided for `year`."""
    return session.scalar(_resolutions(cooperative_id).where(SurplusResolution.year == year))


def last_resolution(session: Session, cooperative_id: UUID) -> SurplusResolution | None:
    """The last decision there is, of whatever year."""
    return session.scalar(_resolutions(cooperative_id).order_by(SurplusResolution.year.desc()).limit(1))


def _resolutions(cooperative_id: UUID) -> Select[Any]:
    return (
        select(SurplusResolution)
        .where(SurplusResolution.cooperative_id == cooperative_id, SurplusResolution.replaced_at.is_(None))
        .options(selectinload(SurplusResolution.shares))
    )
