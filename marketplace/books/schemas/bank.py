"""Bank statements as the API takes and gives them; money is whole rupiah, above zero came in."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ...api import PageArguments
from ..services.bank import Part


class BankFileUpload(Schema):
    """The bank's file, CSV or a workbook."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class BankFileForm(Schema):
    """Whose file it is. `year` is that of the last line where the bank writes none."""

    account = fields.String(required=True, validate=validate.Length(1, 32))
    year = fields.Integer(load_default=None, allow_none=True)


class BankAccountQuery(Schema):
    """One of the cooperative's bank accounts, by its code in the chart."""

    account = fields.String(required=True, validate=validate.Length(1, 32))


class BankStatementsQuery(PageArguments):
    """A page of an account's statements."""

    account = fields.String(required=True, validate=validate.Length(1, 32))


class BankLinesQuery(PageArguments):
    """A page of the bank's lines; `matched` false: those that nothing is matched with."""

    account = fields.String(required=True, validate=validate.Length(1, 32))
    matched = fields.Boolean(load_default=None, allow_none=True)


class BankReconciliationQuery(BankAccountQuery):
    """At the end of which day; default: today."""

    day = fields.Date(load_default=None)


class BankStatementAnswer(Schema):
    """A statement. `line_count` were new, `known_count` known from another file."""

    id = fields.UUID()
    account = fields.String()
    file_name = fields.String()
    account_number = fields.String(allow_none=True)
    first = fields.Date()
    last = fields.Date()
    opening = fields.Integer(allow_none=True)
    closing = fields.Integer(allow_none=True)
    line_count = fields.Integer()
    known_count = fields.Integer()


class BankImportAnswer(Schema):
    """What a file brought, and how many of its lines were matched by themselves."""

    statement = fields.Nested(BankStatementAnswer)
    new = fields.Integer()
    matched = fields.Integer()


class BankLineAnswer(Schema):
    """A line of the bank, with the cells as they were written."""

    id = fields.UUID()
    statement_id = fields.UUID()
    row = fields.Integer()
    day = fields.Date()
    description = fields.String()
    amount = fields.Integer()
    balance = fields.Integer(allow_none=True)
    matched = fields.Boolean()
    as_written = fields.List(fields.String())


class BankMatchPart(Schema):
    """A line of the ledger: its entry and number."""

    entry_id = fields.UUID(required=True)
    line_no = fields.Integer(required=True, validate=validate.Range(1, 1000))

    @post_load
    def to_part(self, values: dict[str, Any], **_given: Any) -> Part:
        """What the service takes."""
        return Part(**values)


class BankMatchInput(Schema):
    """The lines of the ledger that a line of the bank is about."""

    parts = fields.List(fields.Nested(BankMatchPart), required=True, validate=validate.Length(1, 100))


class BankTakeApartInput(Schema):
    """Why a match is undone."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


class BankBookingInput(Schema):
    """The account on the other side of a line that nobody had booked."""

    account = fields.String(required=True, validate=validate.Length(1, 32))
    note = fields.String(load_default="", validate=validate.Length(max=200))
    party = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(("member", "non_member")))


class BankBooksLineAnswer(Schema):
    """A line of the ledger on the bank's account."""

    entry_id = fields.UUID()
    line_no = fields.Integer()
    day = fields.Date()
    amount = fields.Integer()
    reference = fields.String()
    words = fields.String()


class BankReconciliationAnswer(Schema):
    """Why the books and the bank differ: books less bank = before + only_in_books - only_in_bank + missing."""

    day = fields.Date(attribute="figures.day")
    since = fields.Date()
    books = fields.Integer(attribute="figures.books")
    bank = fields.Integer(attribute="figures.bank")
    difference = fields.Integer(attribute="figures.difference")
    before = fields.Integer(attribute="figures.before")
    only_in_books = fields.Integer(attribute="figures.only_in_books")
    only_in_bank = fields.Integer(attribute="figures.only_in_bank")
    missing = fields.Integer(attribute="figures.missing")
    in_books = fields.List(fields.Nested(BankBooksLineAnswer))
    in_bank = fields.List(fields.Nested(BankLineAnswer))
