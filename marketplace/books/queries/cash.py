"""Reads of the cash book: its buttons, its lines, what is in each till and bank account, and the counts of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select, text
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ...actor import Actor
from ...errors import NotFound, NotPermitted
from ..models.cash import CashCategory, CashCount, CashEntry
from ..models.members import Member
from ..rules.cash import BANKS, MAIN_TILL, ON_THE_WAY, TILLS, Category, categories_of
from ..rules.roles import CASHIERS, READERS

LINES_OF_A_PAGE = 100
LINES_OF_A_DAY = 300


def require_cashier(actor: Actor) -> UUID:
    """The cooperative in whose cash book the actor may write. Raises NotPermitted."""
    actor.require("cooperative", roles=CASHIERS)
    return actor.organisation_id


def require_cash_reader(actor: Actor) -> UUID:
    """The cooperative whose cash the actor may see: whoever reads the books, and the cashier. Raises NotPermitted."""
    if not actor.is_a("cooperative") or not actor.has_role(*READERS, *CASHIERS):
        raise NotPermitted
    return actor.organisation_id


def categories(session: Session, actor: Actor) -> tuple[Category, ...]:
    """The buttons of the actor's cooperative, those not in use among them. Raises NotPermitted."""
    return own_categories(session, require_cash_reader(actor))


def own_categories(session: Session, cooperative_id: UUID) -> tuple[Category, ...]:
    """The buttons of a cooperative, in their order."""
    rows = session.scalars(
        select(CashCategory).where(CashCategory.cooperative_id == cooperative_id).order_by(CashCategory.id)
    )
    return categories_of(category_of(row) for row in rows)


def category_of(row: CashCategory) -> Category:
    """A stored button as the rules know it."""
    return Category(
        row.code,
        row.name,
        row.direction,  # type: ignore[arg-type]
        row.account,
        row.non_member_account,
        row.in_use,
        row.version,
    )


def chart(session: Session, cooperative_id: UUID) -> dict[str, ledger.Account]:
    """The accounts that take lines, by code; the template's where the books are not open yet."""
    found = ledger.accounts(session.connection(), cooperative_id) or ledger.chart_template()
    return {account.code: account for account in found if account.postable and account.closed_on is None}


def places(session: Session, cooperative_id: UUID, prefix: str) -> tuple[ledger.Account, ...]:
    """The tills (`TILLS`) or bank accounts (`BANKS`) of the chart, by code."""
    return tuple(each for code, each in chart(session, cooperative_id).items() if code.startswith(prefix))


@dataclass(frozen=True, slots=True)
class Place:
    """Where money is: an account with what it holds, and what came in and went out of it today, rupiah.

    `kind` is till, bank or on_the_way.
    """

    code: str
    name: str
    kind: str
    balance: int
    came: int = 0
    went: int = 0


_KINDS = {TILLS: "till", BANKS: "bank", ON_THE_WAY: "on_the_way"}


def money(session: Session, actor: Actor, day: date) -> tuple[Place, ...]:
    """Every till, bank account and way between, as the ledger stands at the end of `day`; the main till always.

    Read from the ledger itself, so a sale is in it the moment it is booked. Raises NotPermitted.
    """
    cooperative_id = require_cash_reader(actor)
    known = chart(session, cooperative_id)
    rows = ledger.trial_balance(session.connection(), cooperative_id, first=day, last=day)
    moved = {row.code: row for row in rows}
    found = []
    for code, account in known.items():
        kind = _KINDS.get(code[:4])
        row = moved.get(code)
        if kind and row:
            found.append(Place(code, account.name, kind, row.closing, row.debit, row.credit))
        elif code == MAIN_TILL:
            found.append(Place(code, account.name, "till", 0))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class DayFlow:
    """What came in and went out of all money together on a day, rupiah; moves between till and bank are neither."""

    day: date
    came: int
    went: int


_FLOWS = text(
    """
    SELECT posting_date, coalesce(sum(net) FILTER (WHERE net > 0), 0)::bigint,
           coalesce(-sum(net) FILTER (WHERE net < 0), 0)::bigint
    FROM (SELECT entry_id, posting_date, sum(debit - credit) AS net
          FROM ledger.line
          WHERE coop_id = :cooperative AND account_code >= '1-11' AND account_code < '1-14'
            AND posting_date BETWEEN :first AND :last
          GROUP BY entry_id, posting_date) AS moved
    GROUP BY posting_date ORDER BY posting_date
    """
).bindparams(bindparam("cooperative"), bindparam("first"), bindparam("last"))


def flows(session: Session, actor: Actor, first: date, last: date) -> tuple[DayFlow, ...]:
    """Each day from `first` to `last`, also those on which nothing moved. Raises NotPermitted."""
    cooperative_id = require_cash_reader(actor)
    ledger.with_cooperative(session.connection(), cooperative_id)
    found = session.execute(_FLOWS, {"cooperative": cooperative_id, "first": first, "last": last})
    moved = {day: DayFlow(day, came, went) for day, came, went in found}
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(moved.get(day, DayFlow(day, 0, 0)) for day in days)


