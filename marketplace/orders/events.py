"""What happened to an order."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class OrderSent:
    """The supplier may see the order from now on."""

    order_id: UUID
    cooperative_id: UUID
    supplier_organisation_id: UUID | None


@dataclass(frozen=True)
class OrderAnswered:
    """The supplier accepted (`accepted`), offers something else (`partly_offered`) or `declined`."""

    order_id: UUID
    cooperative_id: UUID
    answer: str


@dataclass(frozen=True)
class OrderCancelled:
    """The cooperative does not want the goods any more."""

    order_id: UUID
    cooperative_id: UUID
    supplier_organisation_id: UUID | None


@dataclass(frozen=True)
class GoodsShipped:
    """A delivery left the supplier."""

    order_id: UUID
    cooperative_id: UUID
    shipment_id: UUID


@dataclass(frozen=True)
class GoodsReceived:
    """A delivery was counted at the cooperative's door."""

    order_id: UUID
    cooperative_id: UUID
    receipt_id: UUID


@dataclass(frozen=True)
class BillAgreed:
    """A bill was found right, or its difference was accepted: it is owed."""

    order_id: UUID
    cooperative_id: UUID
    bill_id: UUID
    total: int


@dataclass(frozen=True)
class BillPaid:
    """A payment on a bill was recorded."""

    order_id: UUID
    cooperative_id: UUID
    bill_id: UUID
    payment_id: UUID
    amount: int
