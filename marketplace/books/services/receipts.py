"""Receipts about savings: numbered without gaps, booked in the same transaction, reversed and never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...bookkeeping.accounts import CASH, VOLUNTARY_SAVINGS
from ...clock import today
from ...errors import Invalid
from ...identifiers import new_id
from ...money import Money
from ..errors import HasLeft, NotEnoughSavings
from ..models.members import Member
from ..models.numbering import next_number
from ..models.savings import SavingsMovement, SavingsPolicy
from ..rules.savings import LARGEST_AMOUNT, NUMBERS
from .steps import name_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """What a receipt is about: which movement of which kind, how much by which way, on which day."""

    movement: str
    kind: str
    amount: int
    way: str
    day: date
    note: str = ""
    term_id: UUID | None = None


def money_account(policy: SavingsPolicy, way: str) -> str:
    """Where the money comes from or goes to."""
    return {"cash": CASH, "transfer": policy.bank_account, "voluntary": VOLUNTARY_SAVINGS}[way]


def check_request(actor: Actor, member: Member, *, amount: int, day: date, way: str, ways: tuple[str, ...]) -> None:
    """Raise HasLeft, or Invalid with the field at fault."""
    if not member.is_current:
        raise HasLeft
    if not 0 < amount <= LARGEST_AMOUNT:
        raise Invalid(field="amount")
    if not member.joined_on <= day <= today(actor.time_zone):
        raise Invalid(field="day")
    if way not in ways:
        raise Invalid(field="way")


def new_receipt(session: Session, actor: Actor, member: Member, movement: Movement) -> SavingsMovement:
    """A receipt with its number, not yet booked and not yet in the session."""
    if len(movement.note) > 500:
        raise Invalid(field="note")
    return SavingsMovement(
        id=new_id(),
        cooperative_id=member.cooperative_id,
        member_id=member.id,
        number=next_number(session, member.cooperative_id, NUMBERS[movement.movement], today(actor.time_zone).year),
        movement=movement.movement,
        kind=movement.kind,
        term_id=movement.term_id,
        way=movement.way,
        amount=movement.amount,
        tax=0,
        day=movement.day,
        note=movement.note.strip(),
        made_by=actor.person_id,
        person_name=name_of(actor),
    )


def as_told(session: Session, actor: Actor, receipt: SavingsMovement) -> SavingsMovement:
    """Put the booked receipt into the session and note who wrote it."""
    session.add(receipt)
    session.flush()
    audit.record(session, actor, f"books.savings_{receipt.movement}", receipt.id, number=receipt.number)
    return receipt


def enough(balance: int, amount: int) -> None:
    """Raise NotEnoughSavings where `amount` is above `balance`."""
    if amount > balance:
        raise NotEnoughSavings(field="amount", balance=str(Money(balance)))
