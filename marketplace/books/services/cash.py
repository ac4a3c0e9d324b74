"""Verbs of the cash book: write down money that came or went, take a line back, change what a button means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ... import audit, idempotency
from ...actor import Actor
from ...bookkeeping import CashMoved, book, reverse
from ...clock import now, today
from ...errors import ChangedMeanwhile, DomainError, Invalid, NotFound
from ...identifiers import new_id
from ..errors import (
    AccountNotForThis,
    AlreadyReversed,
    CashCategoryUnknown,
    CashTimeInFuture,
    CashTimeTooOld,
    MatchedWithBank,
    MemberNumberUnknown,
    PartyNeeded,
    ReversalLate,
    TillUnknown,
)
from ..models.bank import BankMatch
from ..models.cash import CashCategory, CashEntry
from ..models.numbering import next_number
from ..queries.cash import (
    booked_on,
    category_of,
    chart,
    entries,
    member_of_number,
    own_categories,
    require_cashier,
)
from ..rules.cash import (
    DEFAULT_CATEGORIES,
    LARGEST_AMOUNT,
    LARGEST_BATCH,
    OLDEST,
    TILLS,
    CashRequest,
    Category,
    believed_time,
    time_doubt,
)
from ..rules.roles import TREASURERS
from .steps import books_of, name_of, open_chart

RECORD = "books.record_cash"
NUMBERS = {"in": "KM", "out": "KK"}
"""Direction -> kind of document: kas masuk, kas keluar."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line of a batch: the line in the cash book, or why there is none. `repeated`: it was there."""

    key: str
    entry: CashEntry | None = None
    repeated: bool = False
    error: DomainError | None = None


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lines are written against: the buttons and the tills of the cooperative, read once for many lines."""

    categories: dict[str, Category]
    tills: frozenset[str]


def _desk(session: Session, actor: Actor) -> _Desk:
    open_chart(session, actor)
    tills = (code for code in chart(session, actor.organisation_id) if code.startswith(TILLS))
    return _Desk({each.code: each for each in own_categories(session, actor.organisation_id)}, frozenset(tills))


def record(session: Session, actor: Actor, request: CashRequest) -> CashEntry:
    """Write one line and book it; a key that was sent before gives the line that stands.

    Raises NotPermitted, Invalid and its kinds, IdempotencyKeyReused, BookingRefused.
    """
    require_cashier(actor)
    return _record(session, actor, _desk(session, actor), request)[0]


def record_many(session: Session, actor: Actor, requests: Sequence[CashRequest]) -> list[Outcome]:
    """Write lines that waited on a phone, each by itself: one that is refused disturbs no other. In the order given.

    Done in the order of their times, so that two phones with the same lines never wait for each other.
    Raises NotPermitted, Invalid (too many).
    """
    require_cashier(actor)
    if not 0 < len(requests) <= LARGEST_BATCH:
        raise Invalid(field="entries")
    desk = _desk(session, actor)
    done: dict[int, Outcome] = {}
    present = now()
    for number, request in sorted(enumerate(requests), key=lambda each: (each[1].happened_at or present, each[1].key)):
        done[number] = _outcome(session, actor, desk, request)
    return [done[number] for number in range(len(requests))]


def _outcome(session: Session, actor: Actor, desk: _Desk, request: CashRequest) -> Outcome:
    try:
        with session.begin_nested():
            entry, repeated = _record(session, actor, desk, request)
    except DomainError as error:
        return Outcome(request.key, error=error)
    return Outcome(request.key, entry, repeated)


def _record(session: Session, actor: Actor, desk: _Desk, request: CashRequest) -> tuple[CashEntry, bool]:
    _check_words(request)
    content = {**asdict(request), "was_offline": None}
    if request.happened_at is not None:
        content["happened_at"] = request.happened_at.astimezone(UTC).isoformat()
    made = idempotency.claim(session, actor, RECORD, request.key, content)
    if made is not None:
        return session.get_one(CashEntry, made), True
    entry = _book(session, actor, desk, request)
    idempotency.settle(session, actor, RECORD, request.key, entry.id)
    return entry, False


def _check_words(request: CashRequest) -> None:
    if not 1 <= len(request.key) <= 100 or not request.key.isprintable():
        raise Invalid(field="key")
    if not 0 < request.amount <= LARGEST_AMOUNT:
        raise Invalid(field="amount")
    if len(request.note) > 200 or "\0" in request.note:
        raise Invalid(field="note")


def _book(session: Session, actor: Actor, desk: _Desk, request: CashRequest) -> CashEntry:
    cooperative_id = actor.organisation_id
    present = now()
    told_at = request.happened_at or present
    match time_doubt(told_at, present):
        case "future":
            raise CashTimeInFuture(field="happened_at")
        case "too_old":
            raise CashTimeTooOld(field="happened_at", days=OLDEST.days)
    category = _category(desk, request)
    if request.till not in desk.tills:
        raise TillUnknown(field="till")
    happened_at = believed_time(told_at, present)
    day = today(actor.time_zone, at=happened_at)
    entry = CashEntry(
        id=new_id(),
        cooperative_id=cooperative_id,
        key=request.key,
        number=next_number(session, cooperative_id, NUMBERS[category.direction], day.year),
        till=request.till,
        direction=category.direction,
        category=category.code,
        category_name=category.name,
        account=category.account_for(request.party),
        party=request.party,
        member_id=_member(session, cooperative_id, request),
        amount=request.amount,
        note=" ".join(request.note.split()),
        happened_at=happened_at,
        day=day,
        was_offline=request.was_offline,
        made_by=actor.person_id,
        person_name=name_of(actor),
    )
    entry.entry_id = book(session, actor, books_of(session, actor), _for_books(entry))
    entry.booked_on = booked_on(session, cooperative_id, entry.entry_id)
    session.add(entry)
    session.flush()
    return entry


def _category(desk: _Desk, request: CashRequest) -> Category:
    category = desk.categories.get(request.category)
    if category is None or not (category.in_use or request.was_offline):
        raise CashCategoryUnknown(field="category")
    if category.asks_party != (request.party is not None):
        raise PartyNeeded(field="party")
    return category


def _member(session: Session, cooperative_id: UUID, request: CashRequest) -> UUID | None:
    number = request.member_number.strip()
    if not number or request.party != "member":
        return None
    member_id = member_of_number(session, cooperative_id, number)
    if member_id is None:
        raise MemberNumberUnknown(field="member_number", number=number[:30])
    return member_id


def _for_books(entry: CashEntry) -> CashMoved:
    return CashMoved(
        id=entry.id,
        reference=entry.number,
        day=entry.day,
        narration=f"{entry.category_name}: {entry.note}" if entry.note else entry.category_name,
        place=entry.till,
        account=entry.account,
        direction=entry.direction,  # type: ignore[arg-type]
        amount=entry.amount,
        party=entry.party,  # type: ignore[arg-type]
        party_id=entry.member_id,
    )


def cancel(session: Session, actor: Actor, entry_id: UUID, *, reason: str, key: str | None = None) -> CashEntry:
    """Take a line back by its mirror image, dated today. A cashier does so the same day, the treasurer also later.

    Raises NotPermitted, ReversalLate, NotFound, AlreadyReversed, MatchedWithBank, Invalid, BookingRefused.
    """
    require_cashier(actor)
    if not 1 <= len(reason.strip()) <= 500:
        raise Invalid(field="reason")
    made = idempotency.claim(session, actor, "books.cancel_cash", key, [entry_id, reason])
    if made is not None:
        return session.get_one(CashEntry, made)
    entry = session.scalar(entries(actor).where(CashEntry.id == entry_id).with_for_update())
    if entry is None:
        raise NotFound
    _check_cancel(session, actor, entry)
    entry.reversal_entry_id = reverse(session, actor, books_of(session, actor), entry.entry_id, reason=reason.strip())
    entry.reversed_at, entry.reversed_by, entry.reversal_reason = now(), actor.person_id, reason.strip()
    entry.reversed_by_name = name_of(actor)
    audit.record(session, actor, "books.cancel_cash", entry.id, number=entry.number)
    idempotency.settle(session, actor, "books.cancel_cash", key, entry.id)
    session.flush()
    return entry


def _check_cancel(session: Session, actor: Actor, entry: CashEntry) -> None:
    if entry.reversed_at is not None:
        raise AlreadyReversed
    written_on = today(actor.time_zone, at=entry.created_at)
    if not actor.has_role(*TREASURERS) and written_on != today(actor.time_zone):
        raise ReversalLate
    if is_matched(session, entry.cooperative_id, entry.entry_id):
        raise MatchedWithBank


def is_matched(session: Session, cooperative_id: UUID, entry_id: UUID) -> bool:
    """Whether a line of the bank's statement is matched with a line of that ledger entry."""
    matched = exists().where(BankMatch.cooperative_id == cooperative_id, BankMatch.entry_id == entry_id)
    return bool(session.scalar(select(matched)))


