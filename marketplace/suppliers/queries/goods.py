"""Goods by words, as people type them: grouped by product, so that one line stands for the same thing everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, literal, select
from sqlalchemy.orm import Session

from ...actor import Actor
from ...clock import today
from ..models import Article, CooperativeArticle, Offer
from ..rules.articles import plain
from .visibility import in_force

MOST_OFFERS = 400
"""How many of the nearest offers are looked at before they are grouped."""


@dataclass(frozen=True, slots=True)
class Good:
    """A product, or an article that belongs to none yet (`product_id` None), as the actor may see it.

    `per` is kg, l or piece where an offer of it is comparable. `suppliers` counts who offers it today.
    """

    name: str
    product_id: UUID | None
    article_ids: tuple[UUID, ...]
    suppliers: int
    per: str | None


def search_goods(
    session: Session, actor: Actor, text: str, *, on_date: date | None = None, limit: int = 20
) -> list[Good]:
    """Goods in force on `on_date` (default: today) whose name is like `text`, nearest first, at most `limit`.

    Spelling may be off (pg_trgm); fewer than two letters find nothing.
    """
    words = plain(text)
    if len(words) < 2:
        return []
    lists = in_force(actor, on_date or today(actor.time_zone))
    own = CooperativeArticle.article_id.is_not(None)
    product = case((own, CooperativeArticle.product_id), else_=Article.product_id)
    nearness = func.word_similarity(literal(words), Article.name_key)
    statement = (
        select(Article.id, Article.name, product.label("product_id"), Article.supplier_id, Offer.comparable_per)
        .join(Offer, Offer.article_id == Article.id)
        .join(lists, lists.c.version_id == Offer.version_id)
        .outerjoin(
            CooperativeArticle,
            and_(
                CooperativeArticle.article_id == Article.id, CooperativeArticle.cooperative_id == actor.organisation_id
            ),
        )
        .where(literal(words).op("<%", is_comparison=True)(Article.name_key), Offer.part == 1)
        .order_by(nearness.desc(), func.length(Article.name_key), Article.name, Article.id)
        .limit(MOST_OFFERS)
    )
    return _grouped(session.execute(statement).all())[:limit]


def _grouped(rows: Any) -> list[Good]:
    groups: dict[UUID, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.product_id or row.id, []).append(row)
    return [
        Good(
            name=members[0].name,
            product_id=members[0].product_id,
            article_ids=tuple(dict.fromkeys(row.id for row in members)),
            suppliers=len({row.supplier_id for row in members}),
            per=next((row.comparable_per for row in members if row.comparable_per), None),
        )
        for members in groups.values()
    ]
