"""What verbs of the books do alike: once per key, in the books of the actor, by another person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ... import idempotency
from ...actor import Actor
from ...bookkeeping import Books, ensure_books
from ...clock import today
from ...database import Identified
from ...errors import Invalid
from ...identity.models import Organisation
from ..errors import OtherPersonNeeded

Row = TypeVar("Row", bound=Identified)


def once(
    session: Session, actor: Actor, verb: str, key: str | None, content: Any, table: type[Row], do: Callable[[], Row]
) -> Row:
    """Do it and give the row of `table` it made or changed; the same key again gives that row as it is now."""
    return idempotency.once(session, actor, verb, key, content, do, lambda made: session.get_one(table, made))


def books_of(session: Session, actor: Actor) -> Books:
    """The books of the actor's cooperative."""
    with session.no_autoflush:  # the caller's own row may still wait for the entry's id
        name = session.get_one(Organisation, actor.organisation_id).name
    return Books(actor.organisation_id, name, actor.time_zone)


def open_chart(session: Session, actor: Actor) -> None:
    """See that the books are open and have the accounts that the buttons need, also those of a younger chart."""
    day = today(actor.time_zone)
    ensure_books(session, books_of(session, actor), day)
    known = {account.code for account in ledger.accounts(session.connection(), actor.organisation_id)}
    missing = [account for account in ledger.chart_template() if account.code not in known]
    if missing:
        ledger.add_accounts(session.connection(), actor.organisation_id, missing)


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