def change_category(session: Session, actor: Actor, category: Category, *, version: int) -> Category:
    """Change a button, or add one (a code that is not there, version 0); a default gets the cooperative's own row.

    Raises NotPermitted, Invalid, AccountNotForThis, NotFound (a version of nothing), ChangedMeanwhile.
    """
    actor.require("cooperative", roles=TREASURERS)
    open_chart(session, actor)
    _check_category(session, actor.organisation_id, category)
    own = select(CashCategory).where(
        CashCategory.cooperative_id == actor.organisation_id, CashCategory.code == category.code
    )
    row = session.scalar(own.with_for_update())
    if row is None and version:
        raise NotFound
    if row is not None and row.version != version:
        raise ChangedMeanwhile
    row = row or CashCategory(cooperative_id=actor.organisation_id, code=category.code)
    row.name, row.direction, row.in_use = category.name.strip(), category.direction, category.in_use
    row.account, row.non_member_account = category.account, category.non_member_account
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else made the row just now
        raise ChangedMeanwhile from error
    audit.record(session, actor, "books.change_cash_category", row.id, code=row.code, account=row.account)
    return category_of(row)


def _check_category(session: Session, cooperative_id: UUID, category: Category) -> None:
    if not 1 <= len(category.name.strip()) <= 40:
        raise Invalid(field="name")
    if not 1 <= len(category.code) <= 40:
        raise Invalid(field="code")
    default = next((each for each in DEFAULT_CATEGORIES if each.code == category.code), None)
    if default is not None and default.direction != category.direction:
        raise Invalid(field="direction")
    if category.non_member_account is not None and category.direction == "out":
        raise Invalid(field="non_member_account")
    known = chart(session, cooperative_id)
    for field, account in _accounts(category):
        if account not in known or account.startswith(TILLS):
            raise AccountNotForThis(field=field, account=account[:40])


def _accounts(category: Category) -> Iterator[tuple[str, str]]:
    yield "account", category.account
    if category.non_member_account is not None:
        yield "non_member_account", category.non_member_account
