"""Loans to members: what was agreed, what falls due when, what was paid, and how each of it was changed.

What is outstanding is nowhere stored: it is the ledger's balance of the loan.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Identified, Table, Versioned
from ..rules.loans import BROUGHT_IN, CHANGE_KINDS, CHANGE_STATES, MONEY_ACCOUNTS, PAYMENT_KINDS, STATES
from ..rules.repayment import EARLY_INTEREST
from ..rules.schedule import LONGEST, METHODS, STEPS
from .columns import MEMBER_KEY, Amount, CooperativeId, PersonId, one_of

Percent = Annotated[Decimal, mapped_column(Numeric(7, 4))]
LOAN_KEY = ["loan.cooperative_id", "loan.id"]
SCHEDULE_KEY = ["loan_schedule.cooperative_id", "loan_schedule.loan_id", "loan_schedule.id"]
TERMS = (
    f"months BETWEEN 1 AND {LONGEST} AND monthly_rate BETWEEN 0 AND 10 AND step IN ({', '.join(map(str, STEPS))}) "
    f"AND {one_of('method', METHODS)}"
)


class Loan(Identified, Versioned, Table):
    """A loan from its request to its end. `monthly_rate` percent a month on `method`; see rules.schedule.

    `monthly_income` is what the member said he earns, rupiah; it is used for a hint and shown to nobody but the board.
    """

    __tablename__ = "loan"

    cooperative_id: Mapped[CooperativeId]
    member_id: Mapped[UUID]
    number: Mapped[str]
    state: Mapped[str]
    purpose: Mapped[str]
    principal: Mapped[Amount]
    monthly_rate: Mapped[Percent]
    months: Mapped[int]
    method: Mapped[str]
    step: Mapped[int]
    early_interest: Mapped[str]
    requested_on: Mapped[date]
    first_due_on: Mapped[date]
    monthly_income: Mapped[Amount | None]
    prepared_by: Mapped[PersonId]
    prepared_by_name: Mapped[str]
    decided_by: Mapped[PersonId]
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")
    disbursed_on: Mapped[date | None]
    money_account: Mapped[str | None]
    disbursed_by: Mapped[PersonId]
    disbursed_by_name: Mapped[str | None]
    entry_id: Mapped[UUID | None]
    reversal_entry_id: Mapped[UUID | None]
    ended_on: Mapped[date | None]
    schedules: Mapped[list[LoanSchedule]] = relationship(lazy="raise", order_by="LoanSchedule.position")
    payments: Mapped[list[LoanPayment]] = relationship(
        lazy="raise", order_by="LoanPayment.position", overlaps="schedules"
    )
    changes: Mapped[list[LoanChange]] = relationship(
        lazy="raise", order_by="LoanChange.id", overlaps="schedules,payments"
    )

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "number"),
        ForeignKeyConstraint(["cooperative_id", "member_id"], MEMBER_KEY),
        Index("ix_loan_member", "cooperative_id", "member_id", "id"),
        Index("ix_loan_state", "cooperative_id", "state", "id"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(TERMS, name="terms"),
        CheckConstraint(one_of("early_interest", EARLY_INTEREST), name="early_interest"),
        CheckConstraint(one_of("money_account", (*MONEY_ACCOUNTS, BROUGHT_IN)), name="money_account"),
        CheckConstraint("principal > 0 AND monthly_income > 0", name="amounts"),
        CheckConstraint("length(purpose) BETWEEN 1 AND 300 AND length(decision_note) <= 1000", name="words"),
        CheckConstraint("first_due_on >= coalesce(disbursed_on, requested_on)", name="first_due_on"),
        CheckConstraint("decided_by <> prepared_by", name="second_person"),
        CheckConstraint(
            "state NOT IN ('active', 'settled', 'written_off') OR (entry_id IS NOT NULL AND decided_by IS NOT NULL)",
            name="disbursed_after_approval",
        ),
        CheckConstraint(
            "(entry_id IS NULL) = (disbursed_on IS NULL) AND (entry_id IS NULL) = (money_account IS NULL)",
            name="disbursed",
        ),
        CheckConstraint("(state IN ('settled', 'written_off', 'reversed')) = (ended_on IS NOT NULL)", name="ended"),
        CheckConstraint("ended_on >= disbursed_on", name="ended_on"),
        CheckConstraint("(state = 'reversed') = (reversal_entry_id IS NOT NULL)", name="reversed"),
    )


class LoanSchedule(Identified, Table):
    """The instalments agreed from `starts_on` until `ended_on`; a restructured loan has several, the old ones kept."""

    __tablename__ = "loan_schedule"

    cooperative_id: Mapped[UUID]
    loan_id: Mapped[UUID]
    position: Mapped[int]
    starts_on: Mapped[date]
    ended_on: Mapped[date | None]
    principal: Mapped[Amount]
    carried: Mapped[Amount] = mapped_column(default=0)
    monthly_rate: Mapped[Percent]
    months: Mapped[int]
    method: Mapped[str]
    step: Mapped[int]
    change_id: Mapped[UUID | None]
    instalments: Mapped[list[LoanInstalment]] = relationship(lazy="raise", order_by="LoanInstalment.number")

    __table_args__ = (
        UniqueConstraint("cooperative_id", "loan_id", "id"),
        UniqueConstraint("cooperative_id", "loan_id", "position"),
        ForeignKeyConstraint(["cooperative_id", "loan_id"], LOAN_KEY),
        Index(
            "uq_loan_schedule_current",
            "cooperative_id",
            "loan_id",
            unique=True,
            postgresql_where=text("ended_on IS NULL"),
        ),
        CheckConstraint(TERMS, name="terms"),
        CheckConstraint("position > 0 AND principal > 0 AND carried >= 0", name="amounts"),
        CheckConstraint("ended_on >= starts_on", name="ended_on"),
        CheckConstraint("(position > 1) = (change_id IS NOT NULL)", name="changed_with_a_reason"),
    )


class LoanInstalment(Table):
    """What falls due on a day under a schedule, rupiah."""

    __tablename__ = "loan_instalment"

    cooperative_id: Mapped[UUID] = mapped_column(primary_key=True)
    loan_id: Mapped[UUID] = mapped_column(primary_key=True)
    schedule_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[date]
    principal: Mapped[Amount]
    interest: Mapped[Amount]

    __table_args__ = (
        ForeignKeyConstraint(["cooperative_id", "loan_id", "schedule_id"], SCHEDULE_KEY),
        Index("ix_loan_instalment_due", "cooperative_id", "due_on"),
        CheckConstraint("number > 0 AND principal > 0 AND interest >= 0", name="amounts"),
    )


class LoanPayment(Identified, Table):
    """Money paid on a loan, its interest and its principal, with the receipt's number and the journal entry."""

    __tablename__ = "loan_payment"

    cooperative_id: Mapped[UUID]
    loan_id: Mapped[UUID]
    schedule_id: Mapped[UUID]
    position: Mapped[int]
    number: Mapped[str]
    kind: Mapped[str]
    paid_on: Mapped[date]
    money_account: Mapped[str]
    amount: Mapped[Amount]
    interest: Mapped[Amount]
    principal: Mapped[Amount]
    note: Mapped[str] = mapped_column(default="")
    entry_id: Mapped[UUID]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]
    reversed_on: Mapped[date | None]
    reversed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reversed_by_name: Mapped[str | None]
    reversal_reason: Mapped[str | None]
    reversal_entry_id: Mapped[UUID | None]

    @property
    def stands(self) -> bool:
        """Whether it was not reversed."""
        return self.reversed_on is None

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "number"),
        UniqueConstraint("cooperative_id", "loan_id", "position"),
        ForeignKeyConstraint(["cooperative_id", "loan_id"], LOAN_KEY),
        ForeignKeyConstraint(["cooperative_id", "loan_id", "schedule_id"], SCHEDULE_KEY),
        Index("ix_loan_payment_day", "cooperative_id", "paid_on", "id"),
        CheckConstraint(one_of("kind", PAYMENT_KINDS), name="kind"),
        CheckConstraint(one_of("money_account", MONEY_ACCOUNTS), name="money_account"),
        CheckConstraint("amount > 0 AND interest >= 0 AND principal >= 0", name="amounts"),
        CheckConstraint(
            "interest + principal = CASE kind WHEN 'recovery' THEN 0 ELSE amount END",
            name="parts",
        ),
        CheckConstraint("length(note) <= 300", name="note"),
        CheckConstraint(
            "(reversed_on IS NULL) = (reversal_reason IS NULL) AND (reversed_on IS NULL) = (reversal_entry_id IS NULL)",
            name="reversal",
        ),
    )


