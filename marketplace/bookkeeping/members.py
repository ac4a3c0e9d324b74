"""What members' savings tell the books: put in, taken out, interest, dues that fall due, what was brought in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

import cooperative_ledger as ledger

from .accounts import DUES_RECEIVABLE, OPENING_CLEARING, SAVINGS_INTEREST, VOLUNTARY_SAVINGS, WITHHELD_TAX
from .rules import Event, Field, Leg, Rule, Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDocument(Event):
    """What every paper about a member tells the books: the lines are his."""

    member_id: UUID
    amount: int

    @property
    def counterparty(self) -> ledger.Counterparty:
        """The member."""
        return ledger.Counterparty("member", self.member_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsDeposited(MemberDocument):
    """Money came into `account` of his savings, through `money` (cash, a bank, or his voluntary savings)."""

    account: str
    money: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsWithdrawn(MemberDocument):
    """Money went out of `account` of his savings, through `money`."""

    account: str
    money: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesPaid(MemberDocument):
    """Dues that were booked as a receivable (`dues_id`) are paid: a part of the receipt `receipt_id`."""

    money: str
    dues_id: UUID
    receipt_id: UUID

    @property
    def settles(self) -> ledger.Document:
        """The dues."""
        return ledger.Document("dues", str(self.dues_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesFellDue(MemberDocument):
    """Dues of a month are owed from now on, and count as `account` of his savings."""

    account: str
    due: date

    @property
    def due_on(self) -> date:
        """By when they are to be paid."""
        return self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesCancelled(MemberDocument):
    """Dues that were booked and never paid are owed no more; the member leaves."""

    account: str
    dues_id: UUID

    @property
    def settles(self) -> ledger.Document:
        """The dues."""
        return ledger.Document("dues", str(self.dues_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestCredited(MemberDocument):
    """Interest of `amount` on his savings, less the `tax` withheld, goes to his voluntary savings."""

    tax: int

    @property
    def net(self) -> int:
        """What he gets."""
        return self.amount - self.tax


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsBroughtIn(MemberDocument):
    """What stood in `account` of his savings before these books were opened."""

    account: str

    @property
    def kind(self) -> Literal["opening"]:
        """An opening balance."""
        return "opening"


@dataclass(frozen=True, slots=True, kw_only=True)
class DuesReclassified(MemberDocument):
    """His dues stand in `account` instead of `former` because the cooperative's policy changed."""

    account: str
    former: str


RULES: Rules = {
    SavingsDeposited: Rule("savings_receipt", (Leg("debit", Field("money")), Leg("credit", Field("account")))),
    SavingsWithdrawn: Rule("savings_receipt", (Leg("debit", Field("account")), Leg("credit", Field("money")))),
    DuesPaid: Rule("dues_payment", (Leg("debit", Field("money")), Leg("credit", DUES_RECEIVABLE, open=True))),
    DuesFellDue: Rule("dues", (Leg("debit", DUES_RECEIVABLE, open=True), Leg("credit", Field("account")))),
    DuesCancelled: Rule(
        "dues_cancellation", (Leg("debit", Field("account")), Leg("credit", DUES_RECEIVABLE, open=True))
    ),
    InterestCredited: Rule(
        "savings_receipt",
        (Leg("debit", SAVINGS_INTEREST), Leg("credit", VOLUNTARY_SAVINGS, "net"), Leg("credit", WITHHELD_TAX, "tax")),
    ),
    SavingsBroughtIn: Rule("savings_receipt", (Leg("debit", OPENING_CLEARING), Leg("credit", Field("account")))),
    DuesReclassified: Rule("dues_reclassification", (Leg("debit", Field("former")), Leg("credit", Field("account")))),
}
