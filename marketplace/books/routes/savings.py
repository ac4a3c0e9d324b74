"""Members' savings over the API: take, give, term savings, receipts, statement, totals without names."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, PageArguments, current_actor, idempotency_key, page_of, paginate
from ...clock import today
from ...database import transaction
from ...errors import NotPermitted
from ..models.savings import SavingsMovement, TermSaving
from ..queries import savings as queries
from ..queries.savings_balances import savings_totals
from ..queries.savings_statement import SavingsStatement, statement
from ..schemas.savings import (
    MemberSavingsAnswer,
    SavingsDepositInput,
    SavingsReceiptAnswer,
    SavingsReversalInput,
    SavingsStatementAnswer,
    SavingsStatementQuery,
    SavingsTotalsAnswer,
    SavingsWithdrawalInput,
    TermSavingsAnswer,
    TermSavingsInput,
    TermSavingsPayOutInput,
    TermSavingsQuery,
    TermSavingsTermsInput,
)
from ..services import savings as services
from ..services import term_savings
from ..services.term_savings import TermRequest

savings = Blueprint(
    "savings",
    __name__,
    url_prefix="/api/v1",
    description="Members' savings. Every balance is that of the ledger; every movement has a receipt, numbered without "
    "gaps, and is reversed, never edited. A member sees his own.",
)


@savings.route("/members/<uuid:member_id>/savings")
@savings.response(200, MemberSavingsAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
def show_savings(member_id: UUID) -> queries.MemberSavings:
    """What a member has, and what he owes of dues"""
    actor = current_actor()
    with transaction() as session:
        return queries.savings_of(session, actor, member_id, today=today(actor.time_zone))


@savings.route("/members/<uuid:member_id>/savings/statement")
@savings.arguments(SavingsStatementQuery, location="query")
@savings.response(200, SavingsStatementAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
def show_savings_statement(asked: dict[str, Any], member_id: UUID) -> SavingsStatement:
    """A member's savings line by line"""
    actor = current_actor()
    last = asked["last"] or today(actor.time_zone)
    first = asked["first"] or date(last.year, 1, 1)
    with transaction() as session:
        return statement(session, actor, member_id, first=first, last=last)


@savings.route("/members/<uuid:member_id>/savings/receipts")
@savings.arguments(PageArguments, location="query")
@savings.response(200, page_of(SavingsReceiptAnswer))
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
def list_savings_receipts(asked: dict[str, Any], member_id: UUID) -> Any:
    """A member's receipts, oldest first"""
    with transaction() as session:
        member = queries.require_savings(session, current_actor(), member_id)
        return paginate(session, queries.movements(member.cooperative_id, member_id), queries.MOVEMENT_ID, **asked)


