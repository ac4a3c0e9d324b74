"""Verbs of periods: close, take the close back, lock, ask for reopening and answer, close the year."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

import cooperative_ledger as ledger
from cooperative_ledger.periods import State

from ... import audit, idempotency, outbox
from ...actor import Actor
from ...bookkeeping import BookingRefused
from ...clock import now, today
from ...errors import Invalid, NotFound, NotPermitted
from ...identifiers import new_id
from ..errors import (
    AskerDecides,
    ChecklistNotClean,
    PeriodNotSo,
    PeriodRunning,
    ReopeningDecided,
    ReopeningWaits,
    YearNotOver,
)
from ..events import PeriodClosing as ClosingBegun
from ..models.periods import LATE_DOCUMENTS, BooksPolicy, PeriodClosing, PeriodReopening
from ..queries.periods import checklist
from ..rules.periods import closable_from, known_period, unfinished
from ..rules.roles import APPROVERS, TREASURERS
from .steps import name_of

STATE_WORDS: dict[str, tuple[str, str]] = {
    "open": ("masih buka", "open"),
    "closing": ("sedang ditutup", "being closed"),
    "closed": ("sudah tutup", "closed"),
    "locked": ("terkunci", "locked"),
}


def hand_of(actor: Actor) -> str:
    """The actor as the ledger names him."""
    return f"person:{actor.person_id}" if actor.person_id else f"program:{actor.organisation_id}"


def close(
    session: Session, actor: Actor, period: int, *, looked_at: bool = False, key: str | None = None
) -> PeriodClosing:
    """Let the period take nothing more; sealing and keeping its trial balance follow in the background.

    `looked_at`: what the checklist found not in order is known and accepted; it is kept with the close.
    Raises NotPermitted, PeriodNotThere, PeriodRunning, PeriodNotSo, ChecklistNotClean, IdempotencyKeyReused.
    """
    actor.require("cooperative", roles=TREASURERS)
    before = idempotency.claim(session, actor, "books.close_period", key, period)
    if before is not None:
        return session.get_one(PeriodClosing, before)
    _check_there(session, actor, period)
    if today(actor.time_zone) < closable_from(period):
        raise PeriodRunning(day=closable_from(period).strftime("%d/%m/%Y"))
    _change(session, actor, period, "closing", before=("open",))
    # Nothing is added any more, so what is looked at now is what is closed.
    left = unfinished(checklist(session, actor.organisation_id, period))
    if left and not looked_at:
        raise ChecklistNotClean(count=len(left), findings=[finding.plain() for finding in left])
    made = PeriodClosing(
        id=new_id(),
        cooperative_id=actor.organisation_id,
        period=period,
        findings=[finding.plain() for finding in left],
        made_by=actor.person_id,
        person_name=name_of(actor),
    )
    session.add(made)
    outbox.record(session, ClosingBegun(actor.organisation_id, period, hand_of(actor)))
    audit.record(session, actor, "books.close_period", made.id, period=period, findings=len(left))
    idempotency.settle(session, actor, "books.close_period", key, made.id)
    return made


def finish_closing(session: Session, cooperative_id: UUID, period: int, hand: str) -> bool:
    """Bring a period that is closing to closed, with its trial balance and the newest seal; False where it is not."""
    connection = session.connection()
    if ledger.period_state(connection, cooperative_id, period) != "closing":
        return False
    ledger.fold(connection, cooperative_id)
    while ledger.seal(connection, cooperative_id) is not None:
        pass  # a seal holds so many entries and no more
    newest = ledger.newest_seal(connection, cooperative_id)
    number = newest.seal_number if newest else None
    ledger.finish_close(connection, cooperative_id, period, actor=hand, seal_number=number)
    return True


def left_closing(session: Session) -> list[tuple[UUID, int, str]]:
    """The closes that nobody finished: cooperative, period, and the hand that began."""
    found = []
    for row in session.scalars(select(PeriodClosing).order_by(PeriodClosing.id.desc()).limit(1000)):
        if ledger.period_state(session.connection(), row.cooperative_id, row.period) == "closing":
            hand = f"person:{row.made_by}" if row.made_by else f"program:{row.cooperative_id}"
            found.append((row.cooperative_id, row.period, hand))
    return list(dict.fromkeys(found))


def take_back(session: Session, actor: Actor, period: int, *, key: str | None = None) -> None:
    """Open a period again that is still being closed.

    Raises NotPermitted, PeriodNotThere, PeriodNotSo, IdempotencyKeyReused.
    """
    actor.require("cooperative", roles=TREASURERS)
    _bring(session, actor, "books.take_back_closing", period, "closing", "open", key)


def lock(session: Session, actor: Actor, period: int, *, key: str | None = None) -> None:
    """Close a closed period for ever. Raises NotPermitted, PeriodNotThere, PeriodNotSo, IdempotencyKeyReused."""
    actor.require("cooperative", roles=(*TREASURERS, *APPROVERS))
    _bring(session, actor, "books.lock_period", period, "closed", "locked", key)


def _bring(
    session: Session, actor: Actor, verb: str, period: int, before: State, after: State, key: str | None
) -> None:
    if idempotency.claim(session, actor, verb, key, period) is not None:
        return
    _check_there(session, actor, period)
    _change(session, actor, period, after, before=(before,))
    audit.record(session, actor, verb, None, period=period)
    idempotency.settle(session, actor, verb, key, actor.organisation_id)


def ask_reopening(
    session: Session, actor: Actor, period: int, *, reason: str, key: str | None = None
) -> PeriodReopening:
    """Ask for a closed period to be opened again, with the reason; the chair answers.

    Raises NotPermitted, PeriodNotThere, PeriodNotSo, ReopeningWaits, Invalid, IdempotencyKeyReused.
    """
    actor.require("cooperative", roles=TREASURERS)
    if actor.person_id is None:
        raise NotPermitted
    if not 1 <= len(reason.strip()) <= 1000 or "\0" in reason:
        raise Invalid(field="reason")
    made = idempotency.claim(session, actor, "books.ask_reopening", key, [period, reason])
    if made is not None:
        return session.get_one(PeriodReopening, made)
    _check_there(session, actor, period)
    state = ledger.period_state(session.connection(), actor.organisation_id, period)
    if state != "closed":
        raise not_so(actor, state)
    values = {
        "id": new_id(),
        "cooperative_id": actor.organisation_id,
        "period": period,
        "state": "waiting",
        "reason": reason.strip(),
        "made_by": actor.person_id,
        "person_name": name_of(actor),
        "created_at": now(),
    }
    statement = insert(PeriodReopening).values(values).on_conflict_do_nothing().returning(PeriodReopening.id)
    request_id = session.execute(statement).scalar()
    if request_id is None:
        raise ReopeningWaits
    audit.record(session, actor, "books.ask_reopening", request_id, period=period)
    idempotency.settle(session, actor, "books.ask_reopening", key, request_id)
    return session.get_one(PeriodReopening, request_id)


def answer_reopening(
    session: Session, actor: Actor, request_id: UUID, *, agree: bool, key: str | None = None
) -> PeriodReopening:
    """Agree to open the period again, or not. Never the one who asked.

    Raises NotPermitted, NotFound, AskerDecides, ReopeningDecided, PeriodNotSo, IdempotencyKeyReused.
    """
    actor.require("cooperative", roles=APPROVERS)
    made = idempotency.claim(session, actor, "books.answer_reopening", key, [request_id, agree])
    if made is not None:
        return session.get_one(PeriodReopening, made)
    found = session.scalar(
        select(PeriodReopening)
        .where(PeriodReopening.cooperative_id == actor.organisation_id, PeriodReopening.id == request_id)
        .with_for_update()
    )
    if found is None:
        raise NotFound
    if actor.person_id is None or actor.person_id == found.made_by:
        raise AskerDecides
    if found.state != "waiting":
        raise ReopeningDecided
    found.state = "approved" if agree else "refused"
    found.decided_by, found.decided_by_name = actor.person_id, name_of(actor)
    found.decided_at = now()
    if agree:
        _change(
            session,
            actor,
            found.period,
            "open",
            before=("closed",),
            asked_by=f"person:{found.made_by}",
            reason=found.reason,
        )
    session.flush()
    audit.record(session, actor, "books.answer_reopening", found.id, period=found.period, agree=agree)
    idempotency.settle(session, actor, "books.answer_reopening", key, found.id)
    return found


def close_year(session: Session, actor: Actor, year: int, *, key: str | None = None) -> ledger.YearClosed:
    """Post the closing entries of a year whose months are all closed; a repeat posts nothing, with or without the key.

    Raises NotPermitted, PeriodNotThere, YearNotOver, BookingRefused.
    """
    actor.require("cooperative", roles=TREASURERS)
    if not 1900 <= year <= 9998:
        raise Invalid(field="year")
    _check_there(session, actor, year * 100 + 13)
    idempotency.claim(session, actor, "books.close_year", key, year)
    try:
        done = ledger.close_year(
            session.connection(), actor.organisation_id, year, actor=hand_of(actor), today=today(actor.time_zone)
        )
    except ledger.YearNotOver as running:
        raise YearNotOver(year=year, months=", ".join(str(month % 100) for month in running.open_periods)) from None
    except ledger.PostingRefused as refusal:
        raise BookingRefused(reason=refusal.refused.message(actor.language), ledger_code=refusal.code) from refusal
    audit.record(session, actor, "books.close_year", None, year=year, surplus=done.surplus, entries=len(done.entries))
    idempotency.settle(session, actor, "books.close_year", key, actor.organisation_id)
    return done


def set_late_documents(session: Session, actor: Actor, late_documents: str) -> None:
    """Say what becomes of vouchers whose month is closed: `move` or `refuse`. Raises NotPermitted, Invalid."""
    actor.require("cooperative", roles=TREASURERS)
    if late_documents not in LATE_DOCUMENTS:
        raise Invalid(field="late_documents")
    values = {"late_documents": late_documents, "changed_at": now(), "changed_by": actor.person_id}
    statement = insert(BooksPolicy).values(cooperative_id=actor.organisation_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["cooperative_id"], set_=values))
    audit.record(session, actor, "books.set_late_documents", actor.organisation_id, late_documents=late_documents)


def _check_there(session: Session, actor: Actor, period: int) -> None:
    opened = ledger.books_opened_on(session.connection(), actor.organisation_id)
    known_period(period, opened, today(actor.time_zone))


def not_so(actor: Actor, state: State) -> PeriodNotSo:
    """The refusal that tells the state, in the actor's language."""
    return PeriodNotSo(state=STATE_WORDS[state][actor.language == "en"])


def _change(
    session: Session,
    actor: Actor,
    period: int,
    state: State,
    *,
    before: tuple[State, ...],
    asked_by: str | None = None,
    reason: str | None = None,
) -> None:
    """Change the state; the ledger waits for postings under way. Raises PeriodNotSo."""
    connection = session.connection()
    session.execute(
        text("SELECT pg_advisory_xact_lock(ledger.period_lock(:coop, :period))"),
        {"coop": actor.organisation_id, "period": period},
    )
    present = ledger.period_state(connection, actor.organisation_id, period)
    if present not in before:
        raise not_so(actor, present)
    ledger.change_period(
        connection,
        actor.organisation_id,
        period,
        state,
        actor=asked_by or hand_of(actor),
        reason=reason,
        approved_by=hand_of(actor) if asked_by else None,
    )
