"""One table from what happened in the business to the lines of the journal, booked in the transaction of the change.

It stands below the domains, so it has its own small input types. Amounts are whole rupiah that were rounded before
they came here; nothing is rounded here, so every entry balances to the rupiah by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from .actor import Actor
from .errors import Conflict

SOURCE = "marketplace"
LEDGER_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}

CASH = "1-1100"
BANK = "1-1200"
INVENTORY = "1-3100"
INPUT_TAX = "1-4100"
SUPPLIERS = "2-1100"
RECEIVED_NOT_BILLED = "2-1110"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierDocument:
    """What every document of a purchase tells the books. `reference`: its number and the order's."""

    id: UUID
    reference: str
    supplier_id: UUID
    day: date
    narration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsReceived(SupplierDocument):
    """Goods were accepted, `amount` at the agreed price; PPN and freight are in it as far as they are cost."""

    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BillAgreed(SupplierDocument):
    """A bill is owed: `total` with everything; `tax` what can be credited; `cleared` what stood as not billed."""

    total: int
    tax: int
    cleared: int

    @property
    def difference(self) -> int:
        """What the bill says above (or, negative, below) what was received: it belongs to the cost of the goods."""
        return self.total - self.tax - self.cleared


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPaid(SupplierDocument):
    """Money left for a supplier, by bank transfer or from the till."""

    amount: int
    way: Literal["cash", "transfer"]

    @property
    def from_cash(self) -> int:
        """The amount when it came from the till."""
        return self.amount if self.way == "cash" else 0

    @property
    def from_bank(self) -> int:
        """The amount when it came from the bank."""
        return self.amount if self.way == "transfer" else 0


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of an entry: the account, the side, and the field of the event that holds the rupiah.

    Nothing is written for zero, and a negative amount goes to the other side.
    """

    side: Literal["debit", "credit"]
    account: str
    amount: str


JOURNAL: dict[type[SupplierDocument], tuple[str, tuple[Leg, ...]]] = {
    GoodsReceived: (
        "goods_receipt",
        (Leg("debit", INVENTORY, "amount"), Leg("credit", RECEIVED_NOT_BILLED, "amount")),
    ),
    BillAgreed: (
        "purchase_bill",
        (
            Leg("debit", RECEIVED_NOT_BILLED, "cleared"),
            Leg("debit", INPUT_TAX, "tax"),
            Leg("debit", INVENTORY, "difference"),
            Leg("credit", SUPPLIERS, "total"),
        ),
    ),
    BillPaid: (
        "supplier_payment",
        (
            Leg("debit", SUPPLIERS, "amount"),
            Leg("credit", BANK, "from_bank"),
            Leg("credit", CASH, "from_cash"),
        ),
    ),
}
"""Business event -> type of the document behind each line, and the lines."""


def lines_of(event: SupplierDocument) -> tuple[ledger.Line, ...]:
    """The journal lines of `event`, which balance."""
    _, legs = JOURNAL[type(event)]
    lines = []
    for leg in legs:
        amount: int = getattr(event, leg.amount)
        if amount:
            debited = (leg.side == "debit") == (amount > 0)
            lines.append((ledger.debit if debited else ledger.credit)(leg.account, abs(amount)))
    return tuple(lines)


_open: set[UUID] = set()
"""Cooperatives whose books this process found open, by a transaction other than its own; books stay open for ever."""


def ensure_books(session: Session, books: Books, day: date) -> None:
    """Open the cooperative's books with the chart of accounts unless they are open; from 1 January of `day`."""
    if books.cooperative_id in _open:
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
        _open.add(books.cooperative_id)


def book(session: Session, actor: Actor, books: Books, event: SupplierDocument) -> UUID:
    """Post `event` in the caller's transaction; give the entry's id. A repeat gives the entry that stands already.

    In a closed period the entry moves to the first open one and keeps its document date.
    Raises BookingRefused when the ledger does not take it.
    """
    ensure_books(session, books, event.day)
    document_type, _ = JOURNAL[type(event)]
    entry = ledger.Entry(
        source=SOURCE,
        key=f"{document_type}:{event.id}",
        lines=lines_of(event),
        reference=event.reference,
        narration=event.narration,
        document_date=event.day,
        posting_date=event.day,
        if_closed="move",
        document=ledger.Document(document_type, str(event.id)),
        counterparty=ledger.Counterparty("non_member", event.supplier_id),
    )
    return _post(session, actor, books, entry)


def reverse(session: Session, actor: Actor, books: Books, entry_id: UUID, *, reason: str) -> UUID:
    """Cancel the entry with its mirror image, dated today; give the reversal's id. Raises BookingRefused."""
    entry = ledger.Reversal(source=SOURCE, key=f"reversal:{entry_id}", reverses=entry_id, narration=reason)
    return _post(session, actor, books, entry)


def _post(session: Session, actor: Actor, books: Books, entry: ledger.Entry | ledger.Reversal) -> UUID:
    hand = f"person:{actor.person_id}" if actor.person_id else f"program:{actor.organisation_id}"
    try:
        posted = ledger.post_one(session.connection(), books.cooperative_id, entry, actor=hand)
    except ledger.PostingRefused as refusal:
        reason = refusal.refused.message(actor.language)
        raise BookingRefused(reason=reason, ledger_code=refusal.code) from refusal
    return posted.entry_id
