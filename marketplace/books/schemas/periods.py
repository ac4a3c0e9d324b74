"""Periods as the API takes and gives them; a period is yyyymm, or yyyy13 for a year's adjustments."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from ..models.periods import LATE_DOCUMENTS

STATES = ("open", "closing", "closed", "locked")


class YearQuery(Schema):
    """Which year; default: the present one."""

    year = fields.Integer(load_default=None, validate=validate.Range(1900, 9998), allow_none=True)


class CloseAnswer(Schema):
    """What was kept at the latest close."""

    recorded_at = fields.AwareDateTime()
    seal_number = fields.Integer(allow_none=True)
    trial_balance_hash = fields.Function(
        lambda close: close.trial_balance_hash.hex(), metadata={"type": "string", "description": "SHA-256"}
    )


class PeriodAnswer(Schema):
    """A period and its state."""

    period = fields.Integer()
    state = fields.String(validate=validate.OneOf(STATES))
    first = fields.Date()
    last = fields.Date()
    is_over = fields.Boolean()
    close = fields.Nested(CloseAnswer, allow_none=True)
    intact = fields.Boolean(
        allow_none=True, metadata={"description": "Whether the trial balance is still that of the close"}
    )


class ClosingFindingAnswer(Schema):
    """One thing looked at before a close."""

    code = fields.String()
    is_fine = fields.Boolean()
    count = fields.Integer()
    amount = fields.Integer()
    account = fields.String(allow_none=True)


class ChangeAnswer(Schema):
    """One change of the state."""

    state_before = fields.String()
    state_after = fields.String()
    reason = fields.String(allow_none=True)
    recorded_at = fields.AwareDateTime()


class ReopeningAnswer(Schema):
    """A request to open a period again, and its answer."""

    id = fields.UUID()
    period = fields.Integer()
    state = fields.String()
    reason = fields.String()
    person_name = fields.String()
    decided_by_name = fields.String(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)


class PeriodDetailAnswer(Schema):
    """A period, what is not in order while it is open, and its history."""

    period = fields.Nested(PeriodAnswer, attribute="seen")
    findings = fields.List(fields.Nested(ClosingFindingAnswer))
    changes = fields.List(fields.Nested(ChangeAnswer))
    reopenings = fields.List(fields.Nested(ReopeningAnswer))


class YearAnswer(Schema):
    """The periods of a year; `left` is the surplus (below zero: the loss) still to be moved."""

    year = fields.Integer()
    periods = fields.List(fields.Nested(PeriodAnswer))
    left = fields.Integer()
    is_closed = fields.Boolean()
    late_documents = fields.String(validate=validate.OneOf(LATE_DOCUMENTS))


class CloseInput(Schema):
    """Close a period."""

    looked_at = fields.Boolean(
        load_default=False, metadata={"description": "What is not in order is known and accepted"}
    )


class ReopeningInput(Schema):
    """Why a period should be opened again."""

    reason = fields.String(required=True, validate=validate.Length(1, 1000))


class ReopeningAnswerInput(Schema):
    """The chair's answer."""

    agree = fields.Boolean(required=True)


class YearClosedAnswer(Schema):
    """What the year end moved, rupiah, and the closing entries; none where it was done before."""

    surplus = fields.Integer()
    entries = fields.List(fields.UUID())
