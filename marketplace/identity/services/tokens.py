"""API tokens: a program's key to act for one organisation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from ... import audit, idempotency
from ...actor import Actor
from ...clock import now
from ...errors import NotFound, NotPermitted
from .. import queries
from ..credentials import API_TOKEN_PREFIX, new_token, token_hash
from ..errors import ExpiryInThePast, UnknownScope
from ..models import ApiToken
from ..rules import check_roles, plain_line

VERB = "identity.create_token"
SHOWN_LETTERS = len(API_TOKEN_PREFIX) + 6


@dataclass(frozen=True, slots=True)
class MadeToken:
    """A token's row and the token itself, told this once; None when it was revoked meanwhile."""

    row: ApiToken
    token: str | None


def create_token(
    session: Session,
    actor: Actor,
    *,
    label: str,
    scopes: Iterable[str],
    roles: Iterable[str],
    offered: Collection[str],
    expires_at: datetime | None = None,
    key: str | None = None,
) -> MadeToken:
    """Make a token for the actor's organisation; its administrators may, for roles they hold themselves.

    `offered` are the scopes that the API has. Sent again with the same `key` it is the same token with a fresh
    secret: the first answer was lost. Raises NotPermitted, UnknownScope, RoleNotOfKind, ExpiryInThePast, InvalidText.
    """
    if not actor.has_role("administrator") or actor.person_id is None:
        raise NotPermitted
    checked_scopes, checked_roles = sorted(set(scopes)), check_roles(actor.organisation_kind, roles)
    if not checked_scopes or not set(checked_scopes).issubset(offered):
        raise UnknownScope(field="scopes")
    if not actor.roles.issuperset(checked_roles):
        raise NotPermitted(field="roles")
    if expires_at is not None and expires_at <= now():
        raise ExpiryInThePast(field="expires_at")
    content = [label, checked_scopes, checked_roles, expires_at]
    made = idempotency.claim(session, actor, VERB, key, content)
    if made is not None:
        return _made_again(session, made)
    secret = new_token(API_TOKEN_PREFIX)
    row = ApiToken(
        organisation_id=actor.organisation_id,
        label=plain_line(label, field="label", most=100),
        token_hash=token_hash(secret),
        token_start=secret[:SHOWN_LETTERS],
        scopes=checked_scopes,
        roles=checked_roles,
        created_by=actor.person_id,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, VERB, row.id, scopes=checked_scopes, roles=checked_roles)
    idempotency.settle(session, actor, VERB, key, row.id)
    return MadeToken(row, secret)


def _made_again(session: Session, token_id: UUID) -> MadeToken:
    row = session.get_one(ApiToken, token_id, with_for_update=True)
    if not row.is_good():
        return MadeToken(row, None)
    secret = new_token(API_TOKEN_PREFIX)
    row.token_hash, row.token_start = token_hash(secret), secret[:SHOWN_LETTERS]
    session.flush()
    return MadeToken(row, secret)


def revoke_token(session: Session, actor: Actor, token_id: UUID) -> None:
    """Make a token open nothing any more; raises NotFound, NotPermitted."""
    row = session.scalar(queries.tokens_visible_to(actor).where(ApiToken.id == token_id).with_for_update(of=ApiToken))
    if row is None:
        raise NotFound
    row.revoked_at = now()
    session.flush()
    audit.record(session, actor, "identity.revoke_token", row.id)
