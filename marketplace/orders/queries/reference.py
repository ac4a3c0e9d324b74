"""Numbers, limits and rates that orders go by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ...suppliers.comparing.circumstances import TaxRate, load_rates, rate_on
from ..models import BuyingLimits, DocumentCounter
from ..rules.separation import Limits


def limits_of(session: Session, cooperative_id: UUID) -> Limits:
    """The cooperative's own limits, or the defaults."""
    row = session.get(BuyingLimits, cooperative_id)
    return Limits() if row is None else Limits(row.one_person, row.two_persons)


def ppn_rate(day: date) -> Decimal:
    """The effective PPN on `day`, e.g. Decimal("0.11"), from the same dated rates as the comparison."""
    rate = rate_on(_rates(), day)
    return rate.percent * rate.numerator / (100 * rate.denominator)


@cache
def _rates() -> tuple[TaxRate, ...]:
    return load_rates()


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
