"""What a thing is (product), what a cooperative asks for it (listing), and the most it may cost (price cap)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from ..database import Identified, Table, Versioned


class Product(Identified, Versioned, Table):
    """A thing that several suppliers may sell: known by its barcode to everybody, or put together by one cooperative.

    It is seen only through an article that the actor may see. One known by its barcode has no name of its own, because
    a name would carry a word of one list to the readers of another: everybody sees it under a name he may see.
    """

    __tablename__ = "product"

    kept_by: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    barcode: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str | None]
    commodity: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("(kept_by IS NULL) = (barcode IS NOT NULL)", name="known_by_barcode_or_kept"),
        CheckConstraint("(kept_by IS NULL) = (name IS NULL)", name="named_by_its_keeper"),
        CheckConstraint("length(name) BETWEEN 1 AND 300", name="name"),
    )


class Listing(Identified, Versioned, Table):
    """What a cooperative asks for a product from `valid_from` on: rupiah per kg, litre or piece."""

    __tablename__ = "listing"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    selling_price: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    per: Mapped[str]
    monthly_volume: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    valid_from: Mapped[date]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "product_id", "valid_from"),
        CheckConstraint("selling_price > 0", name="selling_price"),
        CheckConstraint("monthly_volume > 0", name="monthly_volume"),
        CheckConstraint("per IN ('kg', 'l', 'piece')", name="per"),
    )


class PriceCap(Identified, Versioned, Table):
    """The most a commodity may be sold for to consumers (HET) in some regions, between two dates, and who says so."""

    __tablename__ = "price_cap"

    commodity: Mapped[str]
    region_codes: Mapped[list[str]] = mapped_column(ARRAY(String))
    price: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    per: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    source: Mapped[str]

    __table_args__ = (
        CheckConstraint("price > 0", name="price"),
        CheckConstraint("per IN ('kg', 'l', 'piece')", name="per"),
        CheckConstraint("valid_until >= valid_from", name="validity"),
        CheckConstraint("cardinality(region_codes) > 0", name="region_codes"),
        CheckConstraint("length(source) > 0", name="source"),
        Index("ix_price_cap_commodity", "commodity", text("valid_from DESC")),
    )
