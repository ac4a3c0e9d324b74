"""Which articles may answer a want, and what cooperatives noted about articles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_comparison"
down_revision = "0006_orders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "want_list_resolution",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("want_list_id", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "want_list_id"],
            ["want_list.cooperative_id", "want_list.id"],
            name="fk_want_list_resolution_cooperative_id_want_list_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("want_list_id", name="pk_want_list_resolution"),
    )
    op.create_table(
        "article_note",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("order_unit", sa.String(), nullable=True),
        sa.Column("pack_count", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("pack_size", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("pack_unit", sa.String(), nullable=True),
        sa.Column("tax", sa.String(), nullable=True),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("pack_unit IN ('kg', 'g', 'l', 'ml', 'piece')", name="ck_article_note_pack_unit"),
        sa.CheckConstraint("tax IN ('included', 'excluded', 'exempt')", name="ck_article_note_tax"),
        sa.CheckConstraint(
            "(pack_count IS NULL) = (pack_size IS NULL) AND (pack_size IS NULL) = (pack_unit IS NULL)",
            name="ck_article_note_pack",
        ),
        sa.CheckConstraint("length(order_unit) BETWEEN 1 AND 40", name="ck_article_note_order_unit"),
        sa.CheckConstraint("pack_count > 0 AND pack_size > 0", name="ck_article_note_content"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_note_article_id"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_article_note_cooperative_id"),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name="fk_article_note_noted_by"),
        sa.PrimaryKeyConstraint("cooperative_id", "article_id", name="pk_article_note"),
    )
    op.create_table(
        "article_words",
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("read_from", sa.String(), nullable=False),
        sa.Column("words", postgresql.ARRAY(sa.String()), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_words_article_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", name="pk_article_words"),
    )
    op.create_index("ix_article_words_words", "article_words", ["words"], unique=False, postgresql_using="gin")
    op.create_table(
        "want_answer",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("words_key", sa.String(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("is_meant", sa.Boolean(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name="fk_want_answer_answered_by"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_want_answer_article_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_want_answer_cooperative_id"),
        sa.PrimaryKeyConstraint("cooperative_id", "words_key", "article_id", name="pk_want_answer"),
    )
    op.create_table(
        "want_price",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("words_key", sa.String(), nullable=False),
        sa.Column("selling_price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("per", sa.String(), nullable=False),
        sa.Column("monthly_volume", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("monthly_volume > 0", name="ck_want_price_monthly_volume"),
        sa.CheckConstraint("per IN ('kg', 'l', 'piece')", name="ck_want_price_per"),
        sa.CheckConstraint("selling_price > 0", name="ck_want_price_selling_price"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_want_price_cooperative_id"),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name="fk_want_price_said_by"),
        sa.PrimaryKeyConstraint("cooperative_id", "words_key", name="pk_want_price"),
    )
    op.create_table(
        "want_candidate",
        sa.Column("want_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("note_indonesian", sa.String(), nullable=False),
        sa.Column("note_english", sa.String(), nullable=False),
        sa.CheckConstraint(
            "relation IN ('same', 'same_other_size', 'different_grade', 'unsure')", name="ck_want_candidate_relation"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_want_candidate_article_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["want_id"], ["want.id"], name="fk_want_candidate_want_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("want_id", "article_id", name="pk_want_candidate"),
    )
    op.create_index("ix_want_candidate_article_id", "want_candidate", ["article_id"], unique=False)
    op.create_table(
        "want_choice",
        sa.Column("want_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("chosen_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name="fk_want_choice_chosen_by"),
        sa.ForeignKeyConstraint(["want_id"], ["want.id"], name="fk_want_choice_want_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("want_id", name="pk_want_choice"),
    )
