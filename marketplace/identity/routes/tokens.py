"""API tokens of the caller's organisation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app
from flask_smorest import Blueprint

from ...api import ErrorAnswer, PageArguments, current_actor, idempotency_key, page_of, paginate
from ...database import transaction
from .. import queries, services
from ..access import scopes_offered
from ..models import ApiToken
from ..schemas import MadeTokenAnswer, TokenAnswer, TokenInput

tokens = Blueprint(
    "tokens",
    __name__,
    url_prefix="/api/v1/tokens",
    description="Keys for programs. Only a signed-in administrator makes them; a token makes no tokens.",
)


@tokens.route("")
@tokens.arguments(PageArguments, location="query")
@tokens.response(200, page_of(TokenAnswer))
@tokens.alt_response(403, schema=ErrorAnswer)
def list_tokens(page: dict[str, Any]) -> dict[str, Any]:
    """The tokens that were not revoked, oldest first"""
    statement = queries.tokens_visible_to(current_actor())
    with transaction() as session:
        return paginate(session, statement, ApiToken.id, **page)


@tokens.route("", methods=["POST"])
@tokens.arguments(TokenInput)
@tokens.response(201, MadeTokenAnswer)
@tokens.alt_response(403, schema=ErrorAnswer)
@tokens.alt_response(409, schema=ErrorAnswer)
def create_token(content: dict[str, Any]) -> Any:
    """Make a token

    The token is told in this answer only. Its roles are among those of the person who makes it, and it ends when he
    loses one of them. The same Idempotency-Key again gives the same token a fresh secret.
    """
    offered = scopes_offered(current_app)
    with transaction() as session:
        made = services.create_token(session, current_actor(), offered=offered, key=idempotency_key(), **content)
    names = ("id", "label", "token_start", "scopes", "roles", "expires_at", "last_used_at", "created_at")
    answer = {name: getattr(made.row, name) for name in names}
    return {**answer, "token": made.token}, 201, {"Cache-Control": "no-store"}


@tokens.route("/<uuid:token_id>", methods=["DELETE"])
@tokens.response(204)
@tokens.alt_response(403, schema=ErrorAnswer)
@tokens.alt_response(404, schema=ErrorAnswer)
def revoke_token(token_id: UUID) -> None:
    """Revoke a token"""
    with transaction() as session:
        services.revoke_token(session, current_actor(), token_id)
