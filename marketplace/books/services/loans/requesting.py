"""A member asks for a loan: the treasurer writes it down, another person decides, the till hands it out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from ....actor import Actor
from ....bookkeeping import LoanDisbursed, book, reverse
from ....clock import now, today
from ....errors import Invalid
from ....identifiers import new_id
from ...errors import HasLeft, LaterPaymentStands, OtherPersonNeeded
from ...models.loans import Loan
from ...models.numbering import next_number
from ...queries.loans import found_loan
from ...queries.members import locked_member
from ...rules.loans import BROUGHT_IN, MONEY_ACCOUNTS, LoanRequest
from ...rules.repayment import EARLY_INTEREST
from ...rules.schedule import LONGEST, METHODS, STEPS, Instalment, Method, Terms, months_after
from ..steps import books_of, name_of, need_reason, once, require_other_person
from .steps import check_day, instalments, member_of, note, require, take, write_schedule

MOST_RUPIAH = 10**12
HIGHEST_RATE = Decimal(10)
"""Percent a month: above it somebody typed a year's rate."""


def terms_of(request: LoanRequest, day: date) -> Terms:
    """The terms that were asked for on `day`. Raises Invalid."""
    first_due_on = request.first_due_on or months_after(day, 1)
    wrong = {
        "principal": not 0 < request.principal <= MOST_RUPIAH,
        "monthly_rate": not 0 <= request.monthly_rate <= HIGHEST_RATE or _places(request.monthly_rate) > 4,
        "months": not 1 <= request.months <= LONGEST,
        "method": request.method not in METHODS,
        "step": request.step not in STEPS,
        "early_interest": request.early_interest not in EARLY_INTEREST,
        "first_due_on": not day < first_due_on <= months_after(day, 24),
        "purpose": not 1 <= len(request.purpose.strip()) <= 300,
        "monthly_income": request.monthly_income is not None and not 0 < request.monthly_income <= MOST_RUPIAH,
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise Invalid(field=field)
    return Terms(
        principal=request.principal,
        monthly_rate=request.monthly_rate,
        months=request.months,
        method=request.method,
        first_due_on=first_due_on,
        step=request.step,
    )


def _places(number: Decimal) -> int:
    return -int(number.normalize().as_tuple().exponent)


def preview(actor: Actor, request: LoanRequest) -> tuple[Instalment, ...]:
    """The instalments that `request` would have, before anything is written. Raises Invalid, LoanTooSmall."""
    require(actor, "request")
    return instalments(terms_of(request, today(actor.time_zone)))


def plan(
    actor: Actor,
    *,
    principal: int,
    monthly_rate: Decimal,
    months: int,
    method: Method,
    step: int,
    first_due_on: date | None,
) -> tuple[Instalment, ...]:
    """The instalments of any terms, for whoever may see loans. Raises NotPermitted, Invalid, LoanTooSmall."""
    require(actor, "see")
    day = today(actor.time_zone)
    due = first_due_on or months_after(day, 1)
    if not day < due <= months_after(day, 24):
        raise Invalid(field="first_due_on")
    return instalments(
        Terms(
            principal=principal,
            monthly_rate=monthly_rate,
            months=months,
            method=method,
            first_due_on=due,
            step=step,
        )
    )


def ask(session: Session, actor: Actor, request: LoanRequest, *, key: str | None = None) -> Loan:
    """Write down what a member asks for. Raises NotPermitted, NotFound (member), HasLeft, Invalid, LoanTooSmall."""
    require(actor, "request")
    return once(session, actor, "loans.ask", key, asdict(request), Loan, lambda: _ask(session, actor, request))


def _ask(session: Session, actor: Actor, request: LoanRequest) -> Loan:
    member = member_of(session, actor, request.member_id, field="member_id")
    if not member.is_current:
        raise HasLeft(field="member_id")
    day = today(actor.time_zone)
    terms = terms_of(request, day)
    instalments(terms)
    made = Loan(
        id=new_id(),
        cooperative_id=actor.organisation_id,
        member_id=member.id,
        number=next_number(session, actor.organisation_id, "PJ", day.year),
        state="requested",
        purpose=request.purpose.strip(),
        principal=terms.principal,
        monthly_rate=terms.monthly_rate,
        months=terms.months,
        method=terms.method,
        step=terms.step,
        early_interest=request.early_interest,
        requested_on=day,
        first_due_on=terms.first_due_on,
        monthly_income=request.monthly_income,
        prepared_by=actor.person_id,
        prepared_by_name=name_of(actor),
    )
    session.add(made)
    session.flush()
    note(session, actor, made, "ask")
    return made


def approve(session: Session, actor: Actor, loan_id: UUID, *, words: str = "", key: str | None = None) -> Loan:
    """Say yes: another person than the one who prepared it, and not the borrower.

    Raises NotPermitted, NotFound, LoanState, OtherPersonNeeded, Invalid.
    """
    return _decide(session, actor, loan_id, "approved", words, key)


def decline(session: Session, actor: Actor, loan_id: UUID, *, words: str, key: str | None = None) -> Loan:
    """Say no, and why. Raises NotPermitted, NotFound, LoanState, OtherPersonNeeded, Invalid."""
    return _decide(session, actor, loan_id, "declined", need_reason(words, field="words"), key)


def _decide(session: Session, actor: Actor, loan_id: UUID, state: str, words: str, key: str | None) -> Loan:
    require(actor, "decide")
    if len(words) > 1000:
        raise Invalid(field="words")

    def do() -> Loan:
        found = take(session, actor, loan_id, "decide")
        borrower = member_of(session, actor, found.member_id)
        require_other_person(actor, found.prepared_by, borrower.person_id)
        found.state, found.decided_at, found.decision_note = state, now(), words.strip()
        found.decided_by, found.decided_by_name = actor.person_id, name_of(actor)
        session.flush()
        note(session, actor, found, state)
        return found

    return once(session, actor, f"loans.{state}", key, [loan_id, words], Loan, do)


def cancel(session: Session, actor: Actor, loan_id: UUID, *, reason: str, key: str | None = None) -> Loan:
    """Put a request away that is not wanted any more. Raises NotPermitted, NotFound, LoanState, Invalid."""
    require(actor, "cancel")
    words = need_reason(reason)

    def do() -> Loan:
        found = take(session, actor, loan_id, "cancel")
        found.state, found.decision_note = "cancelled", words
        session.flush()
        note(session, actor, found, "cancel")
        return found

    return once(session, actor, "loans.cancel", key, [loan_id, words], Loan, do)


def disburse(
    session: Session,
    actor: Actor,
    loan_id: UUID,
    *,
    paid_on: date,
    money_account: str,
    first_due_on: date | None = None,
    key: str | None = None,
) -> Loan:
    """Hand the money out and book it; the schedule begins. `first_due_on` moves the first instalment.

    From `BROUGHT_IN` a loan is taken over that was lent before these books: the principal is what is left of it.
    Raises NotPermitted, NotFound, LoanState, HasLeft, OtherPersonNeeded, Invalid, BookingRefused.
    """
    require(actor, "disburse")
    if money_account == BROUGHT_IN:
        require(actor, "request")
    elif money_account not in MONEY_ACCOUNTS:
        raise Invalid(field="money_account")
    content = [loan_id, paid_on, money_account, first_due_on]
    return once(
        session,
        actor,
        "loans.disburse",
        key,
        content,
        Loan,
        lambda: _disburse(session, actor, loan_id, paid_on, money_account, first_due_on),
    )


def _disburse(
    session: Session, actor: Actor, loan_id: UUID, paid_on: date, money_account: str, first_due_on: date | None
) -> Loan:
    found = take(session, actor, loan_id, "disburse")
    member = locked_member(session, actor.organisation_id, found.member_id)
    if not member.is_current:
        raise HasLeft
    if actor.person_id is not None and actor.person_id == member.person_id:
        raise OtherPersonNeeded
    check_day(actor, found, paid_on, field="paid_on")
    due = first_due_on or (found.first_due_on if found.first_due_on > paid_on else months_after(paid_on, 1))
    if not paid_on < due <= months_after(paid_on, 24):
        raise Invalid(field="first_due_on")
    found.first_due_on, found.requested_on = due, min(found.requested_on, paid_on)
    terms = Terms(
        principal=found.principal,
        monthly_rate=found.monthly_rate,
        months=found.months,
        method=found.method,  # type: ignore[arg-type]
        first_due_on=due,
        step=found.step,
    )
    event = LoanDisbursed(
        id=found.id,
        reference=found.number,
        day=paid_on,
        narration=f"Pinjaman {found.number} diserahkan",
        member_id=found.member_id,
        amount=found.principal,
        money=money_account,
    )
    found.entry_id = book(session, actor, books_of(session, actor), event)
    found.state, found.disbursed_on, found.money_account = "active", paid_on, money_account
    found.disbursed_by, found.disbursed_by_name = actor.person_id, name_of(actor)
    session.flush()
    session.add(write_schedule(found, terms, paid_on, schedule_id=new_id()))
    session.flush()
    note(session, actor, found, "disburse", principal=found.principal)
    return found_loan(session, found.cooperative_id, found.id)


def reverse_disbursement(session: Session, actor: Actor, loan_id: UUID, *, reason: str, key: str | None = None) -> Loan:
    """Undo a loan that was handed out by mistake, with its booking; nothing of it may be paid or changed.

    Raises NotPermitted, NotFound, LoanState, LaterPaymentStands, OtherPersonNeeded, Invalid, BookingRefused.
    """
    require(actor, "reverse_disbursement")
    words = need_reason(reason)

    def do() -> Loan:
        found = take(session, actor, loan_id, "reverse_disbursement")
        last = [each.paid_on for each in found.payments if each.stands] + [
            each.starts_on for each in found.schedules[1:]
        ]
        if last:
            raise LaterPaymentStands(day=max(last).isoformat())
        require_other_person(actor, found.disbursed_by)
        assert found.entry_id is not None
        assert found.disbursed_on is not None
        found.reversal_entry_id = reverse(session, actor, books_of(session, actor), found.entry_id, reason=words)
        found.state, found.decision_note = "reversed", words
        found.ended_on = max(today(actor.time_zone), found.disbursed_on)
        session.flush()
        note(session, actor, found, "reverse_disbursement")
        return found

    return once(session, actor, "loans.reverse_disbursement", key, [loan_id, words], Loan, do)
