"""The register of members as the API takes and gives it. A NIK goes in whole and comes out masked."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from ...api import PageArguments
from ..models.members import Member
from ..rules.members import INCLUSION, MemberRequest, masked_nik


class MemberInput(Schema):
    """What is written of a member. `number` empty: the next one. `nik` left out or null: as it was; empty: none kept.

    `inclusion` is what he told of his own will; only totals of it are ever given.
    """

    name = fields.String(required=True, validate=validate.Length(1, 200))
    joined_on = fields.Date(required=True)
    number = fields.String(load_default="", validate=validate.Length(max=30))
    phone = fields.String(load_default="", validate=validate.Length(max=40))
    address = fields.String(load_default="", validate=validate.Length(max=500))
    nik = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    inclusion = fields.List(fields.String(validate=validate.OneOf(INCLUSION)), load_default=list)
    inclusion_agreed = fields.Boolean(load_default=False)

    @post_load
    def to_request(self, values: dict[str, Any], **_given: Any) -> MemberRequest:
        """What the service takes."""
        return MemberRequest(**values)


class MemberLeavesInput(Schema):
    """Why a member leaves, and how he is paid back."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))
    way = fields.String(load_default="cash", validate=validate.OneOf(("cash", "transfer")))
    day = fields.Date(load_default=None, allow_none=True)


class MembersQuery(PageArguments):
    """A page of the register; `q` holds words of the name, the number or the telephone."""

    q = fields.String(load_default="", validate=validate.Length(max=100))
    state = fields.String(load_default="current", validate=validate.OneOf(("current", "left", "all")))


class MemberAnswer(Schema):
    """A member. `version` is his ETag."""

    id = fields.UUID()
    number = fields.String()
    name = fields.String()
    phone = fields.String(allow_none=True)
    address = fields.String()
    joined_on = fields.Date()
    left_on = fields.Date(allow_none=True)
    leaving_reason = fields.String(allow_none=True)
    nik = fields.Method("masked", metadata={"type": "string", "description": "masked: ************1234"})
    has_account = fields.Function(
        lambda member: member.person_id is not None, metadata={"type": "boolean", "description": "sees his own"}
    )
    version = fields.Integer()

    def masked(self, member: Member) -> str:
        """The NIK as it is shown."""
        return masked_nik(member.nik_end)
