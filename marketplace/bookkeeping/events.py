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


@dataclass(frozen=True, slots=True)
class Field:
    """An account that the event itself names, in this field."""

    name: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of an entry: the side, the account (or the field that names it), and the field that holds the rupiah.

    Nothing is written for zero, and a negative amount goes to the other side.
    """

    side: Literal["debit", "credit"]
    account: str | Field
    amount: str = "amount"


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
            account = getattr(event, leg.account.name) if isinstance(leg.account, Field) else leg.account
            debited = (leg.side == "debit") == (amount > 0)
            lines.append((ledger.debit if debited else ledger.credit)(account, abs(amount)))
    return tuple(lines)
