"""The journal, vouchers and receipts as the API takes and gives them; money is whole rupiah."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ..rules.vouchers import FORMS, MOST_LINES, VoucherLine, VoucherRequest

PARTIES = ("member", "non_member", "cooperative", "government")
KINDS = ("normal", "reversal", "opening", "closing", "adjustment")
MOST_RUPIAH = 10**15


class JournalQuery(Schema):
    """What is looked for; default: this year until today."""

    first = fields.Date(load_default=None)
    last = fields.Date(load_default=None)
    account = fields.String(
        load_default=None, validate=validate.Length(1, 32), metadata={"description": "A code, or its beginning"}
    )
    amount = fields.Integer(load_default=None, validate=validate.Range(1, MOST_RUPIAH))
    q = fields.String(load_default="", validate=validate.Length(max=200))
    kind = fields.String(load_default=None, validate=validate.OneOf(KINDS))
    source = fields.String(load_default=None, validate=validate.Length(1, 50))
    document_type = fields.String(load_default=None, validate=validate.Length(1, 50))
    document_id = fields.String(load_default=None, validate=validate.Length(1, 100))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    after = fields.String(load_default=None, validate=validate.Length(max=100))


class EntryLineAnswer(Schema):
    """One side of one account."""

    account = fields.String()
    debit = fields.Integer()
    credit = fields.Integer()
    counterparty_class = fields.String(allow_none=True)
    counterparty_id = fields.UUID(allow_none=True)
    business_unit = fields.String(allow_none=True)
    document_type = fields.String(allow_none=True)
    document_id = fields.String(allow_none=True)


class FoundEntryAnswer(Schema):
    """An entry of the journal. `dating` is `moved` where its month was closed and a later one took it."""

    entry_id = fields.UUID()
    kind = fields.String()
    source = fields.String()
    reference = fields.String(allow_none=True)
    narration = fields.String(allow_none=True)
    document_date = fields.Date()
    posting_date = fields.Date()
    period = fields.Integer()
    dating = fields.String()
    reverses = fields.UUID(allow_none=True)
    reversed_by = fields.UUID(allow_none=True)
    total = fields.Integer()
    lines = fields.List(fields.Nested(EntryLineAnswer))


class JournalAnswer(Schema):
    """A page of the journal, the newest first."""

    data = fields.List(fields.Nested(FoundEntryAnswer), attribute="entries")
    has_more = fields.Function(lambda page: page.next is not None, metadata={"type": "boolean"})
    next = fields.String(allow_none=True)


class EntryAnswer(Schema):
    """An entry by itself; `number` is its journal number once it is sealed."""

    entry_id = fields.UUID(attribute="entry.entry_id")
    number = fields.Integer(allow_none=True)
    kind = fields.String(attribute="entry.kind")
    source = fields.String(attribute="entry.source")
    reference = fields.String(attribute="entry.reference", allow_none=True)
    narration = fields.String(attribute="entry.narration", allow_none=True)
    document_date = fields.Date(attribute="entry.document_date")
    posting_date = fields.Date(attribute="entry.posting_date")
    period = fields.Integer(attribute="entry.period")
    dating = fields.String()
    recorded_at = fields.AwareDateTime(attribute="entry.recorded_at")
    reverses = fields.UUID(attribute="entry.reverses", allow_none=True)
    reversed_by = fields.UUID(attribute="entry.reversed_by", allow_none=True)
    lines = fields.List(fields.Nested(EntryLineAnswer), attribute="entry.lines")


class VoucherLineInput(Schema):
    """One side of one account."""

    account = fields.String(required=True, validate=validate.Length(1, 32))
    debit = fields.Integer(load_default=0, validate=validate.Range(0, MOST_RUPIAH))
    credit = fields.Integer(load_default=0, validate=validate.Range(0, MOST_RUPIAH))
    party = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(PARTIES))
    party_id = fields.UUID(load_default=None, allow_none=True)
    business_unit = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 50))

    @post_load
    def make(self, content: dict[str, Any], **_: Any) -> VoucherLine:
        """The line as the rules know it."""
        return VoucherLine(**content)


class VoucherInput(Schema):
    """A voucher to post; with `adjustment` it belongs to the adjustments of its year, on 31 December."""

    form = fields.String(load_default="memorial", validate=validate.OneOf(tuple(FORMS)))
    day = fields.Date(required=True)
    lines = fields.List(fields.Nested(VoucherLineInput), required=True, validate=validate.Length(2, MOST_LINES))
    narration = fields.String(required=True, validate=validate.Length(1, 1000))
    reference = fields.String(load_default="", validate=validate.Length(max=100))
    adjustment = fields.Boolean(load_default=False)

    @post_load
    def make(self, content: dict[str, Any], **_: Any) -> VoucherRequest:
        """The voucher as the rules know it."""
        return VoucherRequest(**{**content, "lines": tuple(content["lines"])})


class VoucherAnswer(Schema):
    """A voucher that was posted."""

    id = fields.UUID()
    number = fields.String()
    form = fields.String()
    day = fields.Date()
    booked_on = fields.Date()
    narration = fields.String()
    reference = fields.String()
    total = fields.Integer()
    entry_id = fields.UUID()
    person_name = fields.String()


class PreviewAnswer(Schema):
    """What posting would do: the day the books take it, and whether that is another one than the paper's."""

    booked_on = fields.Date()
    moved = fields.Boolean()


class ReverseInput(Schema):
    """Why an entry is reversed."""

    reason = fields.String(required=True, validate=validate.Length(1, 1000))


class ReversedAnswer(Schema):
    """The entry that reverses."""

    entry_id = fields.UUID()


class MoneyReceiptInput(Schema):
    """To whom, or from whom, and what for."""

    party = fields.String(required=True, validate=validate.Length(1, 200))
    purpose = fields.String(required=True, validate=validate.Length(1, 1000))


class MoneyReceiptAnswer(Schema):
    """A receipt; `direction` in: the cooperative took the money."""

    id = fields.UUID()
    number = fields.String()
    entry_id = fields.UUID()
    direction = fields.String()
    day = fields.Date()
    amount = fields.Integer()
    party = fields.String()
    purpose = fields.String()


class AccountAnswer(Schema):
    """An account of the chart; `balance` of a heading is that of all below it, on its normal side."""

    code = fields.String(attribute="account.code")
    name = fields.String(attribute="account.name")
    account_type = fields.String(attribute="account.account_type")
    normal_side = fields.String(attribute="account.normal_side")
    parent = fields.String(attribute="account.parent_code", allow_none=True)
    postable = fields.Boolean(attribute="account.postable")
    closed_on = fields.Date(attribute="account.closed_on", allow_none=True)
    balance = fields.Integer()


class ChartAnswer(Schema):
    """The chart in the order of its tree."""

    accounts = fields.List(fields.Nested(AccountAnswer))
