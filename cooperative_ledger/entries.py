"""What a caller asks the ledger to post: entries of lines, and reversals. Money is whole rupiah."""

from __future__ import annotations

import os
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from uuid import UUID

CounterpartyClass = Literal["member", "non_member", "cooperative", "government"]
Kind = Literal["normal", "opening", "closing", "adjustment"]
IfClosed = Literal["refuse", "move"]

LARGEST_AMOUNT = 10**15
"""Rupiah in one line; larger sums need several lines."""
LARGEST_INTEGER = 2**53 - 1
"""What a line can say at all: a thousand of them still add up to an integer of the database."""


_last_tick = 0
_tick_lock = threading.Lock()


def new_entry_id() -> UUID:
    """A UUID version 7 (RFC 9562, method 3): milliseconds, 12 bits of the millisecond's fraction, 62 random bits.

    Ids made by one process rise strictly, so entries of one day stand in the order in which they were made.
    """
    global _last_tick
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    with _tick_lock:
        tick = _last_tick = max(_last_tick + 1, milliseconds << 12 | (nanoseconds << 12) // 1_000_000)
    random = int.from_bytes(os.urandom(8)) >> 2
    return uuid.UUID(int=(tick >> 12) << 80 | 0x7 << 76 | (tick & 0xFFF) << 64 | 0b10 << 62 | random)


@dataclass(frozen=True, slots=True)
class Document:
    """The paper behind a line: its type (`order`, `goods_receipt`, `bill`, ...) and its id in the caller's system."""

    type: str
    id: str

    def __post_init__(self) -> None:
        check_length("document type", self.type, 50)
        check_length("document id", self.id, 100)


@dataclass(frozen=True, slots=True)
class Counterparty:
    """With whom: the class decides member and non-member income, the id whose receivable or savings it is."""

    class_: CounterpartyClass
    id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One side of one account; use `debit()` and `credit()` to make it. Exactly one of the amounts is above zero."""

    account: str
    debit: int = 0
    credit: int = 0
    counterparty: Counterparty | None = None
    outlet_id: UUID | None = None
    business_unit: str | None = None
    document: Document | None = None

    def __post_init__(self) -> None:
        for amount in (self.debit, self.credit):
            if type(amount) is not int:
                raise TypeError(f"an amount is a whole number of rupiah, not {amount!r}")
            if abs(amount) > LARGEST_INTEGER:
                raise ValueError(f"an amount beyond any money: {amount}")
        if self.business_unit is not None:
            check_length("business unit", self.business_unit, 50)


def debit(account: str, amount: int, **dimensions: Any) -> Line:
    """A line that debits `account` with `amount` rupiah; `dimensions` as in `Line`."""
    return Line(account=account, debit=amount, **dimensions)


def credit(account: str, amount: int, **dimensions: Any) -> Line:
    """A line that credits `account` with `amount` rupiah; `dimensions` as in `Line`."""
    return Line(account=account, credit=amount, **dimensions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A balanced set of lines to post.

    `source` and `key` name the request for ever: the same key with the same content is answered with the entry that
    is there, with other content it is refused. `posting_date` defaults to today where the cooperative is,
    `document_date` to the posting date. `document`, `counterparty`, `outlet_id` and `business_unit` hold for each
    line that names none itself. `if_closed` says what happens when the date's period is closed: refuse, or move to
    the first day of the first open period, keeping the document date. `period` names a year's adjustment period
    (202613); other periods follow from the date.
    """

    source: str
    key: str
    lines: tuple[Line, ...]
    kind: Kind = "normal"
    reference: str | None = None
    narration: str | None = None
    document_date: date | None = None
    posting_date: date | None = None
    period: int | None = None
    if_closed: IfClosed = "refuse"
    document: Document | None = None
    counterparty: Counterparty | None = None
    outlet_id: UUID | None = None
    business_unit: str | None = None
    id: UUID = field(default_factory=new_entry_id)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(self.lines))
        _check_texts(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversal:
    """Cancels the entry `reverses` with its mirror image, once; what should have stood is then posted anew."""

    source: str
    key: str
    reverses: UUID
    reference: str | None = None
    narration: str | None = None
    document_date: date | None = None
    posting_date: date | None = None
    period: int | None = None
    if_closed: IfClosed = "refuse"
    id: UUID = field(default_factory=new_entry_id)

    def __post_init__(self) -> None:
        _check_texts(self)


def _check_texts(request: Entry | Reversal) -> None:
    check_length("source", request.source, 50)
    check_length("key", request.key, 200)
    if request.reference is not None:
        check_length("reference", request.reference, 200)
    if request.narration is not None:
        check_length("narration", request.narration, 1000)


def check_length(what: str, text: str, longest: int) -> None:
    """Refuse a text that the database could not store."""
    if not 1 <= len(text) <= longest:
        raise ValueError(f"a {what} has 1 to {longest} characters, not {len(text)}")
    if "\0" in text:
        raise ValueError(f"a {what} has no NUL character")
