"""The cash book as the API takes and gives it; money is whole rupiah."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ...api import PageArguments
from ..rules.cash import DENOMINATIONS, LARGEST_BATCH, MAIN_TILL, MOST_PIECES, CashRequest, Category, CountRequest


class CashEntryInput(Schema):
    """A line as it was written down. `key` names it for ever: sent twice, booked once. `happened_at` tells its zone."""

    key = fields.String(required=True, validate=validate.Length(1, 100))
    category = fields.String(required=True, validate=validate.Length(1, 40))
    amount = fields.Integer(required=True, strict=True)
    happened_at = fields.AwareDateTime(required=True)
    party = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(("member", "non_member")))
    member_number = fields.String(load_default="", validate=validate.Length(max=30))
    note = fields.String(load_default="", validate=validate.Length(max=200))
    till = fields.String(load_default=MAIN_TILL, validate=validate.Length(max=32))
    was_offline = fields.Boolean(load_default=False)

    @post_load
    def to_request(self, values: dict[str, Any], **_given: Any) -> CashRequest:
        """What the service takes."""
        return CashRequest(**values)


class CashBatchInput(Schema):
    """Lines that waited on a phone."""

    entries = fields.List(
        fields.Nested(CashEntryInput), required=True, validate=validate.Length(min=1, max=LARGEST_BATCH)
    )


class CashEntryAnswer(Schema):
    """A line of the cash book. `booked_on` is later than `day` where that month was closed."""

    id = fields.UUID()
    key = fields.String()
    number = fields.String()
    till = fields.String()
    direction = fields.String()
    category = fields.String()
    category_name = fields.String()
    account = fields.String()
    party = fields.String(allow_none=True)
    member_id = fields.UUID(allow_none=True)
    amount = fields.Integer()
    note = fields.String()
    happened_at = fields.AwareDateTime()
    day = fields.Date()
    booked_on = fields.Date()
    was_moved = fields.Boolean()
    was_offline = fields.Boolean()
    entry_id = fields.UUID()
    person_name = fields.String()
    reversed_at = fields.AwareDateTime(allow_none=True)
    reversal_reason = fields.String(allow_none=True)
    reversal_entry_id = fields.UUID(allow_none=True)


class CashItemError(Schema):
    """Why a line was refused."""

    code = fields.String()
    message = fields.String()
    field = fields.String(allow_none=True)


class CashOutcomeAnswer(Schema):
    """What became of one line: `booked`, `repeated` (it stood already) or `refused`."""

    key = fields.String()
    state = fields.String()
    entry = fields.Nested(CashEntryAnswer, allow_none=True)
    error = fields.Nested(CashItemError, allow_none=True)


class CashBatchAnswer(Schema):
    """One outcome per line, in the order they were sent."""

    outcomes = fields.List(fields.Nested(CashOutcomeAnswer))


class CashEntriesQuery(PageArguments):
    """A page of the cash book, by when the lines were written."""

    first = fields.Date(load_default=None)
    last = fields.Date(load_default=None)


class CancelCashInput(Schema):
    """Why a line is taken back."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


class CashCategoryAnswer(Schema):
    """A button of the cash page. `version` 0: as it was delivered."""

    code = fields.String()
    name = fields.String()
    direction = fields.String()
    account = fields.String()
    non_member_account = fields.String(allow_none=True)
    asks_party = fields.Boolean()
    in_use = fields.Boolean()
    version = fields.Integer()


class CashCategoriesAnswer(Schema):
    """Every button, in order."""

    categories = fields.List(fields.Nested(CashCategoryAnswer))


class CashCategoryInput(Schema):
    """What a button means."""

    name = fields.String(required=True, validate=validate.Length(1, 40))
    direction = fields.String(required=True, validate=validate.OneOf(("in", "out")))
    account = fields.String(required=True, validate=validate.Length(1, 32))
    non_member_account = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 32))
    in_use = fields.Boolean(load_default=True)

    @post_load
    def to_values(self, values: dict[str, Any], **_given: Any) -> dict[str, Any]:
        """The fields of `Category` but for its code."""
        return {name: values[name] for name in Category.__dataclass_fields__ if name in values}


class MoneyPlaceAnswer(Schema):
    """A till, a bank account or a way between, and what it holds."""

    code = fields.String()
    name = fields.String()
    kind = fields.String()
    balance = fields.Integer()
    came = fields.Integer()
    went = fields.Integer()


class MoneyAnswer(Schema):
    """Where the money is at this moment."""

    day = fields.Date()
    places = fields.List(fields.Nested(MoneyPlaceAnswer))
    total = fields.Integer()


class CountInput(Schema):
    """What was counted in a till: pieces by denomination in rupiah, and what becomes of the money."""

    till = fields.String(load_default=MAIN_TILL, validate=validate.Length(max=32))
    day = fields.Date(required=True)
    pieces = fields.Dict(
        keys=fields.Integer(validate=validate.OneOf(DENOMINATIONS)),
        values=fields.Integer(strict=True, validate=validate.Range(0, MOST_PIECES)),
        required=True,
    )
    reason = fields.String(load_default="", validate=validate.Length(max=500))
    handed_to = fields.String(load_default="stays", validate=validate.OneOf(("stays", "treasurer", "bank")))
    handed = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 10**12))

    @post_load
    def to_request(self, values: dict[str, Any], **_given: Any) -> CountRequest:
        """What the service takes."""
        return CountRequest(**values)


class CountAnswer(Schema):
    """A count of a till; what differs is booked when a second person signs."""

    id = fields.UUID()
    till = fields.String()
    day = fields.Date()
    state = fields.String()
    pieces = fields.Dict(keys=fields.String(), values=fields.Integer())
    counted = fields.Integer()
    expected = fields.Integer()
    difference = fields.Integer()
    reason = fields.String()
    handed_to = fields.String()
    handed = fields.Integer()
    counted_by_name = fields.String()
    signed_by_name = fields.String(allow_none=True)
    signed_at = fields.AwareDateTime(allow_none=True)
    difference_entry_id = fields.UUID(allow_none=True)
    handover_entry_id = fields.UUID(allow_none=True)
    version = fields.Integer()


class ForecastKnownAnswer(Schema):
    """Something with a day; above zero comes in."""

    day = fields.Date()
    amount = fields.Integer()
    kind = fields.String()
    reference = fields.String()
    document_type = fields.String()
    document_id = fields.String()


class ForecastRecurringAnswer(Schema):
    """What came or went through an account in `days` days, and so in a day."""

    account = fields.String()
    name = fields.String()
    total = fields.Integer()
    days = fields.Integer()
    per_day = fields.Integer()


class ForecastDayAnswer(Schema):
    """A day ahead and what is left at its end."""

    day = fields.Date()
    came = fields.Integer()
    went = fields.Integer()
    balance = fields.Integer()


class ForecastAnswer(Schema):
    """Thirty days ahead. `lasts`: for how many days the money is enough; null: for all of them."""

    start = fields.Integer()
    days = fields.List(fields.Nested(ForecastDayAnswer))
    known = fields.List(fields.Nested(ForecastKnownAnswer))
    recurring = fields.List(fields.Nested(ForecastRecurringAnswer))
    restocking_usual = fields.Integer(attribute="restocking.usual")
    restocking_known = fields.Integer(attribute="restocking.known")
    restocking_per_day = fields.Integer(attribute="restocking.per_day")
    uncertain = fields.Integer()
    lowest = fields.Nested(ForecastDayAnswer)
    lasts = fields.Integer(allow_none=True)
