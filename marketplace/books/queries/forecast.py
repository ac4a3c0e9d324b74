"""What the forecast is made of, read from the ledger and from what falls due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ...actor import Actor
from ...bookkeeping.open_items import owed_on
from ..models.savings import TermSaving
from ..rules.forecast import DAYS, RECURRING, SUPPLIERS, Forecast, Known, Recurring, forecast, looked_back
from .cash import chart, money, require_cash_reader
from .loans import instalments_due

LOANS = "1-24"
"""What members owe on loans is known from the instalments."""

_MOVED = text(
    """
    SELECT l.account_code, sum(l.credit - l.debit)::bigint
    FROM ledger.line AS l
    JOIN (SELECT entry_id FROM ledger.line
          WHERE coop_id = :cooperative AND account_code >= '1-11' AND account_code < '1-14'
            AND posting_date BETWEEN :first AND :last
          GROUP BY entry_id HAVING sum(debit - credit) <> 0) AS moved ON moved.entry_id = l.entry_id
    WHERE l.coop_id = :cooperative AND (l.account_code < '1-11' OR l.account_code >= '1-14')
    GROUP BY l.account_code ORDER BY l.account_code
    """
).bindparams(bindparam("cooperative"), bindparam("first"), bindparam("last"))
_FIRST = text(
    """
    SELECT min(first.day)
    FROM ledger.account AS a,
         LATERAL (SELECT l.posting_date AS day FROM ledger.line AS l
                  WHERE l.coop_id = a.coop_id AND l.account_code = a.code ORDER BY l.posting_date LIMIT 1) AS first
    WHERE a.coop_id = :cooperative AND a.code >= '1-11' AND a.code < '1-14'
    """
).bindparams(bindparam("cooperative"))


def cash_forecast(session: Session, actor: Actor, today: date) -> Forecast:
    """The thirty days ahead of the actor's cooperative. Raises NotPermitted."""
    cooperative_id = require_cash_reader(actor)
    start = sum(place.balance for place in money(session, actor, today))
    recurring, suppliers = _averages(session, cooperative_id, today)
    known = [
        *_owed(session, cooperative_id, today),
        *_instalments(session, cooperative_id, today),
        *_maturing(session, cooperative_id, today),
    ]
    return forecast(start, today, known, recurring, suppliers)


def _averages(session: Session, cooperative_id: UUID, today: date) -> tuple[list[Recurring], Recurring]:
    """What came again and again, by account, and what suppliers were paid; today is not over and does not count."""
    ledger.with_cooperative(session.connection(), cooperative_id)
    first_ever = session.scalar(_FIRST, {"cooperative": cooperative_id})
    yesterday = today - timedelta(days=1)
    days = looked_back(first_ever, yesterday)
    first = today - timedelta(days=days)
    found = session.execute(_MOVED, {"cooperative": cooperative_id, "first": first, "last": yesterday})
    totals = {str(code): int(total) for code, total in found}
    names = chart(session, cooperative_id)
    recurring = [
        Recurring(code, names[code].name if code in names else code, total, days)
        for code, total in totals.items()
        if code.startswith(RECURRING) and total
    ]
    return recurring, Recurring(SUPPLIERS, "", totals.get(SUPPLIERS, 0), days)


def _owed(session: Session, cooperative_id: UUID, today: date) -> Iterator[Known]:
    """What is still owed on documents: receivables come in, payables go out."""
    for item in owed_on(session, cooperative_id, today):
        if item.owed > 0 and not item.account.startswith(LOANS):
            ours = item.account.startswith("1")
            yield Known(
                item.due_on or today,
                item.owed if ours else -item.owed,
                "receivable" if ours else "payable",
                item.reference,
                item.document_type,
                item.document_id,
            )


def _instalments(session: Session, cooperative_id: UUID, today: date) -> Iterator[Known]:
    """What members are to pay on their loans, interest in it; what is overdue is not counted on."""
    for due in instalments_due(session, cooperative_id, today + timedelta(days=1), today + timedelta(days=DAYS)):
        yield Known(due.due_on, due.amount, "instalment", "")


def _maturing(session: Session, cooperative_id: UUID, today: date) -> Iterator[Known]:
    """Term savings that members may take out within the time ahead."""
    rows = session.scalars(
        select(TermSaving).where(
            TermSaving.cooperative_id == cooperative_id,
            TermSaving.state == "open",
            TermSaving.matures_on <= today + timedelta(days=DAYS),
        )
    )
    for row in rows:
        yield Known(row.matures_on, -row.amount, "term_saving", row.number)
