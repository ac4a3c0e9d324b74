"""How the pages of members and savings take forms and tell what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books.member_words import FIELDS
from frontend.language import current_language
from frontend.orders.answers import Typed, WrongFields, form_key, given, status_of, ticked
from marketplace.api import current_actor
from marketplace.app import current_settings
from marketplace.books.rules.nik import NikSafe
from marketplace.clock import today
from marketplace.errors import DomainError, Invalid

__all__ = [
    "Typed",
    "asked_day",
    "do",
    "errors_of",
    "form_key",
    "given",
    "nik_safe",
    "page",
    "present_day",
    "secret_page",
    "status_of",
    "ticked",
]


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of `frontend/templates/books`."""
    return make_response(render_template(f"books/{template}.html", **context), status)


def secret_page(template: str, **context: Any) -> Response:
    """A page that shows something this once: no browser and no proxy keeps it."""
    response = page(template, **context)
    response.headers["Cache-Control"] = "no-store"
    return response


def errors_of(error: DomainError) -> dict[str, str]:
    """{field name: sentence} for the form's error summary; `form` is the whole form."""
    if isinstance(error, WrongFields):
        return error.sentences
    field = error.field or "form"
    told = FIELDS.get(field) if error.code in (Invalid.code, "invalid_text") else None
    return {field: str(told) if told else error.message(current_language())}


def do(verb: Callable[[], Any], done: str, where: str) -> AnyResponse:
    """Do what needs no form of its own and say so at the address `where`; or say there why it was not done."""
    try:
        verb()
    except DomainError as error:
        status_of(error)
        [sentence] = errors_of(error).values()
        flash(sentence, "error")
    else:
        flash(done, "success")
    return redirect(where, 303)


def nik_safe() -> NikSafe:
    """What seals and opens NIKs in this installation."""
    return NikSafe(current_settings().secret_key)


def present_day() -> date:
    """Today, where the cooperative is."""
    return today(current_actor().time_zone)


def asked_day(name: str, default: date) -> date:
    """A day of the address; `default` where there is none or none that can be."""
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else default
    except ValueError:
        flash(_("Tanggal itu tidak ada. Pilih dari kalender."), "warning")
        return default
