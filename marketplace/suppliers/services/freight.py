"""The way to the door: a supplier's freight by zone, and what a cooperative fetches itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ... import audit, idempotency
from ...actor import Actor
from ...errors import ChangedMeanwhile, NotFound
from ...identity.models import Region
from ..errors import NoRegionServed, RateWithoutPrice
from ..models import Carriage, FreightRate
from ..queries.boats import sea_route
from ..queries.suppliers import supplier as visible_supplier
from .suppliers import own, require_writer

ADD_CARRIAGE = "suppliers.add_carriage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What a stretch costs: rupiah per kg and per package (exact), per drop (whole); 0 is free, None not charged so.

    `free_from` is the worth of goods from which nothing is charged; `days` from leaving to arriving.
    """

    per_kg: Decimal | None = None
    per_package: Decimal | None = None
    per_drop: int | None = None
    free_from: int | None = None
    days: int | None = None

    def require_a_price(self) -> None:
        """Raise RateWithoutPrice where all three are None: silence must not read as free."""
        if self.per_kg is None and self.per_package is None and self.per_drop is None:
            raise RateWithoutPrice(field="per_kg")


def set_freight_rate(
    session: Session,
    actor: Actor,
    supplier_id: UUID,
    region_code: str | None,
    tariff: Tariff,
    *,
    sea_route_id: UUID | None = None,
) -> FreightRate:
    """What a supplier charges to a zone, or (None) everywhere; the rate said before for it is replaced.

    Raises NotPermitted, NotFound, RateWithoutPrice, NoRegionServed for an unknown zone.
    """
    require_writer(actor)
    own(session, actor, supplier_id, lock=True)
    tariff.require_a_price()
    if region_code is not None and session.get(Region, region_code) is None:
        raise NoRegionServed(field="region_code")
    _require_route(session, actor, sea_route_id)
    rate = session.scalar(
        select(FreightRate).where(
            FreightRate.supplier_id == supplier_id, FreightRate.region_code.is_not_distinct_from(region_code)
        )
    )
    if rate is None:
        rate = FreightRate(supplier_id=supplier_id, region_code=region_code)
        session.add(rate)
    rate.sea_route_id = sea_route_id
    _assign(rate, tariff)
    audit.record(session, actor, "suppliers.set_freight_rate", supplier_id, zone=region_code or "")
    session.flush()
    return rate


def remove_freight_rate(session: Session, actor: Actor, rate_id: UUID) -> None:
    """Take a rate away; freight to its zone is unknown again. Raises NotPermitted, NotFound."""
    require_writer(actor)
    rate = session.get(FreightRate, rate_id)
    if rate is None:
        raise NotFound
    own(session, actor, rate.supplier_id, lock=True)
    session.delete(rate)
    audit.record(session, actor, "suppliers.remove_freight_rate", rate.supplier_id, zone=rate.region_code or "")
    session.flush()


def freight_rates(session: Session, actor: Actor, supplier_id: UUID) -> list[FreightRate]:
    """What a supplier charges, the widest zone first. Raises NotFound where the actor may not know of him."""
    visible_supplier(session, actor, supplier_id)
    statement = select(FreightRate).where(FreightRate.supplier_id == supplier_id)
    return sorted(session.scalars(statement), key=lambda rate: rate.region_code or "")


def add_carriage(
    session: Session,
    actor: Actor,
    *,
    name: str,
    tariff: Tariff,
    supplier_id: UUID | None = None,
    sea_route_id: UUID | None = None,
    key: str | None = None,
) -> Carriage:
    """How the cooperative fetches goods itself: from one supplier instead of his freight, or (None) for everything.

    Raises NotPermitted, NotFound, RateWithoutPrice, IdempotencyKeyReused.
    """
    actor.require("cooperative")
    require_writer(actor)
    content = {"name": name, "supplier": supplier_id, "route": sea_route_id, **asdict(tariff)}
    before = idempotency.claim(session, actor, ADD_CARRIAGE, key, content)
    if before is not None:
        return _own_carriage(session, actor, before)
    tariff.require_a_price()
    if supplier_id is not None:
        visible_supplier(session, actor, supplier_id)
    _require_route(session, actor, sea_route_id)
    carriage = Carriage(
        cooperative_id=actor.organisation_id, name=name.strip(), supplier_id=supplier_id, sea_route_id=sea_route_id
    )
    _assign(carriage, tariff)
    session.add(carriage)
    session.flush()
    audit.record(session, actor, ADD_CARRIAGE, carriage.id)
    idempotency.settle(session, actor, ADD_CARRIAGE, key, carriage.id)
    return carriage


def change_carriage(
    session: Session, actor: Actor, carriage_id: UUID, *, name: str, tariff: Tariff, expected_version: int
) -> Carriage:
    """Mend what fetching costs. Raises NotPermitted, NotFound, RateWithoutPrice, ChangedMeanwhile."""
    require_writer(actor)
    carriage = _own_carriage(session, actor, carriage_id)
    if carriage.version != expected_version:
        raise ChangedMeanwhile
    tariff.require_a_price()
    carriage.name = name.strip()
    _assign(carriage, tariff)
    audit.record(session, actor, "suppliers.change_carriage", carriage_id)
    session.flush()
    return carriage


def remove_carriage(session: Session, actor: Actor, carriage_id: UUID) -> None:
    """The cooperative fetches this way no longer. Raises NotPermitted, NotFound."""
    require_writer(actor)
    session.delete(_own_carriage(session, actor, carriage_id))
    audit.record(session, actor, "suppliers.remove_carriage", carriage_id)
    session.flush()


def _own_carriage(session: Session, actor: Actor, carriage_id: UUID) -> Carriage:
    carriage = session.get(Carriage, carriage_id, with_for_update=True)
    if carriage is None or carriage.cooperative_id != actor.organisation_id:
        raise NotFound
    return carriage


def _require_route(session: Session, actor: Actor, sea_route_id: UUID | None) -> None:
    if sea_route_id is not None:
        sea_route(session, actor, sea_route_id)


def _assign(row: FreightRate | Carriage, tariff: Tariff) -> None:
    for name, value in asdict(tariff).items():
        setattr(row, name, value)
