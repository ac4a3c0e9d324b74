"""Fields of the forms of orders as exact values; what cannot be read is refused with the sentence of the reader."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask_babel import gettext

from frontend.typed_numbers import NotANumber, typed_number, typed_rupiah
from marketplace.errors import Invalid


class NotRead(Invalid):
    """A field holds no number that can be read one way only."""

    code = "not_read"
    indonesian = "{sentence}."
    english = "{sentence}."


def quantity(text: str, field: str, language: str = "id") -> Decimal | None:
    """Order units with at most three decimals, None for an empty field. Raises Invalid."""
    return _number(text, field, language, 3)


def price(text: str, field: str, language: str = "id") -> Decimal | None:
    """Rupiah for one unit with at most four decimals, None for an empty field. Raises Invalid."""
    return _number(text, field, language, 4)


def rupiah(text: str, field: str, language: str = "id") -> int | None:
    """Whole rupiah, None for an empty field. Raises Invalid."""
    try:
        return typed_rupiah(text, language) if text.strip() else None
    except NotANumber as error:
        raise NotRead(field=field, sentence=str(error)) from None


def day(text: str, field: str, _language: str = "id") -> date | None:
    """A day of a date field (`2026-11-22`), None for an empty one. Raises Invalid."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise NotRead(field=field, sentence=gettext("Pilih tanggalnya")) from None


def _number(text: str, field: str, language: str, places: int) -> Decimal | None:
    if not text.strip():
        return None
    try:
        value = typed_number(text, language)
    except NotANumber as error:
        raise NotRead(field=field, sentence=str(error)) from None
    if -int(value.as_tuple().exponent) > places:
        raise NotRead(field=field, sentence=gettext("Paling banyak %(places)s angka di belakang koma", places=places))
    return value
