"""What left the supplier, and what was counted at the cooperative's door."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Identified, Table
from .columns import Amount, PersonId, Quantity

ORDER_KEY = ["purchase_order.cooperative_id", "purchase_order.id"]
LINE_KEY = ["purchase_order_line.cooperative_id", "purchase_order_line.order_id", "purchase_order_line.id"]


class Shipment(Identified, Table):
    """A delivery with its delivery note (surat jalan); `recorded_by_buyer` when the supplier has no account."""

    __tablename__ = "shipment"

    cooperative_id: Mapped[UUID]
    order_id: Mapped[UUID]
    number: Mapped[str]
    shipped_on: Mapped[date]
    carrier: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    recorded_by_buyer: Mapped[bool]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]
    lines: Mapped[list[ShipmentLine]] = relationship(lazy="raise", order_by="ShipmentLine.id")

    __table_args__ = (
        UniqueConstraint("cooperative_id", "order_id", "id"),
        UniqueConstraint("cooperative_id", "order_id", "number"),
        ForeignKeyConstraint(["cooperative_id", "order_id"], ORDER_KEY),
        CheckConstraint(
            "length(number) BETWEEN 1 AND 60 AND length(carrier) <= 200 AND length(note) <= 1000", name="words"
        ),
    )


class ShipmentLine(Identified, Table):
    """How much of an order line is in a delivery."""

    __tablename__ = "shipment_line"

    cooperative_id: Mapped[UUID]
    order_id: Mapped[UUID]
    shipment_id: Mapped[UUID]
    order_line_id: Mapped[UUID]
    quantity: Mapped[Quantity]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "shipment_id", "order_line_id"),
        ForeignKeyConstraint(
            ["cooperative_id", "order_id", "shipment_id"],
            ["shipment.cooperative_id", "shipment.order_id", "shipment.id"],
        ),
        ForeignKeyConstraint(["cooperative_id", "order_id", "order_line_id"], LINE_KEY),
        CheckConstraint("quantity > 0", name="quantity"),
    )


class Receipt(Identified, Table):
    """A count at the door (tanda terima) and the journal entry it made; None where nothing was accepted."""

    __tablename__ = "goods_receipt"

    cooperative_id: Mapped[UUID]
    order_id: Mapped[UUID]
    number: Mapped[str]
    received_on: Mapped[date]
    delivery_note_number: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    amount: Mapped[Amount]
    entry_id: Mapped[UUID | None]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]
    reversed_at: Mapped[datetime | None]
    reversed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reversal_reason: Mapped[str | None]
    reversal_entry_id: Mapped[UUID | None]
    lines: Mapped[list[ReceiptLine]] = relationship(lazy="raise", order_by="ReceiptLine.id")

    __table_args__ = (
        UniqueConstraint("cooperative_id", "order_id", "id"),
        UniqueConstraint("cooperative_id", "number"),
        ForeignKeyConstraint(["cooperative_id", "order_id"], ORDER_KEY),
        Index("ix_goods_receipt_order", "cooperative_id", "order_id"),
        CheckConstraint("amount >= 0 AND (amount > 0) = (entry_id IS NOT NULL)", name="booked"),
        CheckConstraint("(reversed_at IS NULL) = (reversal_reason IS NULL)", name="reversal"),
        CheckConstraint("length(delivery_note_number) <= 60 AND length(note) <= 1000", name="words"),
    )


class ReceiptLine(Identified, Table):
    """Of an order line: accepted, damaged (refused) and short (will not come); `amount` is the cost booked."""

    __tablename__ = "goods_receipt_line"

    cooperative_id: Mapped[UUID]
    order_id: Mapped[UUID]
    receipt_id: Mapped[UUID]
    order_line_id: Mapped[UUID]
    accepted: Mapped[Quantity]
    damaged: Mapped[Quantity]
    short: Mapped[Quantity]
    amount: Mapped[Amount]
    note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        UniqueConstraint("cooperative_id", "receipt_id", "order_line_id"),
        ForeignKeyConstraint(
            ["cooperative_id", "order_id", "receipt_id"],
            ["goods_receipt.cooperative_id", "goods_receipt.order_id", "goods_receipt.id"],
        ),
        ForeignKeyConstraint(["cooperative_id", "order_id", "order_line_id"], LINE_KEY),
        CheckConstraint("accepted >= 0 AND damaged >= 0 AND short >= 0", name="quantities"),
        CheckConstraint("accepted + damaged + short > 0", name="something"),
        CheckConstraint("amount >= 0", name="amount"),
    )
