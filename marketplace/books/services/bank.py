"""Verbs of bank statements: take a file in, match its lines with the ledger, take a match apart, book what was missing.

What is matched lies beside the ledger; only booking a line writes into it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ... import audit, idempotency
from ...actor import Actor
from ...bookkeeping import BankMoved, post, reverse
from ...bookkeeping.posting import entry_of
from ...clock import now, today
from ...errors import Invalid
from ...identifiers import new_id
from ...money import Money
from ..errors import AccountNotForThis, MatchedAlready, MatchNotEqual, StatementNotRead
from ..models.bank import BankLine, BankMatch, BankStatement
from ..queries.bank import books_line, line, lines, matches, proposed, require_bank_account
from ..queries.cash import chart
from ..rules.bank import REASONS, Statement, Unreadable, marks, read
from ..rules.bank_files import rows_of
from ..rules.roles import TREASURERS
from ..rules.table_files import UnreadableFile
from .steps import books_of, name_of, open_chart

BOOK = "books.book_bank_line"
AT_ONCE = 1_000
"""Lines of the ledger matched by themselves in one go; the next go takes the rest."""


class Part(NamedTuple):
    """A line of the ledger by its entry and number."""

    entry_id: UUID
    line_no: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought: its statement, how many of its lines were new, and how many matched by themselves."""

    statement: BankStatement
    new: int
    matched: int


def import_statement(
    session: Session,
    actor: Actor,
    account: str,
    name: str,
    content: bytes,
    *,
    year: int | None = None,
    key: str | None = None,
) -> Imported:
    """Take a bank's file in. Lines that are known already, from whatever file, are not taken twice.

    `year` is that of the last line where the bank writes none. What surely belongs together is matched at once.
    Raises NotPermitted, BankAccountUnknown, StatementNotRead.
    """
    actor.require("cooperative", roles=TREASURERS)
    open_chart(session, actor)
    require_bank_account(session, actor.organisation_id, account)
    told_of = [account, year, hashlib.sha256(content).hexdigest()]
    made = idempotency.claim(session, actor, "books.import_bank_statement", key, told_of)
    if made is not None:
        before = session.get_one(BankStatement, made)
        return Imported(before, before.line_count, 0)
    found = _read(actor, content, year)
    statement = _statement(actor, account, name, content, found)
    session.add(statement)
    session.flush()
    new = _add_lines(session, statement, found)
    statement.line_count, statement.known_count = new, len(found.lines) - new
    session.flush()
    idempotency.settle(session, actor, "books.import_bank_statement", key, statement.id)
    audit.record(session, actor, "books.import_bank_statement", statement.id, account=account, lines=new)
    return Imported(statement, new, match_certain(session, actor, account))


def _read(actor: Actor, content: bytes, year: int | None) -> Statement:
    present = today(actor.time_zone)
    if year is not None and not present.year - 20 <= year <= present.year:
        raise Invalid(field="year")
    try:
        return read(rows_of(content), present, year=year)
    except UnreadableFile as error:
        raise StatementNotRead(field="file", reason=told(error.reason, actor.language)) from error
    except Unreadable as error:
        reason = told(error.reason, actor.language, row=str(error.row), **error.details)
        raise StatementNotRead(field="file", reason=reason) from error


def told(reason: str, language: str, **details: str) -> str:
    """Why a file cannot be read, in `id` or `en`."""
    sentence = REASONS[reason][1 if language == "en" else 0]
    return sentence.format(**details) if details else sentence


def _statement(actor: Actor, account: str, name: str, content: bytes, found: Statement) -> BankStatement:
    days = [each.day for each in found.lines]
    return BankStatement(
        cooperative_id=actor.organisation_id,
        account=account,
        file_name=" ".join(name.split())[:200],
        content_hash=hashlib.sha256(content).hexdigest(),
        layout=found.layout,
        account_number=found.account_number,
        first=min(days),
        last=max(days),
        opening=found.opening,
        closing=found.closing,
        line_count=0,
        known_count=0,
        made_by=actor.person_id,
        person_name=name_of(actor),
    )


def _add_lines(session: Session, statement: BankStatement, found: Statement) -> int:
    """Insert what is not known yet; give how many. Two people with the same file wait for each other."""
    values = [
        {
            "id": new_id(),
            "created_at": now(),
            "cooperative_id": statement.cooperative_id,
            "statement_id": statement.id,
            "account": statement.account,
            "row": each.row,
            "place": place,
            "day": each.day,
            "description": each.words,
            "amount": each.amount,
            "balance": each.balance,
            "mark": mark,
            "as_written": list(each.as_written),
            "matched": False,
            "bookings": 0,
        }
        for place, (each, mark) in enumerate(marks(found.lines), 1)
    ]
    values.sort(key=lambda row: str(row["mark"]))  # whoever takes the same lines in takes them in the same order
    if not values:
        return 0
    statement_of_lines = insert(BankLine).on_conflict_do_nothing().returning(BankLine.id)
    return len(session.scalars(statement_of_lines, values).all())


def match_certain(session: Session, actor: Actor, account: str) -> int:
    """Match what surely belongs together: equal, alone near its day, and named by the bank. Give how many."""
    actor.require("cooperative", roles=TREASURERS)
    waiting = lines(actor, account, matched=False).order_by(BankLine.day, BankLine.place, BankLine.id).limit(AT_ONCE)
    found = {each.id: each for each in session.scalars(waiting.with_for_update())}
    number = 0
    for proposal in proposed(session, actor.organisation_id, account, list(found.values()), sums=0):
        if proposal.is_certain:
            parts = [Part(part.entry_id, part.line_no) for part in proposal.parts]
            _match(session, actor, found[proposal.bank_line], parts, "alone")
            number += 1
    return number


