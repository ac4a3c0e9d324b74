"""The supplier answers, or the cooperative writes down what a supplier without an account said."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy.orm import Session

from ... import outbox
from ...actor import Actor
from ...errors import Invalid
from ..errors import MoreThanOpen
from ..events import OrderAnswered
from ..models import Order
from ..queries.visible import locked_order
from ..rules.requests import Answer
from .ordering import price
from .steps import check, line_of, made_order, once, require_of_supplier, take


def answer(session: Session, actor: Actor, order_id: UUID, said: Answer, *, key: str | None = None) -> Order:
    """Accept the order, offer less or name another freight (the cooperative must then agree), or decline.

    Raises WrongState, NotPermitted, MoreThanOpen (more than ordered), NotFound, Invalid.
    """

    def do() -> Order:
        order = locked_order(session, actor, order_id)
        require_of_supplier(actor, "answer", order, recorded_as="record_answer")
        check(order, "answer")
        state = _apply(order, said)
        take(session, actor, order, "answer", state, note=said.note)
        outbox.record(session, OrderAnswered(order.id, order.cooperative_id, state))
        return order

    return once(session, actor, "answer", key, [order_id, asdict(said)], do, made_order)


def _apply(order: Order, said: Answer) -> str:
    if said.declined:
        return "declined"
    before = order.freight, [line.agreed_quantity for line in order.lines]
    for offered in said.lines:
        line = line_of(order, offered.order_line_id)
        if offered.quantity < 0:
            raise Invalid(field="lines")
        if offered.quantity > line.ordered_quantity:
            raise MoreThanOpen(field="lines", name=line.name, open=f"{line.ordered_quantity:f}", unit=line.order_unit)
        line.agreed_quantity = offered.quantity
    if said.freight is not None:
        if said.freight < 0:
            raise Invalid(field="freight")
        order.freight = said.freight
    if all(line.agreed_quantity == 0 for line in order.lines):
        return "declined"
    price(order)
    same = before == (order.freight, [line.agreed_quantity for line in order.lines])
    return "accepted" if same else "partly_offered"
