"""Goods leave the supplier and are counted at the cooperative's door; what is accepted is booked at once."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session, selectinload

from ... import outbox
from ...actor import Actor
from ...bookkeeping import GoodsReceived as ReceivedForBooks
from ...bookkeeping import book, reverse
from ...clock import now, today
from ...errors import Invalid, NotFound
from ...identifiers import new_id
from ..errors import AlreadyBuiltOn, EmptyOrder, MoreThanOpen
from ..events import GoodsReceived, GoodsShipped
from ..models import Order, OrderLine, Receipt, ReceiptLine, Shipment, ShipmentLine
from ..queries.reference import next_number
from ..queries.visible import locked_order, owed_on, receipts
from ..rules.amounts import LineAmounts, cost_of_goods, cost_of_part
from ..rules.requests import CountedLine, ReceiptRequest, ShipmentRequest
from ..rules.states import state_of_delivery
from .steps import (
    books_of,
    check,
    line_of,
    need_reason,
    once,
    require,
    require_of_supplier,
    require_second_person,
    take,
    year_of,
)

ZERO = Decimal(0)


def ship(
    session: Session, actor: Actor, order_id: UUID, request: ShipmentRequest, *, key: str | None = None
) -> Shipment:
    """Record a delivery with its note; the order may be shipped in parts.

    Raises WrongState, NotPermitted, EmptyOrder, MoreThanOpen, NotFound, Invalid (date).
    """

    def do() -> Shipment:
        order = locked_order(session, actor, order_id)
        by_buyer = require_of_supplier(actor, "ship", order, recorded_as="receive")
        check(order, "ship")
        return _ship(session, actor, order, request, by_buyer)

    def again(session: Session, made: UUID) -> Shipment:
        return session.get_one(Shipment, made, options=(selectinload(Shipment.lines),))

    return once(session, actor, "ship", key, [order_id, asdict(request)], do, again)


def _ship(session: Session, actor: Actor, order: Order, request: ShipmentRequest, by_buyer: bool) -> Shipment:
    lines = [line for line in request.lines if line.quantity != 0]
    if not lines:
        raise EmptyOrder(field="lines")
    _check_day(actor, request.shipped_on)
    shipment = Shipment(
        id=new_id(),
        cooperative_id=order.cooperative_id,
        order_id=order.id,
        number=request.number.strip() or next_number(session, actor.organisation_id, "SJ", year_of(actor)),
        shipped_on=request.shipped_on,
        carrier=request.carrier,
        note=request.note,
        recorded_by_buyer=by_buyer,
        made_by=actor.person_id,
        person_name=actor.names.get("person", ""),
    )
    shipment.lines = [
        ShipmentLine(
            cooperative_id=order.cooperative_id,
            order_id=order.id,
            order_line_id=each.order_line_id,
            quantity=each.quantity,
        )
        for each in lines
    ]
    for each in lines:
        line = line_of(order, each.order_line_id)
        _check_open(line, each.quantity, line.agreed_quantity - line.shipped_quantity)
        line.shipped_quantity += each.quantity
    session.add(shipment)
    take(session, actor, order, "ship", "shipped", document=shipment.number)
    outbox.record(session, GoodsShipped(order.id, order.cooperative_id, shipment.id))
    return shipment


def receive(
    session: Session, actor: Actor, order_id: UUID, request: ReceiptRequest, *, key: str | None = None
) -> Receipt:
    """Count what came: accepted, damaged, short. Accepted goods are booked at the agreed price, not billed yet.

    What stands on no delivery note counts as shipped by being received. What is left out is still to come.
    Raises WrongState, EmptyOrder, MoreThanOpen, NotFound, Invalid (date), BookingRefused.
    """
    require(actor, "receive")

    def do() -> Receipt:
        order = locked_order(session, actor, order_id)
        check(order, "receive")
        return _receive(session, actor, order, request)

    return once(session, actor, "receive", key, [order_id, asdict(request)], do, _made_receipt)


def _made_receipt(session: Session, receipt_id: UUID) -> Receipt:
    return session.get_one(Receipt, receipt_id, options=(selectinload(Receipt.lines),))


def _receive(session: Session, actor: Actor, order: Order, request: ReceiptRequest) -> Receipt:
    counted = [line for line in request.lines if (line.accepted, line.damaged, line.short) != (ZERO, ZERO, ZERO)]
    if not counted:
        raise EmptyOrder(field="lines")
    _check_day(actor, request.received_on)
    number = next_number(session, order.cooperative_id, "TT", year_of(actor))
    lines = [_count(order, line_of(order, each.order_line_id), each) for each in counted]
    receipt = Receipt(
        id=new_id(),
        cooperative_id=order.cooperative_id,
        order_id=order.id,
        number=number,
        received_on=request.received_on,
        delivery_note_number=request.delivery_note_number,
        note=request.note,
        amount=sum(line.amount for line in lines),
        made_by=actor.person_id,
        person_name=actor.names.get("person", ""),
        lines=lines,
    )
    if receipt.amount:
        receipt.entry_id = book(session, actor, books_of(order, actor), _for_books(order, receipt))
    session.add(receipt)
    take(session, actor, order, "receive", delivery_state(session, order), document=receipt.number, note=request.note)
    outbox.record(session, GoodsReceived(order.id, order.cooperative_id, receipt.id))
    return receipt


def _count(order: Order, line: OrderLine, counted: CountedLine) -> ReceiptLine:
    if min(counted.accepted, counted.damaged, counted.short) < 0:
        raise Invalid(field="lines")
    _check_open(line, counted.accepted + counted.damaged + counted.short, line.progress.to_come)
    line.accepted_quantity += counted.accepted
    line.damaged_quantity += counted.damaged
    line.short_quantity += counted.short
    line.shipped_quantity = max(line.shipped_quantity, line.accepted_quantity + line.damaged_quantity)
    amount = max(accrued_by(order, line, line.accepted_quantity) - line.accrued, 0) if counted.accepted else 0
    line.accrued += amount
    return ReceiptLine(
        cooperative_id=order.cooperative_id,
        order_id=order.id,
        order_line_id=line.id,
        accepted=counted.accepted,
        damaged=counted.damaged,
        short=counted.short,
        amount=amount,
        note=counted.note,
    )


def accrued_by(order: Order, line: OrderLine, quantity: Decimal) -> int:
    """What the first `quantity` units of a line cost in the books at the agreed price, whole rupiah."""
    cost = cost_of_goods(LineAmounts(line.net, line.tax), line.freight_share, buyer_is_pkp=order.buyer_is_pkp)
    return cost_of_part(cost, line.agreed_quantity, quantity)


def _for_books(order: Order, receipt: Receipt) -> ReceivedForBooks:
    return ReceivedForBooks(
        id=receipt.id,
        reference=f"{order.number} · {receipt.number}",
        supplier_id=order.supplier_id,
        day=receipt.received_on,
        narration=f"Barang diterima dari {order.supplier_name}",
        amount=receipt.amount,
    )


def reverse_receipt(
    session: Session, actor: Actor, order_id: UUID, receipt_id: UUID, *, reason: str, key: str | None = None
) -> Receipt:
    """Undo a count that was wrong, with its booking; nothing of it may be billed. Count anew afterwards.

    Raises WrongState, AlreadyBuiltOn, SecondPersonNeeded, NotFound, Invalid.
    """
    require(actor, "reverse")
    need_reason(reason)

    def do() -> Receipt:
        order = locked_order(session, actor, order_id)
        check(order, "reverse")
        return _reverse(session, actor, order, receipt_of(session, order, receipt_id), reason)

    return once(session, actor, "reverse_receipt", key, [order_id, receipt_id, reason], do, _made_receipt)


def receipt_of(session: Session, order: Order, receipt_id: UUID) -> Receipt:
    """A receipt of this very order. Raises NotFound."""
    for found in receipts(session, order):
        if found.id == receipt_id:
            return found
    raise NotFound


def _reverse(session: Session, actor: Actor, order: Order, receipt: Receipt, reason: str) -> Receipt:
    if receipt.reversed_at is not None:
        raise AlreadyBuiltOn
    require_second_person(session, actor, receipt.amount, receipt.made_by)
    for counted in receipt.lines:
        _take_back(line_of(order, counted.order_line_id), counted)
    if receipt.entry_id is not None:
        receipt.reversal_entry_id = reverse(session, actor, books_of(order, actor), receipt.entry_id, reason=reason)
    receipt.reversed_at, receipt.reversed_by, receipt.reversal_reason = now(), actor.person_id, reason
    take(session, actor, order, "reverse", delivery_state(session, order), document=receipt.number, note=reason)
    return receipt


def _take_back(line: OrderLine, counted: ReceiptLine) -> None:
    if line.accepted_quantity - counted.accepted < line.billed_quantity or line.accrued - counted.amount < line.cleared:
        raise AlreadyBuiltOn
    line.accepted_quantity -= counted.accepted
    line.damaged_quantity -= counted.damaged
    line.short_quantity -= counted.short
    line.accrued -= counted.amount


def delivery_state(session: Session, order: Order, *, more_owed: int = 0) -> str:
    """Where the order stands by its lines' numbers and by what is owed: on its stored bills, and `more_owed`."""
    progress = [line.progress for line in order.lines]
    if any(line.to_come > 0 or line.to_bill > 0 for line in progress):
        return state_of_delivery(progress, owed=0)
    with session.no_autoflush:
        return state_of_delivery(progress, owed=owed_on(session, order) + more_owed)


def _check_open(line: OrderLine, quantity: Decimal, left: Decimal) -> None:
    if quantity < 0:
        raise Invalid(field="lines")
    if quantity > left:
        raise MoreThanOpen(field="lines", name=line.name, open=f"{left.normalize():f}", unit=line.order_unit)


def _check_day(actor: Actor, day: object) -> None:
    if day > today(actor.time_zone):  # type: ignore[operator]
        raise Invalid(field="day")
