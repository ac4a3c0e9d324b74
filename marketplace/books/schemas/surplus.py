"""The division of the surplus as the API takes and gives it; money is whole rupiah, percentages are exact text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ..rules.surplus import CAPITAL_BASES, FUND_OF, PAYOUT_WAYS, Percentages, ResolutionRequest
from .loans import Percent


class FundShareInput(Schema):
    """Percent of what came from members, and of what came from others, for a fund."""

    fund = fields.String(required=True, validate=validate.OneOf(tuple(FUND_OF)))
    of_member = Percent(load_default=Decimal(0), allow_nan=False, validate=validate.Range(Decimal(0), Decimal(100)))
    of_non_member = Percent(load_default=Decimal(0), allow_nan=False, validate=validate.Range(Decimal(0), Decimal(100)))


class ResolutionInput(Schema):
    """What the members' meeting decided; each side adds up to exactly 100."""

    year = fields.Integer(required=True, strict=True, validate=validate.Range(1990, 2999))
    number = fields.String(required=True, validate=validate.Length(1, 100))
    held_on = fields.Date(required=True)
    basis = fields.String(load_default="year_end", validate=validate.OneOf(CAPITAL_BASES))
    shares = fields.List(fields.Nested(FundShareInput), required=True, validate=validate.Length(1, len(FUND_OF)))

    @post_load
    def make(self, content: dict[str, Any], **_: Any) -> ResolutionRequest:
        """The request of the rules."""
        shares = content.pop("shares")
        percentages = Percentages(
            {row["fund"]: row["of_member"] for row in shares if row["of_member"]},
            {row["fund"]: row["of_non_member"] for row in shares if row["of_non_member"]},
        )
        return ResolutionRequest(percentages=percentages, **content)


class SurplusYearInput(Schema):
    """Which year's surplus."""

    year = fields.Integer(required=True, strict=True, validate=validate.Range(1990, 2999))


class SurplusReasonInput(Schema):
    """Why."""

    reason = fields.String(required=True, validate=validate.Length(1, 1000))


class SurplusApprovalInput(Schema):
    """A remark on the approval."""

    words = fields.String(load_default="", validate=validate.Length(0, 1000))


class SurplusPayInput(Schema):
    """How a member gets his part."""

    way = fields.String(required=True, validate=validate.OneOf(tuple(PAYOUT_WAYS)))


class SurplusPartsQuery(Schema):
    """Members' parts by number."""

    unpaid_only = fields.Boolean(load_default=False)
    words = fields.String(load_default="", validate=validate.Length(0, 100))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    after = fields.Integer(load_default=0, validate=validate.Range(0, 10**6))


class FundShareAnswer(Schema):
    """A fund's percentages."""

    fund = fields.String()
    of_member = Percent()
    of_non_member = Percent()


class ResolutionAnswer(Schema):
    """What the members' meeting decided for a year."""

    id = fields.UUID()
    year = fields.Integer()
    number = fields.String()
    held_on = fields.Date()
    basis = fields.String()
    person_name = fields.String()
    shares = fields.List(fields.Nested(FundShareAnswer))


class FundAnswer(Schema):
    """What a fund gets, and from where."""

    fund = fields.String()
    of_member = fields.String()
    of_non_member = fields.String()
    from_member = fields.Integer()
    from_non_member = fields.Integer()
    amount = fields.Integer()


class DivisionAnswer(Schema):
    """A division with its sums; `inputs_hash` is the SHA-256 of everything it was counted from."""

    id = fields.UUID()
    year = fields.Integer()
    state = fields.String()
    known_at = fields.DateTime()
    seal_number = fields.Integer(allow_none=True)
    inputs_hash = fields.String()
    total = fields.Integer()
    from_member = fields.Integer()
    from_non_member = fields.Integer()
    left_over = fields.Integer()
    funds = fields.List(fields.Nested(FundAnswer))
    prepared_by_name = fields.String()
    decided_by_name = fields.String(allow_none=True)
    decided_at = fields.DateTime(allow_none=True)
    entry_ids = fields.List(fields.UUID(), allow_none=True)


class DivisionSeenAnswer(DivisionAnswer):
    """A division with its inputs as they are hashed: JSON with sorted names and no blanks."""

    inputs = fields.Dict()


class DivisionCheckAnswer(Schema):
    """Counted again: as the books were known then, and as they are known now."""

    same_then = fields.Boolean()
    same_now = fields.Boolean()
    inputs_hash = fields.String()
    inputs_hash_then = fields.String()
    inputs_hash_now = fields.String()


class SurplusPaymentAnswer(Schema):
    """A receipt about a member's part."""

    id = fields.UUID()
    part_id = fields.UUID()
    number = fields.String()
    way = fields.String()
    amount = fields.Integer()
    paid_on = fields.Date()
    entry_id = fields.UUID()
    person_name = fields.String()
    reversed_on = fields.Date(allow_none=True)
    reversal_reason = fields.String(allow_none=True)


class SurplusPartAnswer(Schema):
    """A member's part, what it was counted from, and how he got it."""

    id = fields.UUID(attribute="part.id")
    member_id = fields.UUID(attribute="part.member_id")
    member_number = fields.String(attribute="member.number")
    member_name = fields.String(attribute="member.name")
    transactions = fields.Integer(attribute="part.transactions")
    capital = fields.Integer(attribute="part.capital")
    for_business = fields.Integer(attribute="part.for_business")
    for_capital = fields.Integer(attribute="part.for_capital")
    amount = fields.Integer(attribute="part.amount")
    payment = fields.Nested(SurplusPaymentAnswer, allow_none=True)


class SurplusPartsAnswer(Schema):
    """A page of members' parts; `next` goes on after them."""

    data = fields.List(fields.Nested(SurplusPartAnswer))
    total = fields.Integer()
    has_more = fields.Boolean()
    next = fields.Integer(allow_none=True)


class SurplusEstimateAnswer(Schema):
    """What the running year would give with the last meeting's percentages: an estimate, no promise."""

    year = fields.Integer()
    last_day = fields.Date()
    percentages_of_year = fields.Integer()
    total = fields.Integer()
    from_member = fields.Integer()
    from_non_member = fields.Integer()
    to_members = fields.Integer()
