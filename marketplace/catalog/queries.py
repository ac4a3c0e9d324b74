"""What a cooperative asks for a product, and the most it may ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from ..actor import Actor
from ..clock import today
from ..identity.models import Organisation, Region
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


CAP_KEEPERS = {"platform": ("administrator",), "city_office": ("officer", "administrator")}
"""Who may set price caps: the platform anywhere, a city office within its region."""


def may_keep_caps(actor: Actor) -> bool:
    """Whether the actor may set and end price caps."""
    return actor.has_role(*CAP_KEEPERS.get(actor.organisation_kind, ()))


def keeper_region(session: Session, actor: Actor) -> str | None:
    """The region within which the actor keeps price caps; empty is everywhere, None nowhere."""
    if actor.is_a("platform"):
        return ""
    return session.scalar(select(Organisation.regency_code).where(Organisation.id == actor.organisation_id))


def lies_in(code: str, region: str | None) -> bool:
    """Whether a Kemendagri code names `region` or a part of it; everything lies in ``""``, nothing in None."""
    return region is not None and (region == "" or f"{code}.".startswith(f"{region}."))


def keeps(cap: PriceCap, region: str | None) -> bool:
    """Whether every region of a cap lies in `region`."""
    return all(lies_in(code, region) for code in cap.region_codes)


@dataclass(frozen=True, slots=True)
class CapLine:
    """A price cap as the actor sees it: with the names of its regions, and whether he may end it."""

    cap: PriceCap
    regions: tuple[str, ...]
    may_end: bool


def caps_for(session: Session, actor: Actor, on_date: date) -> list[PriceCap]:
    """The price caps that hold on a day, by commodity: for the platform all, for others those for where they are (of
    several for one commodity the one for the narrowest region)."""
    if actor.is_a("platform"):
        statement = select(PriceCap).where(
            PriceCap.valid_from <= on_date, or_(PriceCap.valid_until.is_(None), PriceCap.valid_until >= on_date)
        )
        return list(session.scalars(statement.order_by(PriceCap.commodity, PriceCap.id)))
    found = price_caps(session, _region_of(session, actor), on_date)
    return [found[commodity] for commodity in sorted(found)]


def _region_of(session: Session, actor: Actor) -> str | None:
    return session.scalar(select(Organisation.region_code).where(Organisation.id == actor.organisation_id))


def cap_lines(session: Session, actor: Actor) -> list[CapLine]:
    """For those who keep price caps all of their region, ended and coming ones too, the newest first; for others what
    holds where they are today, by commodity."""
    region = keeper_region(session, actor) if may_keep_caps(actor) else None
    caps = caps_for(session, actor, today(actor.time_zone))
    if region is not None:
        every = session.scalars(select(PriceCap).order_by(PriceCap.valid_from.desc(), PriceCap.commodity)).all()
        holding = {cap.id for cap in caps}
        caps = [cap for cap in every if cap.id in holding or keeps(cap, region)]
    codes = {code for cap in caps for code in cap.region_codes}
    names = {
        row.code: row.name for row in session.execute(select(Region.code, Region.name).where(Region.code.in_(codes)))
    }
    return [CapLine(cap, tuple(names.get(code, code) for code in cap.region_codes), keeps(cap, region)) for cap in caps]


def regions_to_cap(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Code and name of the regions offered for a price cap: provinces to the platform, to an office its own and its
    districts."""
    own = keeper_region(session, actor)
    wanted = Region.parent_code.is_(None) if own == "" else or_(Region.code == own, Region.parent_code == own)
    statement = select(Region.code, Region.name).where(wanted).order_by(Region.level == "district", Region.name)
    return [(row.code, row.name) for row in session.execute(statement)]
