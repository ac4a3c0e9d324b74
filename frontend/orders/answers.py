"""How the pages of orders take forms and answer them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from frontend.language import current_language
from frontend.orders import written
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.clock import today
from marketplace.errors import Conflict, DomainError, NotFound, NotPermitted


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of `frontend/templates/orders`."""
    return make_response(render_template(f"orders/{template}.html", **context), status)


def form_key() -> str:
    """The idempotency key of a form: made when the form is, sent back with it."""
    return request.form.get("idempotency_key") or uuid4().hex


def given(name: str, default: object = "") -> str:
    """A field of the posted form, trimmed; before it was posted, `default` as text."""
    return request.form.get(name, str(default)).strip()


def ticked(name: str) -> bool:
    """Whether a box of the posted form is ticked."""
    return bool(request.form.get(name))


def given_quantity(name: str) -> Any:
    """Order units of a field; None where it is empty. Raises Invalid."""
    return written.quantity(given(name), name, current_language())


def given_rupiah(name: str) -> int | None:
    """Whole rupiah of a field; None where it is empty. Raises Invalid."""
    return written.rupiah(given(name), name, current_language())


def given_price(name: str) -> Any:
    """A unit price of a field; None where it is empty. Raises Invalid."""
    return written.price(given(name), name, current_language())


def given_day(name: str) -> Any:
    """A day of a field; today where it is empty. Raises Invalid."""
    return written.day(given(name), name) or today(current_actor().time_zone)


def errors_of(error: DomainError, default_field: str) -> dict[str, str]:
    """{field name: sentence} for the form's error summary."""
    return {error.field or default_field: error.message(current_language())}


def status_of(error: DomainError) -> int:
    """The status of the form that is shown again; what is not there or not allowed is no matter of the form."""
    if isinstance(error, NotFound | NotPermitted) and error.code in ("not_found", "not_permitted"):
        raise error
    return 409 if isinstance(error, Conflict) else 422


def to_order(order_id: UUID) -> AnyResponse:
    """Back to the order's page."""
    return redirect(url_for("orders.order", order_id=order_id), 303)


def do(order_id: UUID, verb: Callable[[Actor], Any], said: str) -> AnyResponse:
    """Do a verb that needs no form of its own, say so on the order's page; or say why it was not done."""
    try:
        verb(current_actor())
    except DomainError as error:
        status_of(error)
        flash(error.message(current_language()), "error")
    else:
        flash(said, "success")
    return to_order(order_id)
