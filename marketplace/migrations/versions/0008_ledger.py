"""The ledger faster, sealed, with its year end and its reports; checks of it that people ask for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from cooperative_ledger import install

revision = "0008_ledger"
down_revision = "0007_comparison"
branch_labels = None
depends_on = None

LEDGER_VERSION = 14


def upgrade() -> None:
    install(op.get_bind(), LEDGER_VERSION)
    op.create_table(
        "ledger_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_by_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kept", postgresql.JSONB(), nullable=False),
        sa.Column("entries_done", sa.BigInteger(), nullable=False),
        sa.Column("entries_total", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entries_sealed", sa.BigInteger(), nullable=True),
        sa.Column("entries_unsealed", sa.BigInteger(), nullable=True),
        sa.Column("seal_number", sa.BigInteger(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_compared", sa.Integer(), nullable=True),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("findings", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_ledger_check_state")),
        sa.CheckConstraint(
            "(state = 'done') = (found IS NOT NULL AND entries_sealed IS NOT NULL)", name=op.f("ck_ledger_check_answer")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name=op.f("ck_ledger_check_finished")
        ),
        sa.CheckConstraint("found >= 0 AND jsonb_array_length(findings) <= found", name=op.f("ck_ledger_check_found")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_ledger_check_asked_by")),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name=op.f("fk_ledger_check_cooperative_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_check")),
    )
    op.create_index("ix_ledger_check_cooperative", "ledger_check", ["cooperative_id", "id"])
