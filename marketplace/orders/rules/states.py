"""The life of an order as one table: in which state which verb is allowed, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

State = Literal[
    "draft",
    "awaiting_approval",
    "sent",
    "accepted",
    "partly_offered",
    "declined",
    "shipped",
    "received",
    "billed",
    "paid",
    "closed",
    "cancelled",
]
STATES: tuple[State, ...] = (
    "draft", "awaiting_approval", "sent", "accepted", "partly_offered", "declined",
    "shipped", "received", "billed", "paid", "closed", "cancelled",
)  # fmt: skip

TRANSITIONS: dict[str, dict[State, tuple[State, ...]]] = {
    "change": {"draft": ("draft",)},
    "submit": {"draft": ("awaiting_approval", "sent")},
    "approve": {"awaiting_approval": ("sent",)},
    "send_back": {"awaiting_approval": ("draft",)},
    "answer": {"sent": ("accepted", "partly_offered", "declined")},
    "agree": {"partly_offered": ("accepted",)},
    "ship": {"accepted": ("shipped",), "shipped": ("shipped",)},
    "receive": {
        "accepted": ("accepted", "shipped", "received"),
        "shipped": ("shipped", "received", "billed", "paid"),
    },
    "bill": {"shipped": ("shipped",), "received": ("received", "billed"), "billed": ("billed",)},
    "pay": {"shipped": ("shipped",), "received": ("received",), "billed": ("billed", "paid")},
    "reverse": {
        "shipped": ("accepted", "shipped"),
        "received": ("accepted", "shipped", "received"),
        "billed": ("accepted", "shipped", "received", "billed"),
        "paid": ("accepted", "shipped", "received", "billed"),
        "closed": ("accepted", "shipped", "received", "billed"),
    },
    "close": {"paid": ("closed",), "received": ("closed",)},
    "cancel": dict.fromkeys(("draft", "awaiting_approval", "sent", "partly_offered", "accepted"), ("cancelled",)),
}
"""Verb -> state it is allowed in -> states it may lead to."""

ROLES: dict[str, tuple[str, ...]] = {
    "see": ("administrator", "chair", "secretary", "treasurer", "manager", "cashier", "supervisor"),
    "want": ("manager", "chair", "treasurer", "cashier"),
    "change": ("manager",),
    "submit": ("manager",),
    "cancel": ("manager", "chair"),
    "approve": ("chair",),
    "send_back": ("chair",),
    "record_answer": ("manager",),
    "agree": ("manager", "chair"),
    "receive": ("manager", "cashier"),
    "bill": ("manager", "treasurer"),
    "settle_difference": ("treasurer", "chair"),
    "pay": ("treasurer",),
    "reverse": ("treasurer", "chair"),
    "close": ("manager", "treasurer"),
    "set_limits": ("chair",),
}
"""Verb -> the roles of the cooperative that may do it."""

SUPPLIER_ROLES: dict[str, tuple[str, ...]] = {
    "see": ("sales", "administrator"),
    "answer": ("sales",),
    "ship": ("sales",),
}
"""Verb -> the roles of the supplier that may do it."""

HIDDEN_FROM_SUPPLIER: tuple[State, ...] = ("draft", "awaiting_approval")


def allowed(verb: str, state: str) -> bool:
    """Whether `verb` can be done to an order in `state`."""
    return state in TRANSITIONS[verb]


@dataclass(frozen=True, slots=True)
class LineProgress:
    """The separate numbers of a line, all in order units."""

    agreed: Decimal
    shipped: Decimal
    accepted: Decimal
    damaged: Decimal
    short: Decimal
    billed: Decimal

    @property
    def to_come(self) -> Decimal:
        """What has neither come nor been given up."""
        return self.agreed - self.accepted - self.damaged - self.short

    @property
    def to_bill(self) -> Decimal:
        """What was accepted and not billed yet."""
        return self.accepted - self.billed


def state_of_delivery(lines: Iterable[LineProgress], *, owed: int) -> State:
    """The state of an accepted order from its lines' numbers and the rupiah still `owed` on agreed bills."""
    lines = list(lines)
    if any(line.to_come > 0 for line in lines):
        return "shipped" if any(line.shipped > 0 for line in lines) else "accepted"
    if any(line.to_bill > 0 for line in lines) or not any(line.billed > 0 for line in lines):
        return "received"
    return "billed" if owed > 0 else "paid"
