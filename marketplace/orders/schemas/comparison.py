"""What the API of the comparison takes and gives: figures as strings with a decimal point, sentences by language."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ..comparison.notes import PACK_UNITS, TAX_BASES, ArticleFacts
from ..comparison.selling import BASES, SellingPrice
from .inputs import Made, text_of

MOST_CHOICES = 500


class ComparisonQuery(Schema):
    """On which day; today where it is not said."""

    on = fields.Date(load_default=None)


class ComparedSupplierAnswer(Schema):
    """A supplier, and how many of the wants he offers, of how many he has a price, and how often he is the best."""

    supplier = fields.String()
    name = fields.String()
    offered = fields.Integer()
    comparable = fields.Integer()
    best = fields.Integer()


class ComparedRowAnswer(Schema):
    """A want with its offers, the best first. `best` is the key of an offer: its id."""

    want = fields.Dict()
    best = fields.String(allow_none=True)
    state = fields.String(allow_none=True, metadata={"description": "best, cheapest_complete, or null"})
    why = fields.Dict(metadata={"description": "A sentence, by language"})
    break_evens = fields.List(fields.Dict())
    offers = fields.List(fields.Dict(), metadata={"description": "Each with its state, figures and arithmetic"})


class ComparisonAnswer(Schema):
    """A want list compared."""

    date = fields.String()
    place = fields.String(allow_none=True)
    freight = fields.String()
    ppn = fields.Dict()
    suppliers = fields.List(fields.Nested(ComparedSupplierAnswer))
    rows = fields.List(fields.Nested(ComparedRowAnswer))


class WantChoiceInput(Schema):
    """The offer chosen for a want; null chooses none."""

    want_id = fields.UUID(required=True)
    offer_id = fields.UUID(required=True, allow_none=True)


class ChoicesInput(Schema):
    """What is chosen; wants that are not named stay as they are."""

    choices = fields.List(fields.Nested(WantChoiceInput), required=True, validate=validate.Length(1, MOST_CHOICES))

    @post_load
    def make(self, content: dict[str, Any], **_: Any) -> Any:
        """By want."""
        return {each["want_id"]: each["offer_id"] for each in content["choices"]}


class ChoicesAnswer(Schema):
    """What is chosen from a list."""

    choices = fields.List(fields.Nested(WantChoiceInput))


class ArticleFactsInput(Made):
    """What a list does not say about an article, as the cooperative knows it."""

    makes = ArticleFacts
    order_unit = fields.String(load_default=None, allow_none=True)
    pack_count = fields.Decimal(load_default=None, allow_none=True, allow_nan=False)
    pack_size = fields.Decimal(load_default=None, allow_none=True, allow_nan=False)
    pack_unit = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(PACK_UNITS))
    tax = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(TAX_BASES))


class SellingPriceInput(Made):
    """What the cooperative asks for one `per` of what it calls `words`."""

    makes = SellingPrice
    words = text_of(200, least=1, required=True)
    price = fields.Decimal(required=True, allow_nan=False)
    per = fields.String(required=True, validate=validate.OneOf(BASES))
    monthly_volume = fields.Decimal(load_default=None, allow_none=True, allow_nan=False)


class SellingPricesInput(Schema):
    """Many at once; said again they replace what was said before."""

    prices = fields.List(fields.Nested(SellingPriceInput), required=True, validate=validate.Length(1, 1_000))


class KeptAnswer(Schema):
    """How many were kept."""

    kept = fields.Integer()


class MatchAnswerInput(Schema):
    """Whether an article is what the cooperative means by the words of the want."""

    is_meant = fields.Boolean(required=True)
