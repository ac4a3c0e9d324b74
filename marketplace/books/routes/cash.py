"""The cash book over the API: write down, also many at once after a time without signal; take back; see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, PageArguments, current_actor, etag, expected_version, idempotency_key, page_of, paginate
from ...clock import today
from ...database import transaction
from ..models.cash import CashCount, CashEntry
from ..queries import cash as queries
from ..queries.forecast import cash_forecast
from ..rules.cash import Category, CountRequest
from ..rules.forecast import Forecast
from ..schemas.cash import (
    CancelCashInput,
    CashBatchAnswer,
    CashBatchInput,
    CashCategoriesAnswer,
    CashCategoryAnswer,
    CashCategoryInput,
    CashEntriesQuery,
    CashEntryAnswer,
    CountAnswer,
    CountInput,
    ForecastAnswer,
    MoneyAnswer,
)
from ..services import cash as services
from ..services import counts as counting

cash = Blueprint(
    "cash",
    __name__,
    url_prefix="/api/v1/cash",
    description="Cash in and out, booked the moment it is written down. Each line has a key of its own, made where it "
    "was written: sent again it is answered with the line that stands.",
)


@cash.route("/entries", methods=["POST"])
@cash.arguments(CashBatchInput)
@cash.response(200, CashBatchAnswer)
@cash.alt_response(403, schema=ErrorAnswer)
@cash.alt_response(422, schema=ErrorAnswer)
def record_cash(content: dict[str, Any]) -> Any:
    """Write down up to 100 lines, an outcome for each; a refused one disturbs no other

    No Idempotency-Key is needed: every line has its own `key`.
    """
    actor = current_actor()
    with transaction() as session:
        outcomes = services.record_many(session, actor, content["entries"])
    return {"outcomes": [told(outcome, actor.language) for outcome in outcomes]}


def told(outcome: services.Outcome, language: str) -> dict[str, Any]:
    """An outcome as it is answered."""
    if outcome.error is None:
        return {"key": outcome.key, "state": "repeated" if outcome.repeated else "booked", "entry": outcome.entry}
    error = outcome.error
    said = {"code": error.code, "message": error.message(language), "field": error.field}
    return {"key": outcome.key, "state": "refused", "error": said}


@cash.route("/entries")
@cash.arguments(CashEntriesQuery, location="query")
@cash.response(200, page_of(CashEntryAnswer))
@cash.alt_response(403, schema=ErrorAnswer)
def list_cash(asked: dict[str, Any]) -> Any:
    """The cash book, oldest first"""
    with transaction() as session:
        found = queries.entries(current_actor(), first=asked["first"], last=asked["last"])
        return paginate(session, found, CashEntry.id, limit=asked["limit"], after=asked["after"])


@cash.route("/entries/<uuid:entry_id>")
@cash.response(200, CashEntryAnswer)
@cash.alt_response(404, schema=ErrorAnswer)
def show_cash(entry_id: UUID) -> CashEntry:
    """One line of the cash book"""
    with transaction() as session:
        return queries.entry(session, current_actor(), entry_id)


@cash.route("/entries/<uuid:entry_id>/cancel", methods=["POST"])
@cash.arguments(CancelCashInput)
@cash.response(200, CashEntryAnswer)
@cash.alt_response(403, schema=ErrorAnswer)
@cash.alt_response(404, schema=ErrorAnswer)
@cash.alt_response(409, schema=ErrorAnswer)
def cancel_cash(content: dict[str, Any], entry_id: UUID) -> CashEntry:
    """Take a line back with the reason; its mirror image is booked today"""
    with transaction() as session:
        return services.cancel(session, current_actor(), entry_id, key=idempotency_key(), **content)


@cash.route("/categories")
@cash.response(200, CashCategoriesAnswer)
@cash.alt_response(403, schema=ErrorAnswer)
def list_cash_categories() -> Any:
    """The buttons of the cash page"""
    with transaction() as session:
        return {"categories": queries.categories(session, current_actor())}


@cash.route("/categories/<code>", methods=["PUT"])
@cash.arguments(CashCategoryInput)
@cash.response(200, CashCategoryAnswer)
@cash.alt_response(403, schema=ErrorAnswer)
@cash.alt_response(404, schema=ErrorAnswer)
@cash.alt_response(422, schema=ErrorAnswer)
def change_cash_category(content: dict[str, Any], code: str) -> Any:
    """Change a button or add one; If-Match is its version, 0 for one as delivered or new"""
    with transaction() as session:
        category = Category(code=code, **content)
        changed = services.change_category(session, current_actor(), category, version=expected_version())
    return changed, 200, etag({}, changed.version)


@cash.route("/position")
@cash.response(200, MoneyAnswer)
@cash.alt_response(403, schema=ErrorAnswer)
def show_money() -> Any:
    """What is in each till and bank account, read from the ledger now"""
    actor = current_actor()
    day = today(actor.time_zone)
    with transaction() as session:
        places = queries.money(session, actor, day)
    return {"day": day, "places": places, "total": sum(place.balance for place in places)}


@cash.route("/forecast")
@cash.response(200, ForecastAnswer)
@cash.alt_response(403, schema=ErrorAnswer)
def show_cash_forecast() -> Forecast:
    """Thirty days ahead: what is known, what comes again, the lowest day"""
    actor = current_actor()
    with transaction() as session:
        return cash_forecast(session, actor, today(actor.time_zone))


@cash.route("/counts")
@cash.arguments(PageArguments, location="query")
@cash.response(200, page_of(CountAnswer))
@cash.alt_response(403, schema=ErrorAnswer)
def list_cash_counts(asked: dict[str, Any]) -> Any:
    """The counts of the tills"""
    with transaction() as session:
        return paginate(session, queries.counts(current_actor()), CashCount.id, **asked)


@cash.route("/counts", methods=["POST"])
@cash.arguments(CountInput)
@cash.response(201, CountAnswer)
@cash.alt_response(403, schema=ErrorAnswer)
@cash.alt_response(409, schema=ErrorAnswer)
@cash.alt_response(422, schema=ErrorAnswer)
def count_till(content: CountRequest) -> Any:
    """Write down what is in a till at the end of a day; it waits for a second signature"""
    with transaction() as session:
        made = counting.count_till(session, current_actor(), content, key=idempotency_key())
    return made, 201, etag({}, made.version)


@cash.route("/counts/<uuid:count_id>")
@cash.response(200, CountAnswer)
@cash.alt_response(404, schema=ErrorAnswer)
def show_cash_count(count_id: UUID) -> Any:
    """One count"""
    with transaction() as session:
        found = queries.count(session, current_actor(), count_id)
    return found, 200, etag({}, found.version)


@cash.route("/counts/<uuid:count_id>/sign", methods=["POST"])
@cash.response(200, CountAnswer)
@cash.alt_response(403, schema=ErrorAnswer)
@cash.alt_response(404, schema=ErrorAnswer)
@cash.alt_response(409, schema=ErrorAnswer)
def sign_cash_count(count_id: UUID) -> Any:
    """Agree to what somebody else counted: the difference is booked, what is handed on leaves the till"""
    with transaction() as session:
        done = counting.sign_count(
            session, current_actor(), count_id, version=expected_version(), key=idempotency_key()
        )
    return done, 200, etag({}, done.version)


@cash.route("/counts/<uuid:count_id>/withdraw", methods=["POST"])
@cash.response(200, CountAnswer)
@cash.alt_response(403, schema=ErrorAnswer)
@cash.alt_response(404, schema=ErrorAnswer)
@cash.alt_response(409, schema=ErrorAnswer)
def withdraw_cash_count(count_id: UUID) -> Any:
    """Put a wrong count away before it is signed"""
    with transaction() as session:
        done = counting.withdraw_count(
            session, current_actor(), count_id, version=expected_version(), key=idempotency_key()
        )
    return done, 200, etag({}, done.version)
