"""Loans as the API takes and gives them; money is whole rupiah, rates are exact text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ...api import PageArguments
from ..rules.arrears import GRADES
from ..rules.loans import BROUGHT_IN, MONEY_ACCOUNTS, STATES, LoanRequest, NewTerms, PaymentRequest
from ..rules.repayment import EARLY_INTEREST
from ..rules.schedule import LONGEST, METHODS, STEPS

MOST_RUPIAH = 10**12


class Percent(fields.Decimal):
    """An exact share or percentage as text without trailing zeros: "1.5", "0.0312"."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else f"{Decimal(value).normalize():f}"


def _rupiah(least: int = 1, **options: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, MOST_RUPIAH), **options)


def _rate(**options: Any) -> Percent:
    return Percent(allow_nan=False, validate=validate.Range(Decimal(0), Decimal(10)), **options)


def _words(longest: int, *, least: int = 0, **options: Any) -> fields.String:
    return fields.String(validate=validate.Length(least, longest), **options)


class LoanTermsInput(Schema):
    """Principal, percent a month, months, and how interest is counted."""

    principal = _rupiah(required=True)
    monthly_rate = _rate(required=True)
    months = fields.Integer(required=True, strict=True, validate=validate.Range(1, LONGEST))
    method = fields.String(load_default="flat", validate=validate.OneOf(METHODS))
    step = fields.Integer(load_default=1, strict=True, validate=validate.OneOf(STEPS))
    first_due_on = fields.Date(load_default=None)


class LoanPlanQuery(Schema):
    """The same as text of a query."""

    principal = fields.Integer(required=True, validate=validate.Range(1, MOST_RUPIAH))
    monthly_rate = _rate(required=True)
    months = fields.Integer(required=True, validate=validate.Range(1, LONGEST))
    method = fields.String(load_default="flat", validate=validate.OneOf(METHODS))
    step = fields.Integer(load_default=1, validate=validate.OneOf(STEPS))
    first_due_on = fields.Date(load_default=None)


class LoanInput(LoanTermsInput):
    """What a member asks for."""

    member_id = fields.UUID(required=True)
    purpose = _words(300, least=1, required=True)
    early_interest = fields.String(load_default="running_month", validate=validate.OneOf(EARLY_INTEREST))
    monthly_income = _rupiah(load_default=None, allow_none=True)

    @post_load
    def make(self, content: dict[str, Any], **_: Any) -> LoanRequest:
        """The request of the rules."""
        return LoanRequest(**content)


class LoanDecisionInput(Schema):
    """A remark on a decision."""

    words = _words(1000, load_default="")


class LoanReasonInput(Schema):
    """Why."""

    reason = _words(1000, least=1, required=True)


class LoanDisbursementInput(Schema):
    """When and from where the money leaves; `3-9100` takes over a loan from before these books."""

    paid_on = fields.Date(required=True)
    money_account = fields.String(required=True, validate=validate.OneOf((*MONEY_ACCOUNTS, BROUGHT_IN)))
    first_due_on = fields.Date(load_default=None, allow_none=True)


class LoanPaymentInput(Schema):
    """Money for a loan; with `settles` the amount must be what pays it back for good that day."""

    amount = _rupiah(required=True)
    paid_on = fields.Date(required=True)
    money_account = fields.String(load_default=MONEY_ACCOUNTS[0], validate=validate.OneOf(MONEY_ACCOUNTS))
    settles = fields.Boolean(load_default=False)
    note = _words(300, load_default="")

    @post_load
    def make(self, content: dict[str, Any], **_: Any) -> PaymentRequest:
        """The request of the rules."""
        return PaymentRequest(**content)


