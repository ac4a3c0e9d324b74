"""An order with everything that hangs on it, as one of its two parties may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from ...actor import Actor
from ..models import Bill, Order, OrderStep, Receipt, Shipment
from ..rules.next_steps import next_verbs
from .visible import bills, order, receipts, shipments

INNER_VERBS = ("create", "change", "submit", "send_back", "accept_difference", "withdraw")
"""Steps that are the cooperative's own affair."""
INNER_NOTES = ("approve",)
"""Steps that the supplier sees without their note."""


@dataclass(frozen=True, slots=True)
class StepSeen:
    """A step as it is told: what, by whom, when, with which document and remark."""

    verb: str
    state: str
    organisation_name: str
    person_name: str
    at: datetime
    document_number: str | None
    note: str


@dataclass(frozen=True, slots=True)
class OrderSeen:
    """An order, its steps and documents, and the verbs open to the reader (the most likely first)."""

    order: Order
    steps: tuple[StepSeen, ...]
    shipments: tuple[Shipment, ...]
    receipts: tuple[Receipt, ...]
    bills: tuple[Bill, ...]
    verbs: tuple[str, ...]
    is_supplier: bool


def order_seen(session: Session, actor: Actor, order_id: UUID) -> OrderSeen:
    """One order with its documents. A supplier is not told the cooperative's inner steps. Raises NotFound."""
    found = order(session, actor, order_id)
    is_supplier = actor.is_a("supplier")
    return OrderSeen(
        order=found,
        steps=tuple(_told(step, is_supplier) for step in found.steps if _is_told(step, is_supplier)),
        shipments=tuple(shipments(session, found)),
        receipts=tuple(receipts(session, found)),
        bills=tuple(bill for bill in bills(session, found) if not (is_supplier and bill.state == "withdrawn")),
        verbs=_verbs(actor, found),
        is_supplier=is_supplier,
    )


def _verbs(actor: Actor, found: Order) -> tuple[str, ...]:
    has_account = found.supplier_organisation_id is not None
    verbs = next_verbs(actor.organisation_kind, actor.roles, found.state, supplier_has_account=has_account)
    done = {"close"} if any(line.progress.to_bill > 0 for line in found.lines) else {"bill"}
    if all(line.shipped_quantity >= line.agreed_quantity for line in found.lines):
        done.add("ship")
    return tuple(verb for verb in verbs if verb not in done)


def _is_told(step: OrderStep, to_supplier: bool) -> bool:
    return not to_supplier or step.verb not in INNER_VERBS or (step.verb == "submit" and step.state == "sent")


def _told(step: OrderStep, to_supplier: bool) -> StepSeen:
    hidden = to_supplier and step.verb in INNER_NOTES
    return StepSeen(
        verb=step.verb,
        state=step.state,
        organisation_name=step.organisation_name,
        person_name=step.person_name,
        at=step.created_at,
        document_number=step.document_number,
        note="" if hidden else step.note,
    )
