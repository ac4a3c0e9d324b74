"""The quarter on one page: what the journal says of it, now or as it was known, and the editions that were signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ...actor import Actor
from ...errors import NotFound
from ..models.members import Member
from ..rules.indicators import Indicators, indicators
from ..rules.quarters import (
    ACTIVE_DAYS,
    QUARTER_READERS,
    JournalFigures,
    Movement,
    Punctuality,
    Quarter,
    journal_figures,
    uncosted_months,
)
from .loans import portfolio_on


@dataclass(frozen=True, slots=True)
class Register:
    """What the page tells from the registers beside the journal: members at the end of the quarter and before it,
    and of the loans that run the principal (rupiah) that is late and that is outstanding."""

    members: int
    members_before: int
    loans_late: int
    loans_running: int


@dataclass(frozen=True, slots=True)
class LiveQuarter:
    """A quarter as it stands now: its figures, the months up to its end that are still open, and those of it with sales
    whose cost nobody has booked yet (first days)."""

    quarter: Quarter
    figures: JournalFigures
    indicators: Indicators
    register: Register
    is_over: bool
    open_months: tuple[date, ...]
    uncosted_months: tuple[date, ...]


def require_quarter_reader(actor: Actor) -> UUID:
    """The cooperative whose running quarters the actor may read. Raises NotPermitted."""
    actor.require("cooperative", roles=QUARTER_READERS)
    return actor.organisation_id


def live_quarter(session: Session, actor: Actor, quarter: Quarter, today: date) -> LiveQuarter:
    """The quarter as the books have it now. Raises NotPermitted, NotFound (not begun, or before the books)."""
    cooperative_id = require_quarter_reader(actor)
    opened = ledger.books_opened_on(session.connection(), cooperative_id)
    if opened is None or quarter.first > today or quarter.last < opened:
        raise NotFound
    movements = _movements(session, cooperative_id, quarter, quarter.through(today), None)
    figures = _figures(session, cooperative_id, quarter, today, opened, movements)
    return LiveQuarter(
        quarter=quarter,
        figures=figures,
        indicators=indicators(quarter, figures),
        register=register_of(session, cooperative_id, quarter, figures.through),
        is_over=quarter.last < today,
        open_months=open_months(session, cooperative_id, quarter, opened),
        uncosted_months=uncosted_months(movements, quarter),
    )


def figures_known_at(session: Session, cooperative_id: UUID, quarter: Quarter, known_at: datetime) -> JournalFigures:
    """What the journal said of a quarter that was over, by what was recorded up to `known_at`."""
    opened = ledger.books_opened_on(session.connection(), cooperative_id) or quarter.first
    movements = _movements(session, cooperative_id, quarter, quarter.last, known_at)
    return _figures(session, cooperative_id, quarter, quarter.after.first, opened, movements, known_at)


def _figures(
    session: Session,
    cooperative_id: UUID,
    quarter: Quarter,
    today: date,
    opened: date,
    movements: list[Movement],
    known_at: datetime | None = None,
) -> JournalFigures:
    through = quarter.through(today)
    has_before = opened <= quarter.before.last
    window = timedelta(days=ACTIVE_DAYS - 1)
    can_compare = opened <= quarter.before.last - window
    judged = through if quarter.last < today else through - timedelta(days=1)
    paid = _punctuality(session, cooperative_id, quarter, through, judged, known_at)
    before = quarter.before.last
    return journal_figures(
        quarter,
        through,
        movements,
        has_before=has_before,
        active=_active(session, cooperative_id, through - window, through, known_at),
        active_before=_active(session, cooperative_id, before - window, before, known_at) if can_compare else None,
        payables=paid.get("liability", Punctuality()),
        receivables=paid.get("asset", Punctuality()),
    )


_MOVEMENTS = text(
    """
    SELECT f.account_code, a.account_type, m.first, f.nature = 'year_end' AS is_closing,
           f.opening::bigint AS opening, f.debit::bigint AS debit, f.credit::bigint AS credit
    FROM unnest(CAST(:firsts AS date[]), CAST(:lasts AS date[])) AS m (first, last)
    CROSS JOIN LATERAL ledger.figures(:cooperative, m.first, m.last, :known, NULL, NULL) AS f
    JOIN ledger.account AS a ON a.coop_id = :cooperative AND a.code = f.account_code
    """
)


def _movements(
    session: Session, cooperative_id: UUID, quarter: Quarter, through: date, known_at: datetime | None
) -> list[Movement]:
    """What moved by account and month in the quarter and the one before it, and what stood before both."""
    firsts = [date(of.year, month, 1) for of in (quarter.before, quarter) for month in _months(of)]
    firsts = [first for first in firsts if first <= through]
    lasts = [*(following - timedelta(days=1) for following in firsts[1:]), through]
    values = {"cooperative": cooperative_id, "known": known_at, "firsts": firsts, "lasts": lasts}
    found = []
    for row in session.execute(_MOVEMENTS, values):
        if row.first == firsts[0] and row.opening:
            debit, credit = max(row.opening, 0), max(-row.opening, 0)
            found.append(Movement(row.account_code, row.account_type, None, row.is_closing, debit, credit))
        if row.debit or row.credit:
            found.append(Movement(row.account_code, row.account_type, row.first, row.is_closing, row.debit, row.credit))
    return found


def _months(quarter: Quarter) -> range:
    return range(3 * quarter.number - 2, 3 * quarter.number + 1)


_ACTIVE = text(
    """
    WITH RECURSIVE party (id) AS (
        (SELECT l.counterparty_id FROM ledger.line AS l
         WHERE l.coop_id = :cooperative AND l.counterparty_id IS NOT NULL ORDER BY l.counterparty_id LIMIT 1)
        UNION ALL
        SELECT (SELECT l.counterparty_id FROM ledger.line AS l
                WHERE l.coop_id = :cooperative AND l.counterparty_id > p.id ORDER BY l.counterparty_id LIMIT 1)
        FROM party AS p WHERE p.id IS NOT NULL
    )
    SELECT count(*) FROM party AS p
    WHERE p.id IS NOT NULL AND EXISTS (
        SELECT FROM ledger.line AS l
        JOIN ledger.entry AS e ON e.coop_id = l.coop_id AND e.entry_id = l.entry_id
        WHERE l.coop_id = :cooperative AND l.counterparty_id = p.id AND l.counterparty_class = 'member'
          AND l.posting_date BETWEEN :first AND :last AND e.kind = 'normal'
          AND e.recorded_at <= coalesce(:known, 'infinity'::timestamptz)
          AND NOT EXISTS (
              SELECT FROM ledger.entry AS r
              WHERE r.coop_id = e.coop_id AND r.reverses = e.entry_id
                AND r.recorded_at <= coalesce(:known, 'infinity'::timestamptz))
          AND EXISTS (
              SELECT FROM ledger.line AS x
              WHERE x.coop_id = e.coop_id AND x.entry_id = e.entry_id
                AND (ledger.is_cash(x.account_code) OR x.account_code LIKE '4-1%'))
        OFFSET 0)
    """
)
"""Members with whom money moved or to whom was sold; dues noted as owed and interest written up are no doing of his.
One after the other by the index of counterparties, so that of each no more is read than his first such line."""


def _active(session: Session, cooperative_id: UUID, first: date, last: date, known_at: datetime | None) -> int:
    values = {"cooperative": cooperative_id, "first": first, "last": last, "known": known_at}
    return int(session.execute(_ACTIVE, values).scalar_one())


_PUNCTUALITY = text(
    """
    WITH due AS (
        SELECT i.account, a.account_type, a.normal_side, i.document_type, i.document_id, i.amount, i.due_on
        FROM open_item AS i
        JOIN ledger.account AS a ON a.coop_id = i.cooperative_id AND a.code = i.account
        WHERE i.cooperative_id = :cooperative AND i.due_on BETWEEN :first AND :last
    ), told AS (
        SELECT d.account_type, d.amount, d.due_on,
               sum(CASE d.normal_side WHEN 'debit' THEN l.debit - l.credit ELSE l.credit - l.debit END)
                   FILTER (WHERE l.posting_date <= d.due_on) AS owed_when_due,
               sum(CASE d.normal_side WHEN 'debit' THEN l.debit ELSE l.credit END)
                   FILTER (WHERE e.reverses IS NULL AND NOT EXISTS (
                       SELECT FROM ledger.entry AS r
                       WHERE r.coop_id = e.coop_id AND r.reverses = e.entry_id
                         AND r.recorded_at <= coalesce(:known, 'infinity'::timestamptz))) AS opened
        FROM due AS d
        JOIN ledger.line AS l ON l.coop_id = :cooperative AND l.account_code = d.account
             AND l.document_type = d.document_type AND l.document_id = d.document_id AND l.posting_date <= :last
        JOIN ledger.entry AS e ON e.coop_id = l.coop_id AND e.entry_id = l.entry_id
             AND e.recorded_at <= coalesce(:known, 'infinity'::timestamptz)
        GROUP BY d.account, d.account_type, d.document_type, d.document_id, d.amount, d.due_on
    )
    SELECT account_type, count(*) AS due, count(*) FILTER (WHERE owed_when_due <= 0) AS on_time,
           sum(amount)::bigint AS due_amount,
           coalesce(sum(amount) FILTER (WHERE owed_when_due <= 0), 0)::bigint AS on_time_amount
    FROM told WHERE opened > 0 AND (due_on <= :judged OR owed_when_due <= 0) GROUP BY account_type
    """
)
"""Of what fell due: settled when nothing was owed on the document any more at the end of its due day. What is due on
a day that is not over counts only once it is settled."""


def _punctuality(
    session: Session, cooperative_id: UUID, quarter: Quarter, last: date, judged: date, known_at: datetime | None
) -> dict[str, Punctuality]:
    """By type of account (liability: what the cooperative owed, asset: what others owed it)."""
    values = {"cooperative": cooperative_id, "first": quarter.first, "last": last, "judged": judged, "known": known_at}
    return {
        row.account_type: Punctuality(row.due, row.on_time, row.due_amount, row.on_time_amount)
        for row in session.execute(_PUNCTUALITY, values)
    }


def register_of(session: Session, cooperative_id: UUID, quarter: Quarter, through: date) -> Register:
    """Members at the end of day `through` and of the quarter before, and how punctually loans are repaid."""

    def on(day: date) -> Any:
        is_member = Member.joined_on <= day, (Member.left_on.is_(None)) | (Member.left_on > day)
        return func.count().filter(*is_member)

    counts = select(on(through), on(quarter.before.last)).where(Member.cooperative_id == cooperative_id)
    loans = portfolio_on(session, cooperative_id, through)
    members, members_before = session.execute(counts).one()
    return Register(members, members_before, loans.overdue, loans.outstanding)


def open_months(session: Session, cooperative_id: UUID, quarter: Quarter, opened: date) -> tuple[date, ...]:
    """First days of the months up to the quarter's end that still take postings, so that its figures may change."""
    first, last = ledger.period_of(opened), ledger.period_of(quarter.last)
    states = ledger.period_states(session.connection(), cooperative_id, first, last)
    months = []
    month = opened.replace(day=1)
    while month <= quarter.last:
        if states.get(ledger.period_of(month), "open") not in ("closed", "locked"):
            months.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return tuple(months)
