"""Who may see what of suppliers. Everything that reads prices starts here.

A supplier's own people see everything of his. A cooperative sees everything of a supplier it keeps itself, and of
others the published versions of lists whose audience it is in. A city office, a producer group, the platform and other
suppliers see none of it.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CTE, ColumnElement, TextClause, and_, bindparam, exists, false, or_, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.types import Uuid

from ...actor import Actor
from ..models import PriceList, PriceListAudience, PriceListVersion, Supplier

READING_ROLES = {
    "supplier": frozenset({"administrator", "manager", "sales"}),
    "cooperative": frozenset({"chair", "secretary", "treasurer", "manager", "supervisor"}),
}
"""Whose roles may see prices: not a cooperative's cashier or member, and nobody of any other kind of organisation."""

WRITING_ROLES = {
    "supplier": frozenset({"administrator", "manager", "sales"}),
    "cooperative": frozenset({"manager", "secretary"}),
}
"""Who may hand in lists: a supplier's people for himself, a cooperative's for the suppliers it keeps."""


def may_read(actor: Actor) -> bool:
    """Whether the actor's roles let him see prices at all."""
    return actor.has_role(*READING_ROLES.get(actor.organisation_kind, frozenset()))


def own_supplier(actor: Actor) -> ColumnElement[bool]:
    """Suppliers that are the actor's own: his organisation, or kept by it."""
    if not may_read(actor):
        return false()
    if actor.is_a("supplier"):
        return Supplier.organisation_id == actor.organisation_id
    return Supplier.kept_by == actor.organisation_id


def in_audience(actor: Actor) -> ColumnElement[bool]:
    """Versions that were published to the actor's cooperative, if they were published."""
    if not actor.is_a("cooperative") or not may_read(actor):
        return false()
    chosen = exists().where(
        PriceListAudience.version_id == PriceListVersion.id,
        PriceListAudience.cooperative_id == actor.organisation_id,
    )
    regional = PriceListVersion.region_codes.op("&&", is_comparison=True)(_regions_of(actor))
    return or_(
        and_(PriceListVersion.audience == "all_of_region", regional),
        and_(PriceListVersion.audience == "chosen", chosen),
    )


def _regions_of(actor: Actor) -> TextClause:
    """The codes of village, district, regency and province in which the actor's organisation lies, as one array."""
    return text(
        "(SELECT array_agg(array_to_string((string_to_array(o.region_code, '.'))[1:n], '.'))::varchar[]"
        " FROM organisation o, generate_series(1, 4) n WHERE o.id = :asking_organisation)"
    ).bindparams(bindparam("asking_organisation", actor.organisation_id, type_=Uuid()))


def visible_version(actor: Actor) -> ColumnElement[bool]:
    """Versions (joined with Supplier): all of one's own, and those that others have published to one."""
    return or_(own_supplier(actor), and_(PriceListVersion.state == "published", in_audience(actor)))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Suppliers that the actor may know of: his own, and those with something published to him."""
    if not actor.is_a("cooperative") or not may_read(actor):
        return own_supplier(actor)
    published = exists().where(
        PriceListVersion.supplier_id == Supplier.id, PriceListVersion.state == "published", in_audience(actor)
    )
    return or_(own_supplier(actor), published.correlate(Supplier))


def in_force(actor: Actor, on_date: date) -> CTE:
    """The version of each list that holds on a day, where the actor may see it: one row per list, with its supplier.

    A list whose version in force is not published to the actor gives nothing, whatever older versions he may see.
    """
    newest = (
        select(PriceListVersion.id)
        .ext(distinct_on(PriceListVersion.price_list_id))
        .join(PriceList, PriceList.id == PriceListVersion.price_list_id)
        .where(
            PriceListVersion.state == "published",
            PriceListVersion.valid_from <= on_date,
            PriceList.archived_at.is_(None),
        )
        .order_by(PriceListVersion.price_list_id, PriceListVersion.valid_from.desc(), PriceListVersion.number.desc())
    )
    seen = (
        select(
            PriceListVersion.id.label("version_id"),
            PriceListVersion.price_list_id,
            PriceListVersion.supplier_id,
            PriceListVersion.number,
            PriceListVersion.tax_basis,
            PriceListVersion.valid_from,
            PriceListVersion.valid_until,
            PriceListVersion.published_at,
            PriceListVersion.region_codes,
            PriceList.title,
            Supplier.name.label("supplier_name"),
            Supplier.phone.label("supplier_phone"),
            Supplier.organisation_id,
        )
        .join(PriceList, PriceList.id == PriceListVersion.price_list_id)
        .join(Supplier, Supplier.id == PriceListVersion.supplier_id)
        .where(PriceListVersion.id.in_(newest), visible_version(actor))
    )
    return seen.cte("in_force")
