"""The members' meeting's decision on the surplus, its calculation with all inputs, and what each member got."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Numeric, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Identified, Table, Versioned
from ..rules.surplus import CAPITAL_BASES, FUNDS, PAYOUT_WAYS, STATES
from .columns import MEMBER_KEY, Amount, CooperativeId, PersonId, one_of

DIVISION_KEY = ["surplus_division.cooperative_id", "surplus_division.id"]


class SurplusResolution(Identified, Table):
    """What the members' meeting (RAT) decided on the surplus of `year`: number, day, and percent per fund."""

    __tablename__ = "surplus_resolution"

    cooperative_id: Mapped[CooperativeId]
    year: Mapped[int]
    number: Mapped[str]
    held_on: Mapped[date]
    basis: Mapped[str]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]
    replaced_at: Mapped[datetime | None]
    shares: Mapped[list[SurplusShare]] = relationship(lazy="raise", order_by="SurplusShare.fund")

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        Index(
            "uq_surplus_resolution_year",
            "cooperative_id",
            "year",
            unique=True,
            postgresql_where=text("replaced_at IS NULL"),
        ),
        CheckConstraint("year BETWEEN 1990 AND 2999 AND held_on >= make_date(year, 1, 1)", name="year"),
        CheckConstraint("length(number) BETWEEN 1 AND 100", name="number"),
        CheckConstraint(one_of("basis", CAPITAL_BASES), name="basis"),
    )


class SurplusShare(Table):
    """Percent of what came from members, and of what came from others, that goes to a fund."""

    __tablename__ = "surplus_share"

    cooperative_id: Mapped[UUID] = mapped_column(primary_key=True)
    resolution_id: Mapped[UUID] = mapped_column(primary_key=True)
    fund: Mapped[str] = mapped_column(primary_key=True)
    of_member: Mapped[Decimal] = mapped_column(Numeric(7, 4))
    of_non_member: Mapped[Decimal] = mapped_column(Numeric(7, 4))

    __table_args__ = (
        ForeignKeyConstraint(
            ["cooperative_id", "resolution_id"], ["surplus_resolution.cooperative_id", "surplus_resolution.id"]
        ),
        CheckConstraint(one_of("fund", [fund.code for fund in FUNDS]), name="fund"),
        CheckConstraint("of_member BETWEEN 0 AND 100 AND of_non_member BETWEEN 0 AND 100", name="percent"),
        CheckConstraint(
            f"of_non_member = 0 OR NOT ({one_of('fund', [fund.code for fund in FUNDS if fund.to_members])})",
            name="others_surplus_is_not_the_members",
        ),
    )


class SurplusDivision(Identified, Versioned, Table):
    """A calculation of the division with everything it was counted from, as the books stood at `known_at`.

    `inputs` are plain values and `inputs_hash` their SHA-256; `seal_number` the last seal of the books then, if any.
    Prepared by one person, approved and booked by another; withdrawn and reversed ones stay for the record.
    """

    __tablename__ = "surplus_division"

    cooperative_id: Mapped[CooperativeId]
    resolution_id: Mapped[UUID]
    year: Mapped[int]
    state: Mapped[str]
    known_at: Mapped[datetime]
    seal_number: Mapped[int | None]
    inputs: Mapped[dict[str, Any]] = mapped_column(JSONB)
    inputs_hash: Mapped[str]
    total: Mapped[Amount]
    from_member: Mapped[Amount]
    from_non_member: Mapped[Amount]
    left_over: Mapped[Amount]
    funds: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    prepared_by: Mapped[PersonId]
    prepared_by_name: Mapped[str]
    decided_by: Mapped[PersonId]
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")
    entry_ids: Mapped[list[UUID] | None] = mapped_column(ARRAY(Uuid()))
    reversal_reason: Mapped[str | None]
    reversed_by_name: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        ForeignKeyConstraint(
            ["cooperative_id", "resolution_id"], ["surplus_resolution.cooperative_id", "surplus_resolution.id"]
        ),
        Index(
            "uq_surplus_division_year",
            "cooperative_id",
            "year",
            unique=True,
            postgresql_where=text("state IN ('prepared', 'posted')"),
        ),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(
            "total > 0 AND from_member >= 0 AND from_non_member >= 0 AND total = from_member + from_non_member "
            "AND left_over >= 0",
            name="amounts",
        ),
        CheckConstraint("length(inputs_hash) = 64", name="inputs_hash"),
        CheckConstraint("decided_by <> prepared_by", name="second_person"),
        CheckConstraint("(state IN ('posted', 'reversed')) = (entry_ids IS NOT NULL)", name="posted"),
        CheckConstraint("entry_ids IS NULL OR decided_by IS NOT NULL", name="approved"),
        CheckConstraint("(state = 'reversed') = (reversal_reason IS NOT NULL)", name="reversed"),
        CheckConstraint("length(decision_note) <= 1000", name="decision_note"),
    )


class SurplusPart(Identified, Table):
    """A member's part of a division, rupiah, and what it was counted from."""

    __tablename__ = "surplus_part"

    cooperative_id: Mapped[UUID]
    division_id: Mapped[UUID]
    member_id: Mapped[UUID]
    transactions: Mapped[Amount]
    capital: Mapped[Amount]
    for_business: Mapped[Amount]
    for_capital: Mapped[Amount]

    @property
    def amount(self) -> int:
        """What he gets, rupiah."""
        return self.for_business + self.for_capital

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "division_id", "member_id"),
        ForeignKeyConstraint(["cooperative_id", "division_id"], DIVISION_KEY),
        ForeignKeyConstraint(["cooperative_id", "member_id"], MEMBER_KEY),
        Index("ix_surplus_part_member", "cooperative_id", "member_id"),
        CheckConstraint("for_business >= 0 AND for_capital >= 0 AND for_business + for_capital > 0", name="amounts"),
    )


class SurplusPayment(Identified, Table):
    """A member got his part, in money or into his savings; a part is paid once."""

    __tablename__ = "surplus_payment"

    cooperative_id: Mapped[UUID]
    part_id: Mapped[UUID]
    number: Mapped[str]
    way: Mapped[str]
    amount: Mapped[Amount]
    paid_on: Mapped[date]
    entry_id: Mapped[UUID]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]
    reversed_on: Mapped[date | None]
    reversed_by_name: Mapped[str | None]
    reversal_reason: Mapped[str | None]
    reversal_entry_id: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "number"),
        ForeignKeyConstraint(["cooperative_id", "part_id"], ["surplus_part.cooperative_id", "surplus_part.id"]),
        Index(
            "uq_surplus_payment_part",
            "cooperative_id",
            "part_id",
            unique=True,
            postgresql_where=text("reversed_on IS NULL"),
        ),
        CheckConstraint(one_of("way", tuple(PAYOUT_WAYS)), name="way"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(
            "(reversed_on IS NULL) = (reversal_reason IS NULL) AND (reversed_on IS NULL) = (reversal_entry_id IS NULL)",
            name="reversal",
        ),
    )
