"""Suppliers, the terms that hold for everything they sell, and what reading has learnt from their lists."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Identified, Table, Versioned


class Supplier(Identified, Versioned, Table):
    """Who sells. Either an organisation with an account, or a name and phone that one cooperative keeps for itself.

    The name of one with an account is that of his organisation.
    """

    __tablename__ = "supplier"

    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), unique=True)
    kept_by: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    phone: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (kept_by IS NULL)", name="one_keeper"),
        CheckConstraint("length(name) BETWEEN 1 AND 200", name="name"),
        Index("uq_supplier_kept_by_name", "kept_by", text("lower(name)"), unique=True),
    )


class SupplierTerms(Versioned, Table):
    """What holds for everything of one supplier. Rupiah are whole; None is unknown, never zero."""

    __tablename__ = "supplier_terms"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    minimum_value: Mapped[int | None] = mapped_column(BigInteger)
    payment_term: Mapped[str | None]
    payment_days: Mapped[int | None]
    lead_days: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("minimum_value >= 0", name="minimum_value"),
        CheckConstraint("payment_term IN ('cash', 'transfer', 'credit')", name="payment_term"),
        CheckConstraint("(payment_term = 'credit') = (payment_days IS NOT NULL)", name="payment_days_of_a_term"),
        CheckConstraint("payment_days BETWEEN 1 AND 365", name="payment_days"),
        CheckConstraint("lead_days BETWEEN 0 AND 365", name="lead_days"),
    )


class ReadingMemory(Table):
    """What reading learnt from a supplier's lists: column meanings by heading, answers by pattern."""

    __tablename__ = "reading_memory"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
