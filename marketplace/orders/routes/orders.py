"""Orders: list, make, look, change; what is owed; the limits for buying."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import (
    ErrorAnswer,
    PageArguments,
    current_actor,
    etag,
    expected_version,
    idempotency_key,
    page_of,
    paginate,
)
from ...database import transaction
from ..models import Order
from ..queries import lists, reference, views
from ..rules.separation import Limits
from ..schemas.answers import DueBillsAnswer, LimitsAnswer, OrderAnswer, OrderSeenAnswer, OrdersMadeAnswer
from ..schemas.inputs import ChangeOrderInput, CreateOrdersInput, LimitsInput, OrdersQuery
from ..services import choosing, limits, ordering
from ..services.steps import require

purchase_orders = Blueprint(
    "purchase_orders",
    __name__,
    url_prefix="/api/v1/purchase-orders",
    description="A cooperative's orders to suppliers, from draft to paid; both parties see the same order.",
)


def seen(order_id: UUID) -> Any:
    """The whole order as the caller may see it, with its ETag."""
    with transaction() as session:
        found = views.order_seen(session, current_actor(), order_id)
    return found, 200, etag({}, found.order.version)


@purchase_orders.route("")
@purchase_orders.arguments(PageArguments, location="query")
@purchase_orders.arguments(OrdersQuery, location="query")
@purchase_orders.response(200, page_of(OrderAnswer))
def list_orders(page: dict[str, Any], which: dict[str, Any]) -> dict[str, Any]:
    """The orders, oldest first

    A cooperative sees its own, a supplier those that were sent to him.
    """
    statement = lists.orders(current_actor(), states=which["state"], words=which["q"])
    with transaction() as session:
        return paginate(session, statement, Order.id, **page)


@purchase_orders.route("", methods=["POST"])
@purchase_orders.arguments(CreateOrdersInput)
@purchase_orders.response(201, OrdersMadeAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(422, schema=ErrorAnswer)
def create_orders(content: dict[str, Any]) -> dict[str, Any]:
    """Make draft orders from chosen offers, one per supplier

    Prices are frozen now. Quantities must reach the offer's minimum and multiple; the error names the nearest.
    """
    with transaction() as session:
        made = choosing.create_from_offers(
            session, current_actor(), content["lines"], content["terms"], key=idempotency_key()
        )
    return {"data": made}


@purchase_orders.route("/due")
@purchase_orders.response(200, DueBillsAnswer)
def list_due_bills() -> dict[str, Any]:
    """What is owed on agreed bills, the earliest due first"""
    with transaction() as session:
        return {"data": lists.due_bills(session, current_actor())}


@purchase_orders.route("/limits")
@purchase_orders.response(200, LimitsAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
def show_limits() -> Limits:
    """The cooperative's limits for buying"""
    actor = current_actor()
    require(actor, "see")
    with transaction() as session:
        return reference.limits_of(session, actor.organisation_id)


@purchase_orders.route("/limits", methods=["PUT"])
@purchase_orders.arguments(LimitsInput)
@purchase_orders.response(200, LimitsAnswer)
@purchase_orders.alt_response(403, schema=ErrorAnswer)
@purchase_orders.alt_response(422, schema=ErrorAnswer)
def set_limits(content: Limits) -> Limits:
    """Set the limits; the chair's"""
    with transaction() as session:
        return limits.set_limits(session, current_actor(), content)


@purchase_orders.route("/<uuid:order_id>")
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
def show_order(order_id: UUID) -> Any:
    """One order with its lines, steps, deliveries, receipts, bills and payments"""
    return seen(order_id)


@purchase_orders.route("/<uuid:order_id>", methods=["PUT"])
@purchase_orders.arguments(ChangeOrderInput)
@purchase_orders.response(200, OrderSeenAnswer)
@purchase_orders.alt_response(404, schema=ErrorAnswer)
@purchase_orders.alt_response(409, schema=ErrorAnswer)
@purchase_orders.alt_response(412, schema=ErrorAnswer)
@purchase_orders.alt_response(422, schema=ErrorAnswer)
def change_order(content: dict[str, Any], order_id: UUID) -> Any:
    """Change a draft; needs If-Match"""
    version = expected_version()
    with transaction() as session:
        ordering.change(session, current_actor(), order_id, version, content["terms"], content["lines"])
    return seen(order_id)
