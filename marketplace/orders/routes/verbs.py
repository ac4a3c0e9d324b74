"""What moves an order on: send, approve, answer, agree, cancel, close."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ...api import ErrorAnswer, current_actor, idempotency_key
from ...database import transaction
from ..rules.requests import Answer
from ..schemas.answers import OrderSeenAnswer
from ..schemas.inputs import AnswerInput, ApproveInput, ReasonInput
from ..services import answering, sending
from .orders import purchase_orders, seen


@purchase_orders.route("/<uuid:order_id>/submit", methods=["POST"])
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
@purchase_orders.alt_response(422, schema=ErrorAnswer)
def submit_order(order_id: UUID) -> Any:
    """Send a draft to the supplier, or to the chair where it needs approval"""
    with transaction() as session:
        sending.submit(session, current_actor(), order_id, key=idempotency_key())
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/approve", methods=["POST"])
@purchase_orders.arguments(ApproveInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
@purchase_orders.alt_response(422, schema=ErrorAnswer)
def approve_order(content: dict[str, Any], order_id: UUID) -> Any:
    """Approve and send; the chair's, not the one who made it"""
    with transaction() as session:
        sending.approve(session, current_actor(), order_id, key=idempotency_key(), **content)
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/send-back", methods=["POST"])
@purchase_orders.arguments(ReasonInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def send_back_order(content: dict[str, Any], order_id: UUID) -> Any:
    """Give an order back to the one who made it, with the reason"""
    with transaction() as session:
        sending.send_back(session, current_actor(), order_id, key=idempotency_key(), **content)
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/answer", methods=["POST"])
@purchase_orders.arguments(AnswerInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def answer_order(content: Answer, order_id: UUID) -> Any:
    """The supplier accepts, offers less, or declines

    For a supplier without an account the cooperative writes down what he said.
    """
    with transaction() as session:
        answering.answer(session, current_actor(), order_id, content, key=idempotency_key())
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/agree", methods=["POST"])
@purchase_orders.arguments(ApproveInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def agree_order(content: dict[str, Any], order_id: UUID) -> Any:
    """Agree to what the supplier offers instead"""
    with transaction() as session:
        sending.agree(session, current_actor(), order_id, key=idempotency_key(), **content)
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/cancel", methods=["POST"])
@purchase_orders.arguments(ReasonInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def cancel_order(content: dict[str, Any], order_id: UUID) -> Any:
    """Cancel an order of which nothing was shipped"""
    with transaction() as session:
        sending.cancel(session, current_actor(), order_id, key=idempotency_key(), **content)
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>/close", methods=["POST"])
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
def close_order(order_id: UUID) -> Any:
    """Close an order that is paid, or of which nothing was accepted"""
    with transaction() as session:
        sending.close(session, current_actor(), order_id, key=idempotency_key())
    return seen(order_id)
