"""From the paper behind a journal line to its order."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ...actor import Actor
from ...errors import NotFound
from ..models import Bill, Order, Payment, Receipt
from .visible import visible_to

TABLES: dict[str, type[Receipt] | type[Bill] | type[Payment]] = {
    "goods_receipt": Receipt,
    "purchase_bill": Bill,
    "supplier_payment": Payment,
}
"""Document type of a journal line (see `bookkeeping.JOURNAL`) -> its table."""


def order_of_document(session: Session, actor: Actor, document_type: str, document_id: UUID) -> UUID:
    """The order that a document belongs to. Raises NotFound."""
    table = TABLES.get(document_type)
    if table is None:
        raise NotFound
    found = session.scalar(
        select(Order.id)
        .join(table, and_(table.cooperative_id == Order.cooperative_id, table.order_id == Order.id))
        .where(visible_to(actor), table.id == document_id)
    )
    if found is None:
        raise NotFound
    return found
