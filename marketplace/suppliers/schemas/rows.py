"""Rows of a price list as the API gives them: what was written beside what was understood."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from ..reading.telling import told_issue
from .values import PILES, Exact, spoken


class RowsArguments(Schema):
    """Which rows of a version."""

    pile = fields.String(load_default="all", validate=validate.OneOf(PILES))
    words = fields.String(load_default="", validate=validate.Length(max=100))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    after = fields.String(
        load_default=None,
        validate=validate.Regexp(r"^\d{1,9}\.\d{1,4}$"),
        metadata={"description": "`next` of the page before: row.part"},
    )


class RowAnswer(Schema):
    """A row: what the supplier wrote, and what was read from it."""

    id = fields.UUID(required=True)
    article_id = fields.UUID(required=True)
    row = fields.Integer(required=True)
    part = fields.Integer(required=True)
    sheet = fields.String(allow_none=True)
    page = fields.Integer(allow_none=True)
    name = fields.String(required=True)
    sku = fields.String(allow_none=True)
    barcode = fields.String(allow_none=True)
    brand = fields.String(allow_none=True)
    category = fields.String(allow_none=True)
    raw_price = fields.String(allow_none=True)
    raw_unit = fields.String(allow_none=True)
    raw_pack = fields.String(allow_none=True)
    order_unit = fields.String(allow_none=True)
    pack_count = Exact(allow_none=True)
    pack_size = Exact(allow_none=True)
    pack_unit = fields.String(allow_none=True)
    case_unit = fields.String(allow_none=True)
    case_count = Exact(allow_none=True)
    price = Exact(allow_none=True)
    currency = fields.String()
    tax = fields.String(allow_none=True)
    comparable_price = Exact(allow_none=True)
    comparable_per = fields.String(allow_none=True)
    minimum = Exact(allow_none=True)
    multiple = Exact(allow_none=True)
    terms = fields.List(fields.Raw())
    issues = fields.Function(
        lambda row: [told_issue(each, spoken()) for each in row.issues],
        metadata={"type": "array", "items": {"type": "object"}, "description": "code, message, suggestion"},
    )
    change = fields.String()
    former_price = Exact(allow_none=True)


class RowsAnswer(Schema):
    """A page of rows."""

    data = fields.List(fields.Nested(RowAnswer), required=True)
    has_more = fields.Boolean(required=True)
    next = fields.String(allow_none=True)
