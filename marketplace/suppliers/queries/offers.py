"""Offers in force, set-based: the comparison of 40 goods over 30 suppliers asks once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Select,
    Subquery,
    Uuid,
    and_,
    any_,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB, distinct_on
from sqlalchemy.orm import Session, aliased

from ...actor import Actor
from ...clock import today
from ...errors import NotFound
from ..models import Article, CooperativeArticle, Offer, PriceListVersion, SupplierTerms
from ..rules.quotes import QuotedOffer
from .visibility import in_force

_PLAIN = tuple(
    column.key
    for column in Offer.__table__.columns
    if column.key in {field.name for field in fields(QuotedOffer)}
    and column.key not in {"id", "tax", "tiers", "terms", "issues", "version_id", "supplier_id", "article_id"}
)

_NONE = literal([], JSONB)
"""Most rows have neither tiers nor terms nor issues: nothing is taken apart for them."""


def offers_for(
    session: Session,
    actor: Actor,
    *,
    product_ids: Iterable[UUID] = (),
    article_ids: Iterable[UUID] = (),
    on_date: date | None = None,
) -> list[QuotedOffer]:
    """Every offer in force on `on_date` (default: today where the actor is) of these products and articles.

    One round trip. Offers whose list has run out (`valid_until` before the day) are given too: the comparison says so.
    Sorted by product, supplier, row. Nothing that the actor may not see is in it; unknown ids give nothing.
    """
    products, articles = list(product_ids), list(article_ids)
    if not products and not articles:
        return []
    day = on_date or today(actor.time_zone)
    statement = _quoted(actor, _wanted(actor, products, articles), in_force(actor, day))
    return [_quoted_offer(row) for row in session.execute(statement)]


def offer(session: Session, actor: Actor, offer_id: UUID, *, on_date: date | None = None) -> QuotedOffer:
    """One offer in force on `on_date` (default: today), as a frozen copy for an order.

    Raises NotFound where there is none, it is not in force on that day, or it is not the actor's to see.
    """
    day = on_date or today(actor.time_zone)
    its_article = select(Offer.article_id).where(Offer.id == offer_id).scalar_subquery()
    wanted = _as_grouped(actor, Article.id == its_article)
    statement = _quoted(actor, wanted.subquery("wanted"), in_force(actor, day)).where(Offer.id == offer_id)
    row = session.execute(statement).first()
    if row is None:
        raise NotFound
    return _quoted_offer(row)


def _wanted(actor: Actor, products: Sequence[UUID], articles: Sequence[UUID]) -> Subquery:
    """The wanted articles, each once, with product and relation as the actor's organisation groups them."""
    mine = aliased(CooperativeArticle)
    grouped = select(mine.article_id, mine.product_id, mine.relation).where(
        mine.cooperative_id == actor.organisation_id, _among(mine.product_id, products)
    )
    parts = union_all(
        grouped,
        _as_grouped(actor, _among(Article.product_id, products)).where(CooperativeArticle.article_id.is_(None)),
        _as_grouped(actor, _among(Article.id, articles)),
    ).subquery("parts")
    return select(parts).ext(distinct_on(parts.c.article_id)).order_by(parts.c.article_id).subquery("wanted")


def _among(column: Any, ids: Sequence[UUID]) -> ColumnElement[bool]:
    """As one array: thousands of ids would otherwise be thousands of parameters."""
    return column == any_(literal(ids, ARRAY(Uuid())))


def _as_grouped(actor: Actor, condition: Any) -> Select[Any]:
    own = CooperativeArticle.article_id.is_not(None)
    return (
        select(
            Article.id.label("article_id"),
            case((own, CooperativeArticle.product_id), else_=Article.product_id).label("product_id"),
            func.coalesce(CooperativeArticle.relation, literal("same")).label("relation"),
        )
        .outerjoin(
            CooperativeArticle,
            and_(
                CooperativeArticle.article_id == Article.id, CooperativeArticle.cooperative_id == actor.organisation_id
            ),
        )
        .where(condition)
    )


def _quoted(actor: Actor, wanted: Subquery, lists: CTE) -> Select[Any]:
    source = aliased(PriceListVersion)
    return (
        select(
            Offer.id.label("offer_id"),
            *(getattr(Offer, name) for name in _PLAIN),
            func.coalesce(Offer.tax, lists.c.tax_basis).label("tax"),
            *(func.nullif(getattr(Offer, name), _NONE).label(name) for name in ("tiers", "terms", "issues")),
            wanted.c.article_id,
            wanted.c.product_id,
            wanted.c.relation,
            lists.c.supplier_id,
            lists.c.supplier_name,
            lists.c.supplier_phone,
            lists.c.organisation_id.label("supplier_organisation_id"),
            lists.c.price_list_id,
            lists.c.title.label("price_list_title"),
            lists.c.version_id,
            lists.c.number.label("version_number"),
            lists.c.valid_from,
            lists.c.valid_until,
            lists.c.published_at,
            lists.c.region_codes,
            source.file_name,
            source.valid_from.label("listed_on"),
            SupplierTerms.lead_days,
            SupplierTerms.minimum_value,
            SupplierTerms.payment_term,
            SupplierTerms.payment_days,
        )
        .select_from(wanted)
        .join(Offer, Offer.article_id == wanted.c.article_id)
        .join(lists, lists.c.version_id == Offer.version_id)
        .join(source, source.id == Offer.source_version_id)
        .outerjoin(SupplierTerms, SupplierTerms.supplier_id == lists.c.supplier_id)
        .order_by(wanted.c.product_id, lists.c.supplier_id, Offer.row, Offer.part)
    )


def _quoted_offer(row: Any) -> QuotedOffer:
    values = dict(row._mapping)
    values["tiers"] = tuple((Decimal(tier["min_quantity"]), Decimal(tier["price"])) for tier in values["tiers"] or ())
    values["terms"] = tuple(values["terms"] or ())
    values["issues"] = tuple(values["issues"] or ())
    values["region_codes"] = tuple(values["region_codes"])
    return QuotedOffer(**values)
