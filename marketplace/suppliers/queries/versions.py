"""Which version of a list is the last one published, and what stands in one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..models import PriceListVersion


def latest_published(session: Session, price_list_id: UUID) -> UUID | None:
    """The version that holds from the latest day on, with which a new one is compared; None before the first."""
    return session.scalar(
        select(PriceListVersion.id)
        .where(PriceListVersion.price_list_id == price_list_id, PriceListVersion.state == "published")
        .order_by(PriceListVersion.valid_from.desc(), PriceListVersion.number.desc())
        .limit(1)
    )
