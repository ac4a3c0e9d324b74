"""Savings: the cooperative's own policy, dues and rates by date, every paper, and term savings. No balance is kept."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ...clock import now
from ...database import Identified, Table, Versioned
from ..rules.savings import DUES, DUES_CLASSES, KINDS, MOVEMENTS, WAYS
from .columns import MEMBER_KEY, Amount, CooperativeId, PersonId, one_of

BANKS = ("1-1200", "1-1210")


class SavingsPolicy(Versioned, Table):
    """How a cooperative books dues: as equity or as liability (with the accountant who said so), due dues as a
    receivable or not, which bank account takes transfers, and by which day of the month dues are paid."""

    __tablename__ = "savings_policy"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    dues_class: Mapped[str] = mapped_column(default="equity")
    accountant: Mapped[str] = mapped_column(default="")
    books_receivable: Mapped[bool] = mapped_column(default=False)
    bank_account: Mapped[str] = mapped_column(default="1-1200")
    due_day: Mapped[int] = mapped_column(default=10)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    changed_by: Mapped[PersonId]

    __table_args__ = (
        CheckConstraint(one_of("dues_class", DUES_CLASSES), name="dues_class"),
        CheckConstraint("dues_class = 'equity' OR length(accountant) > 0", name="accountant"),
        CheckConstraint("length(accountant) <= 200", name="accountant_length"),
        CheckConstraint(one_of("bank_account", BANKS), name="bank_account"),
        CheckConstraint("due_day BETWEEN 1 AND 28", name="due_day"),
    )


class DuesAmount(Table):
    """What a member owes of one kind of dues from a day on: once (principal), or each month (mandatory)."""

    __tablename__ = "dues_amount"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    amount: Mapped[Amount]
    set_by: Mapped[PersonId]

    __table_args__ = (
        CheckConstraint(one_of("kind", DUES), name="kind"),
        CheckConstraint("amount >= 0", name="amount"),
    )


class SavingsRate(Table):
    """What voluntary savings earn in a year, per cent, from a day on."""

    __tablename__ = "savings_rate"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    effective_from: Mapped[date] = mapped_column(primary_key=True)
    percent_per_year: Mapped[Decimal] = mapped_column(Numeric(7, 4))
    set_by: Mapped[PersonId]

    __table_args__ = (CheckConstraint("percent_per_year BETWEEN 0 AND 100", name="percent_per_year"),)


class TermSaving(Identified, Versioned, Table):
    """A sum that a member leaves for `months` for a purpose; it earns `percent_per_year` until `matures_on`."""

    __tablename__ = "term_saving"

    cooperative_id: Mapped[CooperativeId]
    member_id: Mapped[UUID]
    number: Mapped[str]
    amount: Mapped[Amount]
    opened_on: Mapped[date]
    months: Mapped[int]
    matures_on: Mapped[date]
    purpose: Mapped[str] = mapped_column(default="")
    percent_per_year: Mapped[Decimal] = mapped_column(Numeric(7, 4), default=Decimal(0))
    state: Mapped[str] = mapped_column(default="open")
    closed_on: Mapped[date | None]
    closing_reason: Mapped[str | None]
    rolled_from: Mapped[UUID | None]
    made_by: Mapped[PersonId]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "number"),
        ForeignKeyConstraint(["cooperative_id", "member_id"], MEMBER_KEY),
        ForeignKeyConstraint(["cooperative_id", "rolled_from"], ["term_saving.cooperative_id", "term_saving.id"]),
        Index("ix_term_saving_member", "cooperative_id", "member_id"),
        Index("ix_term_saving_maturity", "cooperative_id", "state", "matures_on"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("months BETWEEN 1 AND 120 AND matures_on > opened_on", name="months"),
        CheckConstraint("percent_per_year BETWEEN 0 AND 100", name="percent_per_year"),
        CheckConstraint("state IN ('open', 'closed', 'rolled', 'reversed')", name="state"),
        CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed"),
        CheckConstraint("closed_on >= opened_on", name="closed_on"),
        CheckConstraint("length(purpose) <= 200 AND length(closing_reason) <= 1000", name="texts"),
    )


class SavingsMovement(Identified, Table):
    """One receipt about a member's savings, with the journal entry it made. What was wrong is reversed, never edited.

    `amount` is what moved, rupiah; `tax` what was withheld of it (interest only). `entry_id` is None where all of it
    settled booked dues: then each DuesPayment has its entry.
    """

    __tablename__ = "savings_movement"

    cooperative_id: Mapped[CooperativeId]
    member_id: Mapped[UUID]
    number: Mapped[str]
    movement: Mapped[str]
    kind: Mapped[str]
    term_id: Mapped[UUID | None]
    way: Mapped[str]
    amount: Mapped[Amount]
    tax: Mapped[Amount] = mapped_column(default=0)
    day: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    made_by: Mapped[PersonId]
    person_name: Mapped[str]
    entry_id: Mapped[UUID | None]
    reversed_at: Mapped[datetime | None]
    reversed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reversed_by_name: Mapped[str | None]
    reversal_reason: Mapped[str | None]
    reversal_entry_id: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "number"),
        ForeignKeyConstraint(["cooperative_id", "member_id"], MEMBER_KEY),
        ForeignKeyConstraint(["cooperative_id", "term_id"], ["term_saving.cooperative_id", "term_saving.id"]),
        Index("ix_savings_movement_member", "cooperative_id", "member_id", "id"),
        Index("ix_savings_movement_day", "cooperative_id", "day", "id"),
        Index(
            "uq_savings_movement_interest",
            "cooperative_id",
            "member_id",
            "day",
            unique=True,
            postgresql_where=text("movement = 'interest' AND kind = 'voluntary' AND reversed_at IS NULL"),
        ),
        Index(
            "uq_savings_movement_term_interest",
            "cooperative_id",
            "term_id",
            "day",
            unique=True,
            postgresql_where=text("movement = 'interest' AND kind = 'term' AND reversed_at IS NULL"),
        ),
        CheckConstraint(one_of("movement", MOVEMENTS), name="movement"),
        CheckConstraint(one_of("kind", KINDS), name="kind"),
        CheckConstraint(one_of("way", WAYS), name="way"),
        CheckConstraint("(kind = 'term') = (term_id IS NOT NULL)", name="term"),
        CheckConstraint("amount > 0 AND tax BETWEEN 0 AND amount", name="amounts"),
        CheckConstraint("tax = 0 OR movement = 'interest'", name="tax"),
        CheckConstraint("length(note) <= 500", name="note"),
        CheckConstraint("(reversed_at IS NULL) = (reversal_reason IS NULL)", name="reversal"),
        CheckConstraint("reversal_entry_id IS NULL OR reversed_at IS NOT NULL", name="reversal_entry"),
    )


class Dues(Identified, Table):
    """Dues of a month that were booked as a receivable because they were due and not paid."""

    __tablename__ = "dues"

    cooperative_id: Mapped[CooperativeId]
    member_id: Mapped[UUID]
    kind: Mapped[str]
    month: Mapped[date]
    amount: Mapped[Amount]
    due_on: Mapped[date]
    entry_id: Mapped[UUID]
    cancelled_on: Mapped[date | None]
    cancellation_entry_id: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "member_id", "kind", "month"),
        ForeignKeyConstraint(["cooperative_id", "member_id"], MEMBER_KEY),
        CheckConstraint(one_of("kind", DUES), name="kind"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("extract(day FROM month) = 1", name="month"),
    )


class DuesPayment(Identified, Table):
    """The part of a receipt that settles booked dues, rupiah, with the journal entry it made."""

    __tablename__ = "dues_payment"

    cooperative_id: Mapped[CooperativeId]
    movement_id: Mapped[UUID]
    dues_id: Mapped[UUID]
    amount: Mapped[Amount]
    entry_id: Mapped[UUID]
    reversal_entry_id: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "movement_id", "dues_id"),
        ForeignKeyConstraint(
            ["cooperative_id", "movement_id"], ["savings_movement.cooperative_id", "savings_movement.id"]
        ),
        ForeignKeyConstraint(["cooperative_id", "dues_id"], ["dues.cooperative_id", "dues.id"]),
        Index("ix_dues_payment_dues", "cooperative_id", "dues_id"),
        CheckConstraint("amount > 0", name="amount"),
    )
