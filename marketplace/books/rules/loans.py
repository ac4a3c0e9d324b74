"""A loan's way from request to its end, who may do what on it, and what people send in about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal
from uuid import UUID

from .repayment import EarlyInterest
from .roles import APPROVERS, CASHIERS, READERS, TREASURERS
from .schedule import Method, Terms

STATES = ("requested", "approved", "declined", "cancelled", "active", "settled", "written_off", "reversed")
"""reversed: handed out by mistake, and undone with its booking."""
OWING = ("active",)
CHANGE_KINDS = ("restructuring", "write_off")
CHANGE_STATES = ("proposed", "approved", "declined")
PAYMENT_KINDS = ("instalment", "settlement", "recovery")
"""recovery: money that still comes in on a loan that was written off."""
MONEY_ACCOUNTS = ("1-1100", "1-1200", "1-1210")
"""Where the money of a loan leaves and comes in: the till, or one of the two bank accounts."""
BROUGHT_IN = "3-9100"
"""What stands in the place of money when a loan was lent before these books were opened."""

VERBS: dict[str, tuple[str, ...]] = {
    "decide": ("requested",),
    "cancel": ("requested", "approved"),
    "disburse": ("approved",),
    "reverse_disbursement": ("active",),
    "pay": ("active",),
    "recover": ("written_off",),
    "propose": ("active",),
    "decide_change": ("active",),
}
"""Verb -> the states of the loan in which it can be done."""

ROLES: dict[str, tuple[str, ...]] = {
    "see": (*READERS, "cashier"),
    "request": TREASURERS,
    "decide": APPROVERS,
    "cancel": (*TREASURERS, *APPROVERS),
    "disburse": CASHIERS,
    "reverse_disbursement": TREASURERS,
    "pay": CASHIERS,
    "recover": CASHIERS,
    "reverse_payment": CASHIERS,
    "propose": TREASURERS,
    "decide_change": APPROVERS,
    "set_grades": APPROVERS,
    "allow": TREASURERS,
}
"""Verb -> who may. The one who decides is another person than the one who prepared, and not the borrower."""

Burden = Literal["fair", "heavy", "too_heavy"]
HEAVY, TOO_HEAVY = Decimal("0.30"), Decimal("0.40")
"""Instalments to income: above a third of the income a household has little left for a bad month. A hint, no rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanRequest:
    """What a member asks for. Rupiah; `monthly_rate` percent a month; `first_due_on` None: a month after today."""

    member_id: UUID
    purpose: str
    principal: int
    monthly_rate: Decimal
    months: int
    method: Method = "flat"
    step: int = 1
    early_interest: EarlyInterest = "running_month"
    first_due_on: date | None = None
    monthly_income: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRequest:
    """Money for a loan: `amount` rupiah, or with `settles` what pays it back for good (then `amount` must be it)."""

    amount: int
    paid_on: date
    money_account: str = "1-1100"
    settles: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerms:
    """What a restructuring makes of a loan; `carries_interest`: unpaid interest goes along, or is let off."""

    monthly_rate: Decimal
    months: int
    method: Method
    first_due_on: date
    step: int = 1
    carries_interest: bool = True

    def terms(self, principal: int, unpaid_interest: int) -> Terms:
        """The terms over what is outstanding, rupiah."""
        return Terms(
            principal=principal,
            monthly_rate=self.monthly_rate,
            months=self.months,
            method=self.method,
            first_due_on=self.first_due_on,
            step=self.step,
            carried=unpaid_interest if self.carries_interest else 0,
        )


@dataclass(frozen=True, slots=True)
class BurdenHint:
    """Instalments of all loans of a member to his income, and what to think of it."""

    instalments: int
    income: int
    ratio: Decimal
    burden: Burden


def burden_of(instalments: int, income: int | None) -> BurdenHint | None:
    """The hint for monthly `instalments` and `income` in rupiah; None where the income was not said."""
    if not income:
        return None
    ratio = Decimal(instalments) / income
    burden: Burden = "fair" if ratio <= HEAVY else "heavy" if ratio <= TOO_HEAVY else "too_heavy"
    return BurdenHint(instalments, income, ratio.quantize(Decimal("0.001"), ROUND_HALF_UP), burden)
