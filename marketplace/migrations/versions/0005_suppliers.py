"""Suppliers, price lists and their versions, articles and offers, matches, and the way to the door."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_suppliers"
down_revision = "0004_catalog"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sea_route",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_by", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("port_from", sa.String(), nullable=False),
        sa.Column("port_to", sa.String(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("weekdays", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("every_days", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(first_on IS NULL) = (every_days IS NULL) AND every_days > 0", name="rhythm"),
        sa.CheckConstraint("days BETWEEN 0 AND 60", name="days"),
        sa.CheckConstraint("weekdays <@ ARRAY[0, 1, 2, 3, 4, 5, 6]", name="weekdays"),
        sa.ForeignKeyConstraint(["kept_by"], ["organisation.id"], name="fk_sea_route_kept_by"),
        sa.PrimaryKeyConstraint("id", name="pk_sea_route"),
    )
    op.create_index("ix_sea_route_kept_by", "sea_route", ["kept_by"], unique=False)
    op.create_table(
        "supplier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("kept_by", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(organisation_id IS NULL) <> (kept_by IS NULL)", name="one_keeper"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 200", name="name"),
        sa.ForeignKeyConstraint(["kept_by"], ["organisation.id"], name="fk_supplier_kept_by"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_supplier_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supplier"),
        sa.UniqueConstraint("organisation_id", name="uq_supplier_organisation_id"),
    )
    op.create_index("uq_supplier_kept_by_name", "supplier", ["kept_by", sa.literal_column("lower(name)")], unique=True)
    op.create_table(
        "article",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("text_key", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("barcode", sa.String(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_article_product_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_article_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("supplier_id", "id", name="uq_article_supplier_id_id"),
        sa.UniqueConstraint("supplier_id", "key", name="uq_article_supplier_id_key"),
    )
    op.create_index(
        "ix_article_barcode", "article", ["barcode"], unique=False, postgresql_where=sa.text("barcode IS NOT NULL")
    )
    op.create_index(
        "ix_article_name_key_trigrams",
        "article",
        ["name_key"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name_key": "gin_trgm_ops"},
    )
    op.create_index("ix_article_product_id", "article", ["product_id"], unique=False)
    op.create_table(
        "carriage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("sea_route_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("per_kg", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("per_package", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("per_drop", sa.BigInteger(), nullable=True),
        sa.Column("free_from", sa.BigInteger(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "per_kg >= 0 AND per_package >= 0 AND per_drop >= 0 AND free_from >= 0 AND days BETWEEN 0 AND 365",
            name="tariff",
        ),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_carriage_cooperative_id"),
        sa.ForeignKeyConstraint(["sea_route_id"], ["sea_route.id"], name="fk_carriage_sea_route_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_carriage_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_carriage"),
    )
    op.create_index("ix_carriage_cooperative_id", "carriage", ["cooperative_id", "supplier_id"], unique=False)
    op.create_table(
        "freight_rate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("sea_route_id", sa.Uuid(), nullable=True),
        sa.Column("per_kg", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("per_package", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("per_drop", sa.BigInteger(), nullable=True),
        sa.Column("free_from", sa.BigInteger(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "per_kg >= 0 AND per_package >= 0 AND per_drop >= 0 AND free_from >= 0 AND days BETWEEN 0 AND 365",
            name="tariff",
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name="fk_freight_rate_region_code"),
        sa.ForeignKeyConstraint(["sea_route_id"], ["sea_route.id"], name="fk_freight_rate_sea_route_id"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_freight_rate_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_freight_rate"),
    )
    op.create_index(
        "uq_freight_rate_zone",
        "freight_rate",
        ["supplier_id", "region_code"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "price_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("region_codes", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("audience IN ('all_of_region', 'chosen', 'keeper')", name="audience"),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 120", name="title"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_price_list_supplier_id"),
        sa.PrimaryKeyConstraint("id", name="pk_price_list"),
        sa.UniqueConstraint("supplier_id", "id", name="uq_price_list_supplier_id_id"),
    )
    op.create_table(
        "reading_memory",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_reading_memory_supplier_id"),
        sa.PrimaryKeyConstraint("supplier_id", name="pk_reading_memory"),
    )
    op.create_table(
        "sailing",
        sa.Column("sea_route_id", sa.Uuid(), nullable=False),
        sa.Column("departs_on", sa.Date(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["sea_route_id"], ["sea_route.id"], name="fk_sailing_sea_route_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sea_route_id", "departs_on", name="pk_sailing"),
    )
    op.create_table(
        "supplier_terms",
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("minimum_value", sa.BigInteger(), nullable=True),
        sa.Column("payment_term", sa.String(), nullable=True),
        sa.Column("payment_days", sa.Integer(), nullable=True),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(payment_term = 'credit') = (payment_days IS NOT NULL)", name="payment_days_of_a_term"),
        sa.CheckConstraint("payment_term IN ('cash', 'transfer', 'credit')", name="payment_term"),
        sa.CheckConstraint("lead_days BETWEEN 0 AND 365", name="lead_days"),
        sa.CheckConstraint("minimum_value >= 0", name="minimum_value"),
        sa.CheckConstraint("payment_days BETWEEN 1 AND 365", name="payment_days"),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_supplier_terms_supplier_id"),
        sa.PrimaryKeyConstraint("supplier_id", name="pk_supplier_terms"),
    )
    op.create_table(
        "cooperative_article",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("relation", sa.String(), nullable=False),
        sa.CheckConstraint("relation IN ('same', 'same_other_size', 'different_grade', 'unsure')", name="relation"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_cooperative_article_article_id"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_cooperative_article_cooperative_id"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_cooperative_article_product_id"),
        sa.PrimaryKeyConstraint("cooperative_id", "article_id", name="pk_cooperative_article"),
    )
    op.create_index("ix_cooperative_article_article_id", "cooperative_article", ["article_id"], unique=False)
    op.create_index(
        "ix_cooperative_article_product_id", "cooperative_article", ["product_id", "cooperative_id"], unique=False
    )
    op.create_table(
        "match_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("other_article_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("relation IN ('same', 'same_other_size', 'different_grade', 'unsure')", name="relation"),
        sa.CheckConstraint("verdict IN ('confirmed', 'refused')", name="verdict"),
        sa.CheckConstraint("article_id < other_article_id", name="order"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_match_decision_article_id"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_match_decision_cooperative_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_match_decision_decided_by"),
        sa.ForeignKeyConstraint(["other_article_id"], ["article.id"], name="fk_match_decision_other_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_match_decision"),
        sa.UniqueConstraint(
            "cooperative_id",
            "article_id",
            "other_article_id",
            name="uq_match_decision_cooperative_id_article_id_other_article_id",
        ),
    )
    op.create_table(
        "match_suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("other_article_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("relation IN ('same', 'same_other_size', 'different_grade', 'unsure')", name="relation"),
        sa.CheckConstraint("article_id < other_article_id", name="order"),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_match_suggestion_article_id"),
        sa.ForeignKeyConstraint(["other_article_id"], ["article.id"], name="fk_match_suggestion_other_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_match_suggestion"),
        sa.UniqueConstraint("article_id", "other_article_id", name="uq_match_suggestion_article_id_other_article_id"),
    )
    op.create_index("ix_match_suggestion_other_article_id", "match_suggestion", ["other_article_id"], unique=False)
    op.create_table(
        "price_list_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("price_list_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_bytes", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("progress_stage", sa.String(), nullable=False),
        sa.Column("progress_done", sa.Integer(), nullable=False),
        sa.Column("progress_total", sa.Integer(), nullable=False),
        sa.Column("failure_code", sa.String(), nullable=True),
        sa.Column("failure", postgresql.JSONB(), nullable=True),
        sa.Column("understanding", postgresql.JSONB(), nullable=False),
        sa.Column("questions", postgresql.JSONB(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("tax_basis", sa.String(), nullable=True),
        sa.Column("completeness", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("audience", sa.String(), nullable=True),
        sa.Column("region_codes", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'failed') = (failure_code IS NOT NULL)", name="failed"),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
        sa.CheckConstraint(
            "(state IN ('published', 'withdrawn'))"
            " = (published_at IS NOT NULL AND valid_from IS NOT NULL AND audience IS NOT NULL)",
            name="published",
        ),
        sa.CheckConstraint("audience IN ('all_of_region', 'chosen', 'keeper')", name="audience"),
        sa.CheckConstraint("completeness IN ('complete', 'partial')", name="completeness"),
        sa.CheckConstraint(
            "state IN ('uploaded', 'reading', 'understood', 'published', 'withdrawn', 'failed')", name="state"
        ),
        sa.CheckConstraint("tax_basis IN ('included', 'excluded', 'exempt')", name="tax_basis"),
        sa.CheckConstraint("length(file_sha256) = 64", name="file_sha256"),
        sa.CheckConstraint("valid_until >= valid_from", name="validity"),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name="fk_price_list_version_published_by"),
        sa.ForeignKeyConstraint(
            ["supplier_id", "price_list_id"],
            ["price_list.supplier_id", "price_list.id"],
            name="fk_price_list_version_supplier_id_price_list_id",
        ),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"], name="fk_price_list_version_uploaded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_price_list_version"),
        sa.UniqueConstraint("price_list_id", "number", name="uq_price_list_version_price_list_id_number"),
        sa.UniqueConstraint("supplier_id", "id", name="uq_price_list_version_supplier_id_id"),
    )
    op.create_index(
        "ix_price_list_version_in_force",
        "price_list_version",
        ["price_list_id", sa.literal_column("valid_from DESC"), sa.literal_column("number DESC")],
        unique=False,
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_index(
        "ix_price_list_version_to_read",
        "price_list_version",
        ["id"],
        unique=False,
        postgresql_where=sa.text("state IN ('uploaded', 'reading')"),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("article_id", sa.Uuid(), nullable=False),
        sa.Column("source_version_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("barcode", sa.String(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("raw_price", sa.String(), nullable=True),
        sa.Column("raw_unit", sa.String(), nullable=True),
        sa.Column("raw_pack", sa.String(), nullable=True),
        sa.Column("order_unit", sa.String(), nullable=True),
        sa.Column("pack_count", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("pack_size", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("pack_unit", sa.String(), nullable=True),
        sa.Column("case_unit", sa.String(), nullable=True),
        sa.Column("case_count", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("price", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("tax", sa.String(), nullable=True),
        sa.Column("comparable_price", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("comparable_per", sa.String(), nullable=True),
        sa.Column("minimum", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("multiple", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("tiers", postgresql.JSONB(), nullable=False),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        sa.Column("issues", postgresql.JSONB(), nullable=False),
        sa.Column("issue_codes", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("is_doubtful", sa.Boolean(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("former_price", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.CheckConstraint("change IN ('new', 'changed', 'same')", name="change"),
        sa.CheckConstraint("comparable_per IN ('kg', 'l', 'piece')", name="comparable_per"),
        sa.CheckConstraint("tax IN ('included', 'excluded', 'exempt')", name="tax"),
        sa.CheckConstraint("(comparable_price IS NULL) = (comparable_per IS NULL)", name="comparable"),
        sa.CheckConstraint("minimum > 0 AND multiple > 0", name="quantities"),
        sa.CheckConstraint("pack_count > 0 AND pack_size > 0", name="pack"),
        sa.CheckConstraint("price >= 0", name="price"),
        sa.ForeignKeyConstraint(
            ["supplier_id", "article_id"], ["article.supplier_id", "article.id"], name="fk_offer_supplier_id_article_id"
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id", "version_id"],
            ["price_list_version.supplier_id", "price_list_version.id"],
            name="fk_offer_supplier_id_version_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_offer"),
    )
    op.create_index("ix_offer_article_id", "offer", ["article_id", "version_id"], unique=False)
    op.create_index("ix_offer_version_id", "offer", ["version_id", "row", "part"], unique=False)
    op.create_table(
        "price_list_audience",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_price_list_audience_cooperative_id"),
        sa.ForeignKeyConstraint(
            ["supplier_id", "version_id"],
            ["price_list_version.supplier_id", "price_list_version.id"],
            name="fk_price_list_audience_supplier_id_version_id",
        ),
        sa.PrimaryKeyConstraint("version_id", "cooperative_id", name="pk_price_list_audience"),
    )
    op.create_index("ix_price_list_audience_cooperative_id", "price_list_audience", ["cooperative_id"], unique=False)
