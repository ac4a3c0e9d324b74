"""A loan is restructured or written off: one person proposes it with a reason, another decides."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ....actor import Actor
from ....bookkeeping import LoanWrittenOff, book
from ....clock import today
from ....errors import Invalid, NotFound
from ....identifiers import new_id
from ...errors import LoanChangeDecided, LoanChangeWaits
from ...models.loans import Loan, LoanChange
from ...queries.loans import LOAN_DOCUMENT, allowance_standing, booked_on, current_schedule, owed_of
from ...rules.loans import NewTerms
from ...rules.schedule import LONGEST, METHODS, STEPS, Instalment, months_after
from ..steps import books_of, name_of, need_reason, once, require_other_person
from .requesting import HIGHEST_RATE
from .steps import check_day, instalments, member_of, note, require, take, write_schedule


def unpaid_interest(found: Loan, actor: Actor) -> int:
    """Interest of instalments that were due up to today and is not paid, rupiah."""
    day = today(actor.time_zone)
    return sum(each.interest for each in owed_of(found) if each.instalment.due_on <= day)


def preview(session: Session, actor: Actor, found: Loan, new: NewTerms) -> tuple[Instalment, ...]:
    """The instalments after a restructuring. Raises Invalid, LoanTooSmall."""
    _check(actor, new)
    return instalments(new.terms(booked_on(session, found), unpaid_interest(found, actor)))


def propose_restructuring(
    session: Session, actor: Actor, loan_id: UUID, new: NewTerms, *, reason: str, key: str | None = None
) -> LoanChange:
    """Propose a new schedule over what is outstanding.

    Raises NotPermitted, NotFound, LoanState, LoanChangeWaits, LoanTooSmall, Invalid.
    """
    require(actor, "propose")
    words = need_reason(reason)

    def do() -> LoanChange:
        found = take(session, actor, loan_id, "propose")
        preview(session, actor, found, new)
        return _propose(session, actor, found, "restructuring", words, new)

    return once(session, actor, "loans.propose_restructuring", key, [loan_id, asdict(new), words], LoanChange, do)


def _check(actor: Actor, new: NewTerms) -> None:
    day = today(actor.time_zone)
    wrong = {
        "monthly_rate": not 0 <= new.monthly_rate <= HIGHEST_RATE,
        "months": not 1 <= new.months <= LONGEST,
        "method": new.method not in METHODS,
        "step": new.step not in STEPS,
        "first_due_on": not day < new.first_due_on <= months_after(day, 24),
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise Invalid(field=field)


def propose_write_off(
    session: Session, actor: Actor, loan_id: UUID, *, reason: str, key: str | None = None
) -> LoanChange:
    """Propose to give up what is outstanding. Raises NotPermitted, NotFound, LoanState, LoanChangeWaits, Invalid."""
    require(actor, "propose")
    words = need_reason(reason)

    def do() -> LoanChange:
        found = take(session, actor, loan_id, "propose")
        return _propose(session, actor, found, "write_off", words, None)

    return once(session, actor, "loans.propose_write_off", key, [loan_id, words], LoanChange, do)


def _propose(session: Session, actor: Actor, found: Loan, kind: str, reason: str, new: NewTerms | None) -> LoanChange:
    if any(each.state == "proposed" for each in found.changes):
        raise LoanChangeWaits
    made = LoanChange(
        id=new_id(),
        cooperative_id=found.cooperative_id,
        loan_id=found.id,
        kind=kind,
        state="proposed",
        reason=reason,
        prepared_by=actor.person_id,
        prepared_by_name=name_of(actor),
        **(asdict(new) if new else {}),
    )
    session.add(made)
    session.flush()
    note(session, actor, found, f"propose_{kind}")
    return made


def decide(
    session: Session, actor: Actor, change_id: UUID, *, approves: bool, words: str = "", key: str | None = None
) -> LoanChange:
    """Decide on a proposal: another person than the one who prepared it, and not the borrower. What is approved holds
    from today, over what is outstanding today.

    Raises NotPermitted, NotFound, LoanState, LoanChangeDecided, OtherPersonNeeded, LoanTooSmall, BookingRefused.
    """
    require(actor, "decide_change")
    if len(words) > 1000:
        raise Invalid(field="words")
    content = [change_id, approves, words]
    return once(
        session,
        actor,
        "loans.decide_change",
        key,
        content,
        LoanChange,
        lambda: _decide(session, actor, change_id, approves, words.strip()),
    )


def _decide(session: Session, actor: Actor, change_id: UUID, approves: bool, words: str) -> LoanChange:
    statement = select(LoanChange.loan_id).where(
        LoanChange.cooperative_id == actor.organisation_id, LoanChange.id == change_id
    )
    loan_id = session.scalar(statement)
    if loan_id is None:
        raise NotFound
    found = take(session, actor, loan_id, "decide_change")
    change = next(each for each in found.changes if each.id == change_id)
    if change.state != "proposed":
        raise LoanChangeDecided
    borrower = member_of(session, actor, found.member_id)
    require_other_person(actor, change.prepared_by, borrower.person_id)
    change.decided_by, change.decided_by_name = actor.person_id, name_of(actor)
    change.decided_on, change.decision_note = today(actor.time_zone), words
    if approves:
        check_day(actor, found, change.decided_on, field="words")
        _CARRIED_OUT[change.kind](session, actor, found, change)
        change.state = "approved"
    else:
        change.state = "declined"
    session.flush()
    note(session, actor, found, f"{change.state}_{change.kind}")
    return change


def _restructure(session: Session, actor: Actor, found: Loan, change: LoanChange) -> None:
    assert change.decided_on is not None
    new = NewTerms(
        monthly_rate=change.monthly_rate,  # type: ignore[arg-type]
        months=change.months,  # type: ignore[arg-type]
        method=change.method,  # type: ignore[arg-type]
        first_due_on=change.first_due_on,  # type: ignore[arg-type]
        step=change.step,  # type: ignore[arg-type]
        carries_interest=bool(change.carries_interest),
    )
    _check(actor, new)
    change.outstanding = booked_on(session, found)
    terms = new.terms(change.outstanding, unpaid_interest(found, actor))
    change.carried = terms.carried
    made = write_schedule(found, terms, change.decided_on, schedule_id=new_id(), change_id=change.id)
    current_schedule(found).ended_on = change.decided_on
    session.flush()
    session.add(made)


def _write_off(session: Session, actor: Actor, found: Loan, change: LoanChange) -> None:
    assert change.decided_on is not None
    change.outstanding = booked_on(session, found)
    set_aside = max(allowance_standing(session, found.cooperative_id), 0)
    change.from_allowance = min(change.outstanding, set_aside)
    event = LoanWrittenOff(
        id=change.id,
        reference=found.number,
        day=change.decided_on,
        narration=f"Pinjaman {found.number} dihapus",
        member_id=found.member_id,
        amount=change.outstanding,
        loan=ledger.Document(LOAN_DOCUMENT, str(found.id)),
        from_allowance=change.from_allowance,
    )
    change.entry_id = book(session, actor, books_of(session, actor), event)
    found.state, found.ended_on = "written_off", change.decided_on


_CARRIED_OUT = {"restructuring": _restructure, "write_off": _write_off}
"""Kind of change -> what its approval does."""
