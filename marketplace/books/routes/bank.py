"""Bank statements over the API: hand a file in, match, take apart, book, reconcile."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, current_actor, idempotency_key, page_of, paginate
from ...clock import today
from ...database import transaction
from ...errors import NotFound
from ..models.bank import BankLine, BankStatement
from ..queries import bank as queries
from ..rules.table_files import FILE_BYTES
from ..schemas.bank import (
    BankBookingInput,
    BankFileForm,
    BankFileUpload,
    BankImportAnswer,
    BankLineAnswer,
    BankLinesQuery,
    BankMatchInput,
    BankReconciliationAnswer,
    BankReconciliationQuery,
    BankStatementAnswer,
    BankStatementsQuery,
    BankTakeApartInput,
)
from ..services import bank as services

bank = Blueprint(
    "bank",
    __name__,
    url_prefix="/api/v1/bank",
    description="The bank's own statements beside the ledger: lines as written, matched with the lines of the ledger. "
    "Matching changes nothing in the books.",
)


@bank.route("/statements", methods=["POST"])
@bank.arguments(BankFileForm, location="form")
@bank.arguments(BankFileUpload, location="files")
@bank.response(201, BankImportAnswer)
@bank.alt_response(403, schema=ErrorAnswer)
@bank.alt_response(422, schema=ErrorAnswer)
def import_bank_statement(form: dict[str, Any], files: dict[str, Any]) -> services.Imported:
    """Hand in a bank's file (CSV, XLSX, XLS, ODS; 2 MB); lines that are known already are not taken twice"""
    handed_in = files["file"]
    content = handed_in.stream.read(FILE_BYTES + 1)
    with transaction() as session:
        return services.import_statement(
            session,
            current_actor(),
            form["account"],
            handed_in.filename or "",
            content,
            year=form["year"],
            key=idempotency_key(),
        )


@bank.route("/statements")
@bank.arguments(BankStatementsQuery, location="query")
@bank.response(200, page_of(BankStatementAnswer))
@bank.alt_response(403, schema=ErrorAnswer)
def list_bank_statements(asked: dict[str, Any]) -> Any:
    """The statements of an account, the one handed in first before the others"""
    with transaction() as session:
        found = queries.statements(current_actor(), asked["account"])
        return paginate(session, found, BankStatement.id, limit=asked["limit"], after=asked["after"])


@bank.route("/lines")
@bank.arguments(BankLinesQuery, location="query")
@bank.response(200, page_of(BankLineAnswer))
@bank.alt_response(403, schema=ErrorAnswer)
def list_bank_lines(asked: dict[str, Any]) -> Any:
    """The lines of an account's statements, page by page"""
    with transaction() as session:
        found = queries.lines(current_actor(), asked["account"], matched=asked["matched"])
        return paginate(session, found, BankLine.id, limit=asked["limit"], after=asked["after"])


@bank.route("/lines/<uuid:line_id>/match", methods=["POST"])
@bank.arguments(BankMatchInput)
@bank.response(200, BankLineAnswer)
@bank.alt_response(404, schema=ErrorAnswer)
@bank.alt_response(409, schema=ErrorAnswer)
@bank.alt_response(422, schema=ErrorAnswer)
def match_bank_line(content: dict[str, Any], line_id: UUID) -> BankLine:
    """Say which lines of the ledger a line of the bank is about"""
    with transaction() as session:
        return services.confirm(session, current_actor(), line_id, content["parts"], key=idempotency_key())


@bank.route("/lines/<uuid:line_id>/take-apart", methods=["POST"])
@bank.arguments(BankTakeApartInput)
@bank.response(200, BankLineAnswer)
@bank.alt_response(404, schema=ErrorAnswer)
@bank.alt_response(409, schema=ErrorAnswer)
def take_bank_match_apart(content: dict[str, Any], line_id: UUID) -> BankLine:
    """Undo a match; what was booked from the line itself is reversed with it"""
    with transaction() as session:
        return services.take_apart(session, current_actor(), line_id, key=idempotency_key(), **content)


@bank.route("/lines/<uuid:line_id>/book", methods=["POST"])
@bank.arguments(BankBookingInput)
@bank.response(200, BankLineAnswer)
@bank.alt_response(404, schema=ErrorAnswer)
@bank.alt_response(409, schema=ErrorAnswer)
@bank.alt_response(422, schema=ErrorAnswer)
def book_bank_line(content: dict[str, Any], line_id: UUID) -> BankLine:
    """Book a line that nobody had booked, and match it"""
    with transaction() as session:
        return services.book_line(session, current_actor(), line_id, key=idempotency_key(), **content)


@bank.route("/reconciliation")
@bank.arguments(BankReconciliationQuery, location="query")
@bank.response(200, BankReconciliationAnswer)
@bank.alt_response(404, schema=ErrorAnswer)
def show_bank_reconciliation(asked: dict[str, Any]) -> queries.ReconciliationStatement:
    """Why the books and the bank differ on a day; 404 where no statement reaches back to it"""
    actor = current_actor()
    with transaction() as session:
        found = queries.reconciliation(session, actor, asked["account"], asked["day"] or today(actor.time_zone))
    if found is None:
        raise NotFound
    return found
