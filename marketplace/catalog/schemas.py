"""What the API of price caps takes and gives. Money is a string with a decimal point."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields, validate

REGION_CODE = validate.Regexp(
    r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$", error="A Kemendagri code such as 21.71.01.1001."
)


class Rupiah(fields.Decimal):
    """An exact amount as a string without trailing zeros."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(as_string=True, allow_nan=False, **settings)

    def _to_string(self, value: Decimal) -> str:
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text


class PriceCapInput(Schema):
    """The most a commodity may be sold for to consumers, where, from when on, and who says so."""

    commodity = fields.String(required=True, validate=validate.Length(2, 100), metadata={"example": "beras medium"})
    region_codes = fields.List(fields.String(validate=REGION_CODE), required=True, validate=validate.Length(1, 600))
    price = Rupiah(required=True, validate=validate.Range(0, 10**12))
    per = fields.String(required=True, validate=validate.OneOf(["kg", "l", "piece"]))
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(load_default=None, allow_none=True)
    source = fields.String(required=True, validate=validate.Length(1, 300))


class PriceCapAnswer(PriceCapInput):
    """A price cap; `version` is its ETag."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)


class PriceCapsArguments(Schema):
    """On which day."""

    on_date = fields.Date(load_default=None, metadata={"description": "Default: today."})


class PriceCapsAnswer(Schema):
    """Price caps that hold on one day."""

    data = fields.List(fields.Nested(PriceCapAnswer), required=True)


class PriceCapEnd(Schema):
    """The last day on which a price cap holds."""

    valid_until = fields.Date(required=True)
