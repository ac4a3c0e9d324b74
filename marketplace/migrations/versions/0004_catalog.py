"""Products, what cooperatives ask for them, and price caps (HET) as dated data with their source."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from marketplace.clock import now
from marketplace.identifiers import new_id

revision = "0004_catalog"
down_revision = "0003_identity"
branch_labels = None
depends_on = None

COLUMNS = ("commodity", "region_codes", "price", "per", "valid_from", "source")
SPHP = "Bulog: HET beras SPHP, Juli 2025"
PRICE_CAPS = (
    ("beras sphp", ["21", "19.71"], 13_100, "kg", date(2025, 7, 1), SPHP),
    ("beras sphp", ["16.71", "36.73"], 12_500, "kg", date(2025, 7, 1), SPHP),
)
"""The most a commodity may cost consumers (HET) in the regions of those codes; edited as data from here on."""


def upgrade() -> None:
    op.create_table(
        "price_cap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("commodity", sa.String(), nullable=False),
        sa.Column("region_codes", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("per", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("per IN ('kg', 'l', 'piece')", name="per"),
        sa.CheckConstraint("cardinality(region_codes) > 0", name="region_codes"),
        sa.CheckConstraint("length(source) > 0", name="source"),
        sa.CheckConstraint("price > 0", name="price"),
        sa.CheckConstraint("valid_until >= valid_from", name="validity"),
        sa.PrimaryKeyConstraint("id", name="pk_price_cap"),
    )
    op.create_index(
        "ix_price_cap_commodity", "price_cap", ["commodity", sa.literal_column("valid_from DESC")], unique=False
    )
    op.create_table(
        "product",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_by", sa.Uuid(), nullable=True),
        sa.Column("barcode", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("commodity", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kept_by IS NULL) = (barcode IS NOT NULL)", name="known_by_barcode_or_kept"),
        sa.CheckConstraint("(kept_by IS NULL) = (name IS NULL)", name="named_by_its_keeper"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 300", name="name"),
        sa.ForeignKeyConstraint(["kept_by"], ["organisation.id"], name="fk_product_kept_by"),
        sa.PrimaryKeyConstraint("id", name="pk_product"),
        sa.UniqueConstraint("barcode", name="uq_product_barcode"),
    )
    op.create_index("ix_product_kept_by", "product", ["kept_by"], unique=False)
    op.create_table(
        "listing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("selling_price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("per", sa.String(), nullable=False),
        sa.Column("monthly_volume", sa.Numeric(precision=18, scale=4), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("per IN ('kg', 'l', 'piece')", name="per"),
        sa.CheckConstraint("monthly_volume > 0", name="monthly_volume"),
        sa.CheckConstraint("selling_price > 0", name="selling_price"),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name="fk_listing_cooperative_id"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name="fk_listing_product_id"),
        sa.PrimaryKeyConstraint("id", name="pk_listing"),
        sa.UniqueConstraint(
            "cooperative_id", "product_id", "valid_from", name="uq_listing_cooperative_id_product_id_valid_from"
        ),
    )
    op.create_index("ix_listing_product_id", "listing", ["product_id"], unique=False)
    columns = (*COLUMNS, "id", "created_at", "version")
    caps = sa.table("price_cap", *(sa.column(name) for name in columns))
    rows = [dict(zip(columns, (*cap, new_id(), now(), 1), strict=True)) for cap in PRICE_CAPS]
    op.bulk_insert(caps, rows)
