"""Lists, their versions, and the rows of one, for the supplier who handed them in and the cooperative that reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from ...actor import Actor
from ...clock import today
from ...errors import NotFound
from ..models import Article, Offer, PriceList, PriceListAudience, PriceListVersion, ReadingMemory, Supplier
from .versions import latest_published
from .visibility import in_force, own_supplier, visible_version

Pile = Literal["all", "new", "changed", "same", "gone", "doubtful"]


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list with its newest version that the actor may see, and the one in force."""

    price_list: PriceList
    newest: PriceListVersion
    in_force_id: UUID | None


def lists_of(session: Session, actor: Actor, supplier_id: UUID) -> list[ListLine]:
    """The lists of a supplier that the actor may see, the one handed in last first."""
    newest = (
        select(PriceListVersion.id)
        .where(PriceListVersion.price_list_id == PriceList.id, visible_version(actor))
        .order_by(PriceListVersion.number.desc())
        .limit(1)
        .correlate(PriceList, Supplier)
        .scalar_subquery()
    )
    current = in_force(actor, today(actor.time_zone))
    statement = (
        select(PriceList, PriceListVersion, current.c.version_id)
        .join(Supplier, Supplier.id == PriceList.supplier_id)
        .join(PriceListVersion, PriceListVersion.id == newest)
        .outerjoin(current, current.c.price_list_id == PriceList.id)
        .where(PriceList.supplier_id == supplier_id, PriceList.archived_at.is_(None))
        .order_by(PriceListVersion.id.desc())
    )
    return [ListLine(*row) for row in session.execute(statement)]


def archived_lists(session: Session, actor: Actor, supplier_id: UUID) -> list[PriceList]:
    """The lists of one of the actor's own suppliers that are put away, by title; of others' none."""
    statement = (
        select(PriceList)
        .join(Supplier, Supplier.id == PriceList.supplier_id)
        .where(PriceList.supplier_id == supplier_id, PriceList.archived_at.is_not(None), own_supplier(actor))
        .order_by(PriceList.title, PriceList.id)
    )
    return list(session.scalars(statement))


def price_list(session: Session, actor: Actor, price_list_id: UUID) -> PriceList:
    """One list with something in it that the actor may see. Raises NotFound."""
    seen = exists().where(PriceListVersion.price_list_id == PriceList.id, visible_version(actor))
    found = session.scalar(
        select(PriceList)
        .join(Supplier, Supplier.id == PriceList.supplier_id)
        .where(PriceList.id == price_list_id, seen.correlate(PriceList, Supplier))
    )
    if found is None:
        raise NotFound
    return found


def versions_of(price_list_id: UUID, actor: Actor) -> Select[Any]:
    """The versions of a list that the actor may see, to be ordered and paged."""
    return (
        select(PriceListVersion)
        .join(PriceList, PriceList.id == PriceListVersion.price_list_id)
        .join(Supplier, Supplier.id == PriceListVersion.supplier_id)
        .where(PriceListVersion.price_list_id == price_list_id, visible_version(actor))
    )


def version(session: Session, actor: Actor, version_id: UUID) -> PriceListVersion:
    """One version that the actor may see. Raises NotFound."""
    found = session.scalar(
        select(PriceListVersion)
        .join(PriceList, PriceList.id == PriceListVersion.price_list_id)
        .join(Supplier, Supplier.id == PriceListVersion.supplier_id)
        .where(PriceListVersion.id == version_id, visible_version(actor))
    )
    if found is None:
        raise NotFound
    return found


def audience_of(session: Session, actor: Actor, price_list_id: UUID) -> list[UUID]:
    """The cooperatives to which one of the actor's own lists was last published by name; of others' lists none."""
    statement = (
        select(PriceListAudience.cooperative_id)
        .join(Supplier, Supplier.id == PriceListAudience.supplier_id)
        .where(PriceListAudience.version_id == latest_published(session, price_list_id), own_supplier(actor))
    )
    return list(session.scalars(statement))


def memory_of(session: Session, actor: Actor, supplier_id: UUID) -> dict[str, Any]:
    """What reading has learnt of one of the actor's own suppliers."""
    found = session.scalar(
        select(ReadingMemory.content)
        .join(Supplier, Supplier.id == ReadingMemory.supplier_id)
        .where(ReadingMemory.supplier_id == supplier_id, own_supplier(actor))
    )
    return found or {}


