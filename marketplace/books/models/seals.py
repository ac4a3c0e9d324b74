"""Checks of the books: who asked, how far it is, what was found."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Identified, Table


class LedgerCheck(Identified, Table):
    """One check of a cooperative's books: `queued`, `running`, then `done` with its answer, or `failed`.

    `kept` holds the seals that were given to compare: number, beginning of the hash (hex). `findings` holds the first
    of what was found, `found` how many there are; none means that everything fits.
    """

    __tablename__ = "ledger_check"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    asked_by_name: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")
    kept: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    entries_done: Mapped[int] = mapped_column(BigInteger, default=0)
    entries_total: Mapped[int] = mapped_column(BigInteger)
    finished_at: Mapped[datetime | None]
    entries_sealed: Mapped[int | None] = mapped_column(BigInteger)
    entries_unsealed: Mapped[int | None] = mapped_column(BigInteger)
    seal_number: Mapped[int | None] = mapped_column(BigInteger)
    sealed_at: Mapped[datetime | None]
    kept_compared: Mapped[int | None]
    found: Mapped[int | None]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)

    __table_args__ = (
        Index("ix_ledger_check_cooperative", "cooperative_id", "id"),
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
        CheckConstraint("(state = 'done') = (found IS NOT NULL AND entries_sealed IS NOT NULL)", name="answer"),
        CheckConstraint("(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="finished"),
        CheckConstraint("found >= 0 AND jsonb_array_length(findings) <= found", name="found"),
    )

    @property
    def sound(self) -> bool | None:
        """Whether everything fits; None while it is not known."""
        return None if self.found is None else self.found == 0
