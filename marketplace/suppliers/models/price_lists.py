"""Price lists, to whom each is published, and its versions: one per file handed in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from ...database import Identified, Table, Versioned


class PriceList(Identified, Versioned, Table):
    """A list that is handed in again and again. `audience` and `region_codes` are those of its last publication, which
    the next one begins with; who may see a version is said by the version itself."""

    __tablename__ = "price_list"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id"))
    title: Mapped[str]
    audience: Mapped[str]
    region_codes: Mapped[list[str]] = mapped_column(ARRAY(String))
    archived_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("supplier_id", "id"),
        CheckConstraint("audience IN ('all_of_region', 'chosen', 'keeper')", name="audience"),
        CheckConstraint("length(title) BETWEEN 1 AND 120", name="title"),
    )


class PriceListAudience(Table):
    """A cooperative to which a version with audience `chosen` is published."""

    __tablename__ = "price_list_audience"

    version_id: Mapped[UUID] = mapped_column(primary_key=True)
    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    supplier_id: Mapped[UUID]

    __table_args__ = (
        ForeignKeyConstraint(
            ["supplier_id", "version_id"], ["price_list_version.supplier_id", "price_list_version.id"]
        ),
    )


class PriceListVersion(Identified, Versioned, Table):
    """One file of a list, how it was understood, and from when to when it holds.

    `state`: uploaded, reading, understood, published, withdrawn, failed. Which version is in force on a day is never
    stored but derived: the one published (and not withdrawn) with the latest `valid_from` up to that day, of several
    the highest number. So publishing, withdrawing or announcing next month's prices can leave no two in force.
    `audience` (all_of_region, chosen, keeper) is fixed at publication, so that whom a later version is published to
    learns nothing of earlier prices. `region_codes` are Kemendagri codes of provinces, regencies, districts or
    villages; a cooperative is served when its own code starts with one of them.
    """

    __tablename__ = "price_list_version"

    supplier_id: Mapped[UUID]
    price_list_id: Mapped[UUID]
    number: Mapped[int]
    file_sha256: Mapped[str]
    file_name: Mapped[str]
    file_bytes: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(default="uploaded")
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    readings: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime | None]
    progress_stage: Mapped[str] = mapped_column(default="waiting")
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    failure_code: Mapped[str | None]
    failure: Mapped[dict[str, str] | None] = mapped_column(JSONB)
    understanding: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    tax_basis: Mapped[str | None]
    completeness: Mapped[str] = mapped_column(default="complete")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    audience: Mapped[str | None]
    region_codes: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("price_list_id", "number"),
        UniqueConstraint("supplier_id", "id"),
        ForeignKeyConstraint(["supplier_id", "price_list_id"], ["price_list.supplier_id", "price_list.id"]),
        CheckConstraint(
            "state IN ('uploaded', 'reading', 'understood', 'published', 'withdrawn', 'failed')", name="state"
        ),
        CheckConstraint("completeness IN ('complete', 'partial')", name="completeness"),
        CheckConstraint("tax_basis IN ('included', 'excluded', 'exempt')", name="tax_basis"),
        CheckConstraint("valid_until >= valid_from", name="validity"),
        CheckConstraint(
            "(state IN ('published', 'withdrawn'))"
            " = (published_at IS NOT NULL AND valid_from IS NOT NULL AND audience IS NOT NULL)",
            name="published",
        ),
        CheckConstraint("audience IN ('all_of_region', 'chosen', 'keeper')", name="audience"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
        CheckConstraint("(state = 'failed') = (failure_code IS NOT NULL)", name="failed"),
        CheckConstraint("length(file_sha256) = 64", name="file_sha256"),
        Index(
            "ix_price_list_version_in_force",
            "price_list_id",
            text("valid_from DESC"),
            text("number DESC"),
            postgresql_where=text("state = 'published'"),
        ),
        Index("ix_price_list_version_to_read", "id", postgresql_where=text("state IN ('uploaded', 'reading')")),
    )
