"""What the till and the bank tell the books: money in, money out, a difference at the count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import cooperative_ledger as ledger

from .rules import Event, Field, Leg, Rule, Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyMoved(Event):
    """`amount` came into or left `place` (the account of a till or a bank); `account` is the other side."""

    place: str
    account: str
    direction: Literal["in", "out"]
    amount: int
    party: Literal["member", "non_member"] | None = None
    party_id: UUID | None = None

    @property
    def debited(self) -> str:
        """The account that gains."""
        return self.place if self.direction == "in" else self.account

    @property
    def credited(self) -> str:
        """The account that gives."""
        return self.account if self.direction == "in" else self.place

    @property
    def counterparty(self) -> ledger.Counterparty | None:
        """Member or non-member where that was asked; `party_id` where he gave his number."""
        return None if self.party is None else ledger.Counterparty(self.party, self.party_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMoved(MoneyMoved):
    """A line of the cash book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDiffered(MoneyMoved):
    """The count of a till differed from the books: too much is `in`, too little `out`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TillEmptied(MoneyMoved):
    """After the count money was handed on, to the bank or from an outlet's till to the main one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankMoved(MoneyMoved):
    """A line of the bank's statement that nobody had booked."""


_MOVED = (Leg("debit", Field("debited")), Leg("credit", Field("credited")))

RULES: Rules = {
    CashMoved: Rule("cash_entry", _MOVED),
    CountDiffered: Rule("cash_count", _MOVED),
    TillEmptied: Rule("cash_handover", _MOVED),
    BankMoved: Rule("bank_line", _MOVED),
}
