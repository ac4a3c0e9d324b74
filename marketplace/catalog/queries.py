"""What a cooperative asks for a product, and the most it may ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from ..actor import Actor
from .models import Listing, PriceCap


def listings_on(session: Session, actor: Actor, product_ids: Iterable[UUID], on_date: date) -> dict[UUID, Listing]:
    """What the actor's cooperative asks for these products on a day, by product."""
    statement = (
        select(Listing)
        .where(
            Listing.cooperative_id == actor.organisation_id,
            Listing.product_id.in_(list(product_ids)),
            Listing.valid_from <= on_date,
        )
        .ext(distinct_on(Listing.product_id))
        .order_by(Listing.product_id, Listing.valid_from.desc())
    )
    return {listing.product_id: listing for listing in session.scalars(statement)}


def price_caps(session: Session, region_code: str | None, on_date: date) -> dict[str, PriceCap]:
    """The price caps (HET) that hold in a place on a day, by commodity: of several the one for the narrowest region."""
    statement = select(PriceCap).where(
        PriceCap.valid_from <= on_date, or_(PriceCap.valid_until.is_(None), PriceCap.valid_until >= on_date)
    )
    found: dict[str, tuple[int, date, PriceCap]] = {}
    for cap in session.scalars(statement):
        widths = [len(code) for code in cap.region_codes if f"{region_code}.".startswith(f"{code}.")]
        if not widths:
            continue
        candidate = (max(widths), cap.valid_from, cap)
        best = found.get(cap.commodity)
        if best is None or candidate[:2] > best[:2]:
            found[cap.commodity] = candidate
    return {commodity: cap for commodity, (_, _, cap) in found.items()}
