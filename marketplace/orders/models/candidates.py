"""Which articles may answer a want, found once; and what a cooperative knows about an article beyond its list."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from ...clock import now
from ...database import Table
from .columns import CooperativeId, PersonId


class ArticleWords(Table):
    """Under which words an article is looked up, and the name and brand that these were read from."""

    __tablename__ = "article_words"

    article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    read_from: Mapped[str]
    words: Mapped[list[str]] = mapped_column(ARRAY(String))

    __table_args__ = (Index("ix_article_words_words", "words", postgresql_using="gin"),)


class WantAnswer(Table):
    """A person of a cooperative said whether an article is what it means by these words; kept for its next lists."""

    __tablename__ = "want_answer"

    cooperative_id: Mapped[CooperativeId] = mapped_column(primary_key=True)
    words_key: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    is_meant: Mapped[bool]
    answered_by: Mapped[PersonId]
    answered_at: Mapped[datetime] = mapped_column(default=now)


class WantPrice(Table):
    """What a cooperative asks its members for what it means by these words, rupiah per kg, litre or piece."""

    __tablename__ = "want_price"

    cooperative_id: Mapped[CooperativeId] = mapped_column(primary_key=True)
    words_key: Mapped[str] = mapped_column(primary_key=True)
    selling_price: Mapped[Decimal] = mapped_column(Numeric(18, 4))
    per: Mapped[str]
    monthly_volume: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    said_by: Mapped[PersonId]
    said_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        CheckConstraint("selling_price > 0", name="selling_price"),
        CheckConstraint("monthly_volume > 0", name="monthly_volume"),
        CheckConstraint("per IN ('kg', 'l', 'piece')", name="per"),
    )


class WantCandidate(Table):
    """An article that may answer a want given in free words; `note_*` says what is doubtful about it, if anything."""

    __tablename__ = "want_candidate"

    want_id: Mapped[UUID] = mapped_column(ForeignKey("want.id", ondelete="CASCADE"), primary_key=True)
    article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id", ondelete="CASCADE"), primary_key=True)
    relation: Mapped[str]
    note_indonesian: Mapped[str] = mapped_column(default="")
    note_english: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        CheckConstraint("relation IN ('same', 'same_other_size', 'different_grade', 'unsure')", name="relation"),
        Index("ix_want_candidate_article_id", "article_id"),
    )


class WantListResolution(Table):
    """For which lists in force and which words the candidates of a want list were found."""

    __tablename__ = "want_list_resolution"

    cooperative_id: Mapped[UUID]
    want_list_id: Mapped[UUID] = mapped_column(primary_key=True)
    signature: Mapped[str]

    __table_args__ = (
        ForeignKeyConstraint(
            ["cooperative_id", "want_list_id"], ["want_list.cooperative_id", "want_list.id"], ondelete="CASCADE"
        ),
    )


class ArticleNote(Table):
    """What a person of a cooperative filled in about an article, for his cooperative alone.

    `pack_count` x `pack_size` `pack_unit` is the content of one `order_unit`; `tax` the PPN basis. None: not said.
    """

    __tablename__ = "article_note"

    cooperative_id: Mapped[CooperativeId] = mapped_column(primary_key=True)
    article_id: Mapped[UUID] = mapped_column(ForeignKey("article.id"), primary_key=True)
    order_unit: Mapped[str | None]
    pack_count: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    pack_size: Mapped[Decimal | None] = mapped_column(Numeric(18, 4))
    pack_unit: Mapped[str | None]
    tax: Mapped[str | None]
    noted_by: Mapped[PersonId]
    noted_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        CheckConstraint("tax IN ('included', 'excluded', 'exempt')", name="tax"),
        CheckConstraint("pack_unit IN ('kg', 'g', 'l', 'ml', 'piece')", name="pack_unit"),
        CheckConstraint(
            "(pack_count IS NULL) = (pack_size IS NULL) AND (pack_size IS NULL) = (pack_unit IS NULL)", name="pack"
        ),
        CheckConstraint("pack_count > 0 AND pack_size > 0", name="content"),
        CheckConstraint("length(order_unit) BETWEEN 1 AND 40", name="order_unit"),
    )


class WantChoice(Table):
    """The offer that is chosen for a want, until an order is made of it."""

    __tablename__ = "want_choice"

    want_id: Mapped[UUID] = mapped_column(ForeignKey("want.id", ondelete="CASCADE"), primary_key=True)
    offer_id: Mapped[UUID]
    chosen_by: Mapped[PersonId]
