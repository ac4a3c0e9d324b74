"""What in the books waits for somebody today, by his roles: counted cheaply, since the first page asks each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ...actor import Actor
from ..models.bank import BankLine
from ..models.cash import CashCount
from ..models.periods import PeriodReopening
from ..models.quarters import QuarterEdition
from ..models.savings import TermSaving
from ..models.seals import LedgerCheck
from ..rules.cash import SIGNERS as COUNT_SIGNERS
from ..rules.periods import closable_from
from ..rules.quarters import SIGNERS, Quarter, quarter_of
from ..rules.roles import APPROVERS, CASHIERS, READERS, TREASURERS
from .cash import uncounted_days
from .dues import dues_amounts, policy_of
from .loans import waiting

LOOKED_BACK = timedelta(days=7)
"""So far back a day without a count is spoken of here; the checklist of a month's closing looks at all of them."""
CHECKED_EACH = timedelta(days=31)
"""A supervisor presses the button at least so often."""
LOOKED_AHEAD = timedelta(days=14)
"""Term savings that mature so soon want their money ready."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits: what (`code`), how many, how much (rupiah), of which day, month or quarter (its first day),
    and the one to begin with."""

    code: str
    count: int = 1
    amount: int = 0
    day: date | None = None
    subject_id: UUID | None = None


def needs(session: Session, actor: Actor, today: date) -> list[Need]:
    """What waits for one with these roles, the most urgent first; nothing where the books are not open."""
    if not actor.is_a("cooperative"):
        return []
    opened = ledger.books_opened_on(session.connection(), actor.organisation_id)
    if opened is None:
        return []
    found = [find(session, actor, today, opened) for roles, find in NEEDS if actor.has_role(*roles)]
    return [need for several in found for need in several]


Finder = Callable[[Session, Actor, date, date], Iterator[Need]]


def _counts_to_sign(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    """Counts of a till by somebody else, which want a second signature."""
    statement = select(CashCount.id).where(
        CashCount.cooperative_id == actor.organisation_id,
        CashCount.state == "counted",
        CashCount.counted_by.is_distinct_from(actor.person_id),
    )
    if found := session.scalars(statement.order_by(CashCount.day, CashCount.id)).all():
        yield Need("counts_to_sign", len(found), subject_id=found[0])


def _uncounted(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    """Days of the week behind on which money moved in a till that nobody counted."""
    found = uncounted_days(session, actor.organisation_id, max(opened, today - LOOKED_BACK), today - timedelta(days=1))
    if found:
        yield Need("uncounted_days", len({day for _till, day in found}))


def _loans_to_decide(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    found = waiting(session, actor.organisation_id)
    if found.requests + found.changes:
        yield Need("loans_to_decide", found.requests + found.changes)


def _loans_to_hand_out(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    if count := waiting(session, actor.organisation_id).approved:
        yield Need("loans_to_hand_out", count)


def _reopenings(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    """Requests of somebody else to open a closed month again."""
    statement = select(func.count()).where(
        PeriodReopening.cooperative_id == actor.organisation_id,
        PeriodReopening.state == "waiting",
        PeriodReopening.made_by.is_distinct_from(actor.person_id),
    )
    if count := session.scalar(statement):
        yield Need("reopenings", count)


def _maturing(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    statement = select(func.count(), func.coalesce(func.sum(TermSaving.amount), 0), func.min(TermSaving.matures_on))
    count, amount, day = session.execute(
        statement.where(
            TermSaving.cooperative_id == actor.organisation_id,
            TermSaving.state == "open",
            TermSaving.matures_on <= today + LOOKED_AHEAD,
        )
    ).one()
    if count:
        yield Need("maturing", count, int(amount), day)


def _months_to_close(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    """Months that are over and open, the oldest first."""
    first, last = ledger.period_of(opened), ledger.period_of(today)
    states = ledger.period_states(session.connection(), actor.organisation_id, first, last)
    month, months = opened.replace(day=1), []
    while ledger.period_of(month) <= last and closable_from(ledger.period_of(month)) <= today:
        if states.get(ledger.period_of(month), "open") == "open":
            months.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    if months:
        yield Need("months_to_close", len(months), day=months[0])


def _quarter_to_write(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    """The newest quarter that is over and of which nobody has written."""
    quarter = quarter_of(today).before
    if quarter.last >= opened and not session.scalar(_editions(actor, quarter)):
        yield Need("quarter_to_write", day=quarter.first)


def _editions(actor: Actor, quarter: Quarter) -> Select[int]:
    return (
        select(func.count())
        .select_from(QuarterEdition)
        .where(
            QuarterEdition.cooperative_id == actor.organisation_id,
            QuarterEdition.year == quarter.year,
            QuarterEdition.quarter == quarter.number,
        )
    )


def _quarters_to_sign(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    """Quarters that somebody else has written about; each with its own line."""
    statement = select(QuarterEdition.year, QuarterEdition.quarter).where(
        QuarterEdition.cooperative_id == actor.organisation_id,
        QuarterEdition.state == "prepared",
        QuarterEdition.prepared_by != actor.person_id,
    )
    for year, number in session.execute(statement.order_by(QuarterEdition.year, QuarterEdition.quarter).limit(4)):
        yield Need("quarter_to_sign", day=Quarter(year, number).first)


def _books_altered(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    """The newest check of the books found something that does not fit its seal."""
    own = select(LedgerCheck).where(LedgerCheck.cooperative_id == actor.organisation_id, LedgerCheck.state == "done")
    newest = session.scalar(own.order_by(LedgerCheck.id.desc()).limit(1))
    if newest is not None and newest.found:
        yield Need("books_altered", newest.found, subject_id=newest.id)


def _unchecked(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    """Nobody has checked the books for a month."""
    since = today - CHECKED_EACH
    statement = select(func.count()).where(
        LedgerCheck.cooperative_id == actor.organisation_id,
        LedgerCheck.state == "done",
        LedgerCheck.finished_at >= since,
    )
    if opened <= since and not session.scalar(statement):
        yield Need("books_unchecked")


def _bank_lines(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    """Lines of the bank that have no line in the books yet."""
    statement = select(func.count()).where(
        BankLine.cooperative_id == actor.organisation_id, BankLine.matched.is_(False)
    )
    if count := session.scalar(statement):
        yield Need("bank_lines", count)


def _dues(session: Session, actor: Actor, today: date, opened: date) -> Iterator[Need]:
    """The week after the month's dues fell due is the one in which to remind; who is behind is counted on that page."""
    due = today.replace(day=policy_of(session, actor.organisation_id).due_day)
    if due <= today < due + timedelta(days=7) and dues_amounts(session, actor.organisation_id)["mandatory"]:
        yield Need("dues", day=due)


NEEDS: tuple[tuple[tuple[str, ...], Finder], ...] = (
    (READERS, _books_altered),
    (APPROVERS, _loans_to_decide),
    (APPROVERS, _reopenings),
    (SIGNERS, _quarters_to_sign),
    (COUNT_SIGNERS, _counts_to_sign),
    (CASHIERS, _uncounted),
    (CASHIERS, _loans_to_hand_out),
    (CASHIERS, _maturing),
    (CASHIERS, _dues),
    (TREASURERS, _bank_lines),
    (TREASURERS, _months_to_close),
    (TREASURERS, _quarter_to_write),
    (("supervisor",), _unchecked),
)
"""Whom it concerns, and what looks for it; in the order of the page."""
