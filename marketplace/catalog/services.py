"""What a cooperative asks for a product, and price caps as dated data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import audit, idempotency
from ..actor import Actor
from ..clock import today
from ..errors import ChangedMeanwhile, NotFound, NotPermitted
from ..identity.models import Region
from .errors import CapEnded, CapEndsBackwards, CapOutsideRegion, PriceNotPositive
from .models import Listing, PriceCap, Product
from .queries import keeper_region, keeps, lies_in, may_keep_caps

SET_PRICE_CAP = "catalog.set_price_cap"


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
    key: str | None = None,
) -> PriceCap:
    """The most a commodity may cost consumers in some regions, in rupiah per kg, l or piece, with who says so.

    `commodity` is what the thing is called, such as `beras medium`. The platform names any region, a city office those
    within its own. Raises NotPermitted, PriceNotPositive, CapOutsideRegion, CapEndsBackwards, IdempotencyKeyReused.
    """
    require_cap_keeper(actor)
    values: dict[str, Any] = {
        "commodity": " ".join(commodity.lower().split()), "region_codes": sorted(set(region_codes)), "price": price,
        "per": per, "valid_from": valid_from, "valid_until": valid_until, "source": source.strip(),
    }  # fmt: skip
    before = idempotency.claim(session, actor, SET_PRICE_CAP, key, values)
    if before is not None:
        return session.get_one(PriceCap, before)
    if price <= 0:
        raise PriceNotPositive(field="price")
    if valid_until is not None and valid_until < valid_from:
        raise CapEndsBackwards(field="valid_until")
    _require_regions(session, actor, values["region_codes"])
    cap = PriceCap(**values)
    session.add(cap)
    session.flush()
    audit.record(session, actor, SET_PRICE_CAP, cap.id)
    idempotency.settle(session, actor, SET_PRICE_CAP, key, cap.id)
    return cap


def end_price_cap(
    session: Session, actor: Actor, cap_id: UUID, valid_until: date, *, expected_version: int
) -> PriceCap:
    """A price cap holds up to and with `valid_until` and no longer; what held before that day stays told.

    Raises NotPermitted, NotFound, CapEnded, CapEndsBackwards, ChangedMeanwhile.
    """
    require_cap_keeper(actor)
    cap = session.get(PriceCap, cap_id, with_for_update=True)
    if cap is None or not keeps(cap, keeper_region(session, actor)):
        raise NotFound
    if cap.version != expected_version:
        raise ChangedMeanwhile
    if cap.valid_until is not None and cap.valid_until < today(actor.time_zone):
        raise CapEnded
    if valid_until < cap.valid_from:
        raise CapEndsBackwards(field="valid_until")
    cap.valid_until = valid_until
    audit.record(session, actor, "catalog.end_price_cap", cap_id, until=valid_until.isoformat())
    session.flush()
    return cap


def require_cap_keeper(actor: Actor) -> None:
    """Raise NotPermitted for any but the platform's administrator and a city office's people."""
    if not may_keep_caps(actor):
        raise NotPermitted


def _require_regions(session: Session, actor: Actor, codes: list[str]) -> None:
    own = keeper_region(session, actor)
    known = session.scalars(select(Region.code).where(Region.code.in_(codes))).all()
    if not codes or set(known) != set(codes) or not all(lies_in(code, own) for code in codes):
        raise CapOutsideRegion(field="region_codes")
