"""Organisations, and what a city office sees of its cooperatives."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import (
    ErrorAnswer,
    PageArguments,
    current_actor,
    etag,
    expected_version,
    idempotency_key,
    page_of,
    paginate,
)
from ...database import transaction
from .. import queries, services
from ..models import Organisation
from ..schemas import (
    FirstAdministratorInput,
    InvitedAnswer,
    OfficeAnswer,
    OrganisationAnswer,
    OrganisationInput,
    ProfileInput,
)
from .invitations import told_once

organisations = Blueprint(
    "organisations",
    __name__,
    url_prefix="/api/v1/organisations",
    description="Profiles: one's own organisation; for the platform, all.",
)
office = Blueprint(
    "office", __name__, url_prefix="/api/v1/office", description="What a city office sees: counts, and who is alive."
)


@organisations.route("")
@organisations.arguments(PageArguments, location="query")
@organisations.response(200, page_of(OrganisationAnswer))
def list_organisations(page: dict[str, Any]) -> dict[str, Any]:
    """The organisations whose profile the caller may see

    One's own organisation; for the platform, all of them, oldest first.
    """
    actor = current_actor()
    with transaction() as session:
        return paginate(session, queries.visible_to(actor), Organisation.id, **page)


@organisations.route("", methods=["POST"])
@organisations.arguments(OrganisationInput)
@organisations.response(201, OrganisationAnswer)
@organisations.alt_response(403, schema=ErrorAnswer)
@organisations.alt_response(409, schema=ErrorAnswer)
def create_organisation(content: dict[str, Any]) -> Any:
    """Bring in an organisation

    The platform makes any; a city office makes cooperatives of its regency. Takes an Idempotency-Key.
    """
    kind = content.pop("kind")
    with transaction() as session:
        created = services.create_organisation(
            session, current_actor(), kind=kind, profile=services.Profile(**content), key=idempotency_key()
        )
    return created, 201, etag({}, created.version)


@organisations.route("/<uuid:organisation_id>")
@organisations.response(200, OrganisationAnswer)
@organisations.alt_response(404, schema=ErrorAnswer)
def show_organisation(organisation_id: UUID) -> Any:
    """One organisation, with its ETag"""
    with transaction() as session:
        found = queries.organisation(session, current_actor(), organisation_id)
    return found, 200, etag({}, found.version)


@organisations.route("/<uuid:organisation_id>", methods=["PUT"])
@organisations.arguments(ProfileInput)
@organisations.response(200, OrganisationAnswer)
@organisations.alt_response(403, schema=ErrorAnswer)
@organisations.alt_response(404, schema=ErrorAnswer)
@organisations.alt_response(412, schema=ErrorAnswer)
@organisations.alt_response(428, schema=ErrorAnswer)
@organisations.doc(parameters=[{"in": "header", "name": "If-Match", "required": True, "schema": {"type": "string"}}])
def change_profile(profile: services.Profile, organisation_id: UUID) -> Any:
    """Change a profile

    Send If-Match with the ETag; 412 says that somebody else changed it meanwhile.
    """
    with transaction() as session:
        changed = services.change_profile(
            session, current_actor(), organisation_id, profile, expected_version=expected_version()
        )
    return changed, 200, etag({}, changed.version)


@organisations.route("/<uuid:organisation_id>/first-administrator", methods=["POST"])
@organisations.arguments(FirstAdministratorInput)
@organisations.response(201, InvitedAnswer)
@organisations.alt_response(404, schema=ErrorAnswer)
@organisations.alt_response(409, schema=ErrorAnswer)
def invite_first_administrator(content: dict[str, Any], organisation_id: UUID) -> Any:
    """Invite an organisation's first administrator

    Open to the platform and to the city office of the cooperative's regency, while nobody administers it.
    """
    with transaction() as session:
        invited = services.invite_first_administrator(
            session,
            current_actor(),
            organisation_id,
            name=content["name"],
            roles=tuple(content["roles"]),
            key=idempotency_key(),
        )
    return told_once(invited)


@office.route("/cooperatives")
@office.response(200, OfficeAnswer)
@office.alt_response(403, schema=ErrorAnswer)
def list_cooperatives() -> dict[str, Any]:
    """The cooperatives of the office's regency

    Name, place, number of people and whether it is alive; no prices and no personal data.
    """
    with transaction() as session:
        found = queries.cooperatives_of_office(session, current_actor())
    return {"counts": Counter(row.liveness for row in found), "cooperatives": found}
