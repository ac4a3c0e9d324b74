"""Who changed what and when, written in the same transaction as the change. Rows are never changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from .actor import Actor
from .database import Identified, Table


class AuditEntry(Identified, Table):
    """One change: `verb` is the service's name (`suppliers.publish`), `subject` what it was done to."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_id", "id"),
        Index("ix_audit_entry_organisation", "organisation_id", "id"),
    )

    organisation_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    verb: Mapped[str]
    subject_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)


def record(session: Session, actor: Actor | None, verb: str, subject_id: UUID | None, **details: Any) -> None:
    """Note that `actor` did `verb`; `details` are plain values, never a password, token, NIK or price list row."""
    session.add(
        AuditEntry(
            organisation_id=actor.organisation_id if actor else None,
            person_id=actor.person_id if actor else None,
            verb=verb,
            subject_id=subject_id,
            details=details,
        )
    )
