"""A program's key: shown once, never stronger than whoever made it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.clock import now
from marketplace.database import db, transaction
from marketplace.errors import DomainError, NotFound, NotPermitted
from marketplace.identity import errors, services
from marketplace.identity.access import actor_of_token, scopes_offered
from marketplace.identity.models import ApiToken

from .conftest import Member

OFFERED = ("people:read", "people:write", "regions:read")


def make(by: Member, **changes: Any) -> services.MadeToken:
    given: dict[str, Any] = {
        "label": "Kasir",
        "scopes": ["people:read"],
        "roles": ["administrator"],
        "offered": OFFERED,
    }
    with transaction() as session:
        return services.create_token(session, by.actor, **(given | changes))


def opens(token: str | None) -> bool:
    assert token is not None
    with transaction():
        return actor_of_token(db.session(), token) is not None


def rows() -> int:
    with transaction() as session:
        return len(session.scalars(select(ApiToken)).all())


def test_a_token_stands_for_the_organisation_within_its_scopes(administrator: Member) -> None:
    made = make(administrator)
    assert made.token is not None
    with transaction():
        actor = actor_of_token(db.session(), made.token)
    assert actor is not None
    assert (actor.organisation_id, actor.person_id) == (administrator.actor.organisation_id, None)
    assert actor.scopes == {"people:read", "me:read"}


def test_only_the_hash_and_the_first_letters_are_kept(administrator: Member) -> None:
    made = make(administrator)
    assert made.token is not None
    with transaction() as session:
        kept = session.scalars(select(ApiToken)).one()
    assert made.token.startswith(kept.token_start)
    assert made.token not in {kept.token_hash, kept.token_start}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"scopes": []}, errors.UnknownScope),
        ({"scopes": ["tokens:write"]}, errors.UnknownScope),
        ({"roles": []}, errors.RoleNotOfKind),
        ({"roles": ["treasurer"]}, NotPermitted),
        ({"label": " "}, errors.InvalidText),
        ({"expires_at": now() - timedelta(days=1)}, errors.ExpiryInThePast),
    ],
)
def test_a_token_that_may_not_be_is_refused(
    administrator: Member, changes: dict[str, Any], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        make(administrator, **changes)
    assert rows() == 0


def test_a_manager_makes_no_tokens(manager: Member) -> None:
    with pytest.raises(NotPermitted):
        make(manager, roles=["manager"])
    assert rows() == 0


def test_a_revoked_token_opens_nothing(administrator: Member) -> None:
    made = make(administrator)
    assert opens(made.token)
    with transaction() as session:
        services.revoke_token(session, administrator.actor, made.row.id)
    assert not opens(made.token)


def test_an_expired_token_opens_nothing(administrator: Member) -> None:
    made = make(administrator, expires_at=now() + timedelta(days=1))
    assert opens(made.token)
    with transaction() as session:
        session.execute(update(ApiToken).values(expires_at=now()))
    assert not opens(made.token)


def test_another_organisation_revokes_nothing(administrator: Member, stranger: Member) -> None:
    made = make(administrator)
    with pytest.raises(NotFound), transaction() as session:
        services.revoke_token(session, stranger.actor, made.row.id)
    assert opens(made.token)


def test_a_token_ends_when_its_maker_leaves_or_loses_its_role(
    cooperative: UUID, administrator: Member, make_member: Callable[..., Member]
) -> None:
    second = make_member(cooperative, "administrator", "manager")
    kept, lost = make(second, roles=["manager"]), make(second, roles=["administrator"])
    with transaction() as session:
        services.change_roles(session, administrator.actor, second.membership_id, ["manager"], expected_version=1)
    assert (opens(kept.token), opens(lost.token)) == (True, False)
    with transaction() as session:
        services.end_membership(session, administrator.actor, second.membership_id)
    assert not opens(kept.token)


def test_sent_twice_it_is_one_token_with_a_fresh_secret(administrator: Member) -> None:
    first, second = make(administrator, key="k"), make(administrator, key="k")
    assert (opens(first.token), opens(second.token), rows()) == (False, True, 1)


def test_its_use_is_noted(administrator: Member) -> None:
    made = make(administrator)
    assert opens(made.token)
    with transaction() as session:
        assert session.scalars(select(ApiToken)).one().last_used_at is not None


def test_the_scopes_are_those_of_the_api(app: Flask) -> None:
    offered = scopes_offered(app)
    assert {"organisations:read", "people:write", "invitations:write", "regions:read"} <= set(offered)
    assert not any(scope.startswith(("tokens", "me:", "api-docs", "identity")) for scope in offered)
