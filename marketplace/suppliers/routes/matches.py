"""The same thing at two suppliers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, current_actor
from ...database import transaction
from ..queries.matches import suggestions
from ..schemas import matches as schemas
from ..services import matching

matches = Blueprint(
    "matches",
    __name__,
    url_prefix="/api/v1/matches",
    description="What may be the same thing at two suppliers. A decision holds for the caller's cooperative alone.",
)


@matches.route("")
@matches.arguments(schemas.SuggestedArguments, location="query")
@matches.response(200, schemas.SuggestedListAnswer)
def list_suggestions(wanted: dict[str, Any]) -> dict[str, Any]:
    """What waits for a decision, surest first"""
    with transaction() as session:
        return {"data": suggestions(session, current_actor(), **wanted)}


@matches.route("/<uuid:suggestion_id>", methods=["PUT"])
@matches.arguments(schemas.VerdictInput)
@matches.response(200, schemas.DecisionAnswer)
@matches.alt_response(403, schema=ErrorAnswer)
@matches.alt_response(404, schema=ErrorAnswer)
def decide(content: dict[str, Any], suggestion_id: UUID) -> Any:
    """Confirm or refuse a suggestion; the same again changes nothing"""
    with transaction() as session:
        if content["verdict"] == "refused":
            return matching.refuse_match(session, current_actor(), suggestion_id)
        return matching.confirm_match(session, current_actor(), suggestion_id, relation=content["relation"])
