"""What people decide about periods; their state stands in the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Identified, Table
from .columns import CooperativeId, PersonId, one_of

LATE_DOCUMENTS = ("move", "refuse")
REOPENING_STATES = ("waiting", "approved", "refused")


class PeriodClosing(Identified, Table):
    """Who closed a period, and what the checklist found not in order at that moment: [{code, count, amount}]."""

    __tablename__ = "period_closing"

    cooperative_id: Mapped[CooperativeId]
    period: Mapped[int]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    made_by: Mapped[PersonId]
    person_name: Mapped[str]

    __table_args__ = (
        Index("ix_period_closing_period", "cooperative_id", "period", "id"),
        CheckConstraint("period % 100 BETWEEN 1 AND 13", name="period"),
    )


class PeriodReopening(Identified, Table):
    """The wish to open a closed period again: one asks and says why, another agrees or not."""

    __tablename__ = "period_reopening"

    cooperative_id: Mapped[CooperativeId]
    period: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str]
    decided_by: Mapped[PersonId]
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        Index(
            "uq_period_reopening_waiting",
            "cooperative_id",
            "period",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
        CheckConstraint(one_of("state", REOPENING_STATES), name="state"),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> made_by)", name="second_person"
        ),
        CheckConstraint("length(reason) BETWEEN 1 AND 1000", name="reason"),
    )


class BooksPolicy(Table):
    """What a cooperative wants done with a voucher whose month is closed; without a row it is moved."""

    __tablename__ = "books_policy"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    late_documents: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[PersonId]

    __table_args__ = (CheckConstraint(one_of("late_documents", LATE_DOCUMENTS), name="late_documents"),)
