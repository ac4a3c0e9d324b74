"""The cooperative's shopping list (Belanja): create it, add, change, remove, or start from the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from ... import audit
from ...actor import Actor
from ...catalog.models import Product
from ...errors import ChangedMeanwhile, Invalid, NotFound
from ...identifiers import new_id
from ..models import Want, WantList
from ..queries.wants import lists_visible_to
from .steps import once, require

LARGEST_LIST = 500
"""Wants on one list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A good on the list: `words` as people say it, or a `product_id` of the catalogue with its name in `words`."""

    words: str
    quantity: Decimal
    unit: str
    product_id: UUID | None = None
    note: str = ""


def create_want_list(
    session: Session,
    actor: Actor,
    *,
    title: str,
    wanted_on: date,
    outlet_note: str = "",
    wants: tuple[Wanted, ...] = (),
    key: str | None = None,
) -> WantList:
    """Make a list for a day, with its first goods. Raises Invalid."""
    require(actor, "want")
    if not 1 <= len(title.strip()) <= 200 or len(outlet_note) > 500:
        raise Invalid(field="title")

    def do() -> WantList:
        made = WantList(
            id=new_id(),
            cooperative_id=actor.organisation_id,
            title=title.strip(),
            wanted_on=wanted_on,
            outlet_note=outlet_note,
            made_by=actor.person_id,
            wants=[],
        )
        session.add(made)
        _check_products(session, wants)
        for wanted in wants:
            _append(made, wanted)
        audit.record(session, actor, "orders.create_want_list", made.id)
        session.flush()
        return made

    content = [title, wanted_on, outlet_note, [asdict(wanted) for wanted in wants]]
    return once(session, actor, "create_want_list", key, content, do, _made_list)


def _made_list(session: Session, list_id: UUID) -> WantList:
    return session.get_one(WantList, list_id, options=(selectinload(WantList.wants),))


def add_want(session: Session, actor: Actor, list_id: UUID, wanted: Wanted, *, key: str | None = None) -> Want:
    """Put a good at the end of the list. Raises NotFound, Invalid."""
    require(actor, "want")

    def do() -> Want:
        found = _locked(session, actor, list_id)
        _check_products(session, (wanted,))
        want = _append(found, wanted)
        session.flush()
        audit.record(session, actor, "orders.add_want", found.id, want=str(want.id))
        return want

    def again(session: Session, made: UUID) -> Want:
        return session.get_one(Want, made)

    return once(session, actor, "add_want", key, [list_id, asdict(wanted)], do, again)


def _append(found: WantList, wanted: Wanted) -> Want:
    _check(wanted)
    if len(found.wants) >= LARGEST_LIST:
        raise Invalid(field="wants")
    position = max((want.position for want in found.wants), default=0) + 1
    want = Want(id=new_id(), cooperative_id=found.cooperative_id, position=position, **_columns(wanted))
    found.wants.append(want)
    return want


def _check(wanted: Wanted) -> None:
    wrong = {
        "words": not 1 <= len(wanted.words.strip()) <= 200,
        "quantity": not 0 < wanted.quantity < 10**9,
        "unit": not 1 <= len(wanted.unit.strip()) <= 40,
        "note": len(wanted.note) > 500,
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise Invalid(field=field)


def _check_products(session: Session, wants: Sequence[Wanted]) -> None:
    """Raise Invalid when a want names a product that the catalogue does not have."""
    named = {wanted.product_id for wanted in wants} - {None}
    if named and len(session.scalars(select(Product.id).where(Product.id.in_(named))).all()) < len(named):
        raise Invalid(field="product_id")


def _columns(wanted: Wanted) -> dict[str, object]:
    return {
        "words": wanted.words.strip(),
        "quantity": wanted.quantity,
        "unit": wanted.unit.strip(),
        "product_id": wanted.product_id,
        "note": wanted.note,
    }


def change_want(session: Session, actor: Actor, list_id: UUID, want_id: UUID, wanted: Wanted) -> Want:
    """Say anew what is wanted and how much. Raises NotFound, Invalid."""
    require(actor, "want")
    want = _want_of(_locked(session, actor, list_id), want_id)
    _check(wanted)
    _check_products(session, (wanted,))
    for name, value in _columns(wanted).items():
        setattr(want, name, value)
    audit.record(session, actor, "orders.change_want", list_id, want=str(want_id))
    return want


def remove_want(session: Session, actor: Actor, list_id: UUID, want_id: UUID) -> None:
    """Take a good off the list; one that is gone already is fine. Raises NotFound for the list."""
    require(actor, "want")
    found = _locked(session, actor, list_id)
    for want in found.wants:
        if want.id == want_id:
            session.delete(want)
            audit.record(session, actor, "orders.remove_want", list_id, want=str(want_id))


def change_want_list(
    session: Session, actor: Actor, list_id: UUID, version: int, *, title: str, wanted_on: date, outlet_note: str
) -> WantList:
    """Change the list's title, day and outlet. Raises NotFound, ChangedMeanwhile, Invalid."""
    require(actor, "want")
    if not 1 <= len(title.strip()) <= 200 or len(outlet_note) > 500:
        raise Invalid(field="title")
    found = _locked(session, actor, list_id)
    if found.version != version:
        raise ChangedMeanwhile
    found.title, found.wanted_on, found.outlet_note = title.strip(), wanted_on, outlet_note
    audit.record(session, actor, "orders.change_want_list", list_id)
    session.flush()
    return found


def copy_last(session: Session, actor: Actor, *, title: str, wanted_on: date, key: str | None = None) -> WantList:
    """Make a list with the goods of the newest one, for another day. Raises NotFound when there is none, Invalid."""
    require(actor, "want")
    newest = session.scalar(
        select(WantList)
        .where(lists_visible_to(actor))
        .order_by(WantList.id.desc())
        .limit(1)
        .options(selectinload(WantList.wants))
    )
    if newest is None:
        raise NotFound
    goods = tuple(
        Wanted(words=each.words, quantity=each.quantity, unit=each.unit, product_id=each.product_id, note=each.note)
        for each in newest.wants
    )

    def do() -> WantList:
        return create_want_list(
            session, actor, title=title, wanted_on=wanted_on, outlet_note=newest.outlet_note, wants=goods
        )

    return once(session, actor, "copy_last", key, [title, wanted_on], do, _made_list)


def _locked(session: Session, actor: Actor, list_id: UUID) -> WantList:
    found = session.scalar(
        select(WantList)
        .where(lists_visible_to(actor), WantList.id == list_id)
        .with_for_update()
        .options(selectinload(WantList.wants))
    )
    if found is None:
        raise NotFound
    return found


def _want_of(found: WantList, want_id: UUID) -> Want:
    for want in found.wants:
        if want.id == want_id:
            return want
    raise NotFound
