"""What people send: the inputs of the verbs, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from .offers import Chosen, SupplierCopy, TaxBasis

PaymentWay = Literal["cash", "transfer", "credit"]
SettlementWay = Literal["cash", "transfer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTerms:
    """How it is paid and brought. `freight` None: not known; `tax_basis` answers for a silent list."""

    payment_way: PaymentWay = "cash"
    credit_days: int = 0
    wanted_on: date | None = None
    delivery_place: str = ""
    note: str = ""
    freight: int | None = None
    tax_basis: TaxBasis | None = None
    want_list_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """One order to one supplier."""

    supplier: SupplierCopy
    lines: tuple[Chosen, ...]
    terms: OrderTerms


@dataclass(frozen=True, slots=True)
class LineQuantity:
    """How many order units of an order line."""

    order_line_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the supplier says: `lines` only where he delivers less than ordered, `freight` where he names one."""

    declined: bool = False
    lines: tuple[LineQuantity, ...] = ()
    freight: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentRequest:
    """A delivery that leaves; `number` of the delivery note, made here when empty."""

    shipped_on: date
    lines: tuple[LineQuantity, ...]
    number: str = ""
    carrier: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedLine:
    """What came of an order line: `accepted`, `damaged` (refused), `short` (will not come any more)."""

    order_line_id: UUID
    accepted: Decimal = Decimal(0)
    damaged: Decimal = Decimal(0)
    short: Decimal = Decimal(0)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRequest:
    """A count at the door."""

    received_on: date
    lines: tuple[CountedLine, ...]
    delivery_note_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """An invoice's line: order units and the price of one on the order line's tax basis (None: as agreed)."""

    order_line_id: UUID
    quantity: Decimal
    price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRequest:
    """A supplier's invoice. `total` is what its foot says (None: the sum of it); `due_on` None: by the term."""

    invoice_number: str
    billed_on: date
    lines: tuple[InvoiceLine, ...]
    freight: int = 0
    total: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRequest:
    """Money that was handed over or transferred; `reference` is the bank's, needed for a transfer."""

    way: SettlementWay
    amount: int
    paid_on: date
    reference: str = ""