def confirm(
    session: Session, actor: Actor, line_id: UUID, parts: Sequence[Part], *, key: str | None = None
) -> BankLine:
    """Say which lines of the ledger a line of the bank is about; together they come to exactly its amount.

    Raises NotPermitted, NotFound, MatchedAlready, MatchNotEqual, Invalid.
    """
    actor.require("cooperative", roles=TREASURERS)
    made = idempotency.claim(session, actor, "books.match_bank_line", key, [line_id, list(parts)])
    if made is not None:
        return line(session, actor, made)
    found = line(session, actor, line_id, lock=True)
    if found.matched:
        raise MatchedAlready
    if not 1 <= len(set(parts)) == len(parts) <= 100:
        raise Invalid(field="parts")
    _match(session, actor, found, parts, "confirmed")
    idempotency.settle(session, actor, "books.match_bank_line", key, found.id)
    return found


def _match(session: Session, actor: Actor, found: BankLine, parts: Sequence[Part], way: str) -> BankLine:
    rows = []
    for part in parts:
        named = books_line(session, found.cooperative_id, found.account, part.entry_id, part.line_no)
        if named is None:
            raise Invalid(field="parts")
        rows.append(
            BankMatch(
                cooperative_id=found.cooperative_id,
                bank_line_id=found.id,
                entry_id=part.entry_id,
                line_no=part.line_no,
                day=named[0],
                amount=named[1],
                way=way,
                made_by=actor.person_id,
                person_name=name_of(actor),
            )
        )
    total = sum(row.amount for row in rows)
    if total != found.amount:
        raise MatchNotEqual(sum=str(Money(total)), amount=str(Money(found.amount)))
    _add(session, rows)
    found.matched = True
    session.flush()
    return found


def _add(session: Session, rows: list[BankMatch]) -> None:
    try:
        with session.begin_nested():
            session.add_all(rows)
            session.flush()
    except IntegrityError as error:
        if "uq_bank_match" not in str(error.orig):
            raise
        raise MatchedAlready from error


def take_apart(session: Session, actor: Actor, line_id: UUID, *, reason: str, key: str | None = None) -> BankLine:
    """Undo a match; an entry that was booked from the bank's line itself is reversed with it.

    Raises NotPermitted, NotFound, Invalid, BookingRefused.
    """
    actor.require("cooperative", roles=TREASURERS)
    if not 1 <= len(reason.strip()) <= 500:
        raise Invalid(field="reason")
    done = idempotency.claim(session, actor, "books.take_match_apart", key, [line_id, reason])
    if done is not None:
        return line(session, actor, done)
    found = line(session, actor, line_id, lock=True)
    made = matches(session, found)
    if made:
        session.execute(
            delete(BankMatch).where(
                BankMatch.cooperative_id == found.cooperative_id, BankMatch.bank_line_id == found.id
            )
        )
        found.matched = False
        if made[0].way == "booked":
            reverse(session, actor, books_of(session, actor), made[0].entry_id, reason=reason.strip())
        audit.record(session, actor, "books.take_match_apart", found.id, reason=reason.strip())
    idempotency.settle(session, actor, "books.take_match_apart", key, found.id)
    session.flush()
    return found


def book_line(
    session: Session,
    actor: Actor,
    line_id: UUID,
    account: str,
    *,
    note: str = "",
    party: str | None = None,
    key: str | None = None,
) -> BankLine:
    """Book a line of the bank that nobody had booked, with `account` on the other side, and match it.

    Raises NotPermitted, NotFound, AccountNotForThis, MatchedAlready, Invalid, BookingRefused.
    """
    actor.require("cooperative", roles=TREASURERS)
    made = idempotency.claim(session, actor, BOOK, key, [line_id, account, note, party])
    if made is not None:
        return line(session, actor, made)
    found = line(session, actor, line_id, lock=True)
    if found.matched:
        raise MatchedAlready
    if len(note) > 200 or party not in (None, "member", "non_member"):
        raise Invalid(field="note" if len(note) > 200 else "party")
    known = chart(session, actor.organisation_id)
    if account == found.account or account not in known or known[account].balance_mode == "guarded_by_counterparty":
        raise AccountNotForThis(field="account", account=account[:40])
    entry = entry_of(_for_books(found, account, note, party))
    if found.bookings:  # an earlier booking was reversed: this is another entry
        entry = replace(entry, key=f"{entry.key}:{found.bookings}")
    entry_id = post(session, actor, books_of(session, actor), entry)
    found.bookings += 1
    own = ledger.journal_entry(session.connection(), found.cooperative_id, entry_id)
    assert own is not None
    place = next(number for number, each in enumerate(own.lines, 1) if each.account == found.account)
    _match(session, actor, found, [Part(entry_id, place)], "booked")
    idempotency.settle(session, actor, BOOK, key, found.id)
    return found


def _for_books(found: BankLine, account: str, note: str, party: str | None) -> BankMoved:
    words = note.strip() or found.description or "Mutasi bank"
    return BankMoved(
        id=found.id,
        reference=f"{found.account} {found.day.isoformat()}",
        day=found.day,
        narration=words[:500],
        place=found.account,
        account=account,
        direction="in" if found.amount > 0 else "out",
        amount=abs(found.amount),
        party=party,  # type: ignore[arg-type]
    )
