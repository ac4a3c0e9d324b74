"""A forgotten password: a one-time code, handed over by an administrator or sent by e-mail, sets a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ... import audit, outbox
from ...actor import Actor
from ...clock import now
from ...errors import NotFound, NotPermitted
from .. import queries
from ..credentials import new_code, plain_code
from ..errors import MailNotSetUp, RecoveryNeedsPlatform
from ..events import RecoveryRequested
from ..models import Membership, Person, RecoveryCode
from ..passwords import check_password, matches, password_hash
from ..rules import RECOVERY_ATTEMPTS, RECOVERY_VALID, sign_in_name
from ..throttle import RECOVERY, RECOVERY_MAIL, Throttle
from .accounts import set_password

ISSUED = "identity.issue_recovery_code"


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code for a person, told this once, and until when it is good."""

    person: Person
    code: str
    expires_at: datetime


def issue_code(session: Session, actor: Actor, membership_id: UUID) -> IssuedCode:
    """Make a code for a member of the actor's organisation, for its administrator to hand over.

    Refused for a person who works for another organisation too: his account opens that one as well.
    Raises NotFound, NotPermitted, RecoveryNeedsPlatform.
    """
    person_id = queries.membership(session, actor, membership_id).person_id
    if not actor.has_role("administrator") or actor.person_id in {None, person_id}:
        raise NotPermitted
    person = _locked(session, person_id)
    if not actor.is_a("platform") and not _works_only_for(session, person_id, actor.organisation_id):
        raise RecoveryNeedsPlatform
    return _issue(session, actor, person, organisation_id=None if actor.is_a("platform") else actor.organisation_id)


def issue_code_by_sign_in(session: Session, actor: Actor, sign_in: str) -> IssuedCode:
    """Make a code for whoever signs in with this number or address; the platform's administrators may.

    Raises NotPermitted, NotFound, InvalidPhone, InvalidEmail.
    """
    actor.require("platform", roles=("administrator",))
    person = queries.person_by_sign_in(session, sign_in_name(sign_in))
    if person is None:
        raise NotFound(field="sign_in")
    if actor.person_id in {None, person.id}:
        raise NotPermitted
    return _issue(session, actor, _locked(session, person.id))


def issue_code_by_system(session: Session, person_id: UUID) -> IssuedCode:
    """Make a code in the name of the installation: for its first administrator."""
    return _issue(session, None, _locked(session, person_id))


def issue_code_for_mail(session: Session, person_id: UUID, request_id: UUID) -> IssuedCode | None:
    """Make the code that the event `request_id` asked for; None when that was done, or nobody is there to read it."""
    person = _locked(session, person_id)
    done = session.scalar(select(RecoveryCode.id).where(RecoveryCode.request_id == request_id))
    if done is not None or person.email is None or not person.is_active:
        return None
    return _issue(session, None, person, request_id=request_id)


def request_by_mail(session: Session, throttle: Throttle, *, sign_in: str, mail_is_set_up: bool) -> None:
    """Ask for a code by e-mail; nobody is told whether there is such an account.

    Raises MailNotSetUp, TooManyAttempts, InvalidPhone, InvalidEmail.
    """
    if not mail_is_set_up:
        raise MailNotSetUp
    name = sign_in_name(sign_in)
    throttle.take(RECOVERY_MAIL, name.value)
    person = queries.person_by_sign_in(session, name)
    if person is not None and person.email is not None:
        outbox.record(session, RecoveryRequested(person.id))


def redeem_code(session: Session, throttle: Throttle, *, sign_in: str, code: str, password: str) -> Person | None:
    """Set a new password with a code. None when the code opens nothing: the try counts, so commit all the same.

    Raises TooManyAttempts, InvalidPhone, InvalidEmail, PasswordTooShort, PasswordTooLong, PasswordTooCommon.
    """
    name = sign_in_name(sign_in)
    check_password(password, about=(name.value,))
    throttle.take(RECOVERY, name.value)
    person = queries.person_by_sign_in(session, name, lock=True)
    row = _open_code(session, person)
    right = matches(row.code_hash if row else None, plain_code(code))
    if person is None or row is None:
        return None
    row.attempts += 1
    if not right or not _may_still_be_used(session, row):
        _count_wrong(session, person, row)
        return None
    check_password(password, about=(person.name, person.phone or "", person.email or ""))
    set_password(person, password)
    row.closed_at = now()
    session.flush()
    throttle.forget(RECOVERY, name.value)
    audit.record(session, None, "identity.redeem_recovery_code", person.id)
    return person


def _count_wrong(session: Session, person: Person, row: RecoveryCode) -> None:
    if row.attempts >= RECOVERY_ATTEMPTS:
        row.closed_at = now()
    session.flush()
    audit.record(session, None, "identity.wrong_recovery_code", person.id, attempts=row.attempts)


def _open_code(session: Session, person: Person | None) -> RecoveryCode | None:
    if person is None:
        return None
    return session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.closed_at.is_(None),
            RecoveryCode.expires_at > now(),
            RecoveryCode.attempts < RECOVERY_ATTEMPTS,
        )
    )


def _may_still_be_used(session: Session, row: RecoveryCode) -> bool:
    """The person may have joined another organisation since an administrator made the code."""
    return row.organisation_id is None or _works_only_for(session, row.person_id, row.organisation_id)


def _works_only_for(session: Session, person_id: UUID, organisation_id: UUID) -> bool:
    elsewhere = select(Membership).where(
        Membership.person_id == person_id,
        Membership.organisation_id != organisation_id,
        Membership.ended_at.is_(None),
    )
    return not session.scalar(select(elsewhere.exists()))


def _locked(session: Session, person_id: UUID) -> Person:
    """The person's row, locked: one code is made or tried at a time, and no membership starts meanwhile."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    return session.get_one(Person, person_id)


def _issue(
    session: Session,
    actor: Actor | None,
    person: Person,
    *,
    organisation_id: UUID | None = None,
    request_id: UUID | None = None,
) -> IssuedCode:
    at = now()
    session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.person_id == person.id, RecoveryCode.closed_at.is_(None))
        .values(closed_at=at)
    )
    code = new_code()
    row = RecoveryCode(
        person_id=person.id,
        organisation_id=organisation_id,
        request_id=request_id,
        code_hash=password_hash(code),
        issued_by=actor.person_id if actor else None,
        expires_at=at + RECOVERY_VALID,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, ISSUED, person.id)
    return IssuedCode(person, code, row.expires_at)
