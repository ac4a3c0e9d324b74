"""What may be the same article, and what was decided, as the API takes and gives it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from .values import Exact


class SideAnswer(Schema):
    """One of two articles."""

    article_id = fields.UUID()
    name = fields.String()
    supplier_id = fields.UUID()
    supplier_name = fields.String()
    price = Exact(allow_none=True)
    order_unit = fields.String(allow_none=True)
    comparable_price = Exact(allow_none=True)
    comparable_per = fields.String(allow_none=True)


class SuggestedAnswer(Schema):
    """Two articles that may be related, and why."""

    id = fields.UUID()
    relation = fields.String()
    score = fields.Integer()
    reasons = fields.Function(lambda found: [reason.code for reason in found.reasons], metadata={"type": "array"})
    one = fields.Nested(SideAnswer)
    other = fields.Nested(SideAnswer)


class SuggestedListAnswer(Schema):
    """What waits for a decision, surest first."""

    data = fields.List(fields.Nested(SuggestedAnswer), required=True)


class SuggestedArguments(Schema):
    """How many suggestions."""

    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))


class VerdictInput(Schema):
    """What a person says about a suggestion."""

    verdict = fields.String(required=True, validate=validate.OneOf(["confirmed", "refused"]))
    relation = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(["same", "same_other_size", "different_grade"]),
    )


class DecisionAnswer(Schema):
    """A decision; it holds for the caller's cooperative alone."""

    article_id = fields.UUID()
    other_article_id = fields.UUID()
    verdict = fields.String()
    relation = fields.String()
    decided_at = fields.DateTime()