def rows_of(
    session: Session,
    actor: Actor,
    version_id: UUID,
    *,
    pile: Pile = "all",
    limit: int = 50,
    after: tuple[int, int] | None = None,
    words: str = "",
) -> Sequence[Offer]:
    """Rows of a version that the actor may see, in the list's order, after the (row, part) `after`; at most `limit`.

    `gone` gives the rows in force before that this version leaves out. Raises NotFound.
    """
    found = version(session, actor, version_id)
    if pile == "gone":
        return _gone(session, found, limit)
    statement = select(Offer).where(Offer.version_id == version_id).order_by(Offer.row, Offer.part, Offer.id)
    if pile != "all":
        statement = statement.where(Offer.source_version_id == version_id, _in_pile(pile))
    if after is not None:
        statement = statement.where(tuple_(Offer.row, Offer.part) > after)
    if words:
        statement = statement.where(Offer.name.icontains(words, autoescape=True))
    if pile == "changed":
        statement = statement.order_by(None).order_by(_size_of_change().desc(), Offer.row, Offer.part)
    return session.scalars(statement.limit(limit)).all()


def _in_pile(pile: Pile) -> ColumnElement[bool]:
    return Offer.is_doubtful.is_(True) if pile == "doubtful" else Offer.change == pile


def _size_of_change() -> ColumnElement[Any]:
    return func.coalesce(func.abs(Offer.price - Offer.former_price) / func.nullif(Offer.former_price, 0), 0)


def _gone(session: Session, found: PriceListVersion, limit: int) -> Sequence[Offer]:
    before = former_of(session, found)
    if before is None:
        return []
    given = aliased(Offer)
    left_out = ~exists().where(given.version_id == found.id, given.article_id == Offer.article_id)
    statement = select(Offer).where(Offer.version_id == before, left_out).order_by(Offer.row, Offer.part)
    return session.scalars(statement.limit(limit)).all()


def former_of(session: Session, found: PriceListVersion) -> UUID | None:
    """The version that was in force when `found` was read: what its changes are told against."""
    if found.state != "published":
        return latest_published(session, found.price_list_id)
    return session.scalar(
        select(PriceListVersion.id)
        .where(
            PriceListVersion.price_list_id == found.price_list_id,
            PriceListVersion.published_at < found.published_at,
            PriceListVersion.state == "published",
        )
        .order_by(PriceListVersion.valid_from.desc(), PriceListVersion.number.desc())
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class PricePoint:
    """What an article was asked for from a day on: rupiah per order unit, and per kg, l or piece where known."""

    valid_from: date
    number: int
    price: Decimal | None
    order_unit: str | None
    comparable_price: Decimal | None
    comparable_per: str | None


@dataclass(frozen=True, slots=True)
class History:
    """An article's published prices, oldest first."""

    name: str
    supplier_id: UUID
    points: tuple[PricePoint, ...]


def price_history(session: Session, actor: Actor, article_id: UUID) -> History:
    """Every published price of an article that the actor may see. Raises NotFound where there is none."""
    statement = (
        select(
            Article.name,
            Article.supplier_id,
            PriceListVersion.valid_from,
            PriceListVersion.number,
            Offer.price,
            Offer.order_unit,
            Offer.comparable_price,
            Offer.comparable_per,
        )
        .join(Offer, Offer.article_id == Article.id)
        .join(PriceListVersion, PriceListVersion.id == Offer.version_id)
        .join(PriceList, PriceList.id == PriceListVersion.price_list_id)
        .join(Supplier, Supplier.id == PriceListVersion.supplier_id)
        .where(Article.id == article_id, Offer.part == 1, PriceListVersion.state == "published", visible_version(actor))
        .order_by(PriceListVersion.valid_from, PriceListVersion.number, Offer.row)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    if not rows:
        raise NotFound
    by_day: dict[date, PricePoint] = {row[2]: PricePoint(*row[2:]) for row in rows}  # of one day the last counts
    return History(rows[-1].name, rows[-1].supplier_id, tuple(by_day.values()))