def entries(actor: Actor, *, first: date | None = None, last: date | None = None) -> Select[Any]:
    """The lines of the cash book the actor may see, by the day they happened. Raises NotPermitted."""
    statement = select(CashEntry).where(CashEntry.cooperative_id == require_cash_reader(actor))
    if first is not None:
        statement = statement.where(CashEntry.day >= first)
    return statement if last is None else statement.where(CashEntry.day <= last)


def entries_of_day(session: Session, actor: Actor, day: date, *, limit: int = LINES_OF_A_PAGE) -> list[CashEntry]:
    """The newest lines of a day, at most `limit`. Raises NotPermitted."""
    statement = entries(actor, first=day, last=day)
    return list(session.scalars(statement.order_by(CashEntry.happened_at.desc(), CashEntry.id.desc()).limit(limit)))


def entry(session: Session, actor: Actor, entry_id: UUID) -> CashEntry:
    """One line of the cash book. Raises NotPermitted, NotFound."""
    found = session.scalar(entries(actor).where(CashEntry.id == entry_id))
    if found is None:
        raise NotFound
    return found


def till_day(session: Session, actor: Actor, till: str, day: date) -> ledger.Statement:
    """What moved a till on a day, from whatever part of the business; the first 300 lines, `more` where there are more.

    Raises NotPermitted, NotFound.
    """
    cooperative_id = require_cash_reader(actor)
    if till not in {each.code for each in places(session, cooperative_id, TILLS)}:
        raise NotFound
    return ledger.account_statement(
        session.connection(), cooperative_id, till, first=day, last=day, limit=LINES_OF_A_DAY
    )


def member_of_number(session: Session, cooperative_id: UUID, number: str) -> UUID | None:
    """The member who has that number now; None where nobody has."""
    return session.scalar(
        select(Member.id).where(
            Member.cooperative_id == cooperative_id,
            func.lower(Member.number) == number.lower(),
            Member.left_on.is_(None),
        )
    )


_BOOKED_ON = text(
    "SELECT posting_date FROM ledger.entry WHERE coop_id = :cooperative AND entry_id = :entry"
).bindparams(bindparam("cooperative"), bindparam("entry"))


def booked_on(session: Session, cooperative_id: UUID, entry_id: UUID) -> date:
    """The day the ledger took an entry on: later than its document's where that month was closed."""
    ledger.with_cooperative(session.connection(), cooperative_id)
    day: date = session.execute(_BOOKED_ON, {"cooperative": cooperative_id, "entry": entry_id}).scalar_one()
    return day


def counts(actor: Actor) -> Select[Any]:
    """The counts the actor may see. Raises NotPermitted."""
    return select(CashCount).where(CashCount.cooperative_id == require_cash_reader(actor))


def count(session: Session, actor: Actor, count_id: UUID, *, lock: bool = False) -> CashCount:
    """One count. Raises NotPermitted, NotFound."""
    statement = counts(actor).where(CashCount.id == count_id)
    found = session.scalar(statement.with_for_update() if lock else statement)
    if found is None:
        raise NotFound
    return found


def last_counts(session: Session, actor: Actor, *, limit: int = 31) -> list[CashCount]:
    """The newest counts that were not withdrawn, at most `limit`. Raises NotPermitted."""
    standing = counts(actor).where(CashCount.state != "withdrawn")
    return list(session.scalars(standing.order_by(CashCount.day.desc(), CashCount.id.desc()).limit(limit)))


def late_lines(session: Session, actor: Actor, found: CashCount) -> list[CashEntry]:
    """Lines of the count's till and day that arrived after it was signed: a phone was without signal. At most 50."""
    if found.signed_at is None:
        return []
    of_the_day = entries(actor, first=found.day, last=found.day)
    late = of_the_day.where(CashEntry.till == found.till, CashEntry.created_at > found.signed_at)
    return list(session.scalars(late.order_by(CashEntry.id).limit(50)))


def expected_on(session: Session, cooperative_id: UUID, till: str, day: date) -> int:
    """What the books say is in the till at the end of `day`, rupiah."""
    return ledger.balance(session.connection(), cooperative_id, till, on=day)


def uncounted_days(session: Session, cooperative_id: UUID, first: date, last: date) -> list[tuple[str, date]]:
    """Tills and days from `first` to `last` on which money moved in the till and no count was signed; by day.

    For the checklist of a closing: at most a day per till and day asked for.
    """
    ledger.with_cooperative(session.connection(), cooperative_id)
    found = session.execute(_UNCOUNTED, {"cooperative": cooperative_id, "first": first, "last": last})
    return [(code, day) for code, day in found]


_UNCOUNTED = text(
    """
    SELECT l.account_code, l.posting_date FROM ledger.line AS l
    WHERE l.coop_id = :cooperative AND l.account_code >= '1-11' AND l.account_code < '1-12'
      AND l.posting_date BETWEEN :first AND :last
      AND NOT EXISTS (SELECT FROM cash_count AS c WHERE c.cooperative_id = :cooperative AND c.till = l.account_code
                      AND c.day = l.posting_date AND c.state = 'signed')
    GROUP BY l.account_code, l.posting_date ORDER BY l.posting_date, l.account_code
    """
).bindparams(bindparam("cooperative"), bindparam("first"), bindparam("last"))
