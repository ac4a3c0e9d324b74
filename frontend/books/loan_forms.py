"""How the pages of loans and of the surplus take forms and tell what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import loan_words
from frontend.language import current_language
from frontend.orders.answers import Typed, WrongFields, form_key, given, status_of, ticked
from marketplace.api import current_actor
from marketplace.clock import today
from marketplace.errors import DomainError, Invalid

__all__ = ["ROWS_OF_A_PAGE", "Typed", "do", "errors_of", "form_key", "given", "page", "page_number", "present_day",
           "status_of", "ticked", "whole"]  # fmt: skip

ROWS_OF_A_PAGE = 50


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of `frontend/templates/books`."""
    return make_response(render_template(f"books/{template}.html", **context), status)


def errors_of(error: DomainError, words: Mapping[str, object] = loan_words.FIELDS) -> dict[str, str]:
    """{field name: sentence} for the form's error summary; `form` is the whole form."""
    if isinstance(error, WrongFields):
        return error.sentences
    field = error.field or "form"
    told = words.get(field) if error.code == Invalid.code else None
    return {field: str(told) if told else error.message(current_language())}


def do(verb: Callable[[], Any], done: str, where: str, words: Mapping[str, object] = loan_words.FIELDS) -> AnyResponse:
    """Do what needs no form of its own and say so at the address `where`; or say there why it was not done."""
    try:
        verb()
    except DomainError as error:
        status_of(error)
        [sentence] = errors_of(error, words).values()
        flash(sentence, "error")
    else:
        flash(done, "success")
    return redirect(where, 303)


def present_day() -> date:
    """Today, where the cooperative is."""
    return today(current_actor().time_zone)


def page_number() -> int:
    """Which page of a list is asked for, from 1."""
    text = request.args.get("page", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 7 else 1


def whole(value: Decimal | None) -> int | None:
    """A whole number that was typed; None where it was none, or no whole one."""
    return int(value) if value is not None and value == value.to_integral_value() else None
