"""Goods by words, as people type them: grouped by product, so that one line stands for the same thing everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, and_, case, func, literal, select
from sqlalchemy.orm import Session

from ...actor import Actor
from ...clock import today
from ..models import Article, CooperativeArticle, Offer
from ..rules.articles import plain
from .visibility import in_force

MOST_ARTICLES = 2_000
MOST_OFFERS = 400
"""How many of the nearest articles, and of their offers, are looked at before they are grouped."""


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
    near = _near(words, lists)
    own = CooperativeArticle.article_id.is_not(None)
    product = case((own, CooperativeArticle.product_id), else_=near.c.product_id)
    statement = (
        select(near.c.id, near.c.name, product.label("product_id"), near.c.supplier_id, Offer.comparable_per)
        .join(Offer, Offer.article_id == near.c.id)
        .join(lists, lists.c.version_id == Offer.version_id)
        .outerjoin(
            CooperativeArticle,
            and_(
                CooperativeArticle.article_id == near.c.id, CooperativeArticle.cooperative_id == actor.organisation_id
            ),
        )
        .where(Offer.part == 1)
        .order_by(near.c.nearness.desc(), func.length(near.c.name), near.c.name, near.c.id)
        .limit(MOST_OFFERS)
    )
    return _grouped(session.execute(statement).all())[:limit]


def _near(words: str, lists: CTE) -> CTE:
    """The articles with the nearest names of suppliers with a list in force, before their offers are looked up."""
    nearness = func.word_similarity(literal(words), Article.name_key)
    statement = (
        select(Article.id, Article.name, Article.product_id, Article.supplier_id, nearness.label("nearness"))
        .where(
            literal(words).op("<%", is_comparison=True)(Article.name_key),
            Article.supplier_id.in_(select(lists.c.supplier_id)),
        )
        .order_by(nearness.desc(), Article.id)
        .limit(MOST_ARTICLES)
    )
    return statement.cte("near")


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
