"""What the API of suppliers takes and gives. Money and measures are strings with a decimal point."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ..services.suppliers import Terms
from .values import DAYS, RUPIAH


class SupplierInput(Schema):
    """A supplier without an account, whom only the cooperative sees."""

    name = fields.String(required=True, validate=validate.Length(1, 200), metadata={"example": "Toko Makmur"})
    phone = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=30))


class SupplierAnswer(Schema):
    """A supplier and how much of his holds today for the caller."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    phone = fields.String(allow_none=True)
    organisation_id = fields.UUID(allow_none=True, metadata={"description": "Null: without an account."})
    is_own = fields.Boolean(metadata={"description": "The caller's own organisation, or a supplier it keeps."})
    version = fields.Integer()
    lists = fields.Integer()
    offers = fields.Integer()
    published_at = fields.DateTime(allow_none=True)
    valid_until = fields.Date(allow_none=True)


class SuppliersAnswer(Schema):
    """All suppliers the caller may know of."""

    data = fields.List(fields.Nested(SupplierAnswer), required=True)


class SupplierTermsFields(Schema):
    """What holds for everything of a supplier; null is unknown."""

    minimum_value = fields.Integer(load_default=None, allow_none=True, validate=RUPIAH)
    payment_term = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(["cash", "transfer", "credit"])
    )
    payment_days = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 365))
    lead_days = fields.Integer(load_default=None, allow_none=True, validate=DAYS)


class SupplierTermsInput(SupplierTermsFields):
    """Terms in the place of those said before."""

    @post_load
    def to_terms(self, data: dict[str, Any], **_: Any) -> Terms:
        """The service's own input type."""
        return Terms(**data)


class SupplierTermsAnswer(SupplierTermsFields):
    """Terms; `version` is their ETag, 0 before anything was said."""

    supplier_id = fields.UUID(required=True)
    version = fields.Integer(required=True)


class OfficeCountsAnswer(Schema):
    """What a city office may know of suppliers: how many, never who asks what."""

    suppliers = fields.Integer()
    lists = fields.Integer()
    offers = fields.Integer()
    newest = fields.DateTime(allow_none=True)
    kept_by_cooperatives = fields.Integer()
