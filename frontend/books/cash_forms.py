"""How the pages of cash and bank tell what is wrong with a form."""

from __future__ import annotations

from frontend.books.cash_words import FIELDS
from frontend.forms import sentences_of
from marketplace.errors import DomainError


def errors_of(error: DomainError) -> dict[str, str]:
    """{field name: sentence} for the form's error summary."""
    return sentences_of(error, FIELDS)
