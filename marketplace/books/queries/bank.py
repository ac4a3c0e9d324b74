"""Reads of bank statements: lines with and without a match, what they may match, why the books and the bank differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select, text
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ...actor import Actor
from ...errors import NotFound
from ..errors import BankAccountUnknown
from ..models.bank import BankLine, BankMatch, BankStatement
from ..rules.cash import BANKS
from ..rules.matching import AFTER, BEFORE, MOST_SUMS, BankMove, BooksLine, Proposal, Reconciliation, propose
from .cash import places
from .ledger import require_reader

MOST_OPEN = 1_000
"""Lines without a match that are looked at together; more are seen when these are settled."""


def bank_accounts(session: Session, actor: Actor) -> tuple[ledger.Account, ...]:
    """The cooperative's bank accounts, by code. Raises NotPermitted."""
    return places(session, require_reader(actor), BANKS)


def require_bank_account(session: Session, cooperative_id: UUID, account: str) -> None:
    """Raise BankAccountUnknown unless the chart has that bank account."""
    if account not in {each.code for each in places(session, cooperative_id, BANKS)}:
        raise BankAccountUnknown(field="account")


def statements(actor: Actor, account: str) -> Select[Any]:
    """The statements of an account. Raises NotPermitted."""
    own = BankStatement.cooperative_id == require_reader(actor)
    return select(BankStatement).where(own, BankStatement.account == account)


def newest_statements(session: Session, actor: Actor, account: str, *, limit: int = 12) -> list[BankStatement]:
    """The newest statements of an account, at most `limit`. Raises NotPermitted."""
    newest = statements(actor, account).order_by(BankStatement.last.desc(), BankStatement.id.desc())
    return list(session.scalars(newest.limit(limit)))


def statement(session: Session, actor: Actor, statement_id: UUID) -> BankStatement:
    """One statement. Raises NotPermitted, NotFound."""
    found = session.scalar(
        select(BankStatement).where(
            BankStatement.cooperative_id == require_reader(actor), BankStatement.id == statement_id
        )
    )
    if found is None:
        raise NotFound
    return found


def lines(actor: Actor, account: str, *, matched: bool | None = None) -> Select[Any]:
    """The lines of an account's statements. Raises NotPermitted."""
    own = select(BankLine).where(BankLine.cooperative_id == require_reader(actor), BankLine.account == account)
    return own if matched is None else own.where(BankLine.matched.is_(matched))


def line(session: Session, actor: Actor, line_id: UUID, *, lock: bool = False) -> BankLine:
    """One line of the bank. Raises NotPermitted, NotFound."""
    own = select(BankLine).where(BankLine.cooperative_id == require_reader(actor), BankLine.id == line_id)
    found = session.scalar(own.with_for_update() if lock else own)
    if found is None:
        raise NotFound
    return found


def matches(session: Session, found: BankLine) -> list[BankMatch]:
    """The lines of the ledger that a line of the bank is about."""
    of_the_line = select(BankMatch).where(
        BankMatch.cooperative_id == found.cooperative_id, BankMatch.bank_line_id == found.id
    )
    return list(session.scalars(of_the_line.order_by(BankMatch.id)))


_OPEN_IN_BOOKS = text(
    """
    SELECT l.entry_id, l.line_no, l.posting_date, (l.debit - l.credit)::bigint, coalesce(e.reference, ''),
           coalesce(n.narration, '')
    FROM ledger.line AS l
    JOIN ledger.entry AS e ON e.coop_id = l.coop_id AND e.entry_id = l.entry_id
    LEFT JOIN ledger.narration AS n ON n.coop_id = l.coop_id AND n.entry_id = l.entry_id
    WHERE l.coop_id = :cooperative AND l.account_code = :account AND l.posting_date BETWEEN :first AND :last
      AND NOT EXISTS (SELECT FROM bank_match AS m WHERE m.cooperative_id = :cooperative
                      AND m.entry_id = l.entry_id AND m.line_no = l.line_no)
      AND (e.reverses IS NULL OR EXISTS (SELECT FROM bank_match AS m WHERE m.cooperative_id = :cooperative
                                         AND m.entry_id = e.reverses))
      AND NOT EXISTS (SELECT FROM ledger.entry AS r WHERE r.coop_id = l.coop_id AND r.reverses = l.entry_id)
    ORDER BY l.posting_date, l.entry_id, l.line_no LIMIT :most
    """
).bindparams(*(bindparam(name) for name in ("cooperative", "account", "first", "last", "most")))


def open_in_books(
    session: Session, cooperative_id: UUID, account: str, first: date, last: date, *, limit: int = MOST_OPEN
) -> list[BooksLine]:
    """Lines of the ledger on the bank's account that nothing is matched with; an entry and its reversal are neither."""
    ledger.with_cooperative(session.connection(), cooperative_id)
    values = {"cooperative": cooperative_id, "account": account, "first": first, "last": last, "most": limit}
    return [BooksLine(*row) for row in session.execute(_OPEN_IN_BOOKS, values)]


