"""How the pages of cash and bank take forms and tell what is wrong with them."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template

from frontend.books.cash_words import FIELDS
from frontend.language import current_language
from frontend.orders.answers import Typed, WrongFields, form_key, given, status_of, ticked
from marketplace.errors import DomainError, Invalid

__all__ = ["Typed", "errors_of", "form_key", "given", "page", "status_of", "ticked"]


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of `frontend/templates/books`."""
    return make_response(render_template(f"books/{template}.html", **context), status)


def errors_of(error: DomainError) -> dict[str, str]:
    """{field name: sentence} for the form's error summary; `form` is the whole form."""
    if isinstance(error, WrongFields):
        return error.sentences
    field = error.field or "form"
    told = FIELDS.get(field) if error.code == Invalid.code else None
    return {field: str(told) if told else error.message(current_language())}
