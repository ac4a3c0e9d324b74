"""What a list is called, and whether it is put away: its prices hold no longer, its history stays."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...clock import now
from ...errors import ChangedMeanwhile, NotFound
from ..errors import ListWithoutTitle
from ..models import PriceList, Supplier
from ..queries.visibility import own_supplier
from .suppliers import require_writer

LONGEST_TITLE = 120


def change_list(
    session: Session, actor: Actor, price_list_id: UUID, *, title: str, archived: bool, expected_version: int
) -> PriceList:
    """Rename a list of the actor's own supplier, and put it away or take it out again.

    A list that is put away has no version in force; publishing one takes it out. Orders made meanwhile keep their
    prices. Raises NotPermitted, NotFound, ListWithoutTitle, ChangedMeanwhile.
    """
    require_writer(actor)
    price_list = session.scalar(
        select(PriceList)
        .join(Supplier, Supplier.id == PriceList.supplier_id)
        .where(PriceList.id == price_list_id, own_supplier(actor))
        .with_for_update(of=PriceList)
    )
    if price_list is None:
        raise NotFound
    if price_list.version != expected_version:
        raise ChangedMeanwhile
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        raise ListWithoutTitle(field="title")
    price_list.title = title.strip()
    if archived != (price_list.archived_at is not None):
        price_list.archived_at = now() if archived else None
    audit.record(session, actor, "suppliers.change_list", price_list_id, archived=archived)
    session.flush()
    return price_list
