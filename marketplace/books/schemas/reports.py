"""The statements as the API gives them: rupiah, a figure for each column of days."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from ..rules.reports import COMPARISONS, DEBT_KINDS


class ReportScopeQuery(Schema):
    """Which lines count: one outlet, one business unit, and what the books knew at a moment (default: everything)."""

    outlet_id = fields.UUID(load_default=None)
    business_unit = fields.String(load_default=None, validate=validate.Length(1, 50))
    known_at = fields.AwareDateTime(
        load_default=None,
        metadata={"description": "What the books said then: entries recorded up to this moment."},
    )


class ReportQuery(ReportScopeQuery):
    """From the first day to the last (default: this year until today), and what stands beside it."""

    first = fields.Date(load_default=None)
    last = fields.Date(load_default=None)
    compare = fields.String(
        load_default="year",
        validate=validate.OneOf(COMPARISONS),
        metadata={"description": "The period of the same length before, the same days a year earlier, or nothing."},
    )


class AgeingQuery(ReportScopeQuery):
    """Receivables or payables at the end of a day (default: today)."""

    kind = fields.String(required=True, validate=validate.OneOf(DEBT_KINDS))
    on = fields.Date(load_default=None)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    after = fields.String(load_default=None, validate=validate.Length(max=9))


class CounterpartyQuery(ReportScopeQuery):
    """A page of the lines with one counterparty."""

    first = fields.Date(load_default=None)
    last = fields.Date(load_default=None)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))
    after = fields.String(load_default=None, validate=validate.Length(max=120))


class ReportColumnAnswer(Schema):
    """The days of a column."""

    first = fields.Date()
    last = fields.Date()


class ReportShareAnswer(Schema):
    """An amount by whose business it was; what nobody divided stays undivided."""

    member = fields.Integer()
    non_member = fields.Integer()
    undivided = fields.Integer()


class ReportRowAnswer(Schema):
    """A line of a statement: `key` is an account's code or the name of a group or sum."""

    key = fields.String()
    kind = fields.String(validate=validate.OneOf(["heading", "group", "account", "sum", "total"]))
    name = fields.String()
    english = fields.String()
    amounts = fields.List(fields.Integer())


class IncomeRowAnswer(ReportRowAnswer):
    """A line of the income statement; `shares` divides each of `amounts`."""

    shares = fields.List(fields.Nested(ReportShareAnswer))


class IncomeStatementAnswer(Schema):
    """Income and expenses of each column of days."""

    columns = fields.List(fields.Nested(ReportColumnAnswer), attribute="days")
    rows = fields.List(fields.Nested(IncomeRowAnswer))


class BalanceSheetAnswer(Schema):
    """The position at the end of each day; total assets equal total liabilities and equity."""

    on = fields.List(fields.Date())
    rows = fields.List(fields.Nested(ReportRowAnswer))


class CashFlowAnswer(Schema):
    """Cash in (positive) and out (negative) of each column of days."""

    columns = fields.List(fields.Nested(ReportColumnAnswer), attribute="days")
    rows = fields.List(fields.Nested(ReportRowAnswer))


class EquityRowAnswer(Schema):
    """A part of equity; the last one is the total."""

    key = fields.String()
    name = fields.String()
    english = fields.String()
    opening = fields.Integer()
    added = fields.Integer()
    taken = fields.Integer()
    surplus = fields.Integer()
    closing = fields.Integer()


class EquityColumnAnswer(Schema):
    """The changes in equity from the first day to the last."""

    first = fields.Date(attribute="days.first")
    last = fields.Date(attribute="days.last")
    rows = fields.List(fields.Nested(EquityRowAnswer))


class EquityChangesAnswer(Schema):
    """A statement for each column of days."""

    columns = fields.List(fields.Nested(EquityColumnAnswer))


class AgesAnswer(Schema):
    """What is owed by days past due."""

    not_due = fields.Integer()
    days_1_30 = fields.Integer()
    days_31_60 = fields.Integer()
    days_61_90 = fields.Integer()
    over_90 = fields.Integer()
    no_due_date = fields.Integer()
    total = fields.Integer()
    overdue = fields.Integer()


class PartyAgesAnswer(Schema):
    """What one counterparty owes or is owed."""

    counterparty_class = fields.String(allow_none=True)
    counterparty_id = fields.UUID(allow_none=True)
    ages = fields.Nested(AgesAnswer)


class AgeingAnswer(Schema):
    """A page of counterparties, most overdue first; `total` is of all pages and is the accounts' balance."""

    kind = fields.String()
    on = fields.Date()
    accounts = fields.List(fields.String())
    total = fields.Nested(AgesAnswer)
    data = fields.List(fields.Nested(PartyAgesAnswer), attribute="parties")
    has_more = fields.Function(lambda found: found.next is not None, metadata={"type": "boolean"})
    next = fields.String(allow_none=True)


class CounterpartyAccountAnswer(Schema):
    """What stands on one account with the counterparty (debit less credit)."""

    code = fields.String()
    name = fields.String()
    normal_side = fields.String()
    opening = fields.Integer()
    debit = fields.Integer()
    credit = fields.Integer()
    closing = fields.Integer()


class CounterpartyLineAnswer(Schema):
    """A line with the counterparty and the document behind it; `balance` is debit less credit on its account."""

    account = fields.String()
    posting_date = fields.Date()
    entry_id = fields.UUID()
    line_no = fields.Integer()
    kind = fields.String()
    reference = fields.String(allow_none=True)
    narration = fields.String(allow_none=True)
    document_type = fields.String(allow_none=True)
    document_id = fields.String(allow_none=True)
    debit = fields.Integer()
    credit = fields.Integer()
    balance = fields.Integer()


class CounterpartyStatementAnswer(Schema):
    """All accounts with the counterparty, and a page of their lines by account and date."""

    counterparty_id = fields.UUID(attribute="statement.counterparty_id")
    first = fields.Date(attribute="statement.days.first")
    last = fields.Date(attribute="statement.days.last")
    accounts = fields.List(fields.Nested(CounterpartyAccountAnswer), attribute="statement.accounts")
    data = fields.List(fields.Nested(CounterpartyLineAnswer), attribute="statement.lines")
    has_more = fields.Function(lambda found: found.next is not None, metadata={"type": "boolean"})
    next = fields.String(allow_none=True)
