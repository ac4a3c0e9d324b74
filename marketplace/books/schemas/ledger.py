"""The trial balance and the account statement as the API gives them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class BooksPeriodQuery(Schema):
    """From the first day to the last; default: this year until today."""

    first = fields.Date(load_default=None)
    last = fields.Date(load_default=None)


class StatementQuery(BooksPeriodQuery):
    """A page of an account's lines."""

    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))
    after = fields.String(load_default=None, validate=validate.Length(max=100))


class BalanceRowAnswer(Schema):
    """An account: where it stood, what moved, where it stands (debit less credit)."""

    code = fields.String()
    name = fields.String()
    account_type = fields.String()
    normal_side = fields.String()
    opening = fields.Integer()
    debit = fields.Integer()
    credit = fields.Integer()
    closing = fields.Integer()


class TrialBalanceAnswer(Schema):
    """The trial balance; both sums are equal."""

    first = fields.Date()
    last = fields.Date()
    rows = fields.List(fields.Nested(BalanceRowAnswer))
    debit = fields.Integer()
    credit = fields.Integer()


class StatementLineAnswer(Schema):
    """A line of an account with the document behind it."""

    posting_date = fields.Date()
    document_date = fields.Date()
    entry_id = fields.UUID()
    line_no = fields.Integer()
    kind = fields.String()
    reference = fields.String(allow_none=True)
    narration = fields.String(allow_none=True)
    document_type = fields.String(allow_none=True)
    document_id = fields.String(allow_none=True)
    counterparty_class = fields.String(allow_none=True)
    counterparty_id = fields.UUID(allow_none=True)
    debit = fields.Integer()
    credit = fields.Integer()
    balance = fields.Integer()


class AccountStatementAnswer(Schema):
    """An account's lines from opening to closing balance (debit less credit)."""

    code = fields.String(attribute="account.code")
    name = fields.String(attribute="account.name")
    normal_side = fields.String(attribute="account.normal_side")
    first = fields.Date()
    last = fields.Date()
    opening = fields.Integer(attribute="statement.opening")
    closing = fields.Integer(attribute="statement.closing")
    data = fields.List(fields.Nested(StatementLineAnswer), attribute="statement.lines")
    has_more = fields.Boolean(attribute="statement.more")
    next = fields.String(allow_none=True)
