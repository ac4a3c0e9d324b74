"""A supplier's bill beside what was received and agreed: owed when it is right, or when its difference is accepted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from ... import outbox
from ...actor import Actor
from ...bookkeeping import BillAgreed as BillForBooks
from ...bookkeeping import book, reverse
from ...clock import now, today
from ...errors import Invalid, NotFound
from ...identifiers import new_id
from ..errors import AlreadyBuiltOn, BilledTwice, BillNotOpen, EmptyOrder, NotReceivedNotPaid
from ..events import BillAgreed
from ..models import Bill, BillLine, Order
from ..queries.visible import bills, freight_billed_on, locked_order
from ..rules.amounts import line_amounts
from ..rules.differences import NEVER_ACCEPTED, BilledLine, Difference, differences
from ..rules.requests import BillRequest, InvoiceLine
from .delivering import accrued_by, delivery_state
from .steps import books_of, check, line_of, need_reason, once, require, require_second_person, take, write_step


def bill(session: Session, actor: Actor, order_id: UUID, request: BillRequest, *, key: str | None = None) -> Bill:
    """Enter a supplier's invoice. Without a difference it is owed and booked; with one it waits for a decision.

    Raises WrongState, EmptyOrder, BilledTwice, NotFound, Invalid, BookingRefused.
    """
    require(actor, "bill")

    def do() -> Bill:
        order = locked_order(session, actor, order_id)
        check(order, "bill")
        return _bill(session, actor, order, request)

    return once(session, actor, "bill", key, [order_id, asdict(request)], do, _made_bill)


def _made_bill(session: Session, bill_id: UUID) -> Bill:
    return session.get_one(Bill, bill_id, options=(selectinload(Bill.lines), selectinload(Bill.payments)))


def _bill(session: Session, actor: Actor, order: Order, request: BillRequest) -> Bill:
    if not request.lines or any(line.quantity <= 0 for line in request.lines):
        raise EmptyOrder(field="lines")
    made = _written(actor, order, request)
    found = _differences(session, order, request, made)
    made.differences = [difference.plain() for difference in found]
    if found:
        write_step(session, actor, order, "bill", document=made.invoice_number)
    else:
        _agree(session, actor, order, made)
        state = delivery_state(session, order, more_owed=made.total)
        take(session, actor, order, "bill", state, document=made.invoice_number)
    _add(session, made)
    return made


def _written(actor: Actor, order: Order, request: BillRequest) -> Bill:
    number = request.invoice_number.strip()
    if not number or len(number) > 60:
        raise Invalid(field="invoice_number")
    if request.billed_on > today(actor.time_zone) or request.freight < 0:
        raise Invalid(field="billed_on" if request.freight >= 0 else "freight")
    due_on = request.due_on or request.billed_on + timedelta(days=order.credit_days)
    lines = [_billed(order, line) for line in request.lines]
    total = _computed(lines, request) if request.total is None else request.total
    tax = sum(line.tax for line in lines)
    if total < max(tax, 1) or due_on < request.billed_on:
        raise Invalid(field="total" if due_on >= request.billed_on else "due_on")
    return Bill(
        id=new_id(),
        cooperative_id=order.cooperative_id,
        order_id=order.id,
        supplier_id=order.supplier_id,
        invoice_number=number,
        billed_on=request.billed_on,
        due_on=due_on,
        state="differs",
        freight=request.freight,
        tax=tax,
        total=total,
        paid=0,
        made_by=actor.person_id,
        person_name=actor.names.get("person", ""),
        lines=lines,
        payments=[],
    )


def _billed(order: Order, written: InvoiceLine) -> BillLine:
    line = line_of(order, written.order_line_id)
    unit_price = line.price if written.price is None else written.price
    if unit_price < 0:
        raise Invalid(field="lines")
    amounts = line_amounts(written.quantity, unit_price, line.tax_basis, order.ppn_rate)  # type: ignore[arg-type]
    return BillLine(
        cooperative_id=order.cooperative_id,
        order_id=order.id,
        order_line_id=line.id,
        quantity=written.quantity,
        price=unit_price,
        net=amounts.net,
        tax=amounts.tax,
        cleared=0,
    )


def _computed(lines: list[BillLine], request: BillRequest) -> int:
    return sum(line.net + line.tax for line in lines) + request.freight


def _differences(session: Session, order: Order, request: BillRequest, made: Bill) -> list[Difference]:
    lines = []
    for billed in made.lines:
        line = line_of(order, billed.order_line_id)
        lines.append(BilledLine(line.name, line.progress.to_bill, billed.quantity, line.price, billed.price))
    open_freight = None
    if order.freight is not None:
        open_freight = max(order.freight - freight_billed_on(session, order), 0)
    return differences(
        lines,
        open_freight=open_freight,
        freight=made.freight,
        computed=_computed(made.lines, request),
        total=made.total,
    )


def _add(session: Session, made: Bill) -> None:
    session.add(made)
    try:
        if made.state == "agreed":
            outbox.record(session, BillAgreed(made.order_id, made.cooperative_id, made.id, made.total))
        session.flush()
    except IntegrityError as error:
        if "uq_purchase_bill_invoice" in str(error.orig):
            raise BilledTwice(field="invoice_number", number=made.invoice_number) from error
        raise


def _agree(session: Session, actor: Actor, order: Order, made: Bill) -> None:
    """Make the bill owed: its quantities count as billed, what stood as not billed is cleared, the entry is posted."""
    for billed in made.lines:
        line = line_of(order, billed.order_line_id)
        if billed.quantity > line.progress.to_bill:
            raise NotReceivedNotPaid
        line.billed_quantity += billed.quantity
        whole = line.billed_quantity == line.accepted_quantity
        cleared = line.accrued if whole else min(accrued_by(order, line, line.billed_quantity), line.accrued)
        billed.cleared = max(cleared - line.cleared, 0)
        line.cleared += billed.cleared
    made.state = "agreed"
    made.entry_id = book(session, actor, books_of(order, actor), _for_books(order, made))


def _for_books(order: Order, made: Bill) -> BillForBooks:
    return BillForBooks(
        id=made.id,
        reference=f"{order.number} · {made.invoice_number}",
        supplier_id=order.supplier_id,
        day=made.billed_on,
        narration=f"Faktur {made.invoice_number} dari {order.supplier_name}",
        total=made.total,
        tax=made.tax if order.buyer_is_pkp else 0,
        cleared=sum(line.cleared for line in made.lines),
        due=made.due_on,
    )


def accept_difference(
    session: Session, actor: Actor, order_id: UUID, bill_id: UUID, *, reason: str, key: str | None = None
) -> Bill:
    """Accept what differs on a bill, with the reason; then it is owed. Goods that did not come are never accepted.

    Raises BillNotOpen, NotReceivedNotPaid, SecondPersonNeeded, NotFound, Invalid, BookingRefused.
    """
    require(actor, "settle_difference")
    need_reason(reason)

    def do() -> Bill:
        order, found = _open_bill(session, actor, order_id, bill_id)
        require_second_person(session, actor, found.total, found.made_by)
        if any(difference["code"] in NEVER_ACCEPTED for difference in found.differences):
            raise NotReceivedNotPaid
        _decide(actor, found, reason)
        _agree(session, actor, order, found)
        order.state = delivery_state(session, order, more_owed=found.total)
        write_step(session, actor, order, "accept_difference", document=found.invoice_number, note=reason)
        outbox.record(session, BillAgreed(order.id, order.cooperative_id, found.id, found.total))
        return found

    return once(session, actor, "accept_difference", key, [order_id, bill_id, reason], do, _made_bill)


def dispute(
    session: Session, actor: Actor, order_id: UUID, bill_id: UUID, *, reason: str, key: str | None = None
) -> Bill:
    """Tell the supplier that the bill is not right. It can still be accepted, or withdrawn for a corrected one.

    Raises BillNotOpen, NotFound, Invalid.
    """
    return _settle(session, actor, order_id, bill_id, "disputed", "dispute", reason, key)


def withdraw(
    session: Session, actor: Actor, order_id: UUID, bill_id: UUID, *, reason: str, key: str | None = None
) -> Bill:
    """Put a bill away that is not owed, because it was entered wrongly or a corrected one came.

    Raises BillNotOpen, NotFound, Invalid.
    """
    return _settle(session, actor, order_id, bill_id, "withdrawn", "withdraw", reason, key)


def _settle(
    session: Session, actor: Actor, order_id: UUID, bill_id: UUID, state: str, verb: str, reason: str, key: str | None
) -> Bill:
    require(actor, "bill")
    need_reason(reason)

    def do() -> Bill:
        order, found = _open_bill(session, actor, order_id, bill_id)
        _decide(actor, found, reason)
        found.state = state
        write_step(session, actor, order, verb, document=found.invoice_number, note=reason)
        return found

    return once(session, actor, verb, key, [order_id, bill_id, reason], do, _made_bill)


def _decide(actor: Actor, found: Bill, reason: str) -> None:
    found.decided_by, found.decided_by_name = actor.person_id, actor.names.get("person", "")
    found.decided_at, found.reason = now(), reason


def _open_bill(session: Session, actor: Actor, order_id: UUID, bill_id: UUID) -> tuple[Order, Bill]:
    order = locked_order(session, actor, order_id)
    found = bill_of(session, order, bill_id)
    if found.state not in ("differs", "disputed"):
        raise BillNotOpen(state=found.state)
    return order, found


def reverse_bill(
    session: Session, actor: Actor, order_id: UUID, bill_id: UUID, *, reason: str, key: str | None = None
) -> Bill:
    """Undo an agreed bill on which nothing is paid, with its booking.

    Raises WrongState, BillNotOpen, AlreadyBuiltOn (paid), SecondPersonNeeded, NotFound, Invalid.
    """
    require(actor, "reverse")
    need_reason(reason)

    def do() -> Bill:
        order = locked_order(session, actor, order_id)
        check(order, "reverse")
        return _reverse(session, actor, order, bill_of(session, order, bill_id), reason)

    return once(session, actor, "reverse_bill", key, [order_id, bill_id, reason], do, _made_bill)


def _reverse(session: Session, actor: Actor, order: Order, found: Bill, reason: str) -> Bill:
    if found.state != "agreed" or found.entry_id is None:
        raise BillNotOpen(state=found.state)
    if found.paid:
        raise AlreadyBuiltOn
    require_second_person(session, actor, found.total, found.made_by)
    for billed in found.lines:
        line = line_of(order, billed.order_line_id)
        line.billed_quantity -= billed.quantity
        line.cleared -= billed.cleared
    found.state = "reversed"
    found.reversal_entry_id = reverse(session, actor, books_of(order, actor), found.entry_id, reason=reason)
    _decide(actor, found, reason)
    session.flush()
    take(session, actor, order, "reverse", delivery_state(session, order), document=found.invoice_number, note=reason)
    return found


def bill_of(session: Session, order: Order, bill_id: UUID) -> Bill:
    """A bill of this very order. Raises NotFound."""
    for found in bills(session, order):
        if found.id == bill_id:
            return found
    raise NotFound