@savings.route("/members/<uuid:member_id>/savings/deposits", methods=["POST"])
@savings.arguments(SavingsDepositInput)
@savings.response(201, SavingsReceiptAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
@savings.alt_response(409, schema=ErrorAnswer)
def deposit_savings(content: dict[str, Any], member_id: UUID) -> SavingsMovement:
    """Take savings from a member

    Mandatory and principal dues settle what was booked as owed first, the oldest month first.
    """
    with transaction() as session:
        return services.deposit(session, current_actor(), member_id, key=idempotency_key(), **content)


@savings.route("/members/<uuid:member_id>/savings/withdrawals", methods=["POST"])
@savings.arguments(SavingsWithdrawalInput)
@savings.response(201, SavingsReceiptAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
@savings.alt_response(409, schema=ErrorAnswer)
def withdraw_savings(content: dict[str, Any], member_id: UUID) -> SavingsMovement:
    """Give a member of his voluntary savings, at most what is there"""
    with transaction() as session:
        return services.withdraw(session, current_actor(), member_id, key=idempotency_key(), **content)


@savings.route("/savings/receipts/<uuid:receipt_id>")
@savings.response(200, SavingsReceiptAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
def show_savings_receipt(receipt_id: UUID) -> SavingsMovement:
    """A receipt"""
    with transaction() as session:
        return queries.receipt(session, current_actor(), receipt_id)[0]


@savings.route("/savings/receipts/<uuid:receipt_id>/reverse", methods=["POST"])
@savings.arguments(SavingsReversalInput)
@savings.response(200, SavingsReceiptAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
@savings.alt_response(409, schema=ErrorAnswer)
def reverse_savings_receipt(content: dict[str, Any], receipt_id: UUID) -> SavingsMovement:
    """Undo a receipt with its booking; a cashier his own of today, the treasurer any"""
    with transaction() as session:
        return services.reverse_receipt(session, current_actor(), receipt_id, key=idempotency_key(), **content)


@savings.route("/savings/totals")
@savings.response(200, SavingsTotalsAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
def show_savings_totals() -> Any:
    """All members' savings by kind, without names; for everybody who belongs to the cooperative"""
    actor = current_actor()
    if not actor.is_a("cooperative"):
        raise NotPermitted
    with transaction() as session:
        return {"totals": savings_totals(session, actor.organisation_id)}


@savings.route("/term-savings")
@savings.arguments(TermSavingsQuery, location="query")
@savings.response(200, page_of(TermSavingsAnswer))
@savings.alt_response(403, schema=ErrorAnswer)
def list_term_savings(asked: dict[str, Any]) -> Any:
    """Term savings, oldest first"""
    states = () if asked["state"] == "all" else (asked["state"],)
    with transaction() as session:
        cooperative_id = queries.require_savings_reader(current_actor())
        found = queries.term_savings(cooperative_id, member_id=asked["member_id"], states=states)
        return paginate(session, found, queries.TERM_ID, limit=asked["limit"], after=asked["after"])


@savings.route("/term-savings", methods=["POST"])
@savings.arguments(TermSavingsInput)
@savings.response(201, SavingsReceiptAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
@savings.alt_response(409, schema=ErrorAnswer)
def open_term_savings(content: dict[str, Any]) -> SavingsMovement:
    """Take term savings from a member; the answer is the receipt"""
    member_id, way, day = content.pop("member_id"), content.pop("way"), content.pop("day")
    with transaction() as session:
        return term_savings.open_term(
            session, current_actor(), member_id, TermRequest(**content), way=way, day=day, key=idempotency_key()
        )


@savings.route("/term-savings/<uuid:term_id>")
@savings.response(200, TermSavingsAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
def show_term_savings(term_id: UUID) -> TermSaving:
    """Term savings"""
    with transaction() as session:
        return queries.term_saving(session, current_actor(), term_id)[0]


@savings.route("/term-savings/<uuid:term_id>/pay-out", methods=["POST"])
@savings.arguments(TermSavingsPayOutInput)
@savings.response(200, SavingsReceiptAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
@savings.alt_response(409, schema=ErrorAnswer)
def pay_out_term_savings(content: dict[str, Any], term_id: UUID) -> SavingsMovement:
    """Give term savings back; before maturity with a reason; the answer is the receipt"""
    with transaction() as session:
        return term_savings.pay_out(session, current_actor(), term_id, key=idempotency_key(), **content)


@savings.route("/term-savings/<uuid:term_id>/roll-over", methods=["POST"])
@savings.arguments(TermSavingsTermsInput)
@savings.response(200, TermSavingsAnswer)
@savings.alt_response(403, schema=ErrorAnswer)
@savings.alt_response(404, schema=ErrorAnswer)
@savings.alt_response(409, schema=ErrorAnswer)
def roll_over_term_savings(content: dict[str, Any], term_id: UUID) -> TermSaving:
    """Let matured term savings run on under new terms"""
    with transaction() as session:
        return term_savings.roll_over(
            session, current_actor(), term_id, TermRequest(amount=0, **content), key=idempotency_key()
        )
