"""From a request to an actor: a signed-in person in one of his organisations, or a program with a token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask import Flask, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_smorest import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..actor import Actor
from ..clock import now
from ..database import db
from ..errors import NotFound, NotPermitted
from .credentials import token_hash
from .models import ApiToken, Membership, Organisation, Person
from .queries import memberships_of

ORGANISATION = "organisation_id"
"""Where the session keeps which organisation the person acts for."""

ALWAYS = frozenset({"me:read"})
"""What every token may: ask what it is."""

WITHOUT_SCOPE = frozenset({"me", "tokens"})
"""API blueprints for which no scope is given: `me` is open to every token, and a token makes no tokens."""


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
    """Put the request's actor into `g.actor` (None for a stranger) and a person's memberships into `g.memberships`.

    Releases its database connection.
    """
    header = request.headers.get("Authorization", "")
    g.actor, g.memberships = None, ()
    try:
        if header.startswith("Bearer "):
            g.actor = actor_of_token(db.session(), header.removeprefix("Bearer ").strip())
        elif current_user.is_authenticated:
            g.memberships = tuple(memberships_of(db.session(), current_user.person.id))
            g.actor = actor_among(current_user.person, g.memberships, session.get(ORGANISATION))
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
    _note_use(row.ApiToken)
    return _actor(row.Organisation, row.ApiToken.roles, scopes=frozenset(row.ApiToken.scopes) | ALWAYS)


def _note_use(token: ApiToken) -> None:
    """To the minute: a busy program does not make every one of its requests a write."""
    at = now()
    if token.last_used_at is None or at - token.last_used_at > timedelta(minutes=1):
        token.last_used_at = at


def actor_among(person: Person, memberships: Sequence[Membership], organisation_id: str | None) -> Actor | None:
    """The actor a person is: in the organisation chosen, else in the one he joined first; None without any."""
    if not memberships:
        return None
    chosen = next((row for row in memberships if str(row.organisation_id) == organisation_id), memberships[0])
    return _actor(chosen.organisation, chosen.roles, person=person)


def signed_in_person() -> Person | None:
    """Who is signed in at this browser, also when he belongs to no organisation (any more)."""
    person: Person | None = current_user.person if current_user.is_authenticated else None
    return person


def begin_session(person: Person, organisation_id: UUID | None = None) -> None:
    """Start a new session for `person` at this browser; nothing of a former one stays."""
    session.clear()
    login_user(SignedIn(person))
    session.permanent = True
    if organisation_id is not None:
        session[ORGANISATION] = str(organisation_id)


def end_session() -> None:
    """Sign out at this browser."""
    logout_user()
    session.clear()


def choose_organisation(organisation_id: UUID) -> None:
    """Act for another of the person's organisations from now on; raises NotFound when it is none of his."""
    if all(row.organisation_id != organisation_id for row in g.memberships):
        raise NotFound
    session[ORGANISATION] = str(organisation_id)


def scopes_offered(app: Flask) -> tuple[str, ...]:
    """Every scope a token may have: `<blueprint>:read` and `<blueprint>:write` of the API but for tokens."""
    names = sorted(name for name, blueprint in app.blueprints.items() if isinstance(blueprint, Blueprint))
    return tuple(f"{name}:{right}" for name in names if name not in WITHOUT_SCOPE for right in ("read", "write"))


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


def require_scope(actor: Actor, blueprint: str, method: str) -> None:
    """Raise NotPermitted unless a token's scopes hold `<blueprint>:read` (GET) or `<blueprint>:write`."""
    needed = f"{blueprint}:{'read' if method in {'GET', 'HEAD', 'OPTIONS'} else 'write'}"
    if actor.scopes is not None and needed not in actor.scopes:
        raise NotPermitted
