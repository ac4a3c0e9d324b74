"""Which lines a report counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Nature = Literal["ordinary", "opening", "year_end"]
"""Of an entry, or of the one it reverses: opening balances brought in, the result moved into equity at the year's end,
or anything else."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which lines count: those of one outlet or business unit, and what the books knew at a moment (with its zone)."""

    outlet_id: UUID | None = None
    business_unit: str | None = None
    known_at: datetime | None = None

    @property
    def is_part(self) -> bool:
        """Whether only some of the lines of an entry may count, so that the two sides need not be equal."""
        return self.outlet_id is not None or self.business_unit is not None


EVERYTHING = Scope()
"""All lines, as they are known now."""
