"""Money comes in on a loan: an instalment, a part of it or several, or all of it at once; taken back when wrong."""

from __future__ import annotations

from dataclasses import asdict
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ....actor import Actor
from ....bookkeeping import LoanPaid, LoanRecovered, book, reverse
from ....clock import today
from ....errors import Invalid, NotFound
from ....identifiers import new_id
from ....money import Money
from ...errors import LaterPaymentStands, LoanOverpaid, ReceiptReversed, SettlementDiffers
from ...models.loans import Loan, LoanPayment
from ...models.numbering import next_number
from ...queries.loans import (
    LOAN_DOCUMENT,
    current_schedule,
    instalments_of,
    locked_loan,
    owed_of,
    paid_under,
    settlement_on,
)
from ...rules.loans import MONEY_ACCOUNTS, PaymentRequest
from ...rules.repayment import Parts, parts_of
from ..steps import books_of, name_of, need_reason, once
from .steps import check_day, check_ready, note, require


class Split(NamedTuple):
    """What a payment is: its kind, and its interest and principal."""

    kind: str
    parts: Parts
    ends: bool


def split(found: Loan, request: PaymentRequest) -> Split:
    """What `request` pays of the loan. Raises LoanOverpaid, SettlementDiffers."""
    if request.settles:
        parts = settlement_on(found, request.paid_on)
        if request.amount != parts.total:
            raise SettlementDiffers(field="amount", day=request.paid_on.isoformat(), owed=str(Money(parts.total)))
        return Split("settlement", parts, ends=True)
    schedule = current_schedule(found)
    open_total = sum(each.total for each in owed_of(found))
    if request.amount > open_total:
        raise LoanOverpaid(field="amount", owed=str(Money(open_total)))
    parts = parts_of(instalments_of(schedule), paid_under(found, schedule), request.amount)
    return Split("instalment", parts, ends=request.amount == open_total)


def pay(
    session: Session, actor: Actor, loan_id: UUID, request: PaymentRequest, *, key: str | None = None
) -> LoanPayment:
    """Take money for a running loan, or for one that was written off: then it is income.

    Raises NotPermitted, NotFound, LoanState, LaterPaymentStands, LoanOverpaid, SettlementDiffers, Invalid,
    BookingRefused.
    """
    require(actor, "pay")
    if not 0 < request.amount <= 10**12:
        raise Invalid(field="amount")
    if request.money_account not in MONEY_ACCOUNTS:
        raise Invalid(field="money_account")
    if len(request.note) > 300:
        raise Invalid(field="note")
    content = [loan_id, asdict(request)]
    return once(session, actor, "loans.pay", key, content, LoanPayment, lambda: _pay(session, actor, loan_id, request))


def _pay(session: Session, actor: Actor, loan_id: UUID, request: PaymentRequest) -> LoanPayment:
    found = locked_loan(session, actor.organisation_id, loan_id)
    is_recovery = found.state == "written_off"
    check_ready(found, "recover" if is_recovery else "pay")
    check_day(actor, found, request.paid_on, field="paid_on")
    what = Split("recovery", Parts(0, 0), ends=False) if is_recovery else split(found, request)
    made = LoanPayment(
        id=new_id(),
        cooperative_id=found.cooperative_id,
        loan_id=found.id,
        schedule_id=current_schedule(found).id,
        position=len(found.payments) + 1,
        number=next_number(session, found.cooperative_id, "AP", today(actor.time_zone).year),
        kind=what.kind,
        paid_on=request.paid_on,
        money_account=request.money_account,
        amount=request.amount,
        interest=what.parts.interest,
        principal=what.parts.principal,
        note=request.note.strip(),
        made_by=actor.person_id,
        person_name=name_of(actor),
    )
    made.entry_id = book(session, actor, books_of(session, actor), _event(found, made))
    session.add(made)
    if what.ends:
        found.state, found.ended_on = "settled", made.paid_on
    session.flush()
    note(session, actor, found, "pay", receipt=made.number, amount=made.amount)
    return made


def _event(found: Loan, made: LoanPayment) -> LoanPaid | LoanRecovered:
    told = {
        "id": made.id,
        "reference": made.number,
        "day": made.paid_on,
        "narration": f"Angsuran pinjaman {found.number}",
        "member_id": found.member_id,
        "amount": made.amount,
        "money": made.money_account,
    }
    if made.kind == "recovery":
        return LoanRecovered(**{**told, "narration": f"Pinjaman {found.number} yang sudah dihapus, dibayar"})  # type: ignore[arg-type]
    document = ledger.Document(LOAN_DOCUMENT, str(found.id))
    return LoanPaid(**told, loan=document, principal=made.principal, interest=made.interest)  # type: ignore[arg-type]


def reverse_payment(
    session: Session, actor: Actor, payment_id: UUID, *, reason: str, key: str | None = None
) -> LoanPayment:
    """Take back the last receipt of a loan, with its booking; a loan it had paid off runs again.

    Raises NotPermitted, NotFound, ReceiptReversed, LaterPaymentStands, Invalid, BookingRefused.
    """
    require(actor, "reverse_payment")
    words = need_reason(reason)
    return once(
        session,
        actor,
        "loans.reverse_payment",
        key,
        [payment_id, words],
        LoanPayment,
        lambda: _reverse(session, actor, payment_id, words),
    )


def _reverse(session: Session, actor: Actor, payment_id: UUID, reason: str) -> LoanPayment:
    statement = select(LoanPayment.loan_id).where(
        LoanPayment.cooperative_id == actor.organisation_id, LoanPayment.id == payment_id
    )
    loan_id = session.scalar(statement)
    if loan_id is None:
        raise NotFound
    found = locked_loan(session, actor.organisation_id, loan_id)
    made = next(each for each in found.payments if each.id == payment_id)
    if not made.stands:
        raise ReceiptReversed
    _check_last(found, made)
    made.reversal_entry_id = reverse(session, actor, books_of(session, actor), made.entry_id, reason=reason)
    made.reversed_on = max(today(actor.time_zone), made.paid_on)
    made.reversed_by, made.reversed_by_name, made.reversal_reason = actor.person_id, name_of(actor), reason
    if found.state == "settled":
        found.state, found.ended_on = "active", None
    session.flush()
    note(session, actor, found, "reverse_payment", receipt=made.number)
    return made


def _check_last(found: Loan, made: LoanPayment) -> None:
    """Later receipts, a later schedule or a write-off were counted from this one, so they go first."""
    later = [each.paid_on for each in found.payments if each.stands and each.position > made.position]
    if made.schedule_id != current_schedule(found).id:
        later.append(current_schedule(found).starts_on)
    if found.state == "written_off" and made.kind != "recovery":
        assert found.ended_on is not None
        later.append(found.ended_on)
    if later:
        raise LaterPaymentStands(day=max(later).isoformat())
