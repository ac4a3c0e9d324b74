"""From a request to an actor: a signed-in person in one of his organisations, or a program with a token."""

from __future__ import annotations

import hashlib
from uuid import UUID

from flask import Flask, g, request, session
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..actor import Actor
from ..clock import now
from ..database import db
from ..errors import NotPermitted
from .models import ApiToken, Membership, Organisation, Person

ORGANISATION = "organisation_id"
"""Where the session keeps which organisation the person acts for."""


class SignedIn(UserMixin):
    """A person as Flask-Login knows him: by the session key, which a new password replaces everywhere."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        """The session key."""
        return self.person.session_key


def install_sign_in(app: Flask) -> None:
    """Set up the signed session of people on `app`."""
    manager = LoginManager(app)
    manager.session_protection = "basic"

    @manager.user_loader
    def load_person(session_key: str) -> SignedIn | None:
        person = db.session.scalar(select(Person).where(Person.session_key == session_key, Person.is_active))
        return SignedIn(person) if person else None


def load_actor() -> None:
    """Put the request's actor into `g.actor`: None for a stranger. Releases its database connection."""
    header = request.headers.get("Authorization", "")
    try:
        if header.startswith("Bearer "):
            g.actor = actor_of_token(db.session(), header.removeprefix("Bearer ").strip())
        elif current_user.is_authenticated:
            g.actor = actor_of_person(db.session(), current_user.person, session.get(ORGANISATION))
        else:
            g.actor = None
    finally:
        db.session.commit()
        db.session.remove()


def actor_of_token(database: Session, token: str) -> Actor | None:
    """The actor a token stands for, or None when it opens nothing."""
    row = database.execute(
        select(ApiToken, Organisation)
        .join(Organisation, Organisation.id == ApiToken.organisation_id)
        .where(ApiToken.token_hash == token_hash(token))
    ).first()
    if row is None or not row.ApiToken.is_good():
        return None
    row.ApiToken.last_used_at = now()
    return _actor(row.Organisation, row.ApiToken.roles, scopes=frozenset(row.ApiToken.scopes))


def actor_of_person(database: Session, person: Person, organisation_id: str | None) -> Actor | None:
    """The actor a person is: in the organisation chosen, else in the one he joined first; None without any."""
    rows = database.execute(
        select(Membership, Organisation)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.person_id == person.id, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    ).all()
    if not rows:
        return None
    chosen = next((row for row in rows if str(row.Organisation.id) == organisation_id), rows[0])
    return _actor(chosen.Organisation, chosen.Membership.roles, person=person)


def _actor(
    organisation: Organisation, roles: list[str], *, person: Person | None = None, scopes: frozenset[str] | None = None
) -> Actor:
    names = {"organisation": organisation.name, "person": person.name if person else ""}
    person_id: UUID | None = person.id if person else None
    return Actor(
        organisation_id=organisation.id,
        organisation_kind=organisation.kind,  # type: ignore[arg-type]
        roles=frozenset(roles),
        person_id=person_id,
        scopes=scopes,
        language=person.language if person else "id",
        time_zone=organisation.time_zone,
        names=names,
    )


def token_hash(token: str) -> str:
    """What is kept of a token: tokens are 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def require_scope(actor: Actor, blueprint: str, method: str) -> None:
    """Raise NotPermitted unless a token's scopes hold `<blueprint>:read` (GET) or `<blueprint>:write`."""
    needed = f"{blueprint}:{'read' if method in {'GET', 'HEAD', 'OPTIONS'} else 'write'}"
    if actor.scopes is not None and needed not in actor.scopes:
        raise NotPermitted
