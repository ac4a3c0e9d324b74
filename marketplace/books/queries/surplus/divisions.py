"""Divisions of the surplus: one, all, the one that stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ....actor import Actor
from ....bookkeeping.accounts import UNDIVIDED_SURPLUS
from ....errors import NotFound
from ...models.surplus import SurplusDivision
from .inputs import require_reader


def undivided(session: Session, cooperative_id: UUID) -> int:
    """What stands on the account of undivided surplus, rupiah."""
    try:
        return ledger.balance(session.connection(), cooperative_id, UNDIVIDED_SURPLUS)
    except LookupError:  # nothing was ever booked
        return 0


def division(session: Session, actor: Actor, division_id: UUID) -> SurplusDivision:
    """One division. Raises NotPermitted, NotFound."""
    return found_division(session, require_reader(actor), division_id)


def found_division(
    session: Session, cooperative_id: UUID, division_id: UUID, *, for_update: bool = False
) -> SurplusDivision:
    """One division of that cooperative, locked if asked. Raises NotFound."""
    statement = select(SurplusDivision).where(
        SurplusDivision.cooperative_id == cooperative_id, SurplusDivision.id == division_id
    )
    if for_update:
        statement = statement.with_for_update()
    found = session.scalar(statement, execution_options={"populate_existing": True})
    if found is None:
        raise NotFound
    return found


def divisions(session: Session, actor: Actor, *, limit: int = 30) -> list[SurplusDivision]:
    """The divisions, the youngest year and the newest first. Raises NotPermitted."""
    order = (SurplusDivision.year.desc(), SurplusDivision.id.desc())
    return list(session.scalars(divisions_of(actor).order_by(*order).limit(limit)))


def divisions_of(actor: Actor) -> Select[Any]:
    """Every division of the actor's cooperative. Raises NotPermitted."""
    return select(SurplusDivision).where(SurplusDivision.cooperative_id == require_reader(actor))


def standing_division(session: Session, cooperative_id: UUID, year: int) -> SurplusDivision | None:
    """The division of `year` that is prepared or booked."""
    return session.scalar(
        select(SurplusDivision).where(
            SurplusDivision.cooperative_id == cooperative_id,
            SurplusDivision.year == year,
            SurplusDivision.state.in_(("prepared", "posted")),
        )
    )
