"""A cooperative's shopping lists."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import Session, selectinload

from ...actor import Actor
from ...errors import NotFound
from ..models import Want, WantList
from ..rules.states import ROLES


def lists_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The lists of the actor's own cooperative; nobody else learns what it wants."""
    if actor.is_a("cooperative") and actor.has_role(*ROLES["see"]):
        return WantList.cooperative_id == actor.organisation_id
    return false()


def want_list(session: Session, actor: Actor, list_id: UUID) -> WantList:
    """One list with its wants, in order. Raises NotFound."""
    statement = select(WantList).where(lists_visible_to(actor), WantList.id == list_id)
    found = session.scalar(statement.options(selectinload(WantList.wants)))
    if found is None:
        raise NotFound
    return found


def want_lists(actor: Actor) -> Select[Any]:
    """The lists as a statement, for a page of them."""
    return select(WantList).where(lists_visible_to(actor)).options(selectinload(WantList.wants))


def newest_want_lists(session: Session, actor: Actor, *, limit: int, offset: int = 0) -> list[tuple[WantList, int]]:
    """The newest lists with the number of goods on each."""
    goods = (
        select(func.count())
        .where(Want.cooperative_id == WantList.cooperative_id, Want.want_list_id == WantList.id)
        .scalar_subquery()
    )
    statement: Any = select(WantList, goods).where(lists_visible_to(actor)).order_by(WantList.id.desc())
    return [(row[0], row[1]) for row in session.execute(statement.limit(limit).offset(offset))]
