"""The papers of an order: deliveries, receipts, bills, payments, and their reversals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ...api import ErrorAnswer, current_actor, idempotency_key
from ...database import transaction
from ..rules.requests import BillRequest, PaymentRequest, ReceiptRequest, ShipmentRequest
from ..schemas.answers import BillAnswer, OrderSeenAnswer, PaymentAnswer, ReceiptAnswer, ShipmentAnswer
from ..schemas.inputs import BillInput, PaymentInput, ReasonInput, ReceiptInput, ShipmentInput
from ..services import billing, delivering, paying
from .orders import purchase_orders, seen


@purchase_orders.route("/<uuid:order_id>/shipments", methods=["POST"])
@purchase_orders.arguments(ShipmentInput)
@purchase_orders.response(201, ShipmentAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def ship_order(content: ShipmentRequest, order_id: UUID) -> Any:
    """Record a delivery that leaves; an order may be shipped in parts"""
    with transaction() as session:
        return delivering.ship(session, current_actor(), order_id, content, key=idempotency_key())


@purchase_orders.route("/<uuid:order_id>/receipts", methods=["POST"])
@purchase_orders.arguments(ReceiptInput)
@purchase_orders.response(201, ReceiptAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def receive_order(content: ReceiptRequest, order_id: UUID) -> Any:
    """Count what came: accepted, damaged, short

    Accepted goods are booked at once at the agreed price: inventory against received and not billed.
    """
    with transaction() as session:
        return delivering.receive(session, current_actor(), order_id, content, key=idempotency_key())


@purchase_orders.route("/<uuid:order_id>/receipts/<uuid:receipt_id>/reverse", methods=["POST"])
@purchase_orders.arguments(ReasonInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def reverse_receipt(content: dict[str, Any], order_id: UUID, receipt_id: UUID) -> Any:
    """Undo a wrong count with its booking; nothing of it may be billed"""
    with transaction() as session:
        delivering.reverse_receipt(session, current_actor(), order_id, receipt_id, key=idempotency_key(), **content)
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/bills", methods=["POST"])
@purchase_orders.arguments(BillInput)
@purchase_orders.response(201, BillAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def bill_order(content: BillRequest, order_id: UUID) -> Any:
    """Enter the supplier's invoice

    It is held beside what was received and agreed. Without a difference it is owed and booked; else its state is
    `differs` and the differences are named.
    """
    with transaction() as session:
        return billing.bill(session, current_actor(), order_id, content, key=idempotency_key())


@purchase_orders.route("/<uuid:order_id>/bills/<uuid:bill_id>/accept-difference", methods=["POST"])
@purchase_orders.arguments(ReasonInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def accept_difference(content: dict[str, Any], order_id: UUID, bill_id: UUID) -> Any:
    """Accept what differs, with the reason; then the bill is owed"""
    with transaction() as session:
        billing.accept_difference(session, current_actor(), order_id, bill_id, key=idempotency_key(), **content)
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/bills/<uuid:bill_id>/dispute", methods=["POST"])
@purchase_orders.arguments(ReasonInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def dispute_bill(content: dict[str, Any], order_id: UUID, bill_id: UUID) -> Any:
    """Tell the supplier that the bill is not right"""
    with transaction() as session:
        billing.dispute(session, current_actor(), order_id, bill_id, key=idempotency_key(), **content)
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/bills/<uuid:bill_id>/withdraw", methods=["POST"])
@purchase_orders.arguments(ReasonInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def withdraw_bill(content: dict[str, Any], order_id: UUID, bill_id: UUID) -> Any:
    """Put away a bill that is not owed"""
    with transaction() as session:
        billing.withdraw(session, current_actor(), order_id, bill_id, key=idempotency_key(), **content)
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/bills/<uuid:bill_id>/reverse", methods=["POST"])
@purchase_orders.arguments(ReasonInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def reverse_bill(content: dict[str, Any], order_id: UUID, bill_id: UUID) -> Any:
    """Undo an agreed bill on which nothing is paid, with its booking"""
    with transaction() as session:
        billing.reverse_bill(session, current_actor(), order_id, bill_id, key=idempotency_key(), **content)
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/bills/<uuid:bill_id>/payments", methods=["POST"])
@purchase_orders.arguments(PaymentInput)
@purchase_orders.response(201, PaymentAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def pay_bill(content: PaymentRequest, order_id: UUID, bill_id: UUID) -> Any:
    """Record a payment on an agreed bill, whole or in part; the treasurer's"""
    with transaction() as session:
        return paying.pay(session, current_actor(), order_id, bill_id, content, key=idempotency_key())


@purchase_orders.route("/<uuid:order_id>/payments/<uuid:payment_id>/reverse", methods=["POST"])
@purchase_orders.arguments(ReasonInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def reverse_payment(content: dict[str, Any], order_id: UUID, payment_id: UUID) -> Any:
    """Undo a payment that was recorded wrongly or came back, with its booking"""
    with transaction() as session:
        paying.reverse_payment(session, current_actor(), order_id, payment_id, key=idempotency_key(), **content)
    return seen(order_id)
