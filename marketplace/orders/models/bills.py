"""What the supplier asks for, and what was paid on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Identified, Table, Versioned
from .columns import Amount, PersonId, Quantity, UnitPrice, one_of
from .deliveries import LINE_KEY, ORDER_KEY

BILL_STATES = ("differs", "disputed", "agreed", "withdrawn", "reversed")
"""differs: somebody must decide; disputed: the supplier was told; agreed: owed and booked; the last two are over."""
SETTLEMENT_WAYS = ("cash", "transfer")


class Bill(Identified, Versioned, Table):
    """A supplier's invoice for goods of one order. `total` is what its foot says, `tax` the PPN in it by its lines."""

    __tablename__ = "purchase_bill"

    cooperative_id: Mapped[UUID]
    order_id: Mapped[UUID]
    supplier_id: Mapped[UUID]
    invoice_number: Mapped[str]
    billed_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[str]
    freight: Mapped[Amount]
    tax: Mapped[Amount]
    total: Mapped[Amount]
    paid: Mapped[Amount] = mapped_column(default=0)
    differences: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    made_by: Mapped[PersonId]
    person_name: Mapped[str]
    decided_by: Mapped[PersonId]
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    entry_id: Mapped[UUID | None]
    reversal_entry_id: Mapped[UUID | None]
    lines: Mapped[list[BillLine]] = relationship(lazy="raise", order_by="BillLine.id")
    payments: Mapped[list[Payment]] = relationship(lazy="raise", order_by="Payment.id")

    @property
    def owed(self) -> int:
        """What is still to be paid: nothing unless the bill was agreed."""
        return self.total - self.paid if self.state == "agreed" else 0

    __table_args__ = (
        UniqueConstraint("cooperative_id", "order_id", "id"),
        ForeignKeyConstraint(["cooperative_id", "order_id"], ORDER_KEY),
        Index(
            "uq_purchase_bill_invoice",
            "cooperative_id",
            "supplier_id",
            text("lower(invoice_number)"),
            unique=True,
            postgresql_where=text("state NOT IN ('withdrawn', 'reversed')"),
        ),
        Index("ix_purchase_bill_order", "cooperative_id", "order_id"),
        Index("ix_purchase_bill_due", "cooperative_id", "due_on", postgresql_where=text("state = 'agreed'")),
        CheckConstraint(one_of("state", BILL_STATES), name="state"),
        CheckConstraint("length(invoice_number) BETWEEN 1 AND 60", name="invoice_number"),
        CheckConstraint("freight >= 0 AND tax >= 0 AND total > 0 AND tax <= total", name="amounts"),
        CheckConstraint("paid BETWEEN 0 AND total AND (paid = 0 OR state = 'agreed')", name="no_over_payment"),
        CheckConstraint("(state IN ('agreed', 'reversed')) = (entry_id IS NOT NULL)", name="booked"),
        CheckConstraint("due_on >= billed_on", name="due_on"),
    )


class BillLine(Identified, Table):
    """A line of the invoice: `quantity` order units at `price` on the order line's tax basis; rupiah `net` and `tax`.

    `cleared` is what its agreement took out of received and not billed.
    """

    __tablename__ = "purchase_bill_line"

    cooperative_id: Mapped[UUID]
    order_id: Mapped[UUID]
    bill_id: Mapped[UUID]
    order_line_id: Mapped[UUID]
    quantity: Mapped[Quantity]
    price: Mapped[UnitPrice]
    net: Mapped[Amount]
    tax: Mapped[Amount]
    cleared: Mapped[Amount] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("cooperative_id", "bill_id", "order_line_id"),
        ForeignKeyConstraint(
            ["cooperative_id", "order_id", "bill_id"],
            ["purchase_bill.cooperative_id", "purchase_bill.order_id", "purchase_bill.id"],
        ),
        ForeignKeyConstraint(["cooperative_id", "order_id", "order_line_id"], LINE_KEY),
        CheckConstraint("quantity > 0 AND price >= 0 AND net >= 0 AND tax >= 0 AND cleared >= 0", name="amounts"),
    )


class Payment(Identified, Table):
    """Money paid on a bill, with the bank's or the receipt's `reference`, and the journal entry it made."""

    __tablename__ = "supplier_payment"

    cooperative_id: Mapped[UUID]
    order_id: Mapped[UUID]
    bill_id: Mapped[UUID]
    number: Mapped[str]
    paid_on: Mapped[date]
    way: Mapped[str]
    reference: Mapped[str]
    amount: Mapped[Amount]
    entry_id: Mapped[UUID]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]
    reversed_at: Mapped[datetime | None]
    reversed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reversal_reason: Mapped[str | None]
    reversal_entry_id: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "number"),
        ForeignKeyConstraint(
            ["cooperative_id", "order_id", "bill_id"],
            ["purchase_bill.cooperative_id", "purchase_bill.order_id", "purchase_bill.id"],
        ),
        Index(
            "uq_supplier_payment_reference",
            "cooperative_id",
            "bill_id",
            text("lower(reference)"),
            unique=True,
            postgresql_where=text("way = 'transfer' AND reversed_at IS NULL"),
        ),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(one_of("way", SETTLEMENT_WAYS), name="way"),
        CheckConstraint("length(reference) <= 100 AND (way = 'cash' OR length(reference) > 0)", name="reference"),
        CheckConstraint("(reversed_at IS NULL) = (reversal_reason IS NULL)", name="reversal"),
    )
