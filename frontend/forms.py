"""How pages take a form and tell what is wrong with it: every field at once, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from flask import flash, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from frontend import typed_fields
from frontend.language import current_language
from marketplace.api import current_actor
from marketplace.clock import today
from marketplace.errors import Conflict, DomainError, Invalid, NotFound, NotPermitted

NO_NAMES: Mapping[str, str] = MappingProxyType({})
Told = Callable[[DomainError], dict[str, str]]


def form_key() -> str:
    """The idempotency key of a form: made when the form is, sent back with it."""
    return request.form.get("idempotency_key") or uuid4().hex


def given(name: str, default: object = "") -> str:
    """A field of the posted form, trimmed; before it was posted, `default` as text."""
    return request.form.get(name, str(default)).strip()


def ticked(name: str) -> bool:
    """Whether a box of the posted form is ticked."""
    return bool(request.form.get(name))


def version_seen() -> int:
    """The version of the row that the form was made from."""
    return request.form.get("version", 0, type=int)


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
        return self._read(typed_fields.quantity, name)

    def rupiah(self, name: str) -> int | None:
        """Whole rupiah; None where it is empty or cannot be read."""
        return self._read(typed_fields.rupiah, name)

    def price(self, name: str) -> Decimal | None:
        """A unit price; None where it is empty or cannot be read."""
        return self._read(typed_fields.price, name)

    def day(self, name: str) -> date | None:
        """A day; None where it is empty or cannot be read."""
        return self._read(typed_fields.day, name)

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


def sentences_of(
    error: DomainError,
    fields: Mapping[str, object],
    names: Mapping[str, str] = NO_NAMES,
    codes: tuple[str, ...] = (Invalid.code,),
) -> dict[str, str]:
    """{field name: sentence} for the form's error summary; `form` is the whole form.

    `fields` has the sentence for a field that an error of `codes` names; `names` says how the form calls a field that
    the service calls otherwise.
    """
    if isinstance(error, WrongFields):
        return error.sentences
    field = error.field or "form"
    told = fields.get(field) if error.code in codes else None
    return {names.get(field, field): str(told) if told else error.message(current_language())}


def status_of(error: DomainError) -> int:
    """The status of the form that is shown again; what is not there or not allowed is no matter of the form."""
    if isinstance(error, NotFound | NotPermitted) and error.code in ("not_found", "not_permitted"):
        raise error
    return 409 if isinstance(error, Conflict) else 422


def try_to(verb: Callable[[], Any], done: str | Callable[[Any], str], where: str, told: Told) -> AnyResponse:
    """Do what needs no form of its own and say so at the address `where`; or say there why it was not done.

    `done` may be made of what the verb gives; `told` makes the sentences of an error.
    """
    try:
        made = verb()
    except DomainError as error:
        status_of(error)
        [sentence] = told(error).values()
        flash(sentence, "error")
    else:
        flash(done if isinstance(done, str) else done(made), "success")
    return redirect(where, 303)
