"""The register of members over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app
from flask_smorest import Blueprint

from ...api import ErrorAnswer, current_actor, etag, expected_version, idempotency_key, page_of, paginate
from ...database import transaction
from ..models.members import Member
from ..queries import members as queries
from ..rules.members import MemberRequest
from ..rules.nik import NikSafe
from ..schemas.members import MemberAnswer, MemberInput, MemberLeavesInput, MembersQuery
from ..services import leaving
from ..services import members as services

members = Blueprint(
    "members",
    __name__,
    url_prefix="/api/v1/members",
    description="The register of a cooperative's members. Secretary and treasurer keep it; a member sees himself.",
)


def nik_safe() -> NikSafe:
    """What seals NIKs in this installation."""
    return NikSafe(current_app.extensions["settings"].secret_key)


@members.route("")
@members.arguments(MembersQuery, location="query")
@members.response(200, page_of(MemberAnswer))
@members.alt_response(403, schema=ErrorAnswer)
def list_members(asked: dict[str, Any]) -> Any:
    """The register, in the order in which members were entered"""
    with transaction() as session:
        found = queries.register(current_actor(), words=asked["q"], state=asked["state"])
        return paginate(session, found, queries.MEMBER_ID, limit=asked["limit"], after=asked["after"])


@members.route("", methods=["POST"])
@members.arguments(MemberInput)
@members.response(201, MemberAnswer)
@members.alt_response(403, schema=ErrorAnswer)
@members.alt_response(409, schema=ErrorAnswer)
def register_member(content: MemberRequest) -> Any:
    """Take a member into the register"""
    with transaction() as session:
        member = services.register(session, current_actor(), content, nik_safe(), key=idempotency_key())
    return member, 201, etag({}, member.version)


@members.route("/<uuid:member_id>")
@members.response(200, MemberAnswer)
@members.alt_response(403, schema=ErrorAnswer)
@members.alt_response(404, schema=ErrorAnswer)
def show_member(member_id: UUID) -> Any:
    """One member"""
    with transaction() as session:
        member = queries.member(session, current_actor(), member_id)
    return member, 200, etag({}, member.version)


@members.route("/<uuid:member_id>", methods=["PUT"])
@members.arguments(MemberInput)
@members.response(200, MemberAnswer)
@members.alt_response(403, schema=ErrorAnswer)
@members.alt_response(404, schema=ErrorAnswer)
@members.alt_response(409, schema=ErrorAnswer)
def change_member(content: MemberRequest, member_id: UUID) -> Any:
    """Change what is written of a member"""
    with transaction() as session:
        member = services.change(session, current_actor(), member_id, content, nik_safe(), version=expected_version())
    return member, 200, etag({}, member.version)


@members.route("/<uuid:member_id>/leave", methods=["POST"])
@members.arguments(MemberLeavesInput)
@members.response(200, MemberAnswer)
@members.alt_response(403, schema=ErrorAnswer)
@members.alt_response(404, schema=ErrorAnswer)
@members.alt_response(409, schema=ErrorAnswer)
def leave_cooperative(content: dict[str, Any], member_id: UUID) -> Member:
    """Let a member go: all his savings are paid back; refused while he owes a loan"""
    with transaction() as session:
        return leaving.leave(session, current_actor(), member_id, key=idempotency_key(), **content)
