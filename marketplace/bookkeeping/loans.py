"""What loans to members, and the surplus paid to them, tell the books."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cooperative_ledger as ledger

from .accounts import (
    INTEREST_ON_LOANS,
    LOAN_LOSS_ALLOWANCE,
    LOAN_LOSSES,
    LOANS,
    OPENING_CLEARING,
    OTHER_INCOME,
    SURPLUS_OF_MEMBERS,
)
from .members import MemberDocument
from .rules import Event, Field, Leg, Rule, Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanDisbursed(MemberDocument):
    """The principal was handed out from `money`; from the opening account where it was lent before these books."""

    money: str

    @property
    def kind(self) -> Literal["normal", "opening"]:
        """An opening balance, or a change like others."""
        return "opening" if self.money == OPENING_CLEARING else "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPaid(MemberDocument):
    """`amount` came in through `money` for the loan `loan`: `principal` and `interest` of it."""

    money: str
    loan: ledger.Document
    principal: int
    interest: int

    @property
    def settles(self) -> ledger.Document:
        """The loan."""
        return self.loan


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanRecovered(MemberDocument):
    """`amount` came in through `money` for a loan that was written off."""

    money: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanWrittenOff(MemberDocument):
    """`amount` of principal is given up: `from_allowance` was set aside for it, the rest is a loss of now."""

    loan: ledger.Document
    from_allowance: int

    @property
    def lost(self) -> int:
        """What was not set aside."""
        return self.amount - self.from_allowance

    @property
    def settles(self) -> ledger.Document:
        """The loan."""
        return self.loan


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanAllowanceSet(Event):
    """The allowance for losses rises by `amount`; below zero it falls. Loans are business with members."""

    amount: int

    @property
    def counterparty(self) -> ledger.Counterparty:
        """Members, none by name."""
        return ledger.Counterparty("member")


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusPaid(MemberDocument):
    """A member's part of the surplus was paid out of `money`, or went to his savings."""

    money: str


RULES: Rules = {
    LoanDisbursed: Rule("loan", (Leg("debit", LOANS, open=True), Leg("credit", Field("money")))),
    LoanPaid: Rule(
        "loan_payment",
        (
            Leg("debit", Field("money")),
            Leg("credit", LOANS, "principal", open=True),
            Leg("credit", INTEREST_ON_LOANS, "interest"),
        ),
    ),
    LoanRecovered: Rule("loan_payment", (Leg("debit", Field("money")), Leg("credit", OTHER_INCOME))),
    LoanWrittenOff: Rule(
        "loan_change",
        (
            Leg("debit", LOAN_LOSS_ALLOWANCE, "from_allowance"),
            Leg("debit", LOAN_LOSSES, "lost"),
            Leg("credit", LOANS, open=True),
        ),
    ),
    LoanAllowanceSet: Rule("loan_allowance", (Leg("debit", LOAN_LOSSES), Leg("credit", LOAN_LOSS_ALLOWANCE))),
    SurplusPaid: Rule("surplus_payment", (Leg("debit", SURPLUS_OF_MEMBERS), Leg("credit", Field("money")))),
}
