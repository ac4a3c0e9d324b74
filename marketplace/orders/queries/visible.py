"""Whose orders an actor sees, and how one is fetched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from ...actor import Actor
from ...errors import NotFound
from ..models import Bill, Order, OrderLine, Receipt, Shipment
from ..rules.states import HIDDEN_FROM_SUPPLIER, ROLES, SUPPLIER_ROLES


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The orders an actor sees: his cooperative's; a supplier's own once they were sent; nobody else's."""
    if actor.is_a("cooperative") and actor.has_role(*ROLES["see"]):
        return Order.cooperative_id == actor.organisation_id
    if actor.is_a("supplier") and actor.has_role(*SUPPLIER_ROLES["see"]):
        return and_(
            Order.supplier_organisation_id == actor.organisation_id,
            Order.state.not_in(HIDDEN_FROM_SUPPLIER),
            Order.sent_at.is_not(None),
        )
    return false()


def order(session: Session, actor: Actor, order_id: UUID) -> Order:
    """One order with its lines and steps. Raises NotFound."""
    found = session.scalar(_one(actor, order_id).options(selectinload(Order.steps)))
    if found is None:
        raise NotFound
    return found


def locked_order(session: Session, actor: Actor, order_id: UUID) -> Order:
    """One order with its lines, locked until the transaction ends: who changes it holds its row. Raises NotFound."""
    statement = select(Order).where(visible_to(actor), Order.id == order_id).with_for_update(of=Order)
    found = session.scalar(statement, execution_options={"populate_existing": True})
    if found is None:
        raise NotFound
    # A statement of its own, after the lock: it sees what the former holder of the lock has committed.
    lines = select(OrderLine).where(OrderLine.cooperative_id == found.cooperative_id, OrderLine.order_id == found.id)
    rows = session.scalars(lines.order_by(OrderLine.position), execution_options={"populate_existing": True})
    set_committed_value(found, "lines", rows.all())
    return found


def _one(actor: Actor, order_id: UUID) -> Any:
    return select(Order).where(visible_to(actor), Order.id == order_id).options(selectinload(Order.lines))


def owed_on(session: Session, found: Order) -> int:
    """Whole rupiah still owed on the agreed bills of an order."""
    owed = select(func.coalesce(func.sum(Bill.total - Bill.paid), 0)).where(*_of(Bill, found), Bill.state == "agreed")
    return int(session.scalar(owed) or 0)


def freight_billed_on(session: Session, found: Order) -> int:
    """Whole rupiah of freight in the agreed bills of an order."""
    billed = select(func.coalesce(func.sum(Bill.freight), 0)).where(*_of(Bill, found), Bill.state == "agreed")
    return int(session.scalar(billed) or 0)


def shipments(session: Session, found: Order) -> list[Shipment]:
    """The deliveries of an order, oldest first, with their lines."""
    statement = select(Shipment).where(*_of(Shipment, found)).options(selectinload(Shipment.lines))
    return list(session.scalars(statement.order_by(Shipment.id)))


def receipts(session: Session, found: Order) -> list[Receipt]:
    """The receipts of an order, oldest first, with their lines."""
    statement = select(Receipt).where(*_of(Receipt, found)).options(selectinload(Receipt.lines))
    return list(session.scalars(statement.order_by(Receipt.id)))


def bills(session: Session, found: Order) -> list[Bill]:
    """The bills of an order, oldest first, with their lines and payments."""
    loads = (selectinload(Bill.lines), selectinload(Bill.payments))
    return list(session.scalars(select(Bill).where(*_of(Bill, found)).options(*loads).order_by(Bill.id)))


def _of(table: type[Shipment] | type[Receipt] | type[Bill], found: Order) -> tuple[ColumnElement[bool], ...]:
    return table.cooperative_id == found.cooperative_id, table.order_id == found.id
