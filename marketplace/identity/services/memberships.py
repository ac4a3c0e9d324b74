"""People in organisations: who comes in, with which roles, until when."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ... import audit, outbox
from ...actor import Actor
from ...clock import now
from ...errors import ChangedMeanwhile, NotPermitted
from .. import queries
from ..errors import AlreadyMember, AlreadyRegistered, LastAdministrator, Unreachable
from ..events import MembershipEnded, MembershipStarted
from ..models import ApiToken, Invitation, Membership, Organisation, Person, RecoveryCode
from ..passwords import check_password, password_hash
from ..rules import check_roles, email_address, phone_number, plain_line


def create_person(
    session: Session,
    actor: Actor | None,
    *,
    name: str,
    phone: str | None = None,
    email: str | None = None,
    password: str | None = None,
    language: str = "id",
) -> Person:
    """Give somebody an account. Without `password` he sets one with a one-time code.

    Raises Unreachable, AlreadyRegistered, and Invalid and its kinds for a field that cannot be right.
    """
    number = phone_number(phone) if phone and phone.strip() else None
    address = email_address(email) if email and email.strip() else None
    if number is None and address is None:
        raise Unreachable(field="phone")
    plain_name = plain_line(name, field="name", most=100)
    if password is not None:
        check_password(password, about=(plain_name, number or "", address or ""))
    check_is_free(session, number, address)
    person = Person(
        name=plain_name,
        phone=number,
        email=address,
        password_hash=password_hash(password) if password is not None else None,
        language=language,
    )
    session.add(person)
    session.flush()
    audit.record(session, actor, "identity.create_person", person.id)
    return person


def check_is_free(session: Session, number: str | None, address: str | None, *, but_for: UUID | None = None) -> None:
    """Raise AlreadyRegistered when the number or the address is that of somebody else than `but_for`."""
    for given in sorted(value for value in (number, address) if value):
        # Two people giving one number at the same moment: the second waits here and is then told.
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(given, 0))))
    others = select(Person.id).where(Person.id.is_distinct_from(but_for))
    for field, column, value in (("phone", Person.phone, number), ("email", Person.email, address)):
        if value and session.scalar(others.where(column == value)) is not None:
            raise AlreadyRegistered(field=field)


def add_membership(
    session: Session, actor: Actor | None, *, person_id: UUID, organisation_id: UUID, roles: Iterable[str]
) -> Membership:
    """Give a person roles in an organisation; an actor must be its administrator (people come by invitation).

    Raises NotPermitted, AlreadyMember, RoleNotOfKind, SupervisorHoldsOffice.
    """
    if actor is not None and not (actor.organisation_id == organisation_id and actor.has_role("administrator")):
        raise NotPermitted
    return start_membership(session, actor, person_id, session.get_one(Organisation, organisation_id), roles)


def start_membership(
    session: Session, actor: Actor | None, person_id: UUID, organisation: Organisation, roles: Iterable[str]
) -> Membership:
    """As `add_membership`, for whoever has checked that it may be."""
    checked = check_roles(organisation.kind, roles)
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    present = session.scalar(
        select(Membership.id).where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation.id,
            Membership.ended_at.is_(None),
        )
    )
    if present is not None:
        raise AlreadyMember
    started = Membership(person_id=person_id, organisation_id=organisation.id, roles=checked)
    session.add(started)
    session.flush()
    audit.record(
        session, actor, "identity.start_membership", person_id, organisation=str(organisation.id), roles=checked
    )
    outbox.record(session, MembershipStarted(organisation.id, person_id))
    return started


def change_roles(
    session: Session, actor: Actor, membership_id: UUID, roles: Iterable[str], *, expected_version: int
) -> Membership:
    """Give a member of the actor's organisation other roles; its administrators may.

    Raises NotFound, NotPermitted, ChangedMeanwhile, LastAdministrator, RoleNotOfKind, SupervisorHoldsOffice.
    """
    row = _locked_membership(session, actor, membership_id)
    if row.version != expected_version:
        raise ChangedMeanwhile
    checked = check_roles(actor.organisation_kind, roles)
    if "administrator" not in checked:
        _check_another_administrator(session, row)
    before, row.roles = row.roles, checked
    session.flush()
    _withdraw_beyond(session, row, checked)
    audit.record(session, actor, "identity.change_roles", row.person_id, before=before, after=checked)
    return row


def end_membership(session: Session, actor: Actor, membership_id: UUID) -> Membership:
    """End a person's membership of the actor's organisation: by its administrator, or by the person himself.

    His tokens, open invitations and recovery codes end with it. Raises NotFound, NotPermitted, LastAdministrator.
    """
    row = _locked_membership(session, actor, membership_id, or_own=True)
    _check_another_administrator(session, row)
    row.ended_at = now()
    session.flush()
    _withdraw_beyond(session, row, [])
    audit.record(session, actor, "identity.end_membership", row.person_id)
    outbox.record(session, MembershipEnded(row.organisation_id, row.person_id))
    return row


def _locked_membership(session: Session, actor: Actor, membership_id: UUID, *, or_own: bool = False) -> Membership:
    """The membership, its organisation locked first: two administrators cannot remove one another at once."""
    session.execute(select(Organisation.id).where(Organisation.id == actor.organisation_id).with_for_update())
    row = queries.membership(session, actor, membership_id, lock=True)
    is_own = or_own and actor.person_id is not None and row.person_id == actor.person_id
    if not is_own and not actor.has_role("administrator"):
        raise NotPermitted
    if actor.person_id is not None and not is_own:
        _check_still_administrator(session, actor)
    return row


def _check_still_administrator(session: Session, actor: Actor) -> None:
    """The actor was read before the lock: he may have been removed while this waited."""
    own = queries.administrators(actor.organisation_id).where(Membership.person_id == actor.person_id)
    if not session.scalar(select(own.exists())):
        raise NotPermitted


def _check_another_administrator(session: Session, row: Membership) -> None:
    if "administrator" not in row.roles:
        return
    others = queries.administrators(row.organisation_id).where(Membership.id != row.id)
    if not session.scalar(select(others.exists())):
        raise LastAdministrator


def _withdraw_beyond(session: Session, row: Membership, roles: list[str]) -> None:
    """What a person handed out ends with the roles by which he did: his tokens, open invitations and recovery codes."""
    session.execute(
        update(ApiToken)
        .where(
            ApiToken.organisation_id == row.organisation_id,
            ApiToken.created_by == row.person_id,
            ApiToken.revoked_at.is_(None),
            ~ApiToken.roles.contained_by(roles),
        )
        .values(revoked_at=now())
    )
    if "administrator" in roles:
        return
    session.execute(
        update(Invitation)
        .where(
            Invitation.organisation_id == row.organisation_id,
            Invitation.invited_by == row.person_id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now())
    )
    session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.organisation_id == row.organisation_id,
            RecoveryCode.issued_by == row.person_id,
            RecoveryCode.closed_at.is_(None),
        )
        .values(closed_at=now())
    )
