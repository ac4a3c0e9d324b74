"""Goods, their offers and prices over time, as the API gives them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .rows import RowAnswer
from .values import Exact


class GoodsArguments(Schema):
    """What is looked for, in any words."""

    q = fields.String(required=True, validate=validate.Length(2, 100), metadata={"example": "minyak goreng 1 l"})
    on_date = fields.Date(load_default=None)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 50))


class GoodAnswer(Schema):
    """A product, or an article that belongs to none yet."""

    name = fields.String(required=True)
    product_id = fields.UUID(allow_none=True)
    article_ids = fields.List(fields.UUID())
    suppliers = fields.Integer()
    per = fields.String(allow_none=True)


class GoodsAnswer(Schema):
    """Goods, nearest first."""

    data = fields.List(fields.Nested(GoodAnswer), required=True)


class OffersArguments(Schema):
    """Offers in force of products and articles, on a day (default: today)."""

    product_id = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=100))
    article_id = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=200))
    on_date = fields.Date(load_default=None)


class OfferAnswer(RowAnswer):
    """An offer in force, with what its list and supplier say about it."""

    class Meta:
        """What a row has that an offer in force has under another name."""

        exclude = ("id",)

    offer_id = fields.UUID(required=True)
    product_id = fields.UUID(allow_none=True)
    relation = fields.String()
    supplier_id = fields.UUID(required=True)
    supplier_name = fields.String()
    price_list_id = fields.UUID()
    price_list_title = fields.String()
    version_id = fields.UUID()
    version_number = fields.Integer()
    file_name = fields.String()
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)
    lead_days = fields.Integer(allow_none=True)
    minimum_value = fields.Integer(allow_none=True)
    payment_term = fields.String(allow_none=True)
    payment_days = fields.Integer(allow_none=True)
    tiers = fields.List(fields.List(Exact()), metadata={"description": "[from how many order units, price] ascending"})


class OffersAnswer(Schema):
    """Offers in force."""

    data = fields.List(fields.Nested(OfferAnswer), required=True)


class PricePointAnswer(Schema):
    """A price from a day on."""

    valid_from = fields.Date()
    number = fields.Integer()
    price = Exact(allow_none=True)
    order_unit = fields.String(allow_none=True)
    comparable_price = Exact(allow_none=True)
    comparable_per = fields.String(allow_none=True)


class HistoryAnswer(Schema):
    """An article's published prices, oldest first."""

    name = fields.String()
    supplier_id = fields.UUID()
    points = fields.List(fields.Nested(PricePointAnswer))
