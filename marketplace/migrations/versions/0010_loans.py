"""Loans to members with schedule and instalments, and the division of the surplus."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_loans"
down_revision = "0009_members"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "loan_allowance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("needed", sa.BigInteger(), nullable=False),
        sa.Column("by_grade", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("needed >= 0 AND before <> needed", name="ck_loan_allowance_amounts"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_loan_allowance_cooperative_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_loan_allowance_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_loan_allowance"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_loan_allowance_cooperative_id_id"),
        sa.UniqueConstraint("cooperative_id", "number", name="uq_loan_allowance_cooperative_id_number"),
    )
    op.create_index("ix_loan_allowance_day", "loan_allowance", ["cooperative_id", "day", "id"], unique=False)
    op.create_table(
        "loan_grade",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("from_days", sa.Integer(), nullable=False),
        sa.Column("allowance", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("allowance BETWEEN 0 AND 100", name="ck_loan_grade_allowance"),
        sa.CheckConstraint(
            "grade BETWEEN 1 AND 5 AND from_days >= 0 AND (grade > 1 OR from_days = 0)", name="ck_loan_grade_grade"
        ),
        sa.CheckConstraint("length(source) BETWEEN 1 AND 200", name="ck_loan_grade_source"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_loan_grade_cooperative_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_loan_grade_set_by"),
        sa.PrimaryKeyConstraint("cooperative_id", "valid_from", "grade", name="pk_loan_grade"),
    )
    op.create_table(
        "surplus_resolution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("basis IN ('year_end', 'average')", name="ck_surplus_resolution_basis"),
        sa.CheckConstraint("length(number) BETWEEN 1 AND 100", name="ck_surplus_resolution_number"),
        sa.CheckConstraint(
            "year BETWEEN 1990 AND 2999 AND held_on >= make_date(year, 1, 1)", name="ck_surplus_resolution_year"
        ),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_surplus_resolution_cooperative_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_surplus_resolution_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_surplus_resolution"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_surplus_resolution_cooperative_id_id"),
    )
    op.create_index(
        "uq_surplus_resolution_year",
        "surplus_resolution",
        ["cooperative_id", "year"],
        unique=True,
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "loan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("monthly_rate", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("early_interest", sa.String(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("monthly_income", sa.BigInteger(), nullable=True),
        sa.Column("prepared_by", sa.Uuid(), nullable=True),
        sa.Column("prepared_by_name", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=False),
        sa.Column("disbursed_on", sa.Date(), nullable=True),
        sa.Column("money_account", sa.String(), nullable=True),
        sa.Column("disbursed_by", sa.Uuid(), nullable=True),
        sa.Column("disbursed_by_name", sa.String(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("reversal_entry_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'reversed') = (reversal_entry_id IS NOT NULL)", name="ck_loan_reversed"),
        sa.CheckConstraint(
            "(state IN ('settled', 'written_off', 'reversed')) = (ended_on IS NOT NULL)", name="ck_loan_ended"
        ),
        sa.CheckConstraint("early_interest IN ('running_month', 'whole_term')", name="ck_loan_early_interest"),
        sa.CheckConstraint("money_account IN ('1-1100', '1-1200', '1-1210', '3-9100')", name="ck_loan_money_account"),
        sa.CheckConstraint(
            "months BETWEEN 1 AND 120 AND monthly_rate BETWEEN 0 AND 10 AND step IN (1, 100, 500, 1000) AND "
            "method IN ('flat', 'declining', 'annuity', 'once')",
            name="ck_loan_terms",
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'approved', 'declined', 'cancelled', 'active', 'settled', 'written_off', "
            "'reversed')",
            name="ck_loan_state",
        ),
        sa.CheckConstraint(
            "state NOT IN ('active', 'settled', 'written_off') OR (entry_id IS NOT NULL AND decided_by IS NOT NULL)",
            name="ck_loan_disbursed_after_approval",
        ),
        sa.CheckConstraint(
            "(entry_id IS NULL) = (disbursed_on IS NULL) AND (entry_id IS NULL) = (money_account IS NULL)",
            name="ck_loan_disbursed",
        ),
        sa.CheckConstraint("decided_by <> prepared_by", name="ck_loan_second_person"),
        sa.CheckConstraint("ended_on >= disbursed_on", name="ck_loan_ended_on"),
        sa.CheckConstraint("first_due_on >= coalesce(disbursed_on, requested_on)", name="ck_loan_first_due_on"),
        sa.CheckConstraint("length(purpose) BETWEEN 1 AND 300 AND length(decision_note) <= 1000", name="ck_loan_words"),
        sa.CheckConstraint("principal > 0 AND monthly_income > 0", name="ck_loan_amounts"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["member.cooperative_id", "member.id"],
            name="fk_loan_cooperative_id_member_id",
        ),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_loan_cooperative_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_loan_decided_by"),
        sa.ForeignKeyConstraint(["disbursed_by"], ["person.id"], name="fk_loan_disbursed_by"),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name="fk_loan_prepared_by"),
        sa.PrimaryKeyConstraint("id", name="pk_loan"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_loan_cooperative_id_id"),
        sa.UniqueConstraint("cooperative_id", "number", name="uq_loan_cooperative_id_number"),
    )
    op.create_index("ix_loan_member", "loan", ["cooperative_id", "member_id", "id"], unique=False)
    op.create_index("ix_loan_state", "loan", ["cooperative_id", "state", "id"], unique=False)
    op.create_table(
        "surplus_division",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seal_number", sa.Integer(), nullable=True),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("inputs_hash", sa.String(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("from_member", sa.BigInteger(), nullable=False),
        sa.Column("from_non_member", sa.BigInteger(), nullable=False),
        sa.Column("left_over", sa.BigInteger(), nullable=False),
        sa.Column("funds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=True),
        sa.Column("prepared_by_name", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=False),
        sa.Column("entry_ids", postgresql.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("reversal_reason", sa.String(), nullable=True),
        sa.Column("reversed_by_name", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'reversed') = (reversal_reason IS NOT NULL)", name="ck_surplus_division_reversed"),
        sa.CheckConstraint(
            "(state IN ('posted', 'reversed')) = (entry_ids IS NOT NULL)", name="ck_surplus_division_posted"
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'posted', 'withdrawn', 'reversed')", name="ck_surplus_division_state"
        ),
        sa.CheckConstraint("decided_by <> prepared_by", name="ck_surplus_division_second_person"),
        sa.CheckConstraint("entry_ids IS NULL OR decided_by IS NOT NULL", name="ck_surplus_division_approved"),
        sa.CheckConstraint("length(decision_note) <= 1000", name="ck_surplus_division_decision_note"),
        sa.CheckConstraint("length(inputs_hash) = 64", name="ck_surplus_division_inputs_hash"),
        sa.CheckConstraint(
            "total > 0 AND from_member >= 0 AND from_non_member >= 0 AND "
            "total = from_member + from_non_member AND left_over >= 0",
            name="ck_surplus_division_amounts",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "resolution_id"],
            ["surplus_resolution.cooperative_id", "surplus_resolution.id"],
            name="fk_surplus_division_cooperative_id_resolution_id",
        ),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_surplus_division_cooperative_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_surplus_division_decided_by"),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name="fk_surplus_division_prepared_by"),
        sa.PrimaryKeyConstraint("id", name="pk_surplus_division"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_surplus_division_cooperative_id_id"),
    )
    op.create_index(
        "uq_surplus_division_year",
        "surplus_division",
        ["cooperative_id", "year"],
        unique=True,
        postgresql_where=sa.text("state IN ('prepared', 'posted')"),
    )
    op.create_table(
        "surplus_share",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("of_member", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("of_non_member", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.CheckConstraint(
            "fund IN ('reserve', 'risk_reserve', 'business', 'capital', 'board', 'education', 'social', 'village')",
            name="ck_surplus_share_fund",
        ),
        sa.CheckConstraint(
            "of_non_member = 0 OR NOT (fund IN ('business', 'capital'))",
            name="ck_surplus_share_others_surplus_is_not_the_members",
        ),
        sa.CheckConstraint(
            "of_member BETWEEN 0 AND 100 AND of_non_member BETWEEN 0 AND 100", name="ck_surplus_share_percent"
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "resolution_id"],
            ["surplus_resolution.cooperative_id", "surplus_resolution.id"],
            name="fk_surplus_share_cooperative_id_resolution_id",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "resolution_id", "fund", name="pk_surplus_share"),
    )
    op.create_table(
        "loan_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("monthly_rate", sa.Numeric(precision=7, scale=4), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("carries_interest", sa.Boolean(), nullable=True),
        sa.Column("prepared_by", sa.Uuid(), nullable=True),
        sa.Column("prepared_by_name", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=False),
        sa.Column("outstanding", sa.BigInteger(), nullable=True),
        sa.Column("carried", sa.BigInteger(), nullable=True),
        sa.Column("from_allowance", sa.BigInteger(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'write_off' AND months IS NULL) OR (kind = 'restructuring' AND num_nonnulls(monthly_rate, "
            "months, method, step, first_due_on, carries_interest) = 6 AND months BETWEEN 1 AND 120 AND "
            "monthly_rate BETWEEN 0 AND 10 AND step IN (1, 100, 500, 1000) AND method IN ('flat', 'declining', "
            "'annuity', 'once'))",
            name="ck_loan_change_terms",
        ),
        sa.CheckConstraint(
            "(kind = 'write_off' AND state = 'approved') = (entry_id IS NOT NULL)", name="ck_loan_change_booked"
        ),
        sa.CheckConstraint("kind IN ('restructuring', 'write_off')", name="ck_loan_change_kind"),
        sa.CheckConstraint("state <> 'approved' OR coalesce(outstanding, 0) > 0", name="ck_loan_change_outstanding"),
        sa.CheckConstraint("state <> 'approved' OR decided_by IS NOT NULL", name="ck_loan_change_approved"),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'declined')", name="ck_loan_change_state"),
        sa.CheckConstraint("decided_by <> prepared_by", name="ck_loan_change_second_person"),
        sa.CheckConstraint(
            "length(reason) BETWEEN 1 AND 1000 AND length(decision_note) <= 1000", name="ck_loan_change_words"
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "loan_id"],
            ["loan.cooperative_id", "loan.id"],
            name="fk_loan_change_cooperative_id_loan_id",
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_loan_change_decided_by"),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name="fk_loan_change_prepared_by"),
        sa.PrimaryKeyConstraint("id", name="pk_loan_change"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_loan_change_cooperative_id_id"),
    )
    op.create_index(
        "uq_loan_change_proposed",
        "loan_change",
        ["cooperative_id", "loan_id"],
        unique=True,
        postgresql_where=sa.text("state = 'proposed'"),
    )
    op.create_table(
        "loan_schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("carried", sa.BigInteger(), nullable=False),
        sa.Column("monthly_rate", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "months BETWEEN 1 AND 120 AND monthly_rate BETWEEN 0 AND 10 AND step IN (1, 100, 500, 1000) AND "
            "method IN ('flat', 'declining', 'annuity', 'once')",
            name="ck_loan_schedule_terms",
        ),
        sa.CheckConstraint("(position > 1) = (change_id IS NOT NULL)", name="ck_loan_schedule_changed_with_a_reason"),
        sa.CheckConstraint("ended_on >= starts_on", name="ck_loan_schedule_ended_on"),
        sa.CheckConstraint("position > 0 AND principal > 0 AND carried >= 0", name="ck_loan_schedule_amounts"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "loan_id"],
            ["loan.cooperative_id", "loan.id"],
            name="fk_loan_schedule_cooperative_id_loan_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_loan_schedule"),
        sa.UniqueConstraint("cooperative_id", "loan_id", "id", name="uq_loan_schedule_cooperative_id_loan_id_id"),
        sa.UniqueConstraint(
            "cooperative_id", "loan_id", "position", name="uq_loan_schedule_cooperative_id_loan_id_position"
        ),
    )
    op.create_index(
        "uq_loan_schedule_current",
        "loan_schedule",
        ["cooperative_id", "loan_id"],
        unique=True,
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "surplus_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("division_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("transactions", sa.BigInteger(), nullable=False),
        sa.Column("capital", sa.BigInteger(), nullable=False),
        sa.Column("for_business", sa.BigInteger(), nullable=False),
        sa.Column("for_capital", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "for_business >= 0 AND for_capital >= 0 AND for_business + for_capital > 0", name="ck_surplus_part_amounts"
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "division_id"],
            ["surplus_division.cooperative_id", "surplus_division.id"],
            name="fk_surplus_part_cooperative_id_division_id",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["member.cooperative_id", "member.id"],
            name="fk_surplus_part_cooperative_id_member_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_surplus_part"),
        sa.UniqueConstraint(
            "cooperative_id", "division_id", "member_id", name="uq_surplus_part_cooperative_id_division_id_member_id"
        ),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_surplus_part_cooperative_id_id"),
    )
    op.create_index("ix_surplus_part_member", "surplus_part", ["cooperative_id", "member_id"], unique=False)
    op.create_table(
        "loan_instalment",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number > 0 AND principal > 0 AND interest >= 0", name="ck_loan_instalment_amounts"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "loan_id", "schedule_id"],
            ["loan_schedule.cooperative_id", "loan_schedule.loan_id", "loan_schedule.id"],
            name="fk_loan_instalment_cooperative_id_loan_id_schedule_id",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "loan_id", "schedule_id", "number", name="pk_loan_instalment"),
    )
    op.create_index("ix_loan_instalment_due", "loan_instalment", ["cooperative_id", "due_on"], unique=False)
    op.create_table(
        "loan_payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("loan_id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("money_account", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("reversed_by", sa.Uuid(), nullable=True),
        sa.Column("reversed_by_name", sa.String(), nullable=True),
        sa.Column("reversal_reason", sa.String(), nullable=True),
        sa.Column("reversal_entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "interest + principal = CASE kind WHEN 'recovery' THEN 0 ELSE amount END", name="ck_loan_payment_parts"
        ),
        sa.CheckConstraint("kind IN ('instalment', 'settlement', 'recovery')", name="ck_loan_payment_kind"),
        sa.CheckConstraint("money_account IN ('1-1100', '1-1200', '1-1210')", name="ck_loan_payment_money_account"),
        sa.CheckConstraint(
            "(reversed_on IS NULL) = (reversal_reason IS NULL) AND (reversed_on IS NULL) = (reversal_entry_id IS NULL)",
            name="ck_loan_payment_reversal",
        ),
        sa.CheckConstraint("amount > 0 AND interest >= 0 AND principal >= 0", name="ck_loan_payment_amounts"),
        sa.CheckConstraint("length(note) <= 300", name="ck_loan_payment_note"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "loan_id", "schedule_id"],
            ["loan_schedule.cooperative_id", "loan_schedule.loan_id", "loan_schedule.id"],
            name="fk_loan_payment_cooperative_id_loan_id_schedule_id",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "loan_id"],
            ["loan.cooperative_id", "loan.id"],
            name="fk_loan_payment_cooperative_id_loan_id",
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_loan_payment_made_by"),
        sa.ForeignKeyConstraint(["reversed_by"], ["person.id"], name="fk_loan_payment_reversed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_loan_payment"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_loan_payment_cooperative_id_id"),
        sa.UniqueConstraint(
            "cooperative_id", "loan_id", "position", name="uq_loan_payment_cooperative_id_loan_id_position"
        ),
        sa.UniqueConstraint("cooperative_id", "number", name="uq_loan_payment_cooperative_id_number"),
    )
    op.create_index("ix_loan_payment_day", "loan_payment", ["cooperative_id", "paid_on", "id"], unique=False)
    op.create_table(
        "surplus_payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("reversed_on", sa.Date(), nullable=True),
        sa.Column("reversed_by_name", sa.String(), nullable=True),
        sa.Column("reversal_reason", sa.String(), nullable=True),
        sa.Column("reversal_entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("way IN ('cash', 'transfer', 'savings')", name="ck_surplus_payment_way"),
        sa.CheckConstraint(
            "(reversed_on IS NULL) = (reversal_reason IS NULL) AND (reversed_on IS NULL) = (reversal_entry_id IS NULL)",
            name="ck_surplus_payment_reversal",
        ),
        sa.CheckConstraint("amount > 0", name="ck_surplus_payment_amount"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "part_id"],
            ["surplus_part.cooperative_id", "surplus_part.id"],
            name="fk_surplus_payment_cooperative_id_part_id",
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_surplus_payment_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_surplus_payment"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_surplus_payment_cooperative_id_id"),
        sa.UniqueConstraint("cooperative_id", "number", name="uq_surplus_payment_cooperative_id_number"),
    )
    op.create_index(
        "uq_surplus_payment_part",
        "surplus_payment",
        ["cooperative_id", "part_id"],
        unique=True,
        postgresql_where=sa.text("reversed_on IS NULL"),
    )
