"""The way from each supplier to the cooperative's door, as the comparison counts it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...actor import Actor
from ...identity.models import Organisation
from ...money import Money
from ..comparing.carriage import UNKNOWN_LEG, Leg, Route, Sailings
from ..comparing.circumstances import SupplierTerms as ComparedTerms
from ..models import Carriage, FreightRate, Supplier, SupplierTerms
from .boats import sailings_of
from .visibility import may_read, visible_to


def routes_for(session: Session, actor: Actor, supplier_ids: Iterable[UUID]) -> dict[str, Route]:
    """The legs from each supplier to the actor's own village, by supplier id as text (the comparison's supplier key).

    First the supplier's own freight (the rate for the narrowest zone that holds the village, else the one for
    everywhere), or the cooperative's carriage from that supplier where it fetches the goods itself; then the carriage
    it entered for everything, such as the boat and the cart from the harbour. A supplier without either has an unknown
    first leg: never free.
    """
    wanted = list(supplier_ids)
    region = session.scalar(select(Organisation.region_code).where(Organisation.id == actor.organisation_id)) or ""
    rates = session.execute(
        select(FreightRate)
        .join(Supplier, Supplier.id == FreightRate.supplier_id)
        .where(FreightRate.supplier_id.in_(wanted), visible_to(actor))
    ).scalars()
    own = carriages(session, actor)
    nearest: dict[UUID, FreightRate] = {}
    for rate in sorted(rates, key=lambda rate: len(rate.region_code or "")):
        if rate.region_code is None or f"{region}.".startswith(f"{rate.region_code}."):
            nearest[rate.supplier_id] = rate
    boats = {*(each.sea_route_id for each in own), *(each.sea_route_id for each in nearest.values())}
    sailings = sailings_of(session, [each for each in boats if each is not None])
    shared = [_leg(each, each.name, sailings) for each in own if each.supplier_id is None]
    return {str(each): Route((*_first_legs(each, nearest, own, sailings), *shared)) for each in wanted}


def _first_legs(
    supplier_id: UUID, nearest: dict[UUID, FreightRate], own: Sequence[Carriage], sailings: dict[UUID, Sailings]
) -> list[Leg]:
    fetched = [_leg(each, each.name, sailings) for each in own if each.supplier_id == supplier_id]
    if fetched:
        return fetched
    rate = nearest.get(supplier_id)
    return [_leg(rate, UNKNOWN_LEG.name, sailings)] if rate else [UNKNOWN_LEG]


def _leg(tariff: FreightRate | Carriage, name: str, sailings: dict[UUID, Sailings]) -> Leg:
    return Leg(
        name,
        per_kg=tariff.per_kg,
        per_package=tariff.per_package,
        per_drop=None if tariff.per_drop is None else Money(tariff.per_drop),
        free_from=None if tariff.free_from is None else Money(tariff.free_from),
        days=tariff.days,
        sailings=sailings.get(tariff.sea_route_id) if tariff.sea_route_id else None,
    )


def carriages(session: Session, actor: Actor) -> list[Carriage]:
    """How the actor's cooperative fetches goods itself, those from one supplier first."""
    if not actor.is_a("cooperative") or not may_read(actor):
        return []
    statement = select(Carriage).where(Carriage.cooperative_id == actor.organisation_id).order_by(Carriage.id)
    return list(session.scalars(statement))


def terms_for(session: Session, actor: Actor, supplier_ids: Iterable[UUID]) -> dict[str, ComparedTerms]:
    """Minimum value, days to deliver and way of paying per supplier, by supplier id as text; only those known."""
    statement = (
        select(SupplierTerms)
        .join(Supplier, Supplier.id == SupplierTerms.supplier_id)
        .where(SupplierTerms.supplier_id.in_(list(supplier_ids)), visible_to(actor))
    )
    return {
        str(terms.supplier_id): ComparedTerms(
            minimum_value=None if terms.minimum_value is None else Money(terms.minimum_value),
            lead_days=terms.lead_days,
            payment=terms.payment_term,
        )
        for terms in session.scalars(statement)
    }
