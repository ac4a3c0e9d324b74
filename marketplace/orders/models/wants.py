"""What a cooperative wants to buy (Belanja), before anybody is chosen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Identified, Table, Versioned
from .columns import CooperativeId, PersonId, Quantity


class WantList(Identified, Versioned, Table):
    """A shopping list for a day, e.g. `Belanja Senin`; `outlet_note` says for which outlet or door."""

    __tablename__ = "want_list"

    cooperative_id: Mapped[CooperativeId]
    title: Mapped[str]
    wanted_on: Mapped[date]
    outlet_note: Mapped[str] = mapped_column(default="")
    made_by: Mapped[PersonId]
    wants: Mapped[list[Want]] = relationship(lazy="raise", order_by="Want.position")

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        Index("ix_want_list_newest", "cooperative_id", "id"),
        CheckConstraint("length(title) BETWEEN 1 AND 200", name="title"),
        CheckConstraint("length(outlet_note) <= 500", name="outlet_note"),
    )


class Want(Identified, Table):
    """One good on the list: a product of the catalogue, or free `words` where none was chosen."""

    __tablename__ = "want"

    cooperative_id: Mapped[UUID]
    want_list_id: Mapped[UUID]
    position: Mapped[int]
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("product.id"))
    words: Mapped[str]
    quantity: Mapped[Quantity]
    unit: Mapped[str]
    note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        ForeignKeyConstraint(["cooperative_id", "want_list_id"], ["want_list.cooperative_id", "want_list.id"]),
        Index("ix_want_list_position", "cooperative_id", "want_list_id", "position"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("length(words) BETWEEN 1 AND 200", name="words"),
        CheckConstraint("length(unit) BETWEEN 1 AND 40", name="unit"),
        CheckConstraint("length(note) <= 500", name="note"),
    )
