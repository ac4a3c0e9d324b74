"""Regions, organisations, people, memberships, and what lets somebody in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_identity"
down_revision = "0002_ledger"
branch_labels = None
depends_on = None

ROLES = (
    "ARRAY['administrator', 'chair', 'secretary', 'treasurer', 'manager', 'cashier', 'supervisor', 'member', 'sales', "
    "'officer']::varchar[]"
)


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", postgresql.CITEXT(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("session_key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('id', 'en')", name="ck_person_language"),
        sa.CheckConstraint("phone ~ '^[+][1-9][0-9]{6,14}$'", name="ck_person_phone"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name="ck_person_name"),
        sa.CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name="ck_person_reachable"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
        sa.UniqueConstraint("phone", name="uq_person_phone"),
        sa.UniqueConstraint("session_key", name="uq_person_session_key"),
    )
    op.create_table(
        "region",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=True),
        sa.CheckConstraint("level IN ('province', 'regency', 'district', 'village')", name="ck_region_level"),
        sa.ForeignKeyConstraint(["parent_code"], ["region.code"], name="fk_region_parent_code"),
        sa.PrimaryKeyConstraint("code", name="pk_region"),
    )
    op.create_index("ix_region_parent_code", "region", ["parent_code"], unique=False)
    op.create_index(
        "ix_region_path_trigrams",
        "region",
        ["path"],
        postgresql_using="gin",
        postgresql_ops={"path": "gin_trgm_ops"},
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("regency_code", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("is_pkp", sa.Boolean(), nullable=False),
        sa.Column("is_island", sa.Boolean(), nullable=False),
        sa.Column("tax_number", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('cooperative', 'supplier', 'producer_group', 'city_office', 'platform')",
            name="ck_organisation_kind",
        ),
        sa.CheckConstraint("time_zone IN ('WIB', 'WITA', 'WIT')", name="ck_organisation_time_zone"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name="ck_organisation_name"),
        sa.CheckConstraint("tax_number ~ '^[0-9]{16}$'", name="ck_organisation_tax_number"),
        sa.CheckConstraint(
            "region_code IS NULL OR regency_code = left(region_code, 5)", name="ck_organisation_regency"
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name="fk_organisation_region_code"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
    )
    op.create_index("ix_organisation_regency_code", "organisation", ["regency_code"], unique=False)
    op.create_index("ix_organisation_region_code", "organisation", ["region_code"], unique=False)
    op.create_index(
        "uq_organisation_platform",
        "organisation",
        ["kind"],
        unique=True,
        postgresql_where=sa.text("kind = 'platform'"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("attempts BETWEEN 0 AND 5", name="ck_recovery_code_attempts"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_recovery_code_organisation_id"),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name="fk_recovery_code_issued_by"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_recovery_code_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.UniqueConstraint("request_id", name="uq_recovery_code_request_id"),
    )
    op.create_index(
        "uq_recovery_code_open",
        "recovery_code",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("token_start", sa.String(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(label) BETWEEN 1 AND 100", name="ck_api_token_label"),
        sa.CheckConstraint("cardinality(scopes) > 0", name="ck_api_token_scopes"),
        sa.CheckConstraint(f"cardinality(roles) > 0 AND roles <@ {ROLES}", name="ck_api_token_roles"),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="fk_api_token_created_by"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_api_token_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("token_hash", name="uq_api_token_token_hash"),
    )
    op.create_index("ix_api_token_organisation_id", "api_token", ["organisation_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("invited_name", sa.String(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"cardinality(roles) > 0 AND roles <@ {ROLES}", name="ck_invitation_roles"),
        sa.CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="ck_invitation_accepted"),
        sa.CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="ck_invitation_accepted_or_withdrawn"),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name="fk_invitation_accepted_by"),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name="fk_invitation_invited_by"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_invitation_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )
    op.create_index("ix_invitation_organisation_id", "invitation", ["organisation_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"cardinality(roles) > 0 AND roles <@ {ROLES}", name="ck_membership_roles"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_membership_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_membership_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
    )
    op.create_index("ix_membership_organisation_id", "membership", ["organisation_id"], unique=False)
    op.create_index(
        "uq_membership_current",
        "membership",
        ["person_id", "organisation_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
