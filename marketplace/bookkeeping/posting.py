"""Booking in the transaction of the business change. Nothing is rounded here: every entry balances by construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ..actor import Actor
from ..errors import Conflict
from .journal import JOURNAL, lines_of
from .open_items import OpenItem, open_item
from .rules import Event, account_of

SOURCE = "marketplace"
BOOKED_AT_ONCE = 1_000
"""Events in one round trip: enough that the trip costs nothing, few enough that nobody waits long for their locks."""
LEDGER_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


class BookingRefused(Conflict):
    """The ledger does not take the entry, so the business change is not made either; details: reason, ledger_code."""

    code = "booking_refused"
    indonesian = "Tidak bisa dibukukan: {reason}."
    english = "It cannot be booked: {reason}."


@dataclass(frozen=True, slots=True)
class Books:
    """Whose books: a cooperative, its name and its time zone (WIB, WITA or WIT)."""

    cooperative_id: UUID
    name: str
    time_zone: str


_known_open: set[UUID] = set()
"""Cooperatives whose books this process found open, by a transaction other than its own; books stay open for ever."""


def ensure_books(session: Session, books: Books, day: date) -> None:
    """Open the cooperative's books with the chart of accounts unless they are open; from 1 January of `day`."""
    if books.cooperative_id in _known_open:
        return
    opened_now: set[UUID] = session.info.setdefault("books_opened", set())
    opened = ledger.open_books(
        session.connection(),
        books.cooperative_id,
        name=books.name,
        open_on=date(day.year, 1, 1),
        time_zone=LEDGER_ZONES[books.time_zone],
    )
    if opened:
        opened_now.add(books.cooperative_id)
    elif books.cooperative_id not in opened_now:
        _known_open.add(books.cooperative_id)


def book(session: Session, actor: Actor, books: Books, event: Event) -> UUID:
    """Post `event` in the caller's transaction; give the entry's id. A repeat gives the entry that stands already.

    In a closed period the entry moves to the first open one and keeps its document date.
    Raises BookingRefused when the ledger does not take it.
    """
    return book_all(session, actor, books, [event])[0]


def book_all(session: Session, actor: Actor, books: Books, events: Sequence[Event]) -> list[UUID]:
    """Post every event as `book` does, in few round trips; give the entries' ids in their order.

    Raises BookingRefused for the first that the ledger does not take.
    """
    if not events:
        return []
    ensure_books(session, books, min(event.day for event in events))
    entries = [entry_of(event) for event in events]
    posted = []
    for start in range(0, len(entries), BOOKED_AT_ONCE):
        posted += post_all(session, actor, books, entries[start : start + BOOKED_AT_ONCE])
    for event in events:
        if event.due_on is not None:
            _open(session, books, event)
    return posted


def entry_of(event: Event) -> ledger.Entry:
    """The entry that `event` makes."""
    document_type = JOURNAL[type(event)].document_type
    return ledger.Entry(
        source=SOURCE,
        key=f"{document_type}:{event.id}",
        kind=event.kind,
        lines=lines_of(event),
        reference=event.reference,
        narration=event.narration,
        document_date=event.day,
        posting_date=event.day,
        if_closed="move",
        document=ledger.Document(document_type, str(event.id)),
        counterparty=event.counterparty,
    )


def _open(session: Session, books: Books, event: Event) -> None:
    """Note when each open leg of `event` falls due."""
    document_type, legs = JOURNAL[type(event)]
    other = event.counterparty
    for leg in legs:
        if leg.open and getattr(event, leg.amount) > 0:
            item = OpenItem(
                cooperative_id=books.cooperative_id,
                account=account_of(leg, event),
                document_type=document_type,
                document_id=str(event.id),
                counterparty_class=other.class_ if other else None,
                counterparty_id=other.id if other else None,
                reference=event.reference,
                amount=getattr(event, leg.amount),
                opened_on=event.day,
                due_on=event.due_on,
            )
            open_item(session, item)


def reverse(session: Session, actor: Actor, books: Books, entry_id: UUID, *, reason: str) -> UUID:
    """Cancel the entry with its mirror image, dated today; give the reversal's id. Raises BookingRefused."""
    entry = ledger.Reversal(source=SOURCE, key=f"reversal:{entry_id}", reverses=entry_id, narration=reason)
    return post(session, actor, books, entry)


def post(session: Session, actor: Actor, books: Books, entry: ledger.Entry | ledger.Reversal) -> UUID:
    """Post an entry that no event describes (a voucher, a closing); give its id. Raises BookingRefused."""
    return post_all(session, actor, books, [entry])[0]


def post_all(
    session: Session, actor: Actor, books: Books, entries: Sequence[ledger.Entry | ledger.Reversal]
) -> list[UUID]:
    """Post entries that no event describes; give their ids in order. Raises BookingRefused for the first refused."""
    hand = f"person:{actor.person_id}" if actor.person_id else f"program:{actor.organisation_id}"
    posted = []
    for result in ledger.post(session.connection(), books.cooperative_id, entries, actor=hand):
        if isinstance(result, ledger.Refused):
            raise BookingRefused(reason=result.message(actor.language), ledger_code=result.code)
        posted.append(result.entry_id)
    return posted
