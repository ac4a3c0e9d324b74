"""Invitations: a link, shown once, that makes one person a member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ... import audit, idempotency
from ...actor import Actor
from ...clock import now
from ...errors import NotFound, NotPermitted
from .. import queries
from ..credentials import new_token, token_hash
from ..models import Invitation, Membership, Organisation, Person
from ..rules import INVITATION_VALID, check_roles, optional_line
from .memberships import create_person, start_membership

VERB = "identity.invite"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and the token of its link, which is told this once; None when it lets nobody in any more."""

    invitation: Invitation
    token: str | None
    organisation_name: str


def invite(session: Session, actor: Actor, *, roles: Iterable[str], name: str = "", key: str | None = None) -> Invited:
    """Invite somebody into the actor's organisation with `roles`; its administrators may.

    The link works once and for seven days. Sent again with the same `key` it is the same invitation with a fresh
    link: the first answer was lost, so its link is no longer good.
    Raises NotPermitted, RoleNotOfKind, SupervisorHoldsOffice, InvalidText, IdempotencyKeyReused.
    """
    if not actor.has_role("administrator"):
        raise NotPermitted
    organisation = session.get_one(Organisation, actor.organisation_id)
    return make_invitation(session, actor, organisation, roles=roles, name=name, key=key)


def make_invitation(
    session: Session, actor: Actor, organisation: Organisation, *, roles: Iterable[str], name: str, key: str | None
) -> Invited:
    """As `invite`, into `organisation`, for whoever has checked that it may be."""
    checked = check_roles(organisation.kind, roles)
    invited_name = optional_line(name, field="name", most=100)
    made = idempotency.claim(session, actor, VERB, key, [str(organisation.id), checked, invited_name])
    if made is not None:
        return _invited_again(session, made, organisation.name)
    token = new_token()
    invitation = Invitation(
        organisation_id=organisation.id,
        token_hash=token_hash(token),
        roles=checked,
        invited_name=invited_name,
        invited_by=actor.person_id,
        expires_at=now() + INVITATION_VALID,
    )
    session.add(invitation)
    session.flush()
    audit.record(session, actor, VERB, invitation.id, organisation=str(organisation.id), roles=checked)
    idempotency.settle(session, actor, VERB, key, invitation.id)
    return Invited(invitation, token, organisation.name)


def _invited_again(session: Session, invitation_id: UUID, organisation_name: str) -> Invited:
    invitation = session.get_one(Invitation, invitation_id, with_for_update=True)
    if not invitation.is_open():
        return Invited(invitation, None, organisation_name)
    token = new_token()
    invitation.token_hash = token_hash(token)
    session.flush()
    return Invited(invitation, token, organisation_name)


def withdraw_invitation(session: Session, actor: Actor, invitation_id: UUID) -> None:
    """Make an open invitation's link useless; raises NotFound, NotPermitted."""
    row = session.scalar(
        queries.invitations_visible_to(actor).where(Invitation.id == invitation_id).with_for_update(of=Invitation)
    )
    if row is None:
        raise NotFound
    row.withdrawn_at = now()
    audit.record(session, actor, "identity.withdraw_invitation", row.id)


def accept_as_new(
    session: Session,
    token: str,
    *,
    name: str,
    phone: str | None,
    email: str | None,
    password: str,
    language: str = "id",
) -> Person:
    """Accept as somebody without an account, who gets one.

    Raises InvitationNotOpen, AlreadyRegistered, Unreachable, and Invalid and its kinds.
    """
    invitation = queries.open_invitation(session, token, lock=True)
    person = create_person(session, None, name=name, phone=phone, email=email, password=password, language=language)
    start_membership(session, None, person.id, invitation.organisation, invitation.roles)
    _settle(session, invitation, person.id)
    return person


def accept_as_person(session: Session, token: str, person_id: UUID) -> Invitation:
    """Accept as a person with an account; who is a member already gets the invitation's roles besides his own.

    Raises InvitationNotOpen, SupervisorHoldsOffice.
    """
    invitation = queries.open_invitation(session, token, lock=True)
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    present = session.scalar(
        select(Membership)
        .where(
            Membership.person_id == person_id,
            Membership.organisation_id == invitation.organisation_id,
            Membership.ended_at.is_(None),
        )
        .with_for_update()
    )
    if present is None:
        start_membership(session, None, person_id, invitation.organisation, invitation.roles)
    else:
        present.roles = check_roles(invitation.organisation.kind, {*present.roles, *invitation.roles})
    _settle(session, invitation, person_id)
    return invitation


def _settle(session: Session, invitation: Invitation, person_id: UUID) -> None:
    invitation.accepted_at = now()
    invitation.accepted_by = person_id
    session.flush()
    actor = Actor(
        organisation_id=invitation.organisation_id,
        organisation_kind=invitation.organisation.kind,  # type: ignore[arg-type]
        roles=frozenset(invitation.roles),
        person_id=person_id,
    )
    audit.record(session, actor, "identity.accept_invitation", invitation.id, roles=list(invitation.roles))
