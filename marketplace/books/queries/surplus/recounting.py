"""A division counted again from the journal as it was known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from ...models.surplus import SurplusDivision, SurplusPart, SurplusResolution
from ...rules.surplus import Division, Inputs, divide, fingerprint, written
from .inputs import inputs_of


@dataclass(frozen=True, slots=True)
class Recount:
    """A division counted again from the journal as it was known then; `same` tells whether every input is."""

    inputs: Inputs
    division: Division
    inputs_hash: str
    same: bool
    parts_same: bool


def recount(session: Session, found: SurplusDivision, *, known_at: datetime | None) -> Recount:
    """Count `found` again with what the books knew at `known_at` (None: all they know now)."""
    resolution = session.get_one(
        SurplusResolution, found.resolution_id, options=[selectinload(SurplusResolution.shares)]
    )
    inputs = inputs_of(session, resolution, date(found.year, 12, 31), known_at)
    counted, content_hash = divide(inputs), fingerprint(written(inputs))
    stored = {
        (part.member_id, part.for_business, part.for_capital)
        for part in session.scalars(
            select(SurplusPart).where(
                SurplusPart.cooperative_id == found.cooperative_id, SurplusPart.division_id == found.id
            )
        )
    }
    parts_same = stored == {tuple(part) for part in counted.parts}
    stored_hash = fingerprint(found.inputs)
    return Recount(inputs, counted, content_hash, content_hash == found.inputs_hash == stored_hash, parts_same)
