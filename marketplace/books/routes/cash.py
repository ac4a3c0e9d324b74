"""The cash book over the API: write down, also many at once after a time without signal; take back; see."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, current_actor, etag, expected_version, idempotency_key, page_of, paginate
from ...clock import today
from ...database import transaction
from ..models.cash import CashEntry
from ..queries import cash as queries
from ..rules.cash import Category
from ..schemas.cash import (
    CancelCashInput,
    CashBatchAnswer,
    CashBatchInput,
    CashCategoriesAnswer,
    CashCategoryAnswer,
    CashCategoryInput,
    CashEntriesQuery,
    CashEntryAnswer,
    MoneyAnswer,
)
from ..services import cash as services

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
