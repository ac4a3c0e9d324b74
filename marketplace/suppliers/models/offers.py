"""Articles (a thing as one supplier sells it, list after list) and offers (what one version of a list asks for it)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from ...database import Identified, Table
from ...identifiers import new_id


class Article(Identified, Table):
    """A thing as one supplier sells it. `key` stays the same from list to list: his code, else the barcode, else name
    and pack in plain spelling. `product_id` groups by barcode for everybody; see CooperativeArticle for one's own.
    `matched_at` is when it was last held against other suppliers' articles; None after a new name."""

    __tablename__ = "article"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id"))
    key: Mapped[str]
    name: Mapped[str]
    name_key: Mapped[str]
    text_key: Mapped[str]
    sku: Mapped[str | None]
    barcode: Mapped[str | None]
    brand: Mapped[str | None]
    category: Mapped[str | None]
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"), index=True)
    matched_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("supplier_id", "key"),
        UniqueConstraint("supplier_id", "id"),
        Index("ix_article_barcode", "barcode", postgresql_where=text("barcode IS NOT NULL")),
        Index(
            "ix_article_name_key_trigrams",
            "name_key",
            postgresql_using="gin",
            postgresql_ops={"name_key": "gin_trgm_ops"},
        ),
    )


class Offer(Table):
    """A row of a price list: what the supplier wrote, and what was read from it. Never changed once published.

    `price` buys one `order_unit`; `pack_count` x `pack_size` `pack_unit` is the whole content of it. `tax` is the
    row's own basis, None where the row does not say (the version's `tax_basis` then answers). `source_version_id` is
    the version whose file the row stands in: an earlier one where a partial list left it in force.
    `change`: new, changed, same, against the version in force when it was read; `former_price` is that one's price.
    """

    __tablename__ = "offer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    supplier_id: Mapped[UUID]
    version_id: Mapped[UUID]
    article_id: Mapped[UUID]
    source_version_id: Mapped[UUID]
    row: Mapped[int]
    part: Mapped[int]
    sheet: Mapped[str | None]
    page: Mapped[int | None]
    name: Mapped[str]
    sku: Mapped[str | None]
    barcode: Mapped[str | None]
    brand: Mapped[str | None]
    category: Mapped[str | None]
    raw_price: Mapped[str | None]
    raw_unit: Mapped[str | None]
    raw_pack: Mapped[str | None]
    order_unit: Mapped[str | None]
    pack_count: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    pack_size: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    pack_unit: Mapped[str | None]
    case_unit: Mapped[str | None]
    case_count: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    price: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    currency: Mapped[str]
    tax: Mapped[str | None]
    comparable_price: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    comparable_per: Mapped[str | None]
    minimum: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    multiple: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    tiers: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    terms: Mapped[list[Any]] = mapped_column(JSONB)
    issues: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    issue_codes: Mapped[list[str]] = mapped_column(ARRAY(String))
    is_doubtful: Mapped[bool]
    change: Mapped[str]
    former_price: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))

    __table_args__ = (
        ForeignKeyConstraint(
            ["supplier_id", "version_id"], ["price_list_version.supplier_id", "price_list_version.id"]
        ),
        ForeignKeyConstraint(["supplier_id", "article_id"], ["article.supplier_id", "article.id"]),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("pack_count > 0 AND pack_size > 0", name="pack"),
        CheckConstraint("(comparable_price IS NULL) = (comparable_per IS NULL)", name="comparable"),
        CheckConstraint("comparable_per IN ('kg', 'l', 'piece')", name="comparable_per"),
        CheckConstraint("tax IN ('included', 'excluded', 'exempt')", name="tax"),
        CheckConstraint("change IN ('new', 'changed', 'same')", name="change"),
        CheckConstraint("minimum > 0 AND multiple > 0", name="quantities"),
        Index("ix_offer_version_id", "version_id", "row", "part"),
        Index("ix_offer_article_id", "article_id", "version_id"),
    )
