"""What happened in the books beside what the journal itself tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class QuarterPublished:
    """A quarter's page was signed: it is frozen and everybody of the cooperative may read it."""

    cooperative_id: UUID
    edition_id: UUID
    year: int
    quarter: int
    edition: int


@dataclass(frozen=True)
class PeriodClosing:
    """A period takes no more entries; sealing and keeping its trial balance are still to be done."""

    cooperative_id: UUID
    period: int
    hand: str


@dataclass(frozen=True)
class LedgerCheckAsked:
    """Somebody wants long books checked against their seals."""

    cooperative_id: UUID
    check_id: UUID
