"""The people of the caller's organisation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, PageArguments, current_actor, etag, expected_version, limiter, page_of, paginate
from ...database import transaction
from .. import queries, services
from ..models import Membership
from ..schemas import PersonAnswer, RecoveryCodeAnswer, RolesInput

people = Blueprint(
    "people",
    __name__,
    url_prefix="/api/v1/people",
    description="Who belongs to the organisation, and with which roles. `id` is the membership's.",
)


@people.route("")
@people.arguments(PageArguments, location="query")
@people.response(200, page_of(PersonAnswer))
def list_people(page: dict[str, Any]) -> dict[str, Any]:
    """The people of the organisation, oldest first

    Without a role that sees people (administrator, chair, secretary, manager, supervisor) only oneself.
    """
    statement = queries.people_visible_to(current_actor())
    with transaction() as session:
        return paginate(session, statement, Membership.id, **page)


@people.route("/<uuid:membership_id>")
@people.response(200, PersonAnswer)
@people.alt_response(404, schema=ErrorAnswer)
def show_person(membership_id: UUID) -> Any:
    """One person, with the ETag"""
    with transaction() as session:
        found = queries.membership(session, current_actor(), membership_id)
    return found, 200, etag({}, found.version)


@people.route("/<uuid:membership_id>/roles", methods=["PUT"])
@people.arguments(RolesInput)
@people.response(200, PersonAnswer)
@people.alt_response(403, schema=ErrorAnswer)
@people.alt_response(404, schema=ErrorAnswer)
@people.alt_response(409, schema=ErrorAnswer)
@people.alt_response(412, schema=ErrorAnswer)
@people.alt_response(428, schema=ErrorAnswer)
@people.doc(parameters=[{"in": "header", "name": "If-Match", "required": True, "schema": {"type": "string"}}])
def change_roles(content: dict[str, Any], membership_id: UUID) -> Any:
    """Give a person other roles

    For administrators. Send If-Match with the ETag. The last administrator stays one (409).
    """
    with transaction() as session:
        changed = services.change_roles(
            session, current_actor(), membership_id, content["roles"], expected_version=expected_version()
        )
    return changed, 200, etag({}, changed.version)


@people.route("/<uuid:membership_id>", methods=["DELETE"])
@people.response(204)
@people.alt_response(403, schema=ErrorAnswer)
@people.alt_response(404, schema=ErrorAnswer)
@people.alt_response(409, schema=ErrorAnswer)
def end_membership(membership_id: UUID) -> None:
    """End a membership

    By an administrator, or by the person himself. Tokens and open invitations he made end with it.
    """
    with transaction() as session:
        services.end_membership(session, current_actor(), membership_id)


@people.route("/<uuid:membership_id>/recovery-code", methods=["POST"])
@limiter.limit("20/hour")
@people.response(201, RecoveryCodeAnswer)
@people.alt_response(403, schema=ErrorAnswer)
@people.alt_response(404, schema=ErrorAnswer)
def issue_recovery_code(membership_id: UUID) -> Any:
    """Make a one-time code for somebody who forgot his password

    Good for 30 minutes and five tries; told in this answer only. Refused for a person who works for another
    organisation too: then the platform's administrator makes it.
    """
    with transaction() as session:
        issued = services.issue_code(session, current_actor(), membership_id)
    return {"code": issued.code, "expires_at": issued.expires_at}, 201, {"Cache-Control": "no-store"}
