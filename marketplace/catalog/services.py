"""What a cooperative asks for a product, and price caps as dated data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit
from ..actor import Actor
from ..errors import NotFound
from .errors import PriceNotPositive
from .models import Listing, PriceCap, Product


def set_listing(
    session: Session,
    actor: Actor,
    product_id: UUID,
    *,
    selling_price: Decimal,
    per: str,
    valid_from: date,
    monthly_volume: Decimal | None = None,
) -> Listing:
    """What the actor's cooperative asks for a product from a day on, in rupiah per kg, l or piece.

    Said again for the same day it is replaced. Whoever calls makes sure that the product is the actor's to see (the
    suppliers' queries do). Raises NotPermitted, NotFound, PriceNotPositive.
    """
    actor.require("cooperative", roles=("manager", "treasurer", "chair"))
    if selling_price <= 0:
        raise PriceNotPositive(field="selling_price")
    product = session.get(Product, product_id)
    if product is None or product.kept_by not in (None, actor.organisation_id):
        raise NotFound
    listing = session.scalar(
        select(Listing).where(
            Listing.cooperative_id == actor.organisation_id,
            Listing.product_id == product_id,
            Listing.valid_from == valid_from,
        )
    )
    if listing is None:
        listing = Listing(cooperative_id=actor.organisation_id, product_id=product_id, valid_from=valid_from)
        session.add(listing)
    listing.selling_price, listing.per, listing.monthly_volume = selling_price, per, monthly_volume
    session.flush()
    audit.record(session, actor, "catalog.set_listing", listing.id)
    return listing


def set_price_cap(
    session: Session,
    actor: Actor,
    *,
    commodity: str,
    region_codes: Iterable[str],
    price: Decimal,
    per: str,
    valid_from: date,
    source: str,
    valid_until: date | None = None,
) -> PriceCap:
    """The most a commodity may cost consumers in some regions, with the source that says so.

    Raises NotPermitted for any but the platform, PriceNotPositive.
    """
    actor.require("platform")
    if price <= 0:
        raise PriceNotPositive(field="price")
    cap = PriceCap(
        commodity=commodity, region_codes=list(region_codes), price=price, per=per, valid_from=valid_from,
        valid_until=valid_until, source=source,
    )  # fmt: skip
    session.add(cap)
    session.flush()
    audit.record(session, actor, "catalog.set_price_cap", cap.id)
    return cap
