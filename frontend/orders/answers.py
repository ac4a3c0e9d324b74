"""How the pages of orders take forms and answer them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from frontend.forms import sentences_of, try_to
from frontend.orders.words import FIELDS
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.errors import DomainError


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of `frontend/templates/orders`."""
    return make_response(render_template(f"orders/{template}.html", **context), status)


def errors_of(error: DomainError, **names: str) -> dict[str, str]:
    """{field name: sentence}; `names` says how the form calls a field that the service calls otherwise."""
    return sentences_of(error, FIELDS, names)


def to_order(order_id: UUID) -> AnyResponse:
    """Back to the order's page."""
    return redirect(url_for("orders.order", order_id=order_id), 303)


def do(order_id: UUID, verb: Callable[[Actor], Any], said: str | Callable[[Any], str]) -> AnyResponse:
    """Do a verb that needs no form of its own, say so on the order's page; or say why it was not done."""
    where = url_for("orders.order", order_id=order_id)
    return try_to(lambda: verb(current_actor()), said, where, errors_of)
