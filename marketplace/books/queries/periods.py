"""Reads of periods: the months of a year with their state, and what is not in order before a close."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

import cooperative_ledger as ledger
from cooperative_ledger.entries import IfClosed
from cooperative_ledger.periods import State

from ...actor import Actor
from ...clock import today
from ...identity.models import Person
from ..models.bank import BankLine
from ..models.cash import CashCount
from ..models.periods import BooksPolicy, PeriodClosing, PeriodReopening
from ..rules.cash import TILLS
from ..rules.periods import (
    CHECKS,
    CHECKS_OF_ADJUSTMENTS,
    Finding,
    closable_from,
    first_day,
    known_period,
    last_day,
    periods_of,
)
from .ledger import require_reader

RECEIVED_NOT_BILLED = "2-1110"
WEARING_ACCOUNTS = ("1-5200", "1-5300", "1-5400")


@dataclass(frozen=True, slots=True)
class PeriodSeen:
    """A period as its page shows it. `intact`: its trial balance still has the hash kept at the close; None while open.

    `close` is what was kept then, `waiting` a request to open it again.
    """

    period: int
    state: State
    is_over: bool
    close: ledger.PeriodClose | None
    intact: bool | None
    waiting: PeriodReopening | None

    @property
    def first(self) -> date:
        return first_day(self.period)

    @property
    def last(self) -> date:
        return last_day(self.period)

    @property
    def is_adjustments(self) -> bool:
        return self.period % 100 == 13


@dataclass(frozen=True, slots=True)
class YearSeen:
    """The periods of a year in their order; `left` is what its income and expense accounts still hold, as a surplus."""

    year: int
    years: tuple[int, ...]
    periods: tuple[PeriodSeen, ...]
    left: int
    is_closed: bool
    can_close: bool
    late_documents: IfClosed


def year_of_periods(session: Session, actor: Actor, year: int | None = None) -> YearSeen:
    """The periods of `year` (default: the present one). Raises NotPermitted."""
    cooperative_id = require_reader(actor)
    connection = session.connection()
    day = today(actor.time_zone)
    shown = year or day.year
    opened = ledger.books_opened_on(connection, cooperative_id) or day
    years = tuple(range(opened.year, day.year + 1))
    found = periods_of(shown, opened, day)
    seen = _seen(session, cooperative_id, found, day)
    left = ledger.year_result(connection, cooperative_id, shown) if found else []
    months_closed = all(each.state in ("closed", "locked") for each in seen if not each.is_adjustments)
    is_over = bool(seen) and seen[-1].is_adjustments
    return YearSeen(
        year=shown,
        years=years,
        periods=tuple(seen),
        left=-sum(row.balance for row in left),
        is_closed=is_over and months_closed and not left,
        can_close=is_over and months_closed and bool(left) and seen[-1].state == "open",
        late_documents=late_documents(session, cooperative_id),
    )


def _seen(session: Session, cooperative_id: UUID, periods: list[int], day: date) -> list[PeriodSeen]:
    if not periods:
        return []
    connection = session.connection()
    states = ledger.period_states(connection, cooperative_id, periods[0], periods[-1])
    closes = ledger.period_closes(connection, cooperative_id, periods[0], periods[-1])
    waiting = {row.period: row for row in _waiting(session, cooperative_id, periods)}
    seen = []
    for period in periods:
        state = states.get(period, "open")
        close = closes.get(period) if state in ("closed", "locked") else None
        seen.append(PeriodSeen(period, state, closable_from(period) <= day, close, None, waiting.get(period)))
    return seen


def _waiting(session: Session, cooperative_id: UUID, periods: list[int]) -> list[PeriodReopening]:
    return list(
        session.scalars(
            select(PeriodReopening).where(
                PeriodReopening.cooperative_id == cooperative_id,
                PeriodReopening.period.in_(periods),
                PeriodReopening.state == "waiting",
            )
        )
    )


@dataclass(frozen=True, slots=True)
class PeriodDetail:
    """A period with its checklist (empty when it is not open), every change of its state, its closings and requests."""

    seen: PeriodSeen
    findings: tuple[Finding, ...]
    changes: tuple[ledger.PeriodChange, ...]
    closings: tuple[PeriodClosing, ...]
    reopenings: tuple[PeriodReopening, ...]
    hands: dict[str, str]


def period(session: Session, actor: Actor, which: int) -> PeriodDetail:
    """One period. Raises NotPermitted, PeriodNotThere."""
    cooperative_id = require_reader(actor)
    connection = session.connection()
    day = today(actor.time_zone)
    known_period(which, ledger.books_opened_on(connection, cooperative_id), day)
    (seen,) = _seen(session, cooperative_id, [which], day)
    if seen.close is not None:
        same = ledger.trial_balance_hash(connection, cooperative_id, which) == seen.close.trial_balance_hash
        seen = PeriodSeen(seen.period, seen.state, seen.is_over, seen.close, same, seen.waiting)
    changes = [each for each in ledger.period_changes(connection, cooperative_id) if each.period == which]
    closings = session.scalars(
        select(PeriodClosing)
        .where(PeriodClosing.cooperative_id == cooperative_id, PeriodClosing.period == which)
        .order_by(PeriodClosing.id.desc())
    )
    reopenings = session.scalars(
        select(PeriodReopening)
        .where(PeriodReopening.cooperative_id == cooperative_id, PeriodReopening.period == which)
        .order_by(PeriodReopening.id.desc())
    )
    return PeriodDetail(
        seen=seen,
        findings=tuple(checklist(session, cooperative_id, which)) if seen.state == "open" else (),
        changes=tuple(changes),
        closings=tuple(closings),
        reopenings=tuple(reopenings),
        hands=hands(session, {hand for each in changes for hand in (each.actor, each.approved_by) if hand}),
    )


def hands(session: Session, actors: set[str]) -> dict[str, str]:
    """The ledger's word for a hand (`person:<id>`) to the person's name, for those that are people."""
    ids = {actor.partition(":")[2]: actor for actor in actors if actor.startswith("person:")}
    if not ids:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_([UUID(each) for each in ids])))
    return {ids[str(id_)]: name for id_, name in rows}


def checklist(session: Session, cooperative_id: UUID, which: int) -> list[Finding]:
    """What is looked at before `which` is closed, in the order in which it is settled."""
    codes = CHECKS_OF_ADJUSTMENTS if which % 100 == 13 else CHECKS
    return [_ANSWERS[code](session, cooperative_id, which) for code in codes]


def late_documents(session: Session, cooperative_id: UUID) -> IfClosed:
    """What becomes of a voucher whose month is closed: `move` (default) or `refuse`."""
    policy = session.get(BooksPolicy, cooperative_id)
    return "refuse" if policy is not None and policy.late_documents == "refuse" else "move"


def _earlier_months(session: Session, cooperative_id: UUID, which: int) -> Finding:
    connection = session.connection()
    opened = ledger.books_opened_on(connection, cooperative_id) or first_day(which)
    first = max(ledger.period_of(opened), (which // 100 - 1) * 100 + 1)
    states = ledger.period_states(connection, cooperative_id, first, which)
    before = [
        month
        for year in range(first // 100, which // 100 + 1)
        for month in periods_of(year, opened, last_day(which))
        if month < which and month % 100 != 13 and month >= first and states.get(month) not in ("closed", "locked")
    ]
    return Finding("earlier_months", not before, len(before))


def _bank_lines(session: Session, cooperative_id: UUID, which: int) -> Finding:
    count = session.scalar(
        select(func.count()).where(
            BankLine.cooperative_id == cooperative_id,
            BankLine.matched.is_(False),
            BankLine.day.between(first_day(which), last_day(which)),
        )
    )
    return Finding("bank_lines", not count, count or 0)


def _cash_counts(session: Session, cooperative_id: UUID, which: int) -> Finding:
    """Days on which a till moved and was not counted, or the count was not signed."""
    moved = {
        (account, day)
        for account, day in session.execute(
            text(
                """SELECT DISTINCT l.account_code, l.posting_date
                   FROM ledger.account AS a
                   JOIN ledger.line AS l ON l.coop_id = a.coop_id AND l.account_code = a.code
                   WHERE a.coop_id = :coop AND a.code LIKE :tills AND l.posting_date BETWEEN :first AND :last"""
            ),
            {"coop": cooperative_id, "tills": f"{TILLS}%", "first": first_day(which), "last": last_day(which)},
        )
    }
    counted = session.execute(
        select(CashCount.till, CashCount.day).where(
            CashCount.cooperative_id == cooperative_id,
            CashCount.state == "signed",
            CashCount.day.between(first_day(which), last_day(which)),
        )
    )
    open_days = moved - {(till, day) for till, day in counted}
    return Finding("cash_counts", not open_days, len(open_days))


def _negative_money(session: Session, cooperative_id: UUID, which: int) -> Finding:
    """Days on which cash or bank ended below zero."""
    count, account = session.execute(
        text(
            """SELECT count(*), min(account_code) FROM (
                   SELECT d.account_code, coalesce(o.opening, 0)
                          + sum(d.moved) OVER (PARTITION BY d.account_code ORDER BY d.posting_date) AS balance
                   FROM (SELECT l.account_code, l.posting_date, sum(l.debit - l.credit) AS moved
                         FROM ledger.line AS l
                         JOIN ledger.account AS a ON a.coop_id = l.coop_id AND a.code = l.account_code
                         WHERE l.coop_id = :coop AND a.code LIKE '1-1%' AND l.posting_date BETWEEN :first AND :last
                         GROUP BY l.account_code, l.posting_date) AS d
                   LEFT JOIN ledger.movements(:coop, NULL, :first, :last) AS o ON o.account_code = d.account_code
               ) AS days WHERE balance < 0"""
        ),
        {"coop": cooperative_id, "first": first_day(which), "last": last_day(which)},
    ).one()
    return Finding("negative_money", not count, count, account=account)


def _received_not_billed(session: Session, cooperative_id: UUID, which: int) -> Finding:
    owed = _balances(session, cooperative_id, which).get(RECEIVED_NOT_BILLED)
    amount = -owed.closing if owed else 0
    return Finding("received_not_billed", amount == 0, amount=amount, account=RECEIVED_NOT_BILLED)


def _stock_count(session: Session, cooperative_id: UUID, which: int) -> Finding:
    """Goods that were there or moved, and no count of them in the month."""
    rows = _balances(session, cooperative_id, which).values()
    goods = [row for row in rows if row.code.startswith("1-3") and (row.opening or row.debit or row.credit)]
    counted = _vouchers(session, cooperative_id, "stock_count", which)
    return Finding("stock_count", bool(counted) or not goods, amount=sum(row.closing for row in goods))


def _depreciation(session: Session, cooperative_id: UUID, which: int) -> Finding:
    rows = _balances(session, cooperative_id, which).values()
    worth = sum(row.closing for row in rows if row.code in WEARING_ACCOUNTS)
    done = _vouchers(session, cooperative_id, "depreciation", which)
    return Finding("depreciation", bool(done) or worth <= 0, amount=worth)


def _entries_without_document(session: Session, cooperative_id: UUID, which: int) -> Finding:
    count = session.scalar(
        text(
            """SELECT count(DISTINCT l.entry_id) FROM ledger.account AS a
               CROSS JOIN LATERAL (
                   SELECT x.entry_id FROM ledger.line AS x
                   WHERE x.coop_id = :coop AND x.account_code = a.code AND x.posting_date BETWEEN :first AND :last
                     AND x.document_type IS NULL
               ) AS l
               JOIN ledger.entry AS e ON e.coop_id = :coop AND e.entry_id = l.entry_id
               WHERE a.coop_id = :coop AND e.kind IN ('normal', 'adjustment')"""
        ),
        {"coop": cooperative_id, "first": first_day(which), "last": last_day(which)},
    )
    return Finding("entries_without_document", not count, count or 0)


def _unsealed_entries(session: Session, cooperative_id: UUID, which: int) -> Finding:
    """Entries that no seal covers yet. The close seals them by itself, so this is told, not asked for."""
    return Finding("unsealed_entries", True, ledger.unsealed_entries(session.connection(), cooperative_id))


def _year_result(session: Session, cooperative_id: UUID, which: int) -> Finding:
    left = ledger.year_result(session.connection(), cooperative_id, which // 100)
    return Finding("year_result", not left, amount=-sum(row.balance for row in left))


def _balances(session: Session, cooperative_id: UUID, which: int) -> dict[str, ledger.TrialBalanceRow]:
    rows = ledger.trial_balance(session.connection(), cooperative_id, first=first_day(which), last=last_day(which))
    return {row.code: row for row in rows}


def _vouchers(session: Session, cooperative_id: UUID, form: str, which: int) -> int:
    """Vouchers of a form in the month that were not reversed."""
    return (
        session.scalar(
            text(
                """SELECT count(*) FROM voucher AS v
                   WHERE v.cooperative_id = :coop AND v.form = :form AND v.day BETWEEN :first AND :last AND NOT EXISTS (
                       SELECT FROM ledger.entry AS r WHERE r.coop_id = :coop AND r.reverses = v.entry_id
                   )"""
            ),
            {"coop": cooperative_id, "form": form, "first": first_day(which), "last": last_day(which)},
        )
        or 0
    )


_ANSWERS: dict[str, Callable[[Session, UUID, int], Finding]] = {
    "earlier_months": _earlier_months,
    "bank_lines": _bank_lines,
    "cash_counts": _cash_counts,
    "negative_money": _negative_money,
    "received_not_billed": _received_not_billed,
    "stock_count": _stock_count,
    "depreciation": _depreciation,
    "entries_without_document": _entries_without_document,
    "unsealed_entries": _unsealed_entries,
    "year_result": _year_result,
}
