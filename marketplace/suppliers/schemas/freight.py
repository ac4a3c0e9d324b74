"""What the API of freight takes and gives: rates of suppliers, carriages of cooperatives."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from ..services.freight import Tariff
from .values import DAYS, REGION_CODE, RUPIAH, Exact


class TariffFields(Schema):
    """Rupiah: per kg and per package exact, per drop whole; 0 is free, null not charged that way."""

    per_kg = Exact(load_default=None, allow_none=True, validate=RUPIAH)
    per_package = Exact(load_default=None, allow_none=True, validate=RUPIAH)
    per_drop = fields.Integer(load_default=None, allow_none=True, validate=RUPIAH)
    free_from = fields.Integer(load_default=None, allow_none=True, validate=RUPIAH)
    days = fields.Integer(load_default=None, allow_none=True, validate=DAYS)


class RateInput(TariffFields):
    """What a supplier charges to a zone; without `region_code` everywhere."""

    region_code = fields.String(load_default=None, allow_none=True, validate=REGION_CODE)
    sea_route_id = fields.UUID(load_default=None, allow_none=True)


class RateAnswer(RateInput):
    """A freight rate."""

    id = fields.UUID()
    supplier_id = fields.UUID()


class RatesAnswer(Schema):
    """What a supplier charges, the widest zone first."""

    data = fields.List(fields.Nested(RateAnswer), required=True)


class CarriageChange(TariffFields):
    """What fetching is called and costs from now on."""

    name = fields.String(required=True, validate=validate.Length(1, 100))


class CarriageInput(CarriageChange):
    """How the cooperative fetches goods itself: from one supplier in place of his freight, or everything."""

    supplier_id = fields.UUID(load_default=None, allow_none=True)
    sea_route_id = fields.UUID(load_default=None, allow_none=True)


class CarriageAnswer(CarriageInput):
    """A carriage; `version` is its ETag."""

    id = fields.UUID()
    version = fields.Integer()


class CarriagesAnswer(Schema):
    """How the cooperative fetches goods itself."""

    data = fields.List(fields.Nested(CarriageAnswer), required=True)


def tariff_of(data: dict[str, Any]) -> Tariff:
    """The tariff within an input; it is taken out of `data`."""
    return Tariff(**{name: data.pop(name) for name in ("per_kg", "per_package", "per_drop", "free_from", "days")})
