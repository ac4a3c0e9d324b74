"""Money leaves for a supplier. Only the treasurer pays, and above the limit not what he ordered or settled himself."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ... import outbox
from ...actor import Actor
from ...bookkeeping import BillPaid as PaidForBooks
from ...bookkeeping import book, reverse
from ...clock import now, today
from ...errors import Invalid, NotFound
from ...identifiers import new_id
from ...money import Money
from ..errors import AlreadyBuiltOn, BillNotOpen, MoreThanOwed, PaidTwice
from ..events import BillPaid
from ..models import Bill, Order, Payment
from ..queries.reference import next_number
from ..queries.visible import bills, locked_order
from ..rules.requests import PaymentRequest
from .billing import bill_of
from .delivering import delivery_state
from .steps import books_of, check, need_reason, once, require, require_second_person, take, year_of


def pay(
    session: Session, actor: Actor, order_id: UUID, bill_id: UUID, request: PaymentRequest, *, key: str | None = None
) -> Payment:
    """Record a payment on an agreed bill; it may be a part of it.

    Raises WrongState, BillNotOpen, MoreThanOwed, PaidTwice, SecondPersonNeeded, NotFound, Invalid, BookingRefused.
    """
    require(actor, "pay")

    def do() -> Payment:
        order = locked_order(session, actor, order_id)
        check(order, "pay")
        return _pay(session, actor, order, bill_of(session, order, bill_id), request)

    return once(session, actor, "pay", key, [order_id, bill_id, asdict(request)], do, _made_payment)


def _made_payment(session: Session, payment_id: UUID) -> Payment:
    return session.get_one(Payment, payment_id)


def _pay(session: Session, actor: Actor, order: Order, bill: Bill, request: PaymentRequest) -> Payment:
    _check(session, actor, order, bill, request)
    payment = Payment(
        id=new_id(),
        cooperative_id=order.cooperative_id,
        order_id=order.id,
        bill_id=bill.id,
        number=next_number(session, order.cooperative_id, "BB", year_of(actor)),
        paid_on=request.paid_on,
        way=request.way,
        reference=request.reference.strip(),
        amount=request.amount,
        made_by=actor.person_id,
        person_name=actor.names.get("person", ""),
    )
    payment.entry_id = book(session, actor, books_of(order, actor), _for_books(order, bill, payment))
    bill.paid += request.amount
    _add(session, payment)
    take(session, actor, order, "pay", delivery_state(session, order), document=payment.number)
    outbox.record(session, BillPaid(order.id, order.cooperative_id, bill.id, payment.id, payment.amount))
    return payment


def _check(session: Session, actor: Actor, order: Order, bill: Bill, request: PaymentRequest) -> None:
    if bill.state != "agreed":
        raise BillNotOpen(state=bill.state)
    if request.amount <= 0:
        raise Invalid(field="amount")
    if request.paid_on > today(actor.time_zone):
        raise Invalid(field="paid_on")
    if len(request.reference) > 100 or (request.way == "transfer" and not request.reference.strip()):
        raise Invalid(field="reference")
    if request.amount > bill.owed:
        raise MoreThanOwed(field="amount", owed=str(Money(bill.owed)))
    # The limit is that of the whole bill, so that parts below it do not slip under.
    require_second_person(session, actor, bill.total, order.made_by)
    if bill.decided_at is not None:
        require_second_person(session, actor, bill.total, bill.decided_by)


def _add(session: Session, payment: Payment) -> None:
    session.add(payment)
    try:
        session.flush()
    except IntegrityError as error:
        if "uq_supplier_payment_reference" in str(error.orig):
            raise PaidTwice(field="reference", reference=payment.reference) from error
        raise


def _for_books(order: Order, bill: Bill, payment: Payment) -> PaidForBooks:
    return PaidForBooks(
        id=payment.id,
        reference=f"{order.number} · {payment.number}",
        supplier_id=order.supplier_id,
        day=payment.paid_on,
        narration=f"Bayar faktur {bill.invoice_number} ke {order.supplier_name}",
        amount=payment.amount,
        way=payment.way,  # type: ignore[arg-type]
        bill_id=bill.id,
    )


def reverse_payment(
    session: Session, actor: Actor, order_id: UUID, payment_id: UUID, *, reason: str, key: str | None = None
) -> Payment:
    """Undo a payment that was recorded wrongly or came back, with its booking; then the bill is owed again.

    Raises WrongState, AlreadyBuiltOn (reversed before), SecondPersonNeeded, NotFound, Invalid.
    """
    require(actor, "reverse")
    need_reason(reason)

    def do() -> Payment:
        order = locked_order(session, actor, order_id)
        check(order, "reverse")
        return _reverse(session, actor, order, *_payment(session, order, payment_id), reason)

    return once(session, actor, "reverse_payment", key, [order_id, payment_id, reason], do, _made_payment)


def _reverse(session: Session, actor: Actor, order: Order, bill: Bill, payment: Payment, reason: str) -> Payment:
    if payment.reversed_at is not None:
        raise AlreadyBuiltOn
    require_second_person(session, actor, payment.amount, payment.made_by)
    payment.reversal_entry_id = reverse(session, actor, books_of(order, actor), payment.entry_id, reason=reason)
    payment.reversed_at, payment.reversed_by, payment.reversal_reason = now(), actor.person_id, reason
    bill.paid -= payment.amount
    session.flush()
    take(session, actor, order, "reverse", delivery_state(session, order), document=payment.number, note=reason)
    return payment


def _payment(session: Session, order: Order, payment_id: UUID) -> tuple[Bill, Payment]:
    for bill in bills(session, order):
        for payment in bill.payments:
            if payment.id == payment_id:
                return bill, payment
    raise NotFound
