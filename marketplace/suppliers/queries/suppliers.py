"""Suppliers that the actor may know of, and what the city office may count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from ...actor import Actor
from ...clock import today
from ...errors import NotFound
from ...identity.models import Organisation
from ..models import Offer, PriceList, PriceListVersion, Supplier
from .visibility import in_force, own_supplier, visible_to


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """A supplier in a list: how many lists and offers of his hold today for the actor, and since when."""

    id: UUID
    name: str
    phone: str | None
    organisation_id: UUID | None
    is_own: bool
    version: int
    lists: int
    offers: int
    published_at: datetime | None
    valid_until: date | None


def suppliers(session: Session, actor: Actor) -> list[SupplierLine]:
    """Every supplier the actor may know of, by name; of each what holds today."""
    statement = _lines(actor).order_by(func.lower(Supplier.name), Supplier.id)
    return [_line(row) for row in session.execute(statement)]


def supplier(session: Session, actor: Actor, supplier_id: UUID) -> SupplierLine:
    """One of them. Raises NotFound."""
    row = session.execute(_lines(actor).where(Supplier.id == supplier_id)).first()
    if row is None:
        raise NotFound
    return _line(row)


def _line(row: Any) -> SupplierLine:
    return SupplierLine(*row)


def _lines(actor: Actor) -> Select[Any]:
    lists = in_force(actor, today(actor.time_zone))
    offers = (
        select(func.count()).where(Offer.version_id == lists.c.version_id).correlate(lists).scalar_subquery().label("n")
    )
    held = select(lists, offers).subquery("held")
    return (
        select(
            Supplier.id,
            Supplier.name,
            Supplier.phone,
            Supplier.organisation_id,
            own_supplier(actor).label("is_own"),
            Supplier.version,
            func.count(held.c.version_id),
            func.coalesce(func.sum(held.c.n), 0),
            func.max(held.c.published_at),
            func.min(held.c.valid_until),
        )
        .outerjoin(held, held.c.supplier_id == Supplier.id)
        .where(visible_to(actor))
        .group_by(Supplier.id)
    )


@dataclass(frozen=True, slots=True)
class OfficeCounts:
    """What a city office may know of suppliers: how many, never who asks what."""

    suppliers: int
    lists: int
    offers: int
    newest: datetime | None
    kept_by_cooperatives: int


def office_counts(session: Session, actor: Actor) -> OfficeCounts:
    """Counts over the city office's regency: suppliers with a list in force there, their lists and offers, and how many
    suppliers its cooperatives keep for themselves. Raises NotPermitted for any but a city office."""
    actor.require("city_office")
    regency = session.scalar(select(Organisation.regency_code).where(Organisation.id == actor.organisation_id))
    province = (regency or "").partition(".")[0]
    served = or_(
        func.array_position(PriceListVersion.region_codes, regency).is_not(None),
        func.array_position(PriceListVersion.region_codes, province).is_not(None),
        func.array_to_string(PriceListVersion.region_codes, " ").contains(f"{regency}."),
    )
    lists = (
        select(PriceListVersion.price_list_id, PriceListVersion.supplier_id, PriceListVersion.published_at)
        .add_columns(PriceListVersion.id.label("version_id"))
        .join(PriceList, PriceList.id == PriceListVersion.price_list_id)
        .where(PriceListVersion.state == "published", PriceListVersion.valid_from <= today(actor.time_zone), served)
        .where(PriceListVersion.audience == "all_of_region", PriceList.archived_at.is_(None))
        .ext(distinct_on(PriceListVersion.price_list_id))
        .order_by(PriceListVersion.price_list_id, PriceListVersion.valid_from.desc(), PriceListVersion.number.desc())
        .cte("lists")
    )
    row = session.execute(
        select(
            func.count(func.distinct(lists.c.supplier_id)),
            func.count(),
            select(func.count()).where(Offer.version_id.in_(select(lists.c.version_id))).scalar_subquery(),
            func.max(lists.c.published_at),
            select(func.count())
            .select_from(Supplier)
            .join(Organisation, Organisation.id == Supplier.kept_by)
            .where(Organisation.regency_code == regency)
            .scalar_subquery(),
        ).select_from(lists)
    ).one()
    return OfficeCounts(*row)
