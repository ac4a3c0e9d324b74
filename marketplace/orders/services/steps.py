"""What every verb does: ask whether the actor may and whether the order is ready for it, and write the step down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session, selectinload

from ... import audit, idempotency
from ...actor import Actor
from ...bookkeeping import Books
from ...clock import today
from ...database import Identified
from ...errors import Invalid, NotFound, NotPermitted
from ...money import Money
from ..errors import SecondPersonNeeded, WrongState
from ..models import Order, OrderLine, OrderStep
from ..queries.reference import limits_of
from ..rules.separation import is_second_person
from ..rules.states import ROLES, SUPPLIER_ROLES, TRANSITIONS, allowed


def require(actor: Actor, verb: str) -> None:
    """Raise NotPermitted unless the actor is of a cooperative and holds a role that may do `verb`."""
    actor.require("cooperative", roles=ROLES[verb])


def require_of_supplier(actor: Actor, verb: str, order: Order, *, recorded_as: str) -> bool:
    """Whether the cooperative records it for a supplier without an account; raise NotPermitted where neither may."""
    if actor.is_a("supplier"):
        actor.require("supplier", roles=SUPPLIER_ROLES[verb])
        return False
    if order.supplier_organisation_id is not None:
        raise NotPermitted
    require(actor, recorded_as)
    return True


def require_second_person(session: Session, actor: Actor, amount: int, *makers: UUID | None) -> None:
    """Raise SecondPersonNeeded when `amount` is above the limit and the actor is no person, or one of `makers`."""
    limits = limits_of(session, actor.organisation_id)
    if not all(is_second_person(amount, limits, maker, actor.person_id) for maker in makers):
        raise SecondPersonNeeded(limit=str(Money(limits.one_person)))


def check(order: Order, verb: str) -> None:
    """Raise WrongState unless `verb` can be done now."""
    if not allowed(verb, order.state):
        raise WrongState(state=order.state)


def take(
    session: Session, actor: Actor, order: Order, verb: str, state: str, *, document: str | None = None, note: str = ""
) -> None:
    """Bring `order` to `state` by `verb` and write down who did it; raises WrongState where the table forbids it."""
    if state not in TRANSITIONS[verb].get(order.state, ()):  # type: ignore[call-overload]
        raise WrongState(state=order.state)
    order.state = state
    write_step(session, actor, order, verb, document=document, note=note)


def write_step(
    session: Session, actor: Actor, order: Order, verb: str, *, document: str | None = None, note: str = ""
) -> None:
    """Write down that the actor did `verb`, which left the order in its present state."""
    step = OrderStep(
        cooperative_id=order.cooperative_id,
        order_id=order.id,
        verb=verb,
        state=order.state,
        organisation_id=actor.organisation_id,
        organisation_name=actor.names.get("organisation", ""),
        person_id=actor.person_id,
        person_name=actor.names.get("person", ""),
        document_number=document,
        note=note,
    )
    session.add(step)
    audit.record(session, actor, f"orders.{verb}", order.id, state=order.state, document=document)


Row = TypeVar("Row", bound=Identified)


def once(
    session: Session,
    actor: Actor,
    verb: str,
    key: str | None,
    content: Any,
    do: Callable[[], Row],
    again: Callable[[Session, UUID], Row],
) -> Row:
    """Do it and give the row it made or changed, or give `again` what came of it when the same key did it before."""
    return idempotency.once(session, actor, f"orders.{verb}", key, content, do, lambda made: again(session, made))


def made_order(session: Session, order_id: UUID) -> Order:
    """The order with its lines, as a repeat is answered with."""
    return session.get_one(Order, order_id, options=(selectinload(Order.lines),))


def line_of(order: Order, line_id: UUID) -> OrderLine:
    """The line of this very order. Raises NotFound."""
    for line in order.lines:
        if line.id == line_id:
            return line
    raise NotFound(field="lines")


def books_of(order: Order, actor: Actor) -> Books:
    """Whose books the order goes into."""
    return Books(order.cooperative_id, order.cooperative_name, actor.time_zone)


def year_of(actor: Actor) -> int:
    """The year where the actor is, which numbers count by."""
    return today(actor.time_zone).year


def need_reason(reason: str) -> None:
    """Raise Invalid for a reason that says nothing, or too much."""
    if not 1 <= len(reason.strip()) <= 1000:
        raise Invalid(field="reason")
