"""A person's own account: name, number, language, password."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...errors import ChangedMeanwhile, Invalid, NotPermitted
from ..credentials import new_token
from ..errors import Unreachable, WrongSignIn
from ..models import Person
from ..passwords import check_password, matches, password_hash
from ..rules import email_address, phone_number, plain_line
from ..throttle import PASSWORD, Throttle
from .memberships import check_is_free

LANGUAGES = ("id", "en")


def own_person(session: Session, actor: Actor, *, lock: bool = False) -> Person:
    """The person behind the actor; raises NotPermitted for a program."""
    if actor.person_id is None:
        raise NotPermitted
    return session.get_one(Person, actor.person_id, with_for_update={"key_share": True} if lock else None)


def change_language(session: Session, actor: Actor, language: str) -> None:
    """Keep the language in which the person wants to be spoken to; raises Invalid."""
    keep_language(session, own_person(session, actor).id, language)


def keep_language(session: Session, person_id: UUID, language: str) -> None:
    """As `change_language`, for a person who is just signing in. No new version: it is no part of his data's form."""
    if language not in LANGUAGES:
        raise Invalid(field="language")
    session.execute(update(Person).where(Person.id == person_id).values(language=language))


def change_person(
    session: Session,
    actor: Actor,
    throttle: Throttle,
    *,
    name: str,
    phone: str,
    email: str,
    password: str,
    expected_version: int,
) -> Person:
    """Change the person's own name, number and address; a new number or address needs the present password.

    Raises ChangedMeanwhile, WrongSignIn, AlreadyRegistered, Unreachable, and Invalid and its kinds.
    """
    person = own_person(session, actor, lock=True)
    if person.version != expected_version:
        raise ChangedMeanwhile
    number = phone_number(phone) if phone.strip() else None
    address = email_address(email) if email.strip() else None
    if number is None and address is None:
        raise Unreachable(field="phone")
    if (number, address) != (person.phone, person.email):
        _check_present_password(throttle, person, password)
        check_is_free(session, number, address, but_for=person.id)
        audit.record(session, actor, "identity.change_sign_in", person.id)
    person.name = plain_line(name, field="name", most=100)
    person.phone, person.email = number, address
    session.flush()
    return person


def change_password(session: Session, actor: Actor, throttle: Throttle, *, present: str, new: str) -> Person:
    """Set a new password, which signs the person out everywhere else.

    Raises WrongSignIn, TooManyAttempts, PasswordTooShort, PasswordTooLong, PasswordTooCommon.
    """
    person = own_person(session, actor, lock=True)
    check_password(new, about=(person.name, person.phone or "", person.email or ""))
    _check_present_password(throttle, person, present)
    set_password(person, new)
    session.flush()
    audit.record(session, actor, "identity.change_password", person.id)
    return person


def set_password(person: Person, new: str) -> None:
    """A new password, and a new session key: what was signed in with the old one is signed out."""
    person.password_hash = password_hash(new)
    person.session_key = new_token()


def sign_out_everywhere(session: Session, actor: Actor) -> Person:
    """End every session of the person, this one too."""
    person = own_person(session, actor, lock=True)
    person.session_key = new_token()
    session.flush()
    audit.record(session, actor, "identity.sign_out_everywhere", person.id)
    return person


def _check_present_password(throttle: Throttle, person: Person, password: str) -> None:
    throttle.take(PASSWORD, str(person.id))
    if not matches(person.password_hash, password):
        raise WrongSignIn(field="present")
    throttle.forget(PASSWORD, str(person.id))
