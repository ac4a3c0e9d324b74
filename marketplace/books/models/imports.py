"""Files with opening balances or with another system's journal: read, mapped, posted once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Identified, Table, Versioned
from .columns import CooperativeId, PersonId, one_of

IMPORT_KINDS = ("opening", "journal")
IMPORT_STATES = ("read", "posted")


class JournalImport(Identified, Versioned, Table):
    """A file as it was read: `entries` as plain values, `findings` of the reading, `mapping` from its accounts to ours.

    Posted entries carry keys made from their content, so the same file again adds nothing.
    """

    __tablename__ = "journal_import"

    cooperative_id: Mapped[CooperativeId]
    kind: Mapped[str]
    file_name: Mapped[str]
    state: Mapped[str]
    entries: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    accounts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    mapping: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    posted_at: Mapped[datetime | None]
    posted_count: Mapped[int] = mapped_column(default=0)
    known_count: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[PersonId]
    person_name: Mapped[str]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        Index("ix_journal_import_order", "cooperative_id", "created_at"),
        CheckConstraint(one_of("kind", IMPORT_KINDS), name="kind"),
        CheckConstraint(one_of("state", IMPORT_STATES), name="state"),
        CheckConstraint("(state = 'posted') = (posted_at IS NOT NULL)", name="posted"),
        CheckConstraint("posted_count >= 0 AND known_count >= 0", name="counts"),
        CheckConstraint("length(file_name) BETWEEN 1 AND 200", name="file_name"),
    )
