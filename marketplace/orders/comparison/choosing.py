"""What is chosen from a comparison, and the orders that come of it: one per supplier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ...actor import Actor
from ...errors import NotFound
from ...suppliers.comparing import Evaluated, SupplierOrder, orders
from ...suppliers.comparing.carriage import UNKNOWN_LEG
from ...suppliers.rules.quotes import QuotedOffer
from ..models import Order, WantChoice
from ..queries.wants import want_list
from ..rules.offers import Chosen, OfferCopy
from ..rules.requests import OrderRequest, OrderTerms
from ..services.choosing import copy_of, supplier_of
from ..services.ordering import create
from ..services.steps import require
from .comparing import ComparedList


def choices(session: Session, want_ids: list[UUID]) -> dict[UUID, UUID]:
    """The offer chosen for each of these wants, by want; of wants the caller may see."""
    rows = session.execute(select(WantChoice.want_id, WantChoice.offer_id).where(WantChoice.want_id.in_(want_ids)))
    return {row.want_id: row.offer_id for row in rows}


def choose(session: Session, actor: Actor, list_id: UUID, chosen: Mapping[UUID, UUID | None]) -> None:
    """Choose an offer for each want named, or (None) none. Raises NotPermitted, NotFound."""
    require(actor, "want")
    own = {want.id for want in want_list(session, actor, list_id).wants}
    if not set(chosen) <= own:
        raise NotFound
    session.execute(delete(WantChoice).where(WantChoice.want_id.in_(list(chosen))))
    rows = [
        {"want_id": want, "offer_id": offer, "chosen_by": actor.person_id}
        for want, offer in chosen.items()
        if offer is not None
    ]
    if rows:
        session.execute(insert(WantChoice), rows)


def choose_all_cheapest(session: Session, actor: Actor, compared: ComparedList) -> int:
    """Choose the cheapest offer of every want that has a complete one; how many. Raises NotPermitted, NotFound."""
    winners = {
        UUID(row.want.key): UUID(row.winner.offer.key)
        for row in compared.comparison.rows
        if row.winner is not None and row.winner.total is not None
    }
    choose(session, actor, compared.want_list.id, dict(winners))
    return len(winners)


def picked(compared: ComparedList, chosen: Mapping[UUID, UUID]) -> list[Evaluated]:
    """The chosen offers that can still be had, in the order of the list."""
    wanted = {str(want): str(offer) for want, offer in chosen.items()}
    return [
        each
        for row in compared.comparison.rows
        for each in row.offers
        if each.offer.key == wanted.get(row.want.key) and each.comparable
    ]


def supplier_order(compared: ComparedList, chosen: Mapping[UUID, UUID], supplier_id: UUID) -> SupplierOrder:
    """What is chosen from one supplier. Raises NotFound when that is nothing."""
    for each in orders(picked(compared, chosen), compared.comparison.circumstances):
        if each.supplier == str(supplier_id):
            return each
    raise NotFound


def make_order(
    session: Session, actor: Actor, compared: ComparedList, part: SupplierOrder, terms: OrderTerms, *, key: str | None
) -> Order:
    """A draft order of what is chosen from one supplier; the choices it was made of are taken off the list.

    Raises as `services.ordering.create`.
    """
    quoted = [compared.quoted[line.chosen.offer.key] for line in part.lines]
    lines = tuple(
        Chosen(offer_copy(quote, line.chosen), line.chosen.packs)
        for quote, line in zip(quoted, part.lines, strict=True)
    )
    order = create(session, actor, OrderRequest(supplier_of(quoted[0]), lines, terms), key=key)
    wants = [UUID(line.chosen.want.key) for line in part.lines]
    session.execute(delete(WantChoice).where(WantChoice.want_id.in_(wants)))
    return order


def supplier_freight(part: SupplierOrder) -> int | None:
    """Rupiah the supplier himself charges for bringing it, None where unknown; own carriage is not on his bill."""
    total = 0
    for line in part.lines:
        route = line.chosen.route
        for leg, cost in zip(route.legs if route else (), line.freight_by_leg, strict=False):
            if leg.name == UNKNOWN_LEG.name:
                if cost is None:
                    return None
                total += cost.rupiah
    return total


def offer_copy(quoted: QuotedOffer, each: Evaluated) -> OfferCopy:
    """The frozen copy of an offer, as it was compared: with what the cooperative filled in."""
    offer, pack = each.offer, each.offer.pack
    return replace(
        copy_of(quoted),
        order_unit=offer.order_unit,
        tax=offer.tax,
        pack_count=pack.count if pack else None,
        pack_size=pack.size if pack else None,
        pack_unit=pack.unit if pack else None,
        terms=tuple(term.text for term in offer.terms),
        minimum=offer.minimum,
        multiple=offer.multiple,
    )
