"""What the API of identity takes and gives."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from ..api import PageArguments
from ..clock import TIME_ZONES
from .models import ROLES
from .rules import ROLES_OF
from .services import Profile

REGION_CODE = validate.Regexp(
    r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$", error="A Kemendagri code such as 21.71.01.1001."
)
LEVELS = ("province", "regency", "district", "village")


def _roles() -> fields.List:
    return fields.List(
        fields.String(validate=validate.OneOf(ROLES)),
        required=True,
        validate=validate.Length(min=1, max=len(ROLES)),
        metadata={"description": "Which roles an organisation has depends on its kind.", "example": ["manager"]},
    )


class ProfileFields(Schema):
    """What an organisation tells about itself."""

    name = fields.String(required=True, validate=validate.Length(1, 200), metadata={"example": "Koperasi Pulau Terung"})
    region_code = fields.String(
        load_default=None, allow_none=True, validate=REGION_CODE, metadata={"example": "21.71.01.1004"}
    )
    address = fields.String(load_default="", validate=validate.Length(max=500))
    phone = fields.String(load_default=None, allow_none=True, metadata={"example": "+62778123456"})
    time_zone = fields.String(
        load_default="",
        validate=validate.OneOf(["", *TIME_ZONES]),
        metadata={"description": "WIB, WITA or WIT; empty: that of its region."},
    )
    is_pkp = fields.Boolean(load_default=False, metadata={"description": "Collects PPN (pengusaha kena pajak)."})
    is_island = fields.Boolean(load_default=False, metadata={"description": "Freight there crosses the sea."})
    tax_number = fields.String(load_default=None, allow_none=True, metadata={"description": "NPWP, 16 digits."})


class ProfileInput(ProfileFields):
    """A profile in the place of the present one."""

    @post_load
    def to_profile(self, data: dict[str, Any], **_: Any) -> Profile:
        """The service's own input type."""
        return Profile(**data)


class OrganisationInput(ProfileFields):
    """A new organisation."""

    kind = fields.String(required=True, validate=validate.OneOf(list(ROLES_OF)))


class OrganisationAnswer(ProfileFields):
    """An organisation; `version` is its ETag."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    regency_code = fields.String(allow_none=True)
    version = fields.Integer(required=True)
    created_at = fields.DateTime(required=True)


class MeAnswer(Schema):
    """Who this caller is."""

    organisation_id = fields.UUID(required=True)
    organisation = fields.Function(lambda actor: actor.names.get("organisation", ""), metadata={"type": "string"})
    organisation_kind = fields.String(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    person = fields.Function(lambda actor: actor.names.get("person") or None, metadata={"type": ["string", "null"]})
    roles = fields.Function(lambda actor: sorted(actor.roles), metadata={"type": "array", "items": {"type": "string"}})
    scopes = fields.Function(
        lambda actor: None if actor.scopes is None else sorted(actor.scopes),
        metadata={"type": ["array", "null"], "items": {"type": "string"}},
    )
    language = fields.String(required=True)
    time_zone = fields.String(required=True)


class PersonAnswer(Schema):
    """A person in the organisation; `id` is the membership's, `version` its ETag."""

    id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    name = fields.String(attribute="person.name", required=True)
    phone = fields.String(attribute="person.phone", allow_none=True)
    email = fields.String(attribute="person.email", allow_none=True)
    roles = fields.List(fields.String(), required=True)
    version = fields.Integer(required=True)
    since = fields.DateTime(attribute="created_at", required=True)


class RolesInput(Schema):
    """The roles in the place of the present ones."""

    roles = _roles()


class RecoveryCodeAnswer(Schema):
    """A one-time code to hand over; it is told this once."""

    code = fields.String(required=True, metadata={"example": "K7QM2TRX"})
    expires_at = fields.DateTime(required=True)


class InvitationInput(Schema):
    """Whom to invite, and as what."""

    roles = _roles()
    name = fields.String(load_default="", validate=validate.Length(max=100), metadata={"example": "Bu Sari"})


class FirstAdministratorInput(Schema):
    """Who lets the others into an organisation; `administrator` is always among the roles."""

    roles = fields.List(fields.String(validate=validate.OneOf(ROLES)), load_default=list)
    name = fields.String(load_default="", validate=validate.Length(max=100))


class InvitationAnswer(Schema):
    """An open invitation; `link` is told only in the answer that makes it."""

    id = fields.UUID(required=True)
    name = fields.String(attribute="invited_name")
    roles = fields.List(fields.String(), required=True)
    expires_at = fields.DateTime(required=True)
    created_at = fields.DateTime(required=True)


class InvitedAnswer(InvitationAnswer):
    """The answer that makes an invitation."""

    link = fields.String(required=True, allow_none=True)


class TokenInput(Schema):
    """A token to make."""

    label = fields.String(required=True, validate=validate.Length(1, 100), metadata={"example": "Aplikasi kasir"})
    scopes = fields.List(fields.String(), required=True, metadata={"example": ["people:read", "regions:read"]})
    roles = _roles()
    expires_at = fields.AwareDateTime(load_default=None, allow_none=True)


class TokenAnswer(Schema):
    """A token without its secret: `start` are the letters it begins with."""

    id = fields.UUID(required=True)
    label = fields.String(required=True)
    start = fields.String(attribute="token_start")
    scopes = fields.List(fields.String(), required=True)
    roles = fields.List(fields.String(), required=True)
    expires_at = fields.DateTime(allow_none=True)
    last_used_at = fields.DateTime(allow_none=True)
    created_at = fields.DateTime(required=True)


class MadeTokenAnswer(TokenAnswer):
    """The answer that makes a token: `token` is told this once."""

    token = fields.String(required=True, allow_none=True)


class RegionArguments(PageArguments):
    """Either `q`, words of a region's name and of what it lies in, or `parent`, whose parts are listed."""

    after = fields.String(
        load_default=None, validate=REGION_CODE, metadata={"description": "`next` of the page before."}
    )
    q = fields.String(load_default="", validate=validate.Length(max=100), metadata={"example": "terong batam"})
    parent = fields.String(load_default=None, validate=REGION_CODE)
    level = fields.String(load_default=None, validate=validate.OneOf(LEVELS))
    within = fields.String(load_default=None, validate=REGION_CODE)

    @validates_schema
    def one_way_to_ask(self, data: dict[str, Any], **_: Any) -> None:
        """A search has no parent and no further pages."""
        if data.get("q") and (data.get("parent") or data.get("after")):
            raise ValidationError("Give either q or parent and after.", "q")


class RegionAnswer(Schema):
    """A province, regency or city, district, or village."""

    code = fields.String(required=True)
    parent_code = fields.String(allow_none=True)
    level = fields.String(required=True)
    name = fields.String(required=True)
    path = fields.String(
        required=True, metadata={"example": "Pulau Terung, Belakang Padang, Kota Batam, Kepulauan Riau"}
    )
    postal_code = fields.String(allow_none=True)


class CooperativeStatusAnswer(Schema):
    """All that a city office learns of a cooperative."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    region = fields.String(required=True)
    people = fields.Integer(required=True)
    has_administrator = fields.Boolean(required=True)
    liveness = fields.String(required=True, validate=validate.OneOf(["active", "quiet", "silent", "not_started"]))
    last_active_on = fields.Date(allow_none=True)


class OfficeAnswer(Schema):
    """The cooperatives of the office's regency, and how many are how alive."""

    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    cooperatives = fields.List(fields.Nested(CooperativeStatusAnswer), required=True)
