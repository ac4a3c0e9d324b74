"""Vouchers (bukti memorial) for what no business event books, and receipts (kuitansi) for money that changed hands."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Identified, Table
from ..rules.vouchers import FORMS
from .columns import Amount, CooperativeId, PersonId, one_of

RECEIPT_DIRECTIONS = ("in", "out")


class Voucher(Identified, Table):
    """A voucher that was posted: never changed, its entry is reversed. `total` is the sum of its debits, rupiah.

    `day` is the date on the paper, `booked_on` where the books took it. `facts` holds what a form worked with.
    """

    __tablename__ = "voucher"

    cooperative_id: Mapped[CooperativeId]
    number: Mapped[str]
    form: Mapped[str]
    day: Mapped[date]
    booked_on: Mapped[date]
    narration: Mapped[str]
    reference: Mapped[str]
    total: Mapped[Amount]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    entry_id: Mapped[UUID]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "number"),
        UniqueConstraint("cooperative_id", "entry_id"),
        Index("ix_voucher_form", "cooperative_id", "form", "booked_on"),
        CheckConstraint(one_of("form", tuple(FORMS)), name="form"),
        CheckConstraint("total > 0", name="total"),
        CheckConstraint("booked_on >= day", name="booked_on"),
        CheckConstraint("length(narration) BETWEEN 1 AND 1000 AND length(reference) <= 100", name="texts"),
    )


class MoneyReceipt(Identified, Table):
    """A receipt for one entry that took or gave money; printed as often as wanted, numbered once."""

    __tablename__ = "money_receipt"

    cooperative_id: Mapped[CooperativeId]
    number: Mapped[str]
    entry_id: Mapped[UUID]
    direction: Mapped[str]
    day: Mapped[date]
    amount: Mapped[Amount]
    party: Mapped[str]
    purpose: Mapped[str]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "number"),
        UniqueConstraint("cooperative_id", "entry_id"),
        CheckConstraint(one_of("direction", RECEIPT_DIRECTIONS), name="direction"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("length(party) BETWEEN 1 AND 200 AND length(purpose) BETWEEN 1 AND 1000", name="texts"),
    )
