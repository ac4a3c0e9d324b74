"""The way to the door: a supplier's freight by zone, sea routes with their sailings, a cooperative's own carriage.

Prices are rupiah: per kg and per package exact, per drop whole. A row that names none of them says only that the
stretch exists; franco is `per_drop` 0.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, Numeric
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Identified, Table, Versioned


class _Tariff:
    """What a stretch of the way costs and how many days it takes."""

    per_kg: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    per_package: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    per_drop: Mapped[int | None] = mapped_column(BigInteger)
    free_from: Mapped[int | None] = mapped_column(BigInteger)
    days: Mapped[int | None]


_TARIFF_CHECK = "per_kg >= 0 AND per_package >= 0 AND per_drop >= 0 AND free_from >= 0 AND days BETWEEN 0 AND 365"


class FreightRate(Identified, _Tariff, Table):
    """A supplier's freight to a zone (`region_code`, a Kemendagri code), or everywhere (None)."""

    __tablename__ = "freight_rate"

    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id"))
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    sea_route_id: Mapped[UUID | None] = mapped_column(ForeignKey("sea_route.id"))

    __table_args__ = (
        CheckConstraint(_TARIFF_CHECK, name="tariff"),
        Index("uq_freight_rate_zone", "supplier_id", "region_code", unique=True, postgresql_nulls_not_distinct=True),
    )


class SeaRoute(Identified, Versioned, Table):
    """A boat line between two ports, kept by the organisation that entered it; a city office's and the platform's are
    everybody's. Leaves on `weekdays` (Monday 0), or every so many days from `first_on` on, or on the days entered."""

    __tablename__ = "sea_route"

    kept_by: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    port_from: Mapped[str]
    port_to: Mapped[str]
    days: Mapped[int]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    first_on: Mapped[date | None]
    every_days: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("days BETWEEN 0 AND 60", name="days"),
        CheckConstraint("(first_on IS NULL) = (every_days IS NULL) AND every_days > 0", name="rhythm"),
        CheckConstraint("weekdays <@ ARRAY[0, 1, 2, 3, 4, 5, 6]", name="weekdays"),
    )


class Sailing(Table):
    """A day on which the boat leaves beside its rhythm, or (`cancelled`) does not leave although it should."""

    __tablename__ = "sailing"

    sea_route_id: Mapped[UUID] = mapped_column(ForeignKey("sea_route.id", ondelete="CASCADE"), primary_key=True)
    departs_on: Mapped[date] = mapped_column(primary_key=True)
    cancelled: Mapped[bool] = mapped_column(default=False)


class Carriage(Identified, Versioned, _Tariff, Table):
    """How a cooperative fetches goods itself, entered once: from one supplier, or (None) from any."""

    __tablename__ = "carriage"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"))
    sea_route_id: Mapped[UUID | None] = mapped_column(ForeignKey("sea_route.id"))
    name: Mapped[str]

    __table_args__ = (
        CheckConstraint(_TARIFF_CHECK, name="tariff"),
        Index("ix_carriage_cooperative_id", "cooperative_id", "supplier_id"),
    )
