"""How the suppliers of a cooperative's orders were called, for pages that know only their ids."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from ...actor import Actor
from ..models import Order
from .visible import visible_to


def supplier_names(session: Session, actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Of those `ids` that are suppliers in orders the actor may see: the name on the newest order."""
    statement = (
        select(Order.supplier_id, Order.supplier_name)
        .where(visible_to(actor), Order.supplier_id.in_(ids))
        .ext(distinct_on(Order.supplier_id))
        .order_by(Order.supplier_id, Order.id.desc())
    )
    rows: list[tuple[UUID, str]] = [(row[0], row[1]) for row in session.execute(statement)]
    return dict(rows)
