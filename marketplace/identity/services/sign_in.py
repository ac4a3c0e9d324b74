"""Signing in by telephone number or e-mail address and password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ... import audit
from ...audit import AuditEntry
from ...clock import now
from .. import queries
from ..errors import WrongSignIn
from ..models import Person
from ..passwords import is_outdated, matches, password_hash
from ..rules import sign_in_name
from ..throttle import SIGN_IN, Throttle

TOLD = ("identity.issue_recovery_code", "identity.redeem_recovery_code")
"""What was done to an account that its person is told at the next sign-in."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something done to the person's account: the verb, when, and by whom (empty: the person or the installation)."""

    verb: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A browser at which `person_id` has signed in before; `id` is its own random mark."""

    person_id: UUID
    id: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and what happened to the account since the last time."""

    person: Person
    told: tuple[Told, ...]


def sign_in(
    session: Session, throttle: Throttle, *, sign_in: str, password: str, device: KnownDevice | None = None
) -> SignedIn:
    """The person with this number or address, if the password is his; as much work for an unknown account.

    Tries at a `device` of that person are counted by themselves: who guesses elsewhere does not lock him out.
    Raises InvalidPhone or InvalidEmail for what can be neither, TooManyAttempts, WrongSignIn.
    """
    name = sign_in_name(sign_in)
    person = queries.person_by_sign_in(session, name)
    account = device.id if device and person and device.person_id == person.id else name.value
    throttle.take(SIGN_IN, account)
    right = matches(person.password_hash if person else None, password)
    if person is None or person.password_hash is None or not right:
        raise WrongSignIn(field="password")
    throttle.forget(SIGN_IN, account)
    told = told_since(session, person, person.signed_in_at)
    _note_sign_in(session, person, password)
    audit.record(session, None, "identity.sign_in", person.id)
    return SignedIn(person, told)


def _note_sign_in(session: Session, person: Person, password: str) -> None:
    """No change of the person's data, so the version stays: two may sign in at once."""
    values: dict[str, Any] = {"signed_in_at": now()}
    if is_outdated(person.password_hash or ""):
        values["password_hash"] = password_hash(password)
    same = (Person.id == person.id, Person.password_hash == person.password_hash)
    session.execute(update(Person).where(*same).values(values).execution_options(synchronize_session=False))


def told_since(session: Session, person: Person, since: datetime | None) -> tuple[Told, ...]:
    """What others did to the person's account after `since` (None: ever), the newest first, at most twenty."""
    statement = (
        select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(AuditEntry.subject_id == person.id, AuditEntry.verb.in_(TOLD))
        .order_by(AuditEntry.id.desc())
        .limit(20)
    )
    if since is not None:
        statement = statement.where(AuditEntry.created_at > since)
    return tuple(
        Told(row.AuditEntry.verb, row.AuditEntry.created_at, row.name or "") for row in session.execute(statement)
    )
