"""The ledger as the API gives it: trial balance and account statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_smorest import Blueprint

from ...actor import Actor
from ...api import ErrorAnswer, current_actor
from ...clock import today
from ...database import transaction
from ..queries import ledger as queries
from ..schemas.ledger import AccountStatementAnswer, BooksPeriodQuery, StatementQuery, TrialBalanceAnswer

ledger = Blueprint(
    "ledger",
    __name__,
    url_prefix="/api/v1/ledger",
    description="The cooperative's books, for its treasurer, manager, chair and supervisors. They are written by what "
    "happens in the business, and corrected by reversal.",
)


def period(actor: Actor, first: date | None, last: date | None) -> tuple[date, date]:
    """The days asked for; default: this year until today."""
    end = last or today(actor.time_zone)
    return first or date(end.year, 1, 1), end


@ledger.route("/trial-balance")
@ledger.arguments(BooksPeriodQuery, location="query")
@ledger.response(200, TrialBalanceAnswer)
@ledger.alt_response(403, schema=ErrorAnswer)
def show_trial_balance(asked: dict[str, Any]) -> queries.TrialBalance:
    """The trial balance"""
    actor = current_actor()
    first, last = period(actor, **asked)
    with transaction() as session:
        return queries.trial_balance(session, actor, first=first, last=last)


@ledger.route("/accounts/<code>")
@ledger.arguments(StatementQuery, location="query")
@ledger.response(200, AccountStatementAnswer)
@ledger.alt_response(403, schema=ErrorAnswer)
@ledger.alt_response(404, schema=ErrorAnswer)
def show_account(asked: dict[str, Any], code: str) -> queries.AccountStatement:
    """An account's lines, each with the document behind it"""
    actor = current_actor()
    first, last = period(actor, asked["first"], asked["last"])
    with transaction() as session:
        return queries.account_statement(
            session, actor, code, first=first, last=last, after=asked["after"], limit=asked["limit"]
        )
