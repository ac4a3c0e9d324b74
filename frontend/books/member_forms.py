"""How the pages of members and savings tell what is wrong with a form, and what opens NIKs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Response as AnyResponse

from frontend.books.member_words import FIELDS
from frontend.forms import sentences_of, try_to
from marketplace.app import current_settings
from marketplace.books.rules.nik import NikSafe
from marketplace.errors import DomainError, Invalid


def errors_of(error: DomainError) -> dict[str, str]:
    """{field name: sentence} for the form's error summary."""
    return sentences_of(error, FIELDS, codes=(Invalid.code, "invalid_text"))


def do(verb: Callable[[], Any], done: str, where: str) -> AnyResponse:
    """Do what needs no form of its own and say so at the address `where`; or say there why it was not done."""
    return try_to(verb, done, where, errors_of)


def nik_safe() -> NikSafe:
    """What seals and opens NIKs in this installation."""
    return NikSafe(current_settings().secret_key)
