"""The same thing at two suppliers: what was suggested, what a cooperative decided, and how it groups articles."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ...clock import now
from ...database import Identified, Table


class MatchSuggestion(Identified, Table):
    """Two articles of different suppliers that may be the same thing, `score` 0 to 100, with the reasons.

    Seen only by a cooperative to which both articles are visible. `article_id` is the smaller id of the two.
    """

    __tablename__ = "match_suggestion"

    article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id"))
    other_article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id"), index=True)
    relation: Mapped[str]
    score: Mapped[int]
    reasons: Mapped[list[Any]] = mapped_column(JSONB)

    __table_args__ = (
        UniqueConstraint("article_id", "other_article_id"),
        CheckConstraint("article_id < other_article_id", name="order"),
        CheckConstraint("relation IN ('same', 'same_other_size', 'different_grade', 'unsure')", name="relation"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    )


class MatchDecision(Identified, Table):
    """What a person of a cooperative said about two articles, once; it holds for his cooperative alone."""

    __tablename__ = "match_decision"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id"))
    other_article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id"))
    verdict: Mapped[str]
    relation: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        UniqueConstraint("cooperative_id", "article_id", "other_article_id"),
        CheckConstraint("article_id < other_article_id", name="order"),
        CheckConstraint("verdict IN ('confirmed', 'refused')", name="verdict"),
        CheckConstraint("relation IN ('same', 'same_other_size', 'different_grade', 'unsure')", name="relation"),
    )


class CooperativeArticle(Table):
    """Which product an article is to one cooperative; goes before the article's own `product_id`."""

    __tablename__ = "cooperative_article"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id"), primary_key=True, index=True)
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"))
    relation: Mapped[str] = mapped_column(default="same")

    __table_args__ = (
        CheckConstraint("relation IN ('same', 'same_other_size', 'different_grade', 'unsure')", name="relation"),
        Index("ix_cooperative_article_product_id", "product_id", "cooperative_id"),
    )
