"""Who must look besides the one who made it: limits of the cooperative, in rupiah."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Approval = Literal["none", "second_person", "board_minutes"]
ORDER_OF_APPROVALS: tuple[Approval, ...] = ("none", "second_person", "board_minutes")


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to `one_person` one does it alone, up to `two_persons` another approves, above it the board as well."""

    one_person: int = 1_000_000
    two_persons: int = 10_000_000


def approval_needed(total: int, limits: Limits) -> Approval:
    """What an order over `total` rupiah needs before it is sent."""
    if total <= limits.one_person:
        return "none"
    return "second_person" if total <= limits.two_persons else "board_minutes"


def needs_more(total: int, approved_total: int, limits: Limits) -> bool:
    """Whether `total` asks for a stricter approval than what `approved_total` was given."""
    order = ORDER_OF_APPROVALS.index
    return order(approval_needed(total, limits)) > order(approval_needed(approved_total, limits))


def is_second_person(amount: int, limits: Limits, maker: UUID | None, checker: UUID | None) -> bool:
    """Whether `checker` may approve or pay `amount` that `maker` made: above the limit a person, and another one."""
    return amount <= limits.one_person or (checker is not None and checker != maker)
