"""What verbs of loans and of the surplus do alike: once per key, in the books of the actor, by another person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from ... import idempotency
from ...actor import Actor
from ...bookkeeping import Books
from ...database import Identified
from ...errors import Invalid
from ...identity.models import Organisation
from ..errors import OtherPersonNeeded

Row = TypeVar("Row", bound=Identified)


def once(
    session: Session, actor: Actor, verb: str, key: str | None, content: Any, table: type[Row], do: Callable[[], Row]
) -> Row:
    """Do it and give the row of `table` it made or changed; the same key again gives that row as it is now."""
    made = idempotency.claim(session, actor, verb, key, content)
    if made is not None:
        return session.get_one(table, made)
    row = do()
    session.flush()
    idempotency.settle(session, actor, verb, key, row.id)
    return row


def books_of(session: Session, actor: Actor) -> Books:
    """The books of the actor's cooperative."""
    name = session.get_one(Organisation, actor.organisation_id).name
    return Books(actor.organisation_id, name, actor.time_zone)


def require_other_person(actor: Actor, *hands: UUID | None) -> None:
    """Raise OtherPersonNeeded when the actor is no person, or one of `hands`."""
    if actor.person_id is None or actor.person_id in hands:
        raise OtherPersonNeeded


def name_of(actor: Actor) -> str:
    """The hand's name as papers show it."""
    return actor.names.get("person", "")


def need_reason(reason: str, *, field: str = "reason") -> str:
    """The reason, trimmed. Raises Invalid for one that says nothing, or too much."""
    if not 1 <= len(reason.strip()) <= 1000:
        raise Invalid(field=field)
    return reason.strip()
