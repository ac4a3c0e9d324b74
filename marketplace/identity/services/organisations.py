"""Organisations: how one comes in, and its profile."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ... import audit, idempotency, outbox
from ...actor import Actor
from ...clock import TIME_ZONES
from ...errors import ChangedMeanwhile, Invalid, NotFound, NotPermitted
from .. import queries
from ..errors import AdministratorPresent, UnknownRegion
from ..events import OrganisationCreated
from ..models import Organisation, Region
from ..rules import ROLES_OF, is_inside, optional_line, phone_number, plain_line, regency_of, tax_number, time_zone_of
from .invitations import Invited, make_invitation

OFFICE_ROLES = ("administrator", "officer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an organisation tells about itself. `time_zone` empty: that of its region."""

    name: str
    region_code: str | None = None
    address: str = ""
    phone: str | None = None
    time_zone: str = ""
    is_pkp: bool = False
    is_island: bool = False
    tax_number: str | None = None


def create_organisation(
    session: Session, actor: Actor | None, *, kind: str, profile: Profile, key: str | None = None
) -> Organisation:
    """Bring in an organisation of `kind`.

    The installation itself (actor None) and the platform make any; a city office makes cooperatives of its regency.
    Raises NotPermitted, UnknownRegion, Invalid and its kinds for a field that cannot be right.
    """
    if actor is not None:
        _check_may_create(session, actor, kind, profile)
        made = idempotency.claim(session, actor, "identity.create_organisation", key, [kind, asdict(profile)])
        if made is not None:
            return session.get_one(Organisation, made)
    if kind not in ROLES_OF:
        raise Invalid(field="kind")
    created = Organisation(kind=kind, **_columns(session, profile))
    session.add(created)
    session.flush()
    audit.record(session, actor, "identity.create_organisation", created.id, kind=kind)
    outbox.record(session, OrganisationCreated(created.id, kind))
    if actor is not None:
        idempotency.settle(session, actor, "identity.create_organisation", key, created.id)
    return created


def _check_may_create(session: Session, actor: Actor, kind: str, profile: Profile) -> None:
    actor.require("platform", "city_office", roles=OFFICE_ROLES)
    if actor.is_a("city_office"):
        own = queries.organisation(session, actor, actor.organisation_id)
        if kind != "cooperative" or not is_inside(profile.region_code, own.regency_code):
            raise NotPermitted(field="region_code")
    elif kind == "platform":
        raise NotPermitted(field="kind")


def change_profile(
    session: Session, actor: Actor, organisation_id: UUID, profile: Profile, *, expected_version: int
) -> Organisation:
    """Put `profile` in the place of the organisation's; its administrators may, and the platform's.

    Raises NotFound, NotPermitted, ChangedMeanwhile, and Invalid and its kinds.
    """
    row = session.scalar(queries.visible_to(actor).where(Organisation.id == organisation_id).with_for_update())
    if row is None:
        raise NotFound
    if not actor.has_role("administrator"):
        raise NotPermitted
    if row.version != expected_version:
        raise ChangedMeanwhile
    new = _columns(session, profile)
    changed = sorted(name for name, value in new.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, new[name])
    session.flush()
    if changed:
        audit.record(session, actor, "identity.change_profile", row.id, fields=changed)
    return row


def invite_first_administrator(
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    *,
    name: str = "",
    roles: tuple[str, ...] = ("administrator",),
    key: str | None = None,
) -> Invited:
    """Invite the person who will let the others in, while the organisation has no administrator.

    The platform may for every organisation, a city office for the cooperatives of its regency.
    Raises NotFound, NotPermitted, AdministratorPresent, RoleNotOfKind.
    """
    row = organisation_without_administrator(session, actor, organisation_id)
    return make_invitation(session, actor, row, roles={*roles, "administrator"}, name=name, key=key)


def organisation_without_administrator(session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    """The organisation whose first administrator the actor may invite; its row is locked until the commit.

    Raises NotFound, NotPermitted, AdministratorPresent.
    """
    actor.require("platform", "city_office", roles=OFFICE_ROLES)
    row = _within_reach(session, actor, organisation_id)
    if queries.has_administrator(session, row.id):
        raise AdministratorPresent
    return row


def _within_reach(session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    row = session.scalar(select(Organisation).where(Organisation.id == organisation_id).with_for_update())
    if row is not None and actor.is_a("city_office"):
        own = queries.organisation(session, actor, actor.organisation_id)
        if row.kind != "cooperative" or not is_inside(row.region_code, own.regency_code):
            row = None
    if row is None:
        raise NotFound
    return row


def _columns(session: Session, profile: Profile) -> dict[str, Any]:
    code = profile.region_code or None
    if code is not None and (not code.isprintable() or session.get(Region, code) is None):
        raise UnknownRegion(field="region_code")
    zone = profile.time_zone or time_zone_of(code)
    if zone not in TIME_ZONES:
        raise Invalid(field="time_zone")
    return {
        "name": plain_line(profile.name, field="name"),
        "region_code": code,
        "regency_code": regency_of(code),
        "address": optional_line(profile.address, field="address"),
        "phone": phone_number(profile.phone) if profile.phone else None,
        "time_zone": zone,
        "is_pkp": profile.is_pkp,
        "is_island": profile.is_island,
        "tax_number": tax_number(profile.tax_number) if profile.tax_number else None,
    }
