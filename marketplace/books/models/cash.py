"""The cash book: what the buttons mean, each line of it, and the count of a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Identified, Table, Versioned
from .columns import MEMBER_KEY, Amount, CooperativeId, PersonId, one_of


class CashCategory(Identified, Versioned, Table):
    """A button of the cash page as this cooperative changed it; one that was never changed has no row (see rules)."""

    __tablename__ = "cash_category"

    cooperative_id: Mapped[CooperativeId]
    code: Mapped[str]
    name: Mapped[str]
    direction: Mapped[str]
    account: Mapped[str]
    non_member_account: Mapped[str | None]
    in_use: Mapped[bool]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "code"),
        CheckConstraint(one_of("direction", ("in", "out")), name="direction"),
        CheckConstraint("length(code) BETWEEN 1 AND 40", name="code"),
        CheckConstraint("length(name) BETWEEN 1 AND 40", name="name"),
        CheckConstraint("non_member_account IS NULL OR direction = 'in'", name="party"),
    )


class CashEntry(Identified, Table):
    """A line of the cash book. `happened_at` is the phone's time, `day` the day it was there; `booked_on` may be later.

    `key` is made where it was written down and names it for ever: sent twice, booked once.
    """

    __tablename__ = "cash_entry"

    cooperative_id: Mapped[CooperativeId]
    key: Mapped[str]
    number: Mapped[str]
    till: Mapped[str]
    direction: Mapped[str]
    category: Mapped[str]
    category_name: Mapped[str]
    account: Mapped[str]
    party: Mapped[str | None]
    member_id: Mapped[UUID | None]
    amount: Mapped[Amount]
    note: Mapped[str]
    happened_at: Mapped[datetime]
    day: Mapped[date]
    booked_on: Mapped[date]
    was_offline: Mapped[bool]
    entry_id: Mapped[UUID]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]
    reversed_at: Mapped[datetime | None]
    reversed_by: Mapped[PersonId]
    reversed_by_name: Mapped[str | None]
    reversal_reason: Mapped[str | None]
    reversal_entry_id: Mapped[UUID | None]

    @property
    def was_moved(self) -> bool:
        """Whether its month was closed, so that the books took it on a later day."""
        return self.booked_on != self.day

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "key"),
        UniqueConstraint("cooperative_id", "number"),
        ForeignKeyConstraint(["cooperative_id", "member_id"], MEMBER_KEY),
        Index("ix_cash_entry_day", "cooperative_id", "till", "day", "id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(one_of("direction", ("in", "out")), name="direction"),
        CheckConstraint("party IN ('member', 'non_member')", name="party"),
        CheckConstraint("member_id IS NULL OR party = 'member'", name="member"),
        CheckConstraint("booked_on >= day", name="booked_on"),
        CheckConstraint("length(key) BETWEEN 1 AND 100 AND length(note) <= 200", name="texts"),
        CheckConstraint(
            "(reversed_at IS NULL) = (reversal_entry_id IS NULL) AND (reversed_at IS NULL) = (reversal_reason IS NULL)",
            name="reversal",
        ),
    )


class CashCount(Identified, Versioned, Table):
    """What was counted in a till at the end of a day, beside what the books expected at that moment, rupiah.

    `pieces` holds {denomination: number of pieces}. It stands when a second person has signed it.
    """

    __tablename__ = "cash_count"

    cooperative_id: Mapped[CooperativeId]
    till: Mapped[str]
    day: Mapped[date]
    state: Mapped[str]
    pieces: Mapped[dict[str, Any]] = mapped_column(JSONB)
    counted: Mapped[Amount]
    expected: Mapped[Amount]
    reason: Mapped[str]
    handed_to: Mapped[str]
    handed: Mapped[Amount]
    counted_by: Mapped[PersonId]
    counted_by_name: Mapped[str]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[PersonId]
    signed_by_name: Mapped[str | None]
    difference_entry_id: Mapped[UUID | None]
    handover_entry_id: Mapped[UUID | None]

    @property
    def difference(self) -> int:
        """Above zero: more in the till than in the books."""
        return self.counted - self.expected

    __table_args__ = (
        Index(
            "uq_cash_count_day",
            "cooperative_id",
            "till",
            "day",
            unique=True,
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        CheckConstraint("state IN ('counted', 'signed', 'withdrawn')", name="state"),
        CheckConstraint("handed_to IN ('stays', 'treasurer', 'bank')", name="handed_to"),
        CheckConstraint("counted >= 0 AND handed BETWEEN 0 AND counted", name="amounts"),
        CheckConstraint("(handed_to = 'stays') = (handed = 0)", name="handover"),
        CheckConstraint("counted = expected OR length(reason) > 0", name="reason"),
        CheckConstraint("length(reason) <= 500", name="reason_length"),
        CheckConstraint("(state = 'signed') = (signed_at IS NOT NULL)", name="signed"),
        CheckConstraint("signed_by <> counted_by", name="second_person"),
        CheckConstraint(
            "difference_entry_id IS NULL OR (state = 'signed' AND counted <> expected)", name="difference_booked"
        ),
    )
