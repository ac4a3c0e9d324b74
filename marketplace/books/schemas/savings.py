"""Members' savings as the API takes and gives them; money is whole rupiah."""

from __future__ import annotations

from decimal import Decimal

from marshmallow import Schema, fields, validate

from ...api import PageArguments
from ..rules.savings import LARGEST_AMOUNT

_AMOUNT = validate.Range(1, LARGEST_AMOUNT)
_MONEY = validate.OneOf(("cash", "transfer"))
_WAYS = validate.OneOf(("cash", "transfer", "voluntary"))


class SavingsWithdrawalInput(Schema):
    """Money out of the voluntary savings; `day` today where it is left out."""

    amount = fields.Integer(required=True, strict=True, validate=_AMOUNT)
    way = fields.String(load_default="cash", validate=_MONEY)
    day = fields.Date(load_default=None, allow_none=True)
    note = fields.String(load_default="", validate=validate.Length(max=500))


class SavingsDepositInput(SavingsWithdrawalInput):
    """Money into one kind of savings."""

    kind = fields.String(required=True, validate=validate.OneOf(("principal", "mandatory", "voluntary")))


class TermSavingsTermsInput(Schema):
    """For how many months, at how many per cent a year, what for."""

    months = fields.Integer(required=True, strict=True, validate=validate.Range(1, 120))
    percent_per_year = fields.Decimal(places=4, load_default=Decimal(0), validate=validate.Range(0, 100))
    purpose = fields.String(load_default="", validate=validate.Length(max=200))


class TermSavingsInput(TermSavingsTermsInput):
    """New term savings of a member."""

    member_id = fields.UUID(required=True)
    amount = fields.Integer(required=True, strict=True, validate=_AMOUNT)
    way = fields.String(load_default="cash", validate=_WAYS)
    day = fields.Date(load_default=None, allow_none=True)


class TermSavingsPayOutInput(Schema):
    """How term savings are given back; before maturity with the reason."""

    way = fields.String(load_default="cash", validate=_WAYS)
    reason = fields.String(load_default="", validate=validate.Length(max=500))


class SavingsReversalInput(Schema):
    """Why a receipt is reversed."""

    reason = fields.String(required=True, validate=validate.Length(1, 1000))


class SavingsStatementQuery(Schema):
    """From the first day to the last; default: this year until today."""

    first = fields.Date(load_default=None)
    last = fields.Date(load_default=None)


class TermSavingsQuery(PageArguments):
    """A page of term savings, in one state or all."""

    state = fields.String(load_default="open", validate=validate.OneOf(("open", "closed", "rolled", "reversed", "all")))
    member_id = fields.UUID(load_default=None)


class SavingsBalancesAnswer(Schema):
    """What a member has, rupiah. `receivable` is what of it are dues not yet paid; `total` is without them."""

    principal = fields.Integer()
    mandatory = fields.Integer()
    voluntary = fields.Integer()
    term = fields.Integer()
    receivable = fields.Integer()
    total = fields.Integer()


class UnpaidDuesAnswer(Schema):
    """Unpaid dues of a month (its first day)."""

    month = fields.Date()
    amount = fields.Integer()
    due_on = fields.Date()


class TermSavingsAnswer(Schema):
    """Term savings."""

    id = fields.UUID()
    member_id = fields.UUID()
    number = fields.String()
    amount = fields.Integer()
    opened_on = fields.Date()
    months = fields.Integer()
    matures_on = fields.Date()
    purpose = fields.String()
    percent_per_year = fields.Decimal(places=4)
    state = fields.String()
    closed_on = fields.Date(allow_none=True)
    closing_reason = fields.String(allow_none=True)
    rolled_from = fields.UUID(allow_none=True)


class SavingsReceiptAnswer(Schema):
    """A receipt. `entry_id` is null where all of it settled booked dues, which have entries of their own."""

    id = fields.UUID()
    member_id = fields.UUID()
    number = fields.String()
    movement = fields.String()
    kind = fields.String()
    term_id = fields.UUID(allow_none=True)
    way = fields.String()
    amount = fields.Integer()
    tax = fields.Integer()
    day = fields.Date()
    note = fields.String()
    entry_id = fields.UUID(allow_none=True)
    reversed_at = fields.AwareDateTime(allow_none=True)
    reversal_reason = fields.String(allow_none=True)
    reversal_entry_id = fields.UUID(allow_none=True)


class MemberSavingsAnswer(Schema):
    """A member's savings: balances from the ledger, what he owes of dues, running term savings, last receipts."""

    member_id = fields.UUID(attribute="member.id")
    balances = fields.Nested(SavingsBalancesAnswer)
    owed = fields.Integer()
    unpaid = fields.List(fields.Nested(UnpaidDuesAnswer))
    terms = fields.List(fields.Nested(TermSavingsAnswer))
    receipts = fields.List(fields.Nested(SavingsReceiptAnswer), attribute="movements")
    is_active = fields.Boolean()


class SavingsLineAnswer(Schema):
    """A line of a member's statement; `balance` is that of its kind."""

    day = fields.Date()
    entry_id = fields.UUID()
    kind = fields.String()
    reference = fields.String(allow_none=True)
    narration = fields.String(allow_none=True)
    is_reversal = fields.Boolean()
    amount = fields.Integer()
    balance = fields.Integer()


class SavingsStatementAnswer(Schema):
    """A member's savings from `first` to `last`; `more` lines follow where it is true, in fewer days."""

    first = fields.Date()
    last = fields.Date()
    opening = fields.Nested(SavingsBalancesAnswer)
    lines = fields.List(fields.Nested(SavingsLineAnswer))
    closing = fields.Nested(SavingsBalancesAnswer)
    more = fields.Boolean()


class KindTotalAnswer(Schema):
    """All members' savings of one kind."""

    kind = fields.String()
    amount = fields.Integer()
    members = fields.Integer()


class SavingsTotalsAnswer(Schema):
    """All members' savings, without names."""

    totals = fields.List(fields.Nested(KindTotalAnswer))
