"""Loans over the API: ask, decide, hand out, pay, change; how they stand on any day; what is set aside."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...actor import Actor
from ...api import ErrorAnswer, current_actor, idempotency_key, page_of, paginate
from ...clock import today
from ...database import transaction
from ..models.loans import Loan
from ..queries import loans as queries
from ..rules.arrears import Grade
from ..rules.loans import LoanRequest, PaymentRequest
from ..schemas.loans import (
    LoanAllowanceAnswer,
    LoanAllowanceInput,
    LoanAnswer,
    LoanChangeAnswer,
    LoanChangeDecisionInput,
    LoanDayQuery,
    LoanDecisionInput,
    LoanDisbursementInput,
    LoanGradesInput,
    LoanInput,
    LoanPaymentAnswer,
    LoanPaymentInput,
    LoanPlanAnswer,
    LoanPlanQuery,
    LoanReasonInput,
    LoanRestructuringInput,
    LoanSeenAnswer,
    LoansQuery,
    PortfolioAnswer,
    RunningLoansAnswer,
    RunningLoansQuery,
)
from ..services.loans import allowing, changing, paying, requesting

loans = Blueprint(
    "loans",
    __name__,
    url_prefix="/api/v1/loans",
    description="Loans to members. The treasurer asks, the chair decides (never on his own preparation or loan), the "
    "till hands out and takes instalments. What is outstanding is the ledger's balance of the loan.",
)


def _day(actor: Actor, day: date | None) -> date:
    return day or today(actor.time_zone)


@loans.route("")
@loans.arguments(LoansQuery, location="query")
@loans.response(200, page_of(LoanAnswer))
@loans.alt_response(403, schema=ErrorAnswer)
def list_loans(asked: dict[str, Any]) -> Any:
    """Loans of one state, or all, oldest first"""
    with transaction() as session:
        found = queries.loans_in(current_actor(), asked["state"])
        return paginate(session, found, Loan.id, limit=asked["limit"], after=asked["after"])


@loans.route("", methods=["POST"])
@loans.arguments(LoanInput)
@loans.response(201, LoanAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def ask_for_loan(content: LoanRequest) -> Loan:
    """Write down what a member asks for"""
    with transaction() as session:
        return requesting.ask(session, current_actor(), content, key=idempotency_key())


@loans.route("/plan")
@loans.arguments(LoanPlanQuery, location="query")
@loans.response(200, LoanPlanAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
def plan_loan(asked: dict[str, Any]) -> Any:
    """The instalments that terms would have; nothing is written"""
    actor = current_actor()
    instalments = requesting.plan(actor, **asked)
    return {
        "instalments": instalments,
        "principal": sum(each.principal for each in instalments),
        "interest": sum(each.interest for each in instalments),
    }


@loans.route("/running")
@loans.arguments(RunningLoansQuery, location="query")
@loans.response(200, RunningLoansAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
def list_running_loans(asked: dict[str, Any]) -> Any:
    """Running loans on a day, the longest past due first, with grade and arrears"""
    actor, start, limit = current_actor(), asked["after"], asked["limit"]
    with transaction() as session:
        found = queries.running(
            session,
            actor,
            _day(actor, asked["day"]),
            late_only=asked["late_only"],
            words=asked["words"],
            limit=limit,
            offset=start,
        )
    more = start + limit < found.total
    rows = [
        {**row.standing._asdict(), "member_number": row.member.number, "member_name": row.member.name}
        for row in found.rows
    ]
    next_start = start + limit if more else None
    return {"day": found.day, "total": found.total, "data": rows, "has_more": more, "next": next_start}


@loans.route("/portfolio")
@loans.arguments(LoanDayQuery, location="query")
@loans.response(200, PortfolioAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
def show_portfolio(asked: dict[str, Any]) -> Any:
    """All running loans on a day without names: grades, arrears rate, non-performing rate, allowance"""
    actor = current_actor()
    with transaction() as session:
        found = allowing.proposal(session, actor, _day(actor, asked["day"]))
    return {
        "day": found.day,
        "valid_from": found.table.valid_from,
        "outstanding": found.portfolio.outstanding,
        "overdue": found.portfolio.overdue,
        "arrears_rate": found.portfolio.arrears_rate,
        "non_performing_rate": found.portfolio.non_performing_rate,
        "grades": [_grade(each, found) for each in found.table.grades],
        "allowance_needed": found.needed,
        "allowance_standing": found.standing,
    }


def _grade(grade: Grade, found: allowing.Proposal) -> dict[str, Any]:
    return {
        **grade._asdict(),
        "loans": found.portfolio.count_by_grade[grade.grade],
        "outstanding": found.portfolio.by_grade[grade.grade],
        "needed": found.by_grade[grade.grade],
    }


@loans.route("/allowances", methods=["POST"])
@loans.arguments(LoanAllowanceInput)
@loans.response(201, LoanAllowanceAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def set_loan_allowance(content: dict[str, Any]) -> Any:
    """Book the difference to the allowance that the grades ask for"""
    with transaction() as session:
        return allowing.set_allowance(session, current_actor(), day=content["day"], key=idempotency_key())


@loans.route("/grades", methods=["POST"])
@loans.arguments(LoanGradesInput)
@loans.response(204)
@loans.alt_response(403, schema=ErrorAnswer)
def set_loan_grades(content: dict[str, Any]) -> None:
    """Give the cooperative its own table of grades from a day on; the same day again replaces it"""
    grades = [Grade(**row) for row in sorted(content["grades"], key=lambda row: row["grade"])]
    with transaction() as session:
        allowing.set_grades(session, current_actor(), content["valid_from"], grades, key=idempotency_key())


@loans.route("/<uuid:loan_id>")
@loans.arguments(LoanDayQuery, location="query")
@loans.response(200, LoanSeenAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
def show_loan(asked: dict[str, Any], loan_id: UUID) -> Any:
    """One loan with its schedule, payments and changes"""
    actor = current_actor()
    with transaction() as session:
        return queries.loan(session, actor, loan_id, _day(actor, asked["day"]))


@loans.route("/<uuid:loan_id>/approve", methods=["POST"])
@loans.arguments(LoanDecisionInput)
@loans.response(200, LoanAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def approve_loan(content: dict[str, Any], loan_id: UUID) -> Loan:
    """Say yes; a person's, and another one's than who prepared it or borrows"""
    with transaction() as session:
        return requesting.approve(session, current_actor(), loan_id, key=idempotency_key(), **content)


@loans.route("/<uuid:loan_id>/decline", methods=["POST"])
@loans.arguments(LoanReasonInput)
@loans.response(200, LoanAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def decline_loan(content: dict[str, Any], loan_id: UUID) -> Loan:
    """Say no, and why"""
    with transaction() as session:
        return requesting.decline(session, current_actor(), loan_id, words=content["reason"], key=idempotency_key())


@loans.route("/<uuid:loan_id>/cancel", methods=["POST"])
@loans.arguments(LoanReasonInput)
@loans.response(200, LoanAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def cancel_loan(content: dict[str, Any], loan_id: UUID) -> Loan:
    """Put a request away"""
    with transaction() as session:
        return requesting.cancel(session, current_actor(), loan_id, key=idempotency_key(), **content)


@loans.route("/<uuid:loan_id>/disburse", methods=["POST"])
@loans.arguments(LoanDisbursementInput)
@loans.response(200, LoanAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def disburse_loan(content: dict[str, Any], loan_id: UUID) -> Loan:
    """Hand the money out and book it"""
    with transaction() as session:
        return requesting.disburse(session, current_actor(), loan_id, key=idempotency_key(), **content)


@loans.route("/<uuid:loan_id>/undo", methods=["POST"])
@loans.arguments(LoanReasonInput)
@loans.response(200, LoanAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def undo_loan(content: dict[str, Any], loan_id: UUID) -> Loan:
    """Undo money handed out by mistake, with its booking; nothing may be paid or changed"""
    with transaction() as session:
        return requesting.reverse_disbursement(session, current_actor(), loan_id, key=idempotency_key(), **content)


@loans.route("/<uuid:loan_id>/payments", methods=["POST"])
@loans.arguments(LoanPaymentInput)
@loans.response(201, LoanPaymentAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def pay_loan(content: PaymentRequest, loan_id: UUID) -> Any:
    """Take money for a loan

    It goes to the oldest instalment first, of each to the interest first. `settles` pays the loan back for good.
    """
    with transaction() as session:
        return paying.pay(session, current_actor(), loan_id, content, key=idempotency_key())


@loans.route("/payments/<uuid:payment_id>/reverse", methods=["POST"])
@loans.arguments(LoanReasonInput)
@loans.response(200, LoanPaymentAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def reverse_loan_payment(content: dict[str, Any], payment_id: UUID) -> Any:
    """Take the last receipt of a loan back, with its booking"""
    with transaction() as session:
        return paying.reverse_payment(session, current_actor(), payment_id, key=idempotency_key(), **content)


@loans.route("/<uuid:loan_id>/restructurings", methods=["POST"])
@loans.arguments(LoanRestructuringInput)
@loans.response(201, LoanChangeAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def propose_restructuring(content: dict[str, Any], loan_id: UUID) -> Any:
    """Propose a new schedule over what is outstanding"""
    with transaction() as session:
        return changing.propose_restructuring(
            session, current_actor(), loan_id, content["new"], reason=content["reason"], key=idempotency_key()
        )


@loans.route("/<uuid:loan_id>/write-offs", methods=["POST"])
@loans.arguments(LoanReasonInput)
@loans.response(201, LoanChangeAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def propose_write_off(content: dict[str, Any], loan_id: UUID) -> Any:
    """Propose to give up what is outstanding"""
    with transaction() as session:
        return changing.propose_write_off(session, current_actor(), loan_id, key=idempotency_key(), **content)


@loans.route("/changes/<uuid:change_id>/decide", methods=["POST"])
@loans.arguments(LoanChangeDecisionInput)
@loans.response(200, LoanChangeAnswer)
@loans.alt_response(403, schema=ErrorAnswer)
@loans.alt_response(404, schema=ErrorAnswer)
@loans.alt_response(409, schema=ErrorAnswer)
def decide_loan_change(content: dict[str, Any], change_id: UUID) -> Any:
    """Decide on a restructuring or a write-off; what is approved holds from today"""
    with transaction() as session:
        return changing.decide(session, current_actor(), change_id, key=idempotency_key(), **content)
