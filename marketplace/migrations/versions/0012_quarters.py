"""The quarter on one page: prepared, signed and then frozen by the database; and links to read it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012_quarters"
down_revision = "0011_cash"
branch_labels = None
depends_on = None

FROZEN = """
CREATE FUNCTION quarter_edition_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' OR OLD.state = 'signed' THEN
        RAISE EXCEPTION 'a signed quarter is never changed: a new edition corrects it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quarter_edition_is_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON quarter_edition
    FOR EACH ROW EXECUTE FUNCTION quarter_edition_is_frozen();
CREATE TRIGGER frozen_as_a_whole BEFORE TRUNCATE ON quarter_edition
    FOR EACH STATEMENT EXECUTE FUNCTION quarter_edition_is_frozen();
ALTER TABLE quarter_edition ENABLE ALWAYS TRIGGER frozen;
ALTER TABLE quarter_edition ENABLE ALWAYS TRIGGER frozen_as_a_whole;
"""


def upgrade() -> None:
    op.create_table(
        "quarter_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("what_changed", sa.String(), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("prepared_by_name", sa.String(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_by_name", sa.String(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("content_hash", sa.String(), nullable=True),
        sa.Column("seal_number", sa.BigInteger(), nullable=True),
        sa.Column("seal_hash", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "year BETWEEN 1900 AND 9999 AND quarter BETWEEN 1 AND 4 AND edition > 0",
            name=op.f("ck_quarter_edition_quarter"),
        ),
        sa.CheckConstraint("state IN ('prepared', 'signed')", name=op.f("ck_quarter_edition_state")),
        sa.CheckConstraint("length(note) BETWEEN 1 AND 1000", name=op.f("ck_quarter_edition_note")),
        sa.CheckConstraint(
            "length(what_changed) <= 500 AND (edition > 1) = (length(what_changed) > 0)",
            name=op.f("ck_quarter_edition_what_changed"),
        ),
        sa.CheckConstraint("signed_by <> prepared_by", name=op.f("ck_quarter_edition_second_person")),
        sa.CheckConstraint(
            "(state = 'signed') = (num_nonnulls(signed_by, signed_by_name, signed_at, known_at, content, content_hash,"
            " seal_number, seal_hash) = 8) AND (state = 'signed' OR num_nonnulls(signed_by, signed_by_name, signed_at,"
            " known_at, content, content_hash, seal_number, seal_hash) = 0)",
            name=op.f("ck_quarter_edition_signature"),
        ),
        sa.CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name=op.f("ck_quarter_edition_content_hash")),
        sa.CheckConstraint("seal_number > 0 AND seal_hash ~ '^[0-9a-f]{64}$'", name=op.f("ck_quarter_edition_seal")),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_quarter_edition_cooperative_id"),
        sa.ForeignKeyConstraint(["prepared_by"], ["person.id"], name="fk_quarter_edition_prepared_by"),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name="fk_quarter_edition_signed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_quarter_edition"),
        sa.UniqueConstraint("cooperative_id", "id", name="uq_quarter_edition_cooperative_id_id"),
        sa.UniqueConstraint(
            "cooperative_id",
            "year",
            "quarter",
            "edition",
            name="uq_quarter_edition_cooperative_id_year_quarter_edition",
        ),
    )
    op.create_index(
        "uq_quarter_edition_prepared",
        "quarter_edition",
        ["cooperative_id", "year", "quarter"],
        unique=True,
        postgresql_where=sa.text("state = 'prepared'"),
    )
    op.create_table(
        "quarter_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("reads", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reads >= 0", name=op.f("ck_quarter_link_reads")),
        sa.CheckConstraint("length(token) >= 40", name=op.f("ck_quarter_link_token")),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "edition_id"],
            ["quarter_edition.cooperative_id", "quarter_edition.id"],
            name="fk_quarter_link_cooperative_id_edition_id",
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_quarter_link_made_by"),
        sa.ForeignKeyConstraint(["revoked_by"], ["person.id"], name="fk_quarter_link_revoked_by"),
        sa.PrimaryKeyConstraint("id", name="pk_quarter_link"),
        sa.UniqueConstraint("token", name="uq_quarter_link_token"),
    )
    op.create_index(
        "uq_quarter_link_live",
        "quarter_link",
        ["cooperative_id", "edition_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.execute(FROZEN)
