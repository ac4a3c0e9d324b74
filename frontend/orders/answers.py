"""How the pages of orders take forms and answer them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from frontend.language import current_language
from frontend.orders import written
from frontend.orders.words import FIELDS
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.clock import today
from marketplace.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted


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


class WrongFields(Invalid):
    """Fields of a form that cannot be taken, each with its sentence."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__()
        self.sentences = sentences


class Typed:
    """Reads the posted fields and gathers a sentence for each that cannot be read, so that all are mended at once."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}

    def quantity(self, name: str) -> Decimal | None:
        """Order units; None where it is empty or cannot be read."""
        return self._read(written.quantity, name)

    def rupiah(self, name: str) -> int | None:
        """Whole rupiah; None where it is empty or cannot be read."""
        return self._read(written.rupiah, name)

    def price(self, name: str) -> Decimal | None:
        """A unit price; None where it is empty or cannot be read."""
        return self._read(written.price, name)

    def day(self, name: str) -> date | None:
        """A day; None where it is empty or cannot be read."""
        return self._read(written.day, name)

    def day_or_today(self, name: str) -> date:
        """A day; today where it is empty."""
        return self.day(name) or today(current_actor().time_zone)

    def refuse(self, name: str, sentence: str) -> None:
        """Note that a field cannot be as it is; the first sentence about it stays."""
        self.errors.setdefault(name, sentence)

    def check(self) -> None:
        """Raises WrongFields where anything was noted."""
        if self.errors:
            raise WrongFields(self.errors)

    def _read(self, reader: Callable[[str, str, str], Any], name: str) -> Any:
        try:
            return reader(given(name), name, current_language())
        except Invalid as error:
            self.refuse(name, error.message(current_language()))
            return None


def errors_of(error: DomainError, **names: str) -> dict[str, str]:
    """{field name: sentence} for the form's error summary; `form` is the whole form.

    `names` says how the form calls a field that the service calls otherwise.
    """
    if isinstance(error, WrongFields):
        return error.sentences
    field = error.field or "form"
    told = FIELDS.get(field) if error.code == Invalid.code else None
    return {names.get(field, field): str(told) if told else error.message(current_language())}


def status_of(error: DomainError) -> int:
    """The status of the form that is shown again; what is not there or not allowed is no matter of the form."""
    if isinstance(error, NotFound | NotPermitted) and error.code in ("not_found", "not_permitted"):
        raise error
    return 409 if isinstance(error, Conflict) else 422


def to_order(order_id: UUID) -> AnyResponse:
    """Back to the order's page."""
    return redirect(url_for("orders.order", order_id=order_id), 303)


def do(order_id: UUID, verb: Callable[[Actor], Any], said: str | Callable[[Any], str]) -> AnyResponse:
    """Do a verb that needs no form of its own, say so on the order's page; or say why it was not done.

    `said` may be made of what the verb gives.
    """
    try:
        done = verb(current_actor())
    except DomainError as error:
        status_of(error)
        [sentence] = errors_of(error).values()
        flash(sentence, "error")
    else:
        flash(said if isinstance(said, str) else said(done), "success")
    return to_order(order_id)
