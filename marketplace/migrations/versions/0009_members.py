"""The register of members, their savings, and what they owe of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_members"
down_revision = "0008_ledger"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "books_counter",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_number > 0", name="ck_books_counter_last_number"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_books_counter_cooperative_id"),
        sa.PrimaryKeyConstraint("cooperative_id", "kind", "year", name="pk_books_counter"),
    )
    op.create_table(
        "dues_amount",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('principal', 'mandatory')", name="ck_dues_amount_kind"),
        sa.CheckConstraint("amount >= 0", name="ck_dues_amount_amount"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_dues_amount_cooperative_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_dues_amount_set_by"),
        sa.PrimaryKeyConstraint("cooperative_id", "kind", "effective_from", name="pk_dues_amount"),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("leaving_reason", sa.String(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("nik_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("nik_end", sa.String(), nullable=True),
        sa.Column("nik_mark", sa.LargeBinary(), nullable=True),
        sa.Column("inclusion", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("inclusion_agreed_on", sa.Date(), nullable=True),
        sa.Column("claim_hash", sa.String(), nullable=True),
        sa.Column("claim_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "inclusion <@ ARRAY['woman', 'youth', 'elderly', 'disability', 'low_income', 'smallholder']::varchar[]",
            name="ck_member_inclusion",
        ),
        sa.CheckConstraint("nik_end ~ '^[0-9]{4}$'", name="ck_member_nik_end"),
        sa.CheckConstraint("phone ~ '^[+][1-9][0-9]{6,14}$'", name="ck_member_phone"),
        sa.CheckConstraint("(claim_hash IS NULL) = (claim_expires_at IS NULL)", name="ck_member_claim"),
        sa.CheckConstraint("(left_on IS NULL) = (leaving_reason IS NULL)", name="ck_member_leaving"),
        sa.CheckConstraint(
            "(nik_sealed IS NULL) = (nik_end IS NULL) AND (nik_sealed IS NULL) = (nik_mark IS NULL)",
            name="ck_member_nik",
        ),
        sa.CheckConstraint(
            "cardinality(inclusion) = 0 OR inclusion_agreed_on IS NOT NULL", name="ck_member_inclusion_agreed"
        ),
        sa.CheckConstraint("left_on >= joined_on", name="ck_member_left_on"),
        sa.CheckConstraint("length(address) <= 500", name="ck_member_address"),
        sa.CheckConstraint("length(leaving_reason) BETWEEN 1 AND 1000", name="ck_member_leaving_reason"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name="ck_member_name"),
        sa.CheckConstraint("length(number) BETWEEN 1 AND 30 AND number = btrim(number)", name="ck_member_number"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_member_cooperative_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_member_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_member_cooperative_id_id"),
    )
    op.create_index("ix_member_order", "member", ["cooperative_id", sa.text("length(number)"), "number"], unique=False)
    op.create_index("ix_member_person_id", "member", ["person_id"], unique=False)
    op.create_index(
        "uq_member_nik",
        "member",
        ["cooperative_id", "nik_mark"],
        unique=True,
        postgresql_where=sa.text("left_on IS NULL AND nik_mark IS NOT NULL"),
    )
    op.create_index("uq_member_number", "member", ["cooperative_id", sa.text("lower(number)")], unique=True)
    op.create_index(
        "uq_member_person",
        "member",
        ["cooperative_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("left_on IS NULL AND person_id IS NOT NULL"),
    )
    op.create_table(
        "savings_policy",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("dues_class", sa.String(), nullable=False),
        sa.Column("accountant", sa.String(), nullable=False),
        sa.Column("books_receivable", sa.Boolean(), nullable=False),
        sa.Column("bank_account", sa.String(), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("bank_account IN ('1-1200', '1-1210')", name="ck_savings_policy_bank_account"),
        sa.CheckConstraint("dues_class = 'equity' OR length(accountant) > 0", name="ck_savings_policy_accountant"),
        sa.CheckConstraint("dues_class IN ('equity', 'liability')", name="ck_savings_policy_dues_class"),
        sa.CheckConstraint("due_day BETWEEN 1 AND 28", name="ck_savings_policy_due_day"),
        sa.CheckConstraint("length(accountant) <= 200", name="ck_savings_policy_accountant_length"),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name="fk_savings_policy_changed_by"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_savings_policy_cooperative_id"),
        sa.PrimaryKeyConstraint("cooperative_id", name="pk_savings_policy"),
    )
    op.create_table(
        "savings_rate",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("percent_per_year", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("percent_per_year BETWEEN 0 AND 100", name="ck_savings_rate_percent_per_year"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_savings_rate_cooperative_id"),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name="fk_savings_rate_set_by"),
        sa.PrimaryKeyConstraint("cooperative_id", "effective_from", name="pk_savings_rate"),
    )
    op.create_table(
        "dues",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancellation_entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('principal', 'mandatory')", name="ck_dues_kind"),
        sa.CheckConstraint("amount > 0", name="ck_dues_amount"),
        sa.CheckConstraint("extract(day FROM month) = 1", name="ck_dues_month"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["member.cooperative_id", "member.id"],
            name="fk_dues_cooperative_id_member_id",
        ),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_dues_cooperative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dues"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_dues_cooperative_id_id"),
        sa.UniqueConstraint(
            "cooperative_id", "member_id", "kind", "month", name="uq_dues_cooperative_id_member_id_kind_month"
        ),
    )
    op.create_table(
        "term_saving",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("matures_on", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("percent_per_year", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", sa.String(), nullable=True),
        sa.Column("rolled_from", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="ck_term_saving_closed"),
        sa.CheckConstraint("state IN ('open', 'closed', 'rolled', 'reversed')", name="ck_term_saving_state"),
        sa.CheckConstraint("amount > 0", name="ck_term_saving_amount"),
        sa.CheckConstraint("closed_on >= opened_on", name="ck_term_saving_closed_on"),
        sa.CheckConstraint("length(purpose) <= 200 AND length(closing_reason) <= 1000", name="ck_term_saving_texts"),
        sa.CheckConstraint("months BETWEEN 1 AND 120 AND matures_on > opened_on", name="ck_term_saving_months"),
        sa.CheckConstraint("percent_per_year BETWEEN 0 AND 100", name="ck_term_saving_percent_per_year"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["member.cooperative_id", "member.id"],
            name="fk_term_saving_cooperative_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "rolled_from"],
            ["term_saving.cooperative_id", "term_saving.id"],
            name="fk_term_saving_cooperative_id_rolled_from",
        ),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_term_saving_cooperative_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_term_saving_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_term_saving"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_term_saving_cooperative_id_id"),
        sa.UniqueConstraint("cooperative_id", "number", name="uq_term_saving_cooperative_id_number"),
    )
    op.create_index("ix_term_saving_maturity", "term_saving", ["cooperative_id", "state", "matures_on"], unique=False)
    op.create_index("ix_term_saving_member", "term_saving", ["cooperative_id", "member_id"], unique=False)
    op.create_table(
        "savings_movement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("movement", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_by", sa.Uuid(), nullable=True),
        sa.Column("reversed_by_name", sa.String(), nullable=True),
        sa.Column("reversal_reason", sa.String(), nullable=True),
        sa.Column("reversal_entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'term') = (term_id IS NOT NULL)", name="ck_savings_movement_term"),
        sa.CheckConstraint("kind IN ('principal', 'mandatory', 'voluntary', 'term')", name="ck_savings_movement_kind"),
        sa.CheckConstraint(
            "movement IN ('deposit', 'withdrawal', 'interest', 'opening')", name="ck_savings_movement_movement"
        ),
        sa.CheckConstraint("tax = 0 OR movement = 'interest'", name="ck_savings_movement_tax"),
        sa.CheckConstraint("way IN ('cash', 'transfer', 'voluntary', 'none')", name="ck_savings_movement_way"),
        sa.CheckConstraint("(reversed_at IS NULL) = (reversal_reason IS NULL)", name="ck_savings_movement_reversal"),
        sa.CheckConstraint("amount > 0 AND tax BETWEEN 0 AND amount", name="ck_savings_movement_amounts"),
        sa.CheckConstraint("length(note) <= 500", name="ck_savings_movement_note"),
        sa.CheckConstraint(
            "reversal_entry_id IS NULL OR reversed_at IS NOT NULL", name="ck_savings_movement_reversal_entry"
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "member_id"],
            ["member.cooperative_id", "member.id"],
            name="fk_savings_movement_cooperative_id_member_id",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "term_id"],
            ["term_saving.cooperative_id", "term_saving.id"],
            name="fk_savings_movement_cooperative_id_term_id",
        ),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_savings_movement_cooperative_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_savings_movement_made_by"),
        sa.ForeignKeyConstraint(["reversed_by"], ["person.id"], name="fk_savings_movement_reversed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_savings_movement"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_savings_movement_cooperative_id_id"),
        sa.UniqueConstraint("cooperative_id", "number", name="uq_savings_movement_cooperative_id_number"),
    )
    op.create_index("ix_savings_movement_day", "savings_movement", ["cooperative_id", "day", "id"], unique=False)
    op.create_index(
        "ix_savings_movement_member", "savings_movement", ["cooperative_id", "member_id", "id"], unique=False
    )
    op.create_index(
        "uq_savings_movement_interest",
        "savings_movement",
        ["cooperative_id", "member_id", "day"],
        unique=True,
        postgresql_where=sa.text("movement = 'interest' AND kind = 'voluntary' AND reversed_at IS NULL"),
    )
    op.create_index(
        "uq_savings_movement_term_interest",
        "savings_movement",
        ["cooperative_id", "term_id", "day"],
        unique=True,
        postgresql_where=sa.text("movement = 'interest' AND kind = 'term' AND reversed_at IS NULL"),
    )
    op.create_table(
        "dues_payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("dues_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("reversal_entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_dues_payment_amount"),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "dues_id"],
            ["dues.cooperative_id", "dues.id"],
            name="fk_dues_payment_cooperative_id_dues_id",
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "movement_id"],
            ["savings_movement.cooperative_id", "savings_movement.id"],
            name="fk_dues_payment_cooperative_id_movement_id",
        ),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_dues_payment_cooperative_id"),
        sa.PrimaryKeyConstraint("id", name="pk_dues_payment"),
        sa.UniqueConstraint(
            "cooperative_id", "movement_id", "dues_id", name="uq_dues_payment_cooperative_id_movement_id_dues_id"
        ),
    )
    op.create_index("ix_dues_payment_dues", "dues_payment", ["cooperative_id", "dues_id"], unique=False)