class LoanChange(Identified, Versioned, Table):
    """A restructuring or a write-off: prepared by one person with a reason, decided by another.

    `outstanding` and `carried` are what was restructured or written off, rupiah, on the day it was decided.
    """

    __tablename__ = "loan_change"

    cooperative_id: Mapped[UUID]
    loan_id: Mapped[UUID]
    kind: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str]
    monthly_rate: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    months: Mapped[int | None]
    method: Mapped[str | None]
    step: Mapped[int | None]
    first_due_on: Mapped[date | None]
    carries_interest: Mapped[bool | None]
    prepared_by: Mapped[PersonId]
    prepared_by_name: Mapped[str]
    decided_by: Mapped[PersonId]
    decided_by_name: Mapped[str | None]
    decided_on: Mapped[date | None]
    decision_note: Mapped[str] = mapped_column(default="")
    outstanding: Mapped[Amount | None]
    carried: Mapped[Amount | None]
    from_allowance: Mapped[Amount | None]
    entry_id: Mapped[UUID | None]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        ForeignKeyConstraint(["cooperative_id", "loan_id"], LOAN_KEY),
        Index(
            "uq_loan_change_proposed",
            "cooperative_id",
            "loan_id",
            unique=True,
            postgresql_where=text("state = 'proposed'"),
        ),
        CheckConstraint(one_of("kind", CHANGE_KINDS), name="kind"),
        CheckConstraint(one_of("state", CHANGE_STATES), name="state"),
        CheckConstraint("length(reason) BETWEEN 1 AND 1000 AND length(decision_note) <= 1000", name="words"),
        CheckConstraint("decided_by <> prepared_by", name="second_person"),
        CheckConstraint("state <> 'approved' OR decided_by IS NOT NULL", name="approved"),
        CheckConstraint("state <> 'approved' OR coalesce(outstanding, 0) > 0", name="outstanding"),
        CheckConstraint("(kind = 'write_off' AND state = 'approved') = (entry_id IS NOT NULL)", name="booked"),
        CheckConstraint(
            "(kind = 'write_off' AND months IS NULL) OR (kind = 'restructuring' AND "
            f"num_nonnulls(monthly_rate, months, method, step, first_due_on, carries_interest) = 6 AND {TERMS})",
            name="terms",
        ),
    )


