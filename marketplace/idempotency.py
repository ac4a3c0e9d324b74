"""A write that a phone may send twice is done once: the key is claimed in the transaction of the write itself.

A second sender with the same key waits for the first one's commit and then gets what the first one made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import UniqueConstraint, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from .actor import Actor
from .database import Identified, Table
from .errors import IdempotencyKeyReused
from .identifiers import new_id

Row = TypeVar("Row", bound=Identified)


class IdempotencyKey(Identified, Table):
    """A key that an organisation has used for a verb, the fingerprint of what was sent, and what came of it."""

    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("organisation_id", "verb", "key"),)

    organisation_id: Mapped[UUID]
    verb: Mapped[str]
    key: Mapped[str]
    fingerprint: Mapped[str]
    subject_id: Mapped[UUID | None]


def claim(session: Session, actor: Actor, verb: str, key: str | None, content: Any) -> UUID | None:
    """Claim `key` for `verb`; None means: go on and do it, then `settle`. An id means: that is what was made already.

    `key` None claims nothing. `content` is anything json can write (others by str): what the key was sent with.
    Raises IdempotencyKeyReused when the key was used with other content.
    """
    if key is None:
        return None
    fingerprint = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    values = {
        "id": new_id(),
        "organisation_id": actor.organisation_id,
        "verb": verb,
        "key": key,
        "fingerprint": fingerprint,
    }
    made = session.execute(
        insert(IdempotencyKey).values(values).on_conflict_do_nothing().returning(IdempotencyKey.id)
    ).scalar()
    if made is not None:
        return None
    before = session.execute(
        select(IdempotencyKey.fingerprint, IdempotencyKey.subject_id).where(*_same(actor, verb, key))
    ).one()
    if before.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    subject: UUID | None = before.subject_id
    return subject


def settle(session: Session, actor: Actor, verb: str, key: str | None, subject_id: UUID) -> None:
    """Say what came of the claimed key, in the same transaction."""
    if key is not None:
        session.execute(update(IdempotencyKey).where(*_same(actor, verb, key)).values(subject_id=subject_id))


def once(
    session: Session,
    actor: Actor,
    verb: str,
    key: str | None,
    content: Any,
    do: Callable[[], Row],
    again: Callable[[UUID], Row],
) -> Row:
    """Do it and give the row it made or changed; where the same key did it before, what `again` gives for its id.

    Raises IdempotencyKeyReused, and what `do` raises.
    """
    made = claim(session, actor, verb, key, content)
    if made is not None:
        return again(made)
    row = do()
    session.flush()
    settle(session, actor, verb, key, row.id)
    return row


def _same(actor: Actor, verb: str, key: str) -> tuple[Any, ...]:
    return (
        IdempotencyKey.organisation_id == actor.organisation_id,
        IdempotencyKey.verb == verb,
        IdempotencyKey.key == key,
    )