def books_line(
    session: Session, cooperative_id: UUID, account: str, entry_id: UUID, line_no: int
) -> tuple[date, int] | None:
    """Day and amount of a line of the ledger on the bank's account; None where there is no such line."""
    found = ledger.journal_entry(session.connection(), cooperative_id, entry_id)
    if found is None or not 1 <= line_no <= len(found.lines):
        return None
    named = found.lines[line_no - 1]
    return (found.posting_date, named.debit - named.credit) if named.account == account else None


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line of the bank without a match, and what it may be about."""

    line: BankLine
    proposal: Proposal | None


def open_lines(session: Session, actor: Actor, account: str, *, limit: int = 50) -> tuple[list[OpenLine], int]:
    """The oldest lines of the bank without a match, at most `limit`, each with its proposal; and how many there are.

    Raises NotPermitted.
    """
    waiting = lines(actor, account, matched=False)
    number = session.scalar(waiting.with_only_columns(func.count()).order_by(None)) or 0
    found = list(session.scalars(waiting.order_by(BankLine.day, BankLine.place, BankLine.id).limit(MOST_OPEN)))
    proposals = {each.bank_line: each for each in proposed(session, actor.organisation_id, account, found)}
    return [OpenLine(each, proposals.get(each.id)) for each in found[:limit]], number


def proposed(
    session: Session, cooperative_id: UUID, account: str, found: list[BankLine], *, sums: int = MOST_SUMS
) -> list[Proposal]:
    """What the lines may be about, all of them looked at together; sums of several for the oldest `sums` alone."""
    if not found:
        return []
    days = [each.day for each in found]
    in_books = open_in_books(session, cooperative_id, account, min(days) - BEFORE, max(days) + AFTER)
    moves = [BankMove(each.id, each.day, each.amount, each.description) for each in found]
    return propose(moves, in_books, sums=sums)


@dataclass(frozen=True, slots=True)
class ReconciliationStatement:
    """Why the books and the bank differ on a day, what lies open on either side (bounded), and since when we know."""

    figures: Reconciliation
    since: date
    in_books: list[BooksLine]
    in_bank: list[BankLine]


_MATCHED_UP_TO = """
    (SELECT m.bank_line_id FROM bank_match AS m
     JOIN bank_line AS b ON b.cooperative_id = m.cooperative_id AND b.id = m.bank_line_id
     WHERE m.cooperative_id = :cooperative AND b.account = :account AND b.day <= :day
     GROUP BY m.bank_line_id HAVING max(m.day) <= :day)
"""
_OF_BANK = text(
    f"""
    SELECT coalesce(sum(b.amount), 0)::bigint
    FROM bank_line AS b WHERE b.cooperative_id = :cooperative AND b.account = :account AND b.day BETWEEN :since AND :day
      AND b.id NOT IN {_MATCHED_UP_TO}
    """  # noqa: S608 - a constant of this module
).bindparams(*(bindparam(name) for name in ("cooperative", "account", "day", "since")))
_OF_BOOKS = text(
    f"""
    WITH matched AS (SELECT m.entry_id, m.line_no FROM bank_match AS m
                     WHERE m.cooperative_id = :cooperative AND m.bank_line_id IN {_MATCHED_UP_TO})
    SELECT coalesce(sum(l.debit - l.credit)
                    FILTER (WHERE l.posting_date < :since AND m.entry_id IS NOT NULL), 0)::bigint,
           coalesce(sum(l.debit - l.credit)
                    FILTER (WHERE l.posting_date >= :since AND m.entry_id IS NULL), 0)::bigint
    FROM ledger.line AS l
    LEFT JOIN matched AS m ON m.entry_id = l.entry_id AND m.line_no = l.line_no
    WHERE l.coop_id = :cooperative AND l.account_code = :account AND l.posting_date <= :day
    """  # noqa: S608 - a constant of this module
).bindparams(*(bindparam(name) for name in ("cooperative", "account", "day", "since")))


def reconciliation(session: Session, actor: Actor, account: str, day: date) -> ReconciliationStatement | None:
    """The reconciliation of an account at the end of `day`; None where no statement reaches back to it.

    Raises NotPermitted.
    """
    cooperative_id = require_reader(actor)
    first = session.scalar(
        select(BankStatement)
        .where(BankStatement.cooperative_id == cooperative_id, BankStatement.account == account)
        .where(BankStatement.first <= day, BankStatement.opening.is_not(None))
        .order_by(BankStatement.first, BankStatement.id)
        .limit(1)
    )
    if first is None or first.opening is None:
        return None
    ledger.with_cooperative(session.connection(), cooperative_id)
    values = {"cooperative": cooperative_id, "account": account, "day": day, "since": first.first}
    only_in_bank = session.execute(_OF_BANK, values).scalar_one()
    early, only_in_books = session.execute(_OF_BOOKS, values).one()
    connection = session.connection()
    at_start = ledger.balance(connection, cooperative_id, account, on=first.first - timedelta(days=1))
    figures = Reconciliation(
        day,
        ledger.balance(connection, cooperative_id, account, on=day),
        _bank_balance(session, cooperative_id, account, day, first.opening),
        at_start - first.opening - early,
        only_in_books,
        only_in_bank,
    )
    in_books = open_in_books(session, cooperative_id, account, first.first, day, limit=200)
    open_in_bank = lines(actor, account, matched=False).where(BankLine.day <= day)
    in_bank = session.scalars(open_in_bank.order_by(BankLine.day, BankLine.place).limit(200))
    return ReconciliationStatement(figures, first.first, in_books, list(in_bank))


def _bank_balance(session: Session, cooperative_id: UUID, account: str, day: date, opening: int) -> int:
    """What the bank says at the end of `day`: the last balance it told, and what it lists after it."""
    own = (BankLine.cooperative_id == cooperative_id, BankLine.account == account, BankLine.day <= day)
    latest = (BankLine.day.desc(), BankStatement.last.desc(), BankLine.place.desc())
    of_statement = (BankStatement.cooperative_id == BankLine.cooperative_id) & (
        BankStatement.id == BankLine.statement_id
    )
    told = session.execute(
        select(BankLine.balance).join(BankStatement, of_statement).where(*own).order_by(*latest).limit(1)
    ).scalar()
    if told is not None:
        return int(told)
    moved = session.scalar(select(func.coalesce(func.sum(BankLine.amount), 0)).where(*own))
    return opening + int(moved or 0)
