"""Clients that are signed in: a person's browser, or a program with a token."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from marketplace.actor import Actor
from marketplace.database import transaction
from marketplace.identity.credentials import token_hash
from marketplace.identity.models import ApiToken, Membership, Person

RAW_CSRF = "a value that the session keeps"


def program(
    app: Flask, actor: Actor, *, scopes: Iterable[str] = ("purchase_orders:read", "purchase_orders:write")
) -> FlaskClient:
    """A program with a token of the actor's organisation and roles."""
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        session.add(
            ApiToken(
                organisation_id=actor.organisation_id,
                label="uji",
                token_hash=token_hash(token),
                token_start=token[:6],
                scopes=list(scopes),
                roles=sorted(actor.roles),
                created_by=actor.person_id,
            )
        )
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


class Browser:
    """A person's browser: pages by `get`, forms by `post` with their CSRF token."""

    def __init__(self, app: Flask, actor: Actor) -> None:
        self.client = app.test_client()
        self.csrf = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(RAW_CSRF)
        with transaction() as session:
            person = session.get_one(Person, actor.person_id)
            if not session.scalar(select(Membership.id).where(Membership.person_id == person.id)):
                roles = sorted(actor.roles)
                session.add(Membership(person_id=person.id, organisation_id=actor.organisation_id, roles=roles))
            key = person.session_key
        with self.client.session_transaction() as kept:
            kept.update({"_user_id": key, "_fresh": True, "csrf_token": RAW_CSRF})

    def get(self, address: str, **values: Any) -> Any:
        """The page at `address`. Each request has a context of its own, as in production."""
        with self.client.application.app_context():
            return self.client.get(address, **values)

    def post(self, address: str, **fields: Any) -> Any:
        """What comes of sending a form."""
        with self.client.application.app_context():
            return self.client.post(address, data={"csrf_token": self.csrf, **fields})
