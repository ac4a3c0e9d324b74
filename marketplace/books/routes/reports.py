"""The statements over the API, for programs that may read a cooperative's reports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

import cooperative_ledger

from ...actor import Actor
from ...api import ErrorAnswer, current_actor
from ...clock import today
from ...database import transaction
from ..queries import ageing
from ..queries import reports as queries
from ..rules.reports import Asked, asked_days
from ..schemas.reports import (
    AgeingAnswer,
    AgeingQuery,
    BalanceSheetAnswer,
    CashFlowAnswer,
    CounterpartyQuery,
    CounterpartyStatementAnswer,
    EquityChangesAnswer,
    IncomeStatementAnswer,
    ReportQuery,
)
from .ledger import period

reports = Blueprint(
    "reports",
    __name__,
    url_prefix="/api/v1/ledger/reports",
    description="A cooperative's statements for any days, beside an earlier period, of one outlet or business unit, "
    "and as the books were known at any past moment.",
)


def _asked(actor: Actor, query: dict[str, Any]) -> Asked:
    days = asked_days(*period(actor, query["first"], query["last"]))
    return Asked(days, query.get("compare", "none"), _scope(query))


def _scope(query: dict[str, Any]) -> cooperative_ledger.Scope:
    return cooperative_ledger.Scope(query["outlet_id"], query["business_unit"], query["known_at"])


@reports.route("/income-statement")
@reports.arguments(ReportQuery, location="query")
@reports.response(200, IncomeStatementAnswer)
@reports.alt_response(403, schema=ErrorAnswer)
def show_income_statement(query: dict[str, Any]) -> cooperative_ledger.IncomeStatement:
    """Income and expenses, members' and others' business apart"""
    actor = current_actor()
    with transaction() as session:
        return queries.income_statement(session, actor, _asked(actor, query))


@reports.route("/balance-sheet")
@reports.arguments(ReportQuery, location="query")
@reports.response(200, BalanceSheetAnswer)
@reports.alt_response(403, schema=ErrorAnswer)
def show_balance_sheet(query: dict[str, Any]) -> cooperative_ledger.BalanceSheet:
    """What the cooperative owns, owes and has of its own"""
    actor = current_actor()
    with transaction() as session:
        return queries.balance_sheet(session, actor, _asked(actor, query))


@reports.route("/equity-changes")
@reports.arguments(ReportQuery, location="query")
@reports.response(200, EquityChangesAnswer)
@reports.alt_response(403, schema=ErrorAnswer)
def show_equity_changes(query: dict[str, Any]) -> dict[str, Any]:
    """How each part of equity changed"""
    actor = current_actor()
    with transaction() as session:
        return {"columns": queries.equity_changes(session, actor, _asked(actor, query))}


@reports.route("/cash-flow")
@reports.arguments(ReportQuery, location="query")
@reports.response(200, CashFlowAnswer)
@reports.alt_response(403, schema=ErrorAnswer)
def show_cash_flow(query: dict[str, Any]) -> cooperative_ledger.CashFlow:
    """Where cash came from and where it went"""
    actor = current_actor()
    with transaction() as session:
        return queries.cash_flow(session, actor, _asked(actor, query))


@reports.route("/ageing")
@reports.arguments(AgeingQuery, location="query")
@reports.response(200, AgeingAnswer)
@reports.alt_response(403, schema=ErrorAnswer)
def show_ageing(query: dict[str, Any]) -> ageing.Ageing:
    """Receivables or payables by days past due, a counterparty a row"""
    actor = current_actor()
    on = query["on"] or today(actor.time_zone)
    with transaction() as session:
        return ageing.ageing(
            session, actor, query["kind"], on, scope=_scope(query), after=query["after"], limit=query["limit"]
        )


@reports.route("/counterparties/<uuid:counterparty_id>")
@reports.arguments(CounterpartyQuery, location="query")
@reports.response(200, CounterpartyStatementAnswer)
@reports.alt_response(403, schema=ErrorAnswer)
@reports.alt_response(404, schema=ErrorAnswer)
def show_counterparty(query: dict[str, Any], counterparty_id: UUID) -> queries.CounterpartyReport:
    """Every line with one member, supplier or other counterparty, across accounts"""
    actor = current_actor()
    with transaction() as session:
        return queries.counterparty_statement(
            session, actor, counterparty_id, _asked(actor, query), after=query["after"], limit=query["limit"]
        )
