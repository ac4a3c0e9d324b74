"""Values that several schemas of suppliers write the same way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import fields, validate

from ...api import language
from ..reading.sheets import Language

REGION_CODE = validate.Regexp(
    r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$", error="A Kemendagri code such as 21.71.01.1001."
)
PILES = ("all", "new", "changed", "same", "gone", "doubtful")
RUPIAH = validate.Range(0, 10**12)
DAYS = validate.Range(0, 365)


def spoken() -> Language:
    """The language of the one who asks."""
    return "en" if language() == "en" else "id"


class Exact(fields.Decimal):
    """An exact number as a string without trailing zeros."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(as_string=True, allow_nan=False, **settings)

    def _to_string(self, value: Decimal) -> str:
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