class LoanRestructuringInput(Schema):
    """New terms over what is outstanding, and why."""

    monthly_rate = _rate(required=True)
    months = fields.Integer(required=True, strict=True, validate=validate.Range(1, LONGEST))
    method = fields.String(required=True, validate=validate.OneOf(METHODS))
    first_due_on = fields.Date(required=True)
    step = fields.Integer(load_default=1, strict=True, validate=validate.OneOf(STEPS))
    carries_interest = fields.Boolean(load_default=True)
    reason = _words(1000, least=1, required=True)

    @post_load
    def make(self, content: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The terms of the rules, and the reason."""
        reason = content.pop("reason")
        return {"new": NewTerms(**content), "reason": reason}


class LoanChangeDecisionInput(Schema):
    """Yes or no to a proposal."""

    approves = fields.Boolean(required=True)
    words = _words(1000, load_default="")


class LoanGradeInput(Schema):
    """From how many days past due a grade begins, and percent set aside for it."""

    grade = fields.Integer(required=True, strict=True, validate=validate.OneOf(GRADES))
    from_days = fields.Integer(required=True, strict=True, validate=validate.Range(0, 10000))
    allowance = Percent(required=True, allow_nan=False, validate=validate.Range(Decimal(0), Decimal(100)))
    source = _words(200, least=1, required=True)


class LoanGradesInput(Schema):
    """A cooperative's own table from a day on."""

    valid_from = fields.Date(required=True)
    grades = fields.List(fields.Nested(LoanGradeInput), required=True, validate=validate.Length(5, 5))


class LoanDayQuery(Schema):
    """As it stood at the end of a day; default: today."""

    day = fields.Date(load_default=None)


class LoansQuery(PageArguments):
    """Loans in one state, or all."""

    state = fields.String(load_default=None, validate=validate.OneOf(STATES))


class RunningLoansQuery(Schema):
    """A part of the running loans, the longest past due first."""

    day = fields.Date(load_default=None)
    late_only = fields.Boolean(load_default=False)
    words = _words(100, load_default="")
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 100))
    after = fields.Integer(load_default=0, validate=validate.Range(0, 10**6))


class InstalmentAnswer(Schema):
    """What falls due on a day."""

    number = fields.Integer()
    due_on = fields.Date()
    principal = fields.Integer()
    interest = fields.Integer()
    total = fields.Integer()


class LoanPlanAnswer(Schema):
    """Instalments and their sums."""

    instalments = fields.List(fields.Nested(InstalmentAnswer))
    principal = fields.Integer()
    interest = fields.Integer()


class OwedAnswer(Schema):
    """An instalment and what is still open of it."""

    number = fields.Integer(attribute="instalment.number")
    due_on = fields.Date(attribute="instalment.due_on")
    principal = fields.Integer(attribute="instalment.principal")
    interest = fields.Integer(attribute="instalment.interest")
    open_principal = fields.Integer(attribute="principal")
    open_interest = fields.Integer(attribute="interest")


class LoanAnswer(Schema):
    """A loan without its schedule."""

    id = fields.UUID()
    number = fields.String()
    state = fields.String()
    member_id = fields.UUID()
    purpose = fields.String()
    principal = fields.Integer()
    monthly_rate = Percent()
    months = fields.Integer()
    method = fields.String()
    step = fields.Integer()
    early_interest = fields.String()
    requested_on = fields.Date()
    first_due_on = fields.Date()
    prepared_by_name = fields.String()
    decided_by_name = fields.String(allow_none=True)
    decided_at = fields.DateTime(allow_none=True)
    decision_note = fields.String()
    disbursed_on = fields.Date(allow_none=True)
    money_account = fields.String(allow_none=True)
    ended_on = fields.Date(allow_none=True)
    entry_id = fields.UUID(allow_none=True)


class LoanStandingAnswer(Schema):
    """A running loan on a day; `outstanding` is the ledger's balance of it."""

    loan_id = fields.UUID()
    number = fields.String()
    member_id = fields.UUID()
    principal = fields.Integer()
    disbursed_on = fields.Date()
    outstanding = fields.Integer()
    late_principal = fields.Integer()
    late_interest = fields.Integer()
    days = fields.Integer()
    next_due_on = fields.Date(allow_none=True)
    next_amount = fields.Integer()
    grade = fields.Integer()


