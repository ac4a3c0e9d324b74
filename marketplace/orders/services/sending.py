"""An order goes out: send it, have it approved, agree to what is offered, cancel, close."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from ... import outbox
from ...actor import Actor
from ...clock import now
from ...money import Money
from ..errors import AlreadyBuiltOn, BoardMinutesNeeded, MinimumNotReached
from ..events import OrderCancelled, OrderSent
from ..models import Order
from ..queries.reference import limits_of
from ..queries.visible import bills, locked_order
from ..rules.separation import approval_needed, needs_more
from .steps import check, made_order, need_reason, once, require, require_second_person, take


def submit(session: Session, actor: Actor, order_id: UUID, *, key: str | None = None) -> Order:
    """Send a draft to the supplier, or to whoever must approve it first.

    Raises WrongState, MinimumNotReached.
    """
    require(actor, "submit")

    def do() -> Order:
        order = locked_order(session, actor, order_id)
        check(order, "submit")
        _check_minimum(order)
        if approval_needed(order.total, limits_of(session, order.cooperative_id)) == "none":
            _send(session, actor, order, "submit")
        else:
            take(session, actor, order, "submit", "awaiting_approval")
        return order

    return once(session, actor, "submit", key, order_id, do, made_order)


def _check_minimum(order: Order) -> None:
    goods = order.net + order.tax
    if order.minimum_value is not None and goods < order.minimum_value:
        missing = Money(order.minimum_value - goods)
        raise MinimumNotReached(
            supplier=order.supplier_name, minimum=str(Money(order.minimum_value)), missing=str(missing)
        )


def _send(session: Session, actor: Actor, order: Order, verb: str, *, note: str = "") -> None:
    take(session, actor, order, verb, "sent", note=note)
    order.approved_total = order.total
    order.sent_at = now()
    outbox.record(session, OrderSent(order.id, order.cooperative_id, order.supplier_organisation_id))


def approve(
    session: Session, actor: Actor, order_id: UUID, *, board_minutes: str | None = None, key: str | None = None
) -> Order:
    """Approve an order and send it: the chair, not its maker; above the second limit with the board's minutes.

    Raises WrongState, SecondPersonNeeded, BoardMinutesNeeded.
    """
    require(actor, "approve")

    def do() -> Order:
        order = locked_order(session, actor, order_id)
        check(order, "approve")
        _check_approver(session, actor, order, board_minutes)
        _send(session, actor, order, "approve", note=board_minutes or "")
        return order

    return once(session, actor, "approve", key, [order_id, board_minutes], do, made_order)


def _check_approver(session: Session, actor: Actor, order: Order, board_minutes: str | None) -> None:
    require_second_person(session, actor, order.total, order.made_by)
    limits = limits_of(session, order.cooperative_id)
    order.board_minutes = board_minutes or order.board_minutes
    if approval_needed(order.total, limits) == "board_minutes" and not order.board_minutes:
        raise BoardMinutesNeeded(field="board_minutes", limit=str(Money(limits.two_persons)))


def send_back(session: Session, actor: Actor, order_id: UUID, *, reason: str, key: str | None = None) -> Order:
    """Give an order back to the one who made it, with the reason. Raises WrongState, Invalid."""
    require(actor, "send_back")
    need_reason(reason)

    def do() -> Order:
        order = locked_order(session, actor, order_id)
        take(session, actor, order, "send_back", "draft", note=reason)
        return order

    return once(session, actor, "send_back", key, [order_id, reason], do, made_order)


def agree(
    session: Session, actor: Actor, order_id: UUID, *, board_minutes: str | None = None, key: str | None = None
) -> Order:
    """Agree to what the supplier can deliver and at which freight.

    When that needs a stricter approval than the order was given, only who could approve it may agree.
    Raises WrongState, NotPermitted, SecondPersonNeeded, BoardMinutesNeeded.
    """
    require(actor, "agree")

    def do() -> Order:
        order = locked_order(session, actor, order_id)
        check(order, "agree")
        if needs_more(order.total, order.approved_total, limits_of(session, order.cooperative_id)):
            require(actor, "approve")
            _check_approver(session, actor, order, board_minutes)
        order.approved_total = order.total
        take(session, actor, order, "agree", "accepted")
        return order

    return once(session, actor, "agree", key, [order_id, board_minutes], do, made_order)


def cancel(session: Session, actor: Actor, order_id: UUID, *, reason: str, key: str | None = None) -> Order:
    """Cancel an order of which nothing was shipped, with the reason. Raises WrongState, Invalid."""
    require(actor, "cancel")
    need_reason(reason)

    def do() -> Order:
        order = locked_order(session, actor, order_id)
        take(session, actor, order, "cancel", "cancelled", note=reason)
        if order.sent_at is not None:
            outbox.record(session, OrderCancelled(order.id, order.cooperative_id, order.supplier_organisation_id))
        return order

    return once(session, actor, "cancel", key, [order_id, reason], do, made_order)


def close(session: Session, actor: Actor, order_id: UUID, *, key: str | None = None) -> Order:
    """Close an order that is paid, or of which nothing was accepted. Raises WrongState, AlreadyBuiltOn (open bill)."""
    require(actor, "close")

    def do() -> Order:
        order = locked_order(session, actor, order_id)
        check(order, "close")
        if any(line.progress.to_bill > 0 for line in order.lines):
            raise AlreadyBuiltOn
        if any(bill.state in ("differs", "disputed") for bill in bills(session, order)):
            raise AlreadyBuiltOn
        take(session, actor, order, "close", "closed")
        return order

    return once(session, actor, "close", key, order_id, do, made_order)