class LoanGrade(Table):
    """A row of a cooperative's own table of grades, valid from a day on; without any the default table holds."""

    __tablename__ = "loan_grade"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    grade: Mapped[int] = mapped_column(primary_key=True)
    from_days: Mapped[int]
    allowance: Mapped[Percent]
    source: Mapped[str]
    set_by: Mapped[PersonId]

    __table_args__ = (
        CheckConstraint("grade BETWEEN 1 AND 5 AND from_days >= 0 AND (grade > 1 OR from_days = 0)", name="grade"),
        CheckConstraint("allowance BETWEEN 0 AND 100", name="allowance"),
        CheckConstraint("length(source) BETWEEN 1 AND 200", name="source"),
    )


class LoanAllowance(Identified, Table):
    """The allowance for losses brought to what the grades ask on a day, rupiah; `by_grade` is how it was counted."""

    __tablename__ = "loan_allowance"

    cooperative_id: Mapped[CooperativeId]
    number: Mapped[str]
    day: Mapped[date]
    before: Mapped[Amount]
    needed: Mapped[Amount]
    by_grade: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    entry_id: Mapped[UUID]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "number"),
        Index("ix_loan_allowance_day", "cooperative_id", "day", "id"),
        CheckConstraint("needed >= 0 AND before <> needed", name="amounts"),
    )
