"""What may be the same thing at two suppliers, for a person of a cooperative to confirm or refuse."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from ...actor import Actor
from ...clock import today
from ..matching.articles import Reason
from ..models import Article, CooperativeArticle, MatchDecision, MatchSuggestion, Offer
from .visibility import in_force


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two articles, with what it is asked for today."""

    article_id: UUID
    name: str
    supplier_id: UUID
    supplier_name: str
    price: Decimal | None
    order_unit: str | None
    comparable_price: Decimal | None
    comparable_per: str | None


@dataclass(frozen=True, slots=True)
class Suggested:
    """Two articles that may be related, `score` 0 to 100, and why."""

    id: UUID
    relation: str
    score: int
    reasons: tuple[Reason, ...]
    one: Side
    other: Side


def suggestions(
    session: Session, actor: Actor, *, limit: int = 20, after: tuple[int, UUID] | None = None
) -> list[Suggested]:
    """What the actor's cooperative has not decided yet, surest first, of what it may see on both sides today.

    Pairs that the barcode joins are not asked about. `after` is the (score, id) of the last one seen.
    """
    if not actor.is_a("cooperative"):
        return []
    lists = in_force(actor, today(actor.time_zone))
    columns = [getattr(lists.c, name) for name in ("supplier_id", "supplier_name")]
    offered = (
        select(Offer.article_id, Offer.name, *columns, Offer.price, Offer.order_unit)
        .add_columns(Offer.comparable_price, Offer.comparable_per)
        .join(lists, lists.c.version_id == Offer.version_id)
        .where(Offer.part == 1)
        .cte("offered")
    )
    one, other = aliased(offered, name="one"), aliased(offered, name="other")
    statement = (
        select(MatchSuggestion, one, other)
        .join(one, one.c.article_id == MatchSuggestion.article_id)
        .join(other, other.c.article_id == MatchSuggestion.other_article_id)
        .where(~_decided(actor), ~_joined(actor))
        .order_by(MatchSuggestion.score.desc(), MatchSuggestion.id)
        .limit(limit)
    )
    if after is not None:
        score, last = after
        behind = and_(MatchSuggestion.score == score, MatchSuggestion.id > last)
        statement = statement.where(or_(MatchSuggestion.score < score, behind))
    return [_suggested(row) for row in session.execute(statement)]


def _suggested(row: Any) -> Suggested:
    suggestion: MatchSuggestion = row[0]
    width = len(Side.__dataclass_fields__)
    return Suggested(
        id=suggestion.id,
        relation=suggestion.relation,
        score=suggestion.score,
        reasons=tuple(Reason(*reason) for reason in suggestion.reasons),
        one=Side(*row[1 : 1 + width]),
        other=Side(*row[1 + width :]),
    )


def _decided(actor: Actor) -> Any:
    return exists().where(
        MatchDecision.cooperative_id == actor.organisation_id,
        MatchDecision.article_id == MatchSuggestion.article_id,
        MatchDecision.other_article_id == MatchSuggestion.other_article_id,
    )


def _joined(actor: Actor) -> Any:
    """Both articles are one product to the cooperative already."""
    mine, theirs = aliased(Article), aliased(Article)
    my_own, their_own = aliased(CooperativeArticle), aliased(CooperativeArticle)
    product = func.coalesce(my_own.product_id, mine.product_id)
    return exists(
        select(1)
        .select_from(mine)
        .join(theirs, theirs.id == MatchSuggestion.other_article_id)
        .outerjoin(my_own, and_(my_own.article_id == mine.id, my_own.cooperative_id == actor.organisation_id))
        .outerjoin(
            their_own, and_(their_own.article_id == theirs.id, their_own.cooperative_id == actor.organisation_id)
        )
        .where(mine.id == MatchSuggestion.article_id, product == func.coalesce(their_own.product_id, theirs.product_id))
        .correlate(MatchSuggestion)
    )
