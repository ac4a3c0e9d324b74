"""Closing the till for a day: count, explain what differs, hand on, have it signed by somebody else."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ... import audit, idempotency
from ...actor import Actor
from ...bookkeeping import CountDiffered, TillEmptied, book
from ...clock import now, today
from ...errors import ChangedMeanwhile, Invalid
from ...money import Money
from ..errors import AlreadyCounted, CashMovedMeanwhile, CountNotOpen, CountReasonNeeded, SignerIsCounter, TillUnknown
from ..models.cash import CashCount
from ..queries.cash import chart, count, expected_on, require_cashier
from ..rules.cash import (
    COUNT_DIFFERENCE,
    OLDEST_COUNT,
    SIGNERS,
    TILLS,
    CountRequest,
    counted,
    handed_to_account,
    pieces_are_possible,
    second_person,
)
from ..rules.roles import TREASURERS
from .steps import books_of, name_of, open_chart

COUNT = "books.count_cash"


def count_till(session: Session, actor: Actor, request: CountRequest, *, key: str | None = None) -> CashCount:
    """Write down what is in the till at the end of a day; nothing is booked before somebody else signs.

    Raises NotPermitted, Invalid, TillUnknown, AlreadyCounted, CountReasonNeeded.
    """
    cooperative_id = require_cashier(actor)
    open_chart(session, actor)
    _check(session, actor, request)
    content = {**asdict(request), "pieces": sorted(request.pieces.items())}
    made = idempotency.claim(session, actor, COUNT, key, content)
    if made is not None:
        return session.get_one(CashCount, made)
    total, expected = counted(request.pieces), expected_on(session, cooperative_id, request.till, request.day)
    if request.handed > total:
        raise Invalid(field="handed")
    if total != expected and not request.reason.strip():
        raise CountReasonNeeded(field="reason", difference=str(Money(total - expected)))
    row = CashCount(
        cooperative_id=cooperative_id,
        till=request.till,
        day=request.day,
        state="counted",
        pieces={str(value): number for value, number in request.pieces.items() if number},
        counted=total,
        expected=expected,
        reason=request.reason.strip(),
        handed_to=request.handed_to,
        handed=request.handed,
        counted_by=actor.person_id,
        counted_by_name=name_of(actor),
    )
    _add(session, row)
    idempotency.settle(session, actor, COUNT, key, row.id)
    return row


def _check(session: Session, actor: Actor, request: CountRequest) -> None:
    present = today(actor.time_zone)
    if not present - OLDEST_COUNT <= request.day <= present:
        raise Invalid(field="day")
    if not pieces_are_possible(request.pieces):
        raise Invalid(field="pieces")
    if request.handed_to not in ("stays", "treasurer", "bank") or (request.handed_to == "stays") != (
        request.handed == 0
    ):
        raise Invalid(field="handed")
    if request.handed < 0 or len(request.reason) > 500:
        raise Invalid(field="handed" if request.handed < 0 else "reason")
    if not request.till.startswith(TILLS) or request.till not in chart(session, actor.organisation_id):
        raise TillUnknown(field="till")


def _add(session: Session, row: CashCount) -> None:
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:
        if "uq_cash_count_day" not in str(error.orig):
            raise
        raise AlreadyCounted(field="day", day=row.day.strftime("%d/%m/%Y")) from error


def sign_count(session: Session, actor: Actor, count_id: UUID, *, version: int, key: str | None = None) -> CashCount:
    """Agree to a count that somebody else made: what differs is booked by name, what is handed on leaves the till.

    Raises NotPermitted, SignerIsCounter, CountNotOpen, CashMovedMeanwhile, ChangedMeanwhile, NotFound, BookingRefused.
    """
    actor.require("cooperative", roles=SIGNERS)
    made = idempotency.claim(session, actor, "books.sign_count", key, [count_id])
    if made is not None:
        return session.get_one(CashCount, made)
    row = _open_count(session, actor, count_id, version)
    if not second_person(row.counted_by, actor.person_id):
        raise SignerIsCounter
    expected = expected_on(session, row.cooperative_id, row.till, row.day)
    if expected != row.expected:
        raise CashMovedMeanwhile(expected=str(Money(expected)))
    _book(session, actor, row)
    row.state, row.signed_at, row.signed_by = "signed", now(), actor.person_id
    row.signed_by_name = name_of(actor)
    audit.record(session, actor, "books.sign_count", row.id, difference=row.difference, handed=row.handed)
    idempotency.settle(session, actor, "books.sign_count", key, row.id)
    session.flush()
    return row


def _book(session: Session, actor: Actor, row: CashCount) -> None:
    reference = f"{row.till} {row.day.isoformat()}"
    if row.difference:
        row.difference_entry_id = book(
            session,
            actor,
            books_of(session, actor),
            CountDiffered(
                id=row.id,
                reference=reference,
                day=row.day,
                narration=f"Selisih hitungan kas: {row.reason}",
                place=row.till,
                account=COUNT_DIFFERENCE,
                direction="in" if row.difference > 0 else "out",
                amount=abs(row.difference),
            ),
        )
    account = handed_to_account(row.till, row.handed_to)
    if row.handed and account:
        row.handover_entry_id = book(
            session,
            actor,
            books_of(session, actor),
            TillEmptied(
                id=row.id,
                reference=reference,
                day=row.day,
                narration="Setoran kas ke bank" if row.handed_to == "bank" else "Setoran kas ke bendahara",
                place=row.till,
                account=account,
                direction="out",
                amount=row.handed,
            ),
        )


def withdraw_count(
    session: Session, actor: Actor, count_id: UUID, *, version: int, key: str | None = None
) -> CashCount:
    """Put a count away that was wrong, before it is signed: by the one who counted, or by the treasurer.

    Raises NotPermitted, CountNotOpen, ChangedMeanwhile, NotFound.
    """
    require_cashier(actor)
    made = idempotency.claim(session, actor, "books.withdraw_count", key, [count_id])
    if made is not None:
        return session.get_one(CashCount, made)
    row = _open_count(session, actor, count_id, version)
    if row.counted_by != actor.person_id:
        actor.require("cooperative", roles=TREASURERS)
    row.state = "withdrawn"
    idempotency.settle(session, actor, "books.withdraw_count", key, row.id)
    audit.record(session, actor, "books.withdraw_count", row.id, till=row.till, day=row.day.isoformat())
    session.flush()
    return row


def _open_count(session: Session, actor: Actor, count_id: UUID, version: int) -> CashCount:
    row = count(session, actor, count_id, lock=True)
    if row.state != "counted":
        raise CountNotOpen
    if row.version != version:
        raise ChangedMeanwhile
    return row
