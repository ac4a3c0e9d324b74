"""Numbers, limits and rates that orders go by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ..models import BuyingLimits, DocumentCounter, PpnRate
from ..rules.separation import Limits


def limits_of(session: Session, cooperative_id: UUID) -> Limits:
    """The cooperative's own limits, or the defaults."""
    row = session.get(BuyingLimits, cooperative_id)
    return Limits() if row is None else Limits(row.one_person, row.two_persons)


def ppn_rate(session: Session, day: date) -> Decimal:
    """The effective PPN on `day`, e.g. Decimal("0.11000"); zero before the first known rate."""
    newest = select(PpnRate.rate).where(PpnRate.from_day <= day).order_by(PpnRate.from_day.desc()).limit(1)
    return session.scalar(newest) or Decimal(0)


def next_number(session: Session, organisation_id: UUID, kind: str, year: int) -> str:
    """The next number of a document, e.g. PO/2026/000123: in sequence and without gaps.

    The counter's row stays locked until the transaction ends, so a number of a transaction that fails is given again.
    """
    statement = insert(DocumentCounter).values(organisation_id=organisation_id, kind=kind, year=year, last_number=1)
    number = session.execute(
        statement.on_conflict_do_update(
            index_elements=["organisation_id", "kind", "year"],
            set_={"last_number": DocumentCounter.last_number + 1},
        ).returning(DocumentCounter.last_number)
    ).scalar_one()
    return f"{kind}/{year}/{number:06d}"