class LoanPaymentAnswer(Schema):
    """A receipt."""

    id = fields.UUID()
    loan_id = fields.UUID()
    number = fields.String()
    kind = fields.String()
    paid_on = fields.Date()
    money_account = fields.String()
    amount = fields.Integer()
    interest = fields.Integer()
    principal = fields.Integer()
    note = fields.String()
    entry_id = fields.UUID()
    person_name = fields.String()
    reversed_on = fields.Date(allow_none=True)
    reversal_reason = fields.String(allow_none=True)


class LoanChangeAnswer(Schema):
    """A restructuring or a write-off."""

    id = fields.UUID()
    loan_id = fields.UUID()
    kind = fields.String()
    state = fields.String()
    reason = fields.String()
    monthly_rate = Percent(allow_none=True)
    months = fields.Integer(allow_none=True)
    method = fields.String(allow_none=True)
    first_due_on = fields.Date(allow_none=True)
    carries_interest = fields.Boolean(allow_none=True)
    prepared_by_name = fields.String()
    decided_by_name = fields.String(allow_none=True)
    decided_on = fields.Date(allow_none=True)
    outstanding = fields.Integer(allow_none=True)
    carried = fields.Integer(allow_none=True)
    from_allowance = fields.Integer(allow_none=True)
    entry_id = fields.UUID(allow_none=True)


class SettlementAnswer(Schema):
    """What pays a loan back for good today."""

    interest = fields.Integer()
    principal = fields.Integer()
    total = fields.Integer()


class LoanSeenAnswer(Schema):
    """A loan with what is open of each instalment, its payments and its changes; `booked` is the ledger's balance."""

    loan = fields.Nested(LoanAnswer)
    member_number = fields.String(attribute="member.number")
    member_name = fields.String(attribute="member.name")
    booked = fields.Integer()
    standing = fields.Nested(LoanStandingAnswer, allow_none=True)
    settles_with = fields.Nested(SettlementAnswer, allow_none=True)
    instalments = fields.List(fields.Nested(OwedAnswer), attribute="owed")
    payments = fields.List(fields.Nested(LoanPaymentAnswer), attribute="loan.payments")
    changes = fields.List(fields.Nested(LoanChangeAnswer), attribute="loan.changes")


class RunningLoanAnswer(LoanStandingAnswer):
    """A running loan and whose it is."""

    member_number = fields.String()
    member_name = fields.String()


class RunningLoansAnswer(Schema):
    """A part of the running loans; `next` goes on after them."""

    day = fields.Date()
    total = fields.Integer()
    data = fields.List(fields.Nested(RunningLoanAnswer))
    has_more = fields.Boolean()
    next = fields.Integer(allow_none=True)


class LoanGradeAnswer(Schema):
    """A grade: from which day past due, how much of it is set aside, what stands in it."""

    grade = fields.Integer()
    from_days = fields.Integer()
    allowance = Percent()
    source = fields.String()
    loans = fields.Integer()
    outstanding = fields.Integer()
    needed = fields.Integer()


class PortfolioAnswer(Schema):
    """All running loans without names, and the allowance that the grades ask for."""

    day = fields.Date()
    valid_from = fields.Date()
    outstanding = fields.Integer()
    overdue = fields.Integer()
    arrears_rate = Percent(allow_none=True)
    non_performing_rate = Percent(allow_none=True)
    grades = fields.List(fields.Nested(LoanGradeAnswer))
    allowance_needed = fields.Integer()
    allowance_standing = fields.Integer()


class LoanAllowanceInput(Schema):
    """The day whose grades count."""

    day = fields.Date(required=True)


class LoanAllowanceAnswer(Schema):
    """The allowance as it was set."""

    id = fields.UUID()
    number = fields.String()
    day = fields.Date()
    before = fields.Integer()
    needed = fields.Integer()
    entry_id = fields.UUID()
