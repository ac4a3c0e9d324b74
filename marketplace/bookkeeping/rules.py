"""The form of every event that is booked, and of the rule that says how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple
from uuid import UUID

import cooperative_ledger as ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every booked event tells. `id` is its document's; the document's type stands in the journal table.

    Amounts are whole rupiah that were rounded before they came here.
    """

    id: UUID
    reference: str
    day: date
    narration: str

    @property
    def counterparty(self) -> ledger.Counterparty | None:
        """Who the other side is, on every line of the entry."""
        return None

    @property
    def kind(self) -> Literal["normal", "opening"]:
        """What kind of entry it makes."""
        return "normal"

    @property
    def due_on(self) -> date | None:
        """By when its open leg is to be settled; None where nothing is owed after it."""
        return None

    @property
    def settles(self) -> ledger.Document | None:
        """The earlier document that its open leg settles; None where it opens an item itself, or none."""
        return None


@dataclass(frozen=True, slots=True)
class Field:
    """An account that the event itself names, in this field."""

    name: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of an entry: the side, the account (or the field that names it), and the field that holds the rupiah.

    Nothing is written for zero, and a negative amount goes to the other side. An `open` leg is a receivable or a
    payable: it carries the document that opened it, so that what is still owed on each is the sum of its lines.
    """

    side: Literal["debit", "credit"]
    account: str | Field
    amount: str = "amount"
    open: bool = False


class Rule(NamedTuple):
    """How an event is booked: the type of the document behind each line, and the lines."""

    document_type: str
    legs: tuple[Leg, ...]


Rules = dict[type[Event], Rule]


def lines_by(rule: Rule, event: Event) -> tuple[ledger.Line, ...]:
    """The journal lines of `event`, which balance because its amounts add up."""
    lines = []
    for leg in rule.legs:
        amount: int = getattr(event, leg.amount)
        if amount:
            debited = (leg.side == "debit") == (amount > 0)
            side = ledger.debit if debited else ledger.credit
            lines.append(side(account_of(leg, event), abs(amount), document=event.settles if leg.open else None))
    return tuple(lines)


def account_of(leg: Leg, event: Event) -> str:
    """The account's code, from the rule or from the event."""
    return str(getattr(event, leg.account.name)) if isinstance(leg.account, Field) else leg.account
