"""Invitations into the caller's organisation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app
from flask_smorest import Blueprint

from ...api import ErrorAnswer, PageArguments, current_actor, idempotency_key, limiter, page_of, paginate
from ...database import transaction
from .. import queries, services
from ..models import Invitation
from ..schemas import InvitationAnswer, InvitationInput, InvitedAnswer

invitations = Blueprint(
    "invitations",
    __name__,
    url_prefix="/api/v1/invitations",
    description="Links that make one person a member: single use, seven days, for administrators.",
)


def link_of(token: str) -> str:
    """The address of an invitation."""
    return f"{current_app.extensions['settings'].public_url}/invitations/{token}"


def told_once(invited: services.Invited) -> Any:
    """An invitation with its link, in an answer that nothing keeps."""
    row = invited.invitation
    answer = {name: getattr(row, name) for name in ("id", "invited_name", "roles", "expires_at", "created_at")}
    link = link_of(invited.token) if invited.token else None
    return {**answer, "link": link}, 201, {"Cache-Control": "no-store"}


@invitations.route("")
@invitations.arguments(PageArguments, location="query")
@invitations.response(200, page_of(InvitationAnswer))
@invitations.alt_response(403, schema=ErrorAnswer)
def list_invitations(page: dict[str, Any]) -> dict[str, Any]:
    """The open invitations, oldest first"""
    statement = queries.invitations_visible_to(current_actor())
    with transaction() as session:
        return paginate(session, statement, Invitation.id, **page)


@invitations.route("", methods=["POST"])
@limiter.limit("60/hour")
@invitations.arguments(InvitationInput)
@invitations.response(201, InvitedAnswer)
@invitations.alt_response(403, schema=ErrorAnswer)
@invitations.alt_response(409, schema=ErrorAnswer)
def invite(content: dict[str, Any]) -> Any:
    """Invite somebody

    The link is told in this answer only. The same Idempotency-Key again gives the same invitation a fresh link.
    """
    with transaction() as session:
        invited = services.invite(session, current_actor(), key=idempotency_key(), **content)
    return told_once(invited)


@invitations.route("/<uuid:invitation_id>", methods=["DELETE"])
@invitations.response(204)
@invitations.alt_response(403, schema=ErrorAnswer)
@invitations.alt_response(404, schema=ErrorAnswer)
def withdraw(invitation_id: UUID) -> None:
    """Withdraw an invitation"""
    with transaction() as session:
        services.withdraw_invitation(session, current_actor(), invitation_id)
