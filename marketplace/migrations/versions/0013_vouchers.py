"""Vouchers, receipts, what people decide about periods, and what was brought in from other books."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_vouchers"
down_revision = "0012_quarters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "books_policy",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("late_documents", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("late_documents IN ('move', 'refuse')", name="ck_books_policy_late_documents"),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name="fk_books_policy_changed_by"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_books_policy_cooperative_id"),
        sa.PrimaryKeyConstraint("cooperative_id", name="pk_books_policy"),
    )
    op.create_table(
        "journal_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("entries", postgresql.JSONB(), nullable=False),
        sa.Column("accounts", postgresql.JSONB(), nullable=False),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_count", sa.Integer(), nullable=False),
        sa.Column("known_count", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'posted') = (posted_at IS NOT NULL)", name="ck_journal_import_posted"),
        sa.CheckConstraint("kind IN ('opening', 'journal')", name="ck_journal_import_kind"),
        sa.CheckConstraint("state IN ('read', 'posted')", name="ck_journal_import_state"),
        sa.CheckConstraint("length(file_name) BETWEEN 1 AND 200", name="ck_journal_import_file_name"),
        sa.CheckConstraint("posted_count >= 0 AND known_count >= 0", name="ck_journal_import_counts"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_journal_import_cooperative_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_journal_import_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_journal_import"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_journal_import_cooperative_id_id"),
    )
    op.create_index("ix_journal_import_order", "journal_import", ["cooperative_id", "created_at"], unique=False)
    op.create_table(
        "money_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name="ck_money_receipt_direction"),
        sa.CheckConstraint("amount > 0", name="ck_money_receipt_amount"),
        sa.CheckConstraint(
            "length(party) BETWEEN 1 AND 200 AND length(purpose) BETWEEN 1 AND 1000", name="ck_money_receipt_texts"
        ),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_money_receipt_cooperative_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_money_receipt_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_money_receipt"),
        sa.UniqueConstraint("cooperative_id", "entry_id", name="uq_money_receipt_cooperative_id_entry_id"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_money_receipt_cooperative_id_id"),
        sa.UniqueConstraint("cooperative_id", "number", name="uq_money_receipt_cooperative_id_number"),
    )
    op.create_table(
        "period_closing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("period % 100 BETWEEN 1 AND 13", name="ck_period_closing_period"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_period_closing_cooperative_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_period_closing_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_period_closing"),
    )
    op.create_index("ix_period_closing_period", "period_closing", ["cooperative_id", "period", "id"], unique=False)
    op.create_table(
        "period_reopening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="ck_period_reopening_decided"),
        sa.CheckConstraint(
            "state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> made_by)",
            name="ck_period_reopening_second_person",
        ),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'refused')", name="ck_period_reopening_state"),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name="ck_period_reopening_reason"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_period_reopening_cooperative_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_period_reopening_decided_by"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_period_reopening_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_period_reopening"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_period_reopening_cooperative_id_id"),
    )
    op.create_index(
        "uq_period_reopening_waiting",
        "period_reopening",
        ["cooperative_id", "period"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "voucher",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("narration", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "form IN ('memorial', 'expense', 'stock_count', 'depreciation', 'grant', 'capital')", name="ck_voucher_form"
        ),
        sa.CheckConstraint("booked_on >= day", name="ck_voucher_booked_on"),
        sa.CheckConstraint(
            "length(narration) BETWEEN 1 AND 1000 AND length(reference) <= 100", name="ck_voucher_texts"
        ),
        sa.CheckConstraint("total > 0", name="ck_voucher_total"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_voucher_cooperative_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_voucher_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_voucher"),
        sa.UniqueConstraint("cooperative_id", "entry_id", name="uq_voucher_cooperative_id_entry_id"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_voucher_cooperative_id_id"),
        sa.UniqueConstraint("cooperative_id", "number", name="uq_voucher_cooperative_id_number"),
    )
    op.create_index("ix_voucher_form", "voucher", ["cooperative_id", "form", "booked_on"], unique=False)
