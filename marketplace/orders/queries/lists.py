"""Lists of orders: newest first, with what waits for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from ...actor import Actor
from ..models import Bill, Order
from .visible import visible_to

WAITING: dict[str, tuple[str, ...]] = {
    "manager": ("draft", "partly_offered", "accepted", "shipped", "received", "paid"),
    "cashier": ("accepted", "shipped"),
    "chair": ("awaiting_approval",),
    "treasurer": ("billed",),
    "sales": ("sent", "accepted"),
}
"""Role -> the states in which an order waits for somebody of that role."""


def waiting_states(actor: Actor) -> tuple[str, ...]:
    """The states in which an order waits for this very actor."""
    return tuple({state: None for role, states in WAITING.items() if actor.has_role(role) for state in states})


def orders(actor: Actor, *, states: Sequence[str] = (), words: str = "") -> Select[Any]:
    """The orders an actor sees, as a statement; `states` and `words` (number or name of the other party) narrow it."""
    statement = select(Order).where(visible_to(actor))
    if states:
        statement = statement.where(Order.state.in_(states))
    if words.strip():
        pattern = f"%{_escaped(words.strip())}%"
        names = Order.supplier_name if actor.is_a("cooperative") else Order.cooperative_name
        statement = statement.where(or_(Order.number.ilike(pattern), names.ilike(pattern)))
    return statement


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def newest_orders(
    session: Session, actor: Actor, *, states: Sequence[str] = (), words: str = "", limit: int = 50, offset: int = 0
) -> list[Order]:
    """The newest orders, without lines."""
    statement = orders(actor, states=states, words=words).order_by(Order.id.desc())
    return list(session.scalars(statement.limit(limit).offset(offset)))


def count_by_state(session: Session, actor: Actor) -> dict[str, int]:
    """How many orders the actor sees in each state."""
    statement = select(Order.state, func.count()).where(visible_to(actor)).group_by(Order.state)
    return {row.state: row[1] for row in session.execute(statement)}


@dataclass(frozen=True, slots=True)
class DueBill:
    """An agreed bill that is not paid: whole rupiah `owed`, due on a day."""

    order_id: UUID
    bill_id: UUID
    order_number: str
    invoice_number: str
    supplier_name: str
    due_on: date
    owed: int


def due_bills(session: Session, actor: Actor, *, limit: int = 100) -> list[DueBill]:
    """What is owed on agreed bills, the earliest due first."""
    columns: tuple[Any, ...] = (
        Bill.order_id,
        Bill.id,
        Order.number,
        Bill.invoice_number,
        Order.supplier_name,
        Bill.due_on,
        Bill.total - Bill.paid,
    )
    statement = (
        select(*columns)
        .join(Order, and_(Order.cooperative_id == Bill.cooperative_id, Order.id == Bill.order_id))
        .where(visible_to(actor), Bill.state == "agreed", Bill.paid < Bill.total)
        .order_by(Bill.due_on, Bill.id)
        .limit(limit)
    )
    return [DueBill(*row) for row in session.execute(statement)]
