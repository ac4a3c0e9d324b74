"""How the pages of loans and of the surplus tell what is wrong with a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.wrappers import Response as AnyResponse

from frontend.books import loan_words
from frontend.forms import sentences_of, try_to
from marketplace.errors import DomainError

Words = Mapping[str, object]


def errors_of(error: DomainError, words: Words = loan_words.FIELDS) -> dict[str, str]:
    """{field name: sentence} for the form's error summary."""
    return sentences_of(error, words)


def do(verb: Callable[[], Any], done: str, where: str, words: Words = loan_words.FIELDS) -> AnyResponse:
    """Do what needs no form of its own and say so at the address `where`; or say there why it was not done."""
    return try_to(verb, done, where, lambda error: errors_of(error, words))
