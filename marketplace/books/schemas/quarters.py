"""The quarter on one page as the API takes and gives it; money is whole rupiah, ratios are exact decimals."""

from __future__ import annotations

from marshmallow import Schema, fields, post_load, validate

from ..services.quarters import LONGEST_CHANGE, LONGEST_NOTE, Words


class QuarterWordsInput(Schema):
    """What is written to a quarter; `what_changed` belongs to an edition that corrects another."""

    note = fields.String(required=True, validate=validate.Length(1, LONGEST_NOTE))
    what_changed = fields.String(load_default="", validate=validate.Length(max=LONGEST_CHANGE))

    @post_load
    def make(self, data: dict[str, str], **_: object) -> Words:
        """The words as the services take them."""
        return Words(**data)


class QuarterSignatureInput(Schema):
    """The hash of the figures that the signer was shown (`figures_hash` of the quarter)."""

    figures_hash = fields.String(
        required=True, validate=validate.Regexp(r"\A[0-9a-f]{64}\Z"), metadata={"example": "0" * 64}
    )


class QuarterLineAnswer(Schema):
    """A line of the page: rupiah now, and in or at the end of the quarter before (null: there were no books)."""

    key = fields.String()
    amount = fields.Integer()
    before = fields.Integer(allow_none=True)


class PunctualityAnswer(Schema):
    """Bills due in the quarter: how many and how much, and of them settled by their day."""

    due = fields.Integer(attribute="of.due")
    on_time = fields.Integer(attribute="of.on_time")
    due_amount = fields.Integer(attribute="of.due_amount")
    on_time_amount = fields.Integer(attribute="of.on_time_amount")
    by_count = fields.Decimal(as_string=True, allow_none=True)
    by_amount = fields.Decimal(as_string=True, allow_none=True)
    missing = fields.String()


class InventoryCycleAnswer(Schema):
    """Average stock / cost of goods sold x days; `missing` says why there is no figure."""

    days = fields.Decimal(as_string=True, allow_none=True)
    average_stock = fields.Integer()
    cost_of_goods = fields.Integer()
    counted_days = fields.Integer()
    missing = fields.String()


class ActiveMembersAnswer(Schema):
    """Members active in 90 days, now and a quarter earlier, and the growth as a share."""

    now = fields.Integer()
    before = fields.Integer(allow_none=True)
    growth = fields.Decimal(as_string=True, allow_none=True)
    missing = fields.String()


class QuarterIndicatorsAnswer(Schema):
    """The three indicators; a figure that cannot be computed says why in `missing`."""

    inventory = fields.Nested(InventoryCycleAnswer)
    payables = fields.Nested(PunctualityAnswer)
    receivables = fields.Nested(PunctualityAnswer)
    members = fields.Nested(ActiveMembersAnswer)


class QuarterFiguresAnswer(Schema):
    """What the journal says of the quarter up to `through`."""

    through = fields.Date()
    income = fields.List(fields.Nested(QuarterLineAnswer))
    expenses = fields.List(fields.Nested(QuarterLineAnswer))
    surplus = fields.Integer()
    assets = fields.List(fields.Nested(QuarterLineAnswer))
    debts = fields.List(fields.Nested(QuarterLineAnswer))
    equity = fields.List(fields.Nested(QuarterLineAnswer))
    savings = fields.List(fields.Nested(QuarterLineAnswer))
    loans_outstanding = fields.Integer()
    stock_points = fields.List(fields.Integer())
    cost_of_goods = fields.Integer()
    consigned_sold = fields.Integer()


class LiveQuarterAnswer(Schema):
    """A quarter as the books have it now."""

    year = fields.Integer(attribute="quarter.year")
    quarter = fields.Integer(attribute="quarter.number")
    is_over = fields.Boolean()
    open_months = fields.List(fields.Date())
    uncosted_months = fields.List(fields.Date())
    members = fields.Integer(attribute="register.members")
    loans_late = fields.Integer(attribute="register.loans_late")
    loans_running = fields.Integer(attribute="register.loans_running")
    figures = fields.Nested(QuarterFiguresAnswer)
    indicators = fields.Nested(QuarterIndicatorsAnswer)
    figures_hash = fields.String()


class QuarterEditionAnswer(Schema):
    """An edition: prepared, or signed and frozen with its `content` and the hash of it."""

    id = fields.UUID()
    year = fields.Integer()
    quarter = fields.Integer()
    edition = fields.Integer()
    state = fields.String()
    note = fields.String()
    what_changed = fields.String()
    prepared_by = fields.String(attribute="prepared_by_name")
    signed_by = fields.String(attribute="signed_by_name", allow_none=True)
    signed_at = fields.DateTime(allow_none=True)
    known_at = fields.DateTime(allow_none=True)
    content = fields.Dict(allow_none=True)
    content_hash = fields.String(allow_none=True)
    seal_number = fields.Integer(allow_none=True)
    seal_hash = fields.String(allow_none=True)


class QuarterCheckAnswer(Schema):
    """A signed edition held against the journal as it was known at its moment."""

    holds = fields.Boolean()
    content_is_whole = fields.Boolean()
    seal_is_there = fields.Boolean()
    differing = fields.List(fields.String())


class QuarterLinkAnswer(Schema):
    """A link that opens a signed edition without signing in: `token` goes behind `/books/q/`."""

    id = fields.UUID()
    edition_id = fields.UUID()
    token = fields.String()
    reads = fields.Integer()
    revoked_at = fields.DateTime(allow_none=True)
