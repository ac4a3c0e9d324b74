"""The life of a reading: taken up by one worker, finished or failed, taken up again after a crash."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from ... import outbox
from ...clock import now
from ..events import PriceListUnderstood
from ..models import PriceListVersion, ReadingMemory
from ..rules.rows import Understanding
from .storing import Told, store

WAITING_STATES = ("uploaded", "reading")
MOST_READINGS = 8
"""How often one version is taken up at most: a file that ends workers is not tried forever."""
OVERDUE = timedelta(minutes=2)
"""How long a reading may stand before it is looked at whether anybody is on it."""


def take_up(session: Session, version_id: UUID) -> tuple[PriceListVersion, dict[str, Any]] | None:
    """The version to read and what is remembered of its supplier; None when it is not (or no longer) to be read."""
    version = session.get(PriceListVersion, version_id, with_for_update=True)
    if version is None or version.state not in WAITING_STATES:
        return None
    version.readings += 1
    if version.readings > MOST_READINGS:
        fail(session, version_id, "reader_crashed", {})
        return None
    version.state = "reading"
    version.progress_stage, version.progress_done, version.progress_total = "reading", 0, 0
    memory = session.get(ReadingMemory, version.supplier_id)
    return version, memory.content if memory else {}


def tell_progress(connection: Connection, version_id: UUID, stage: str, done: int, total: int) -> None:
    """Say how far the reading is; in a transaction of its own, so that whoever waits sees it."""
    connection.execute(
        update(PriceListVersion)
        .where(PriceListVersion.id == version_id)
        .values(progress_stage=stage, progress_done=done, progress_total=total)
    )


def finish(session: Session, version_id: UUID, understanding: Understanding, tell: Told) -> None:
    """Store what was read, in the caller's one transaction, and say that it is understood."""
    version = session.get_one(PriceListVersion, version_id)
    if version.state != "reading":
        return
    store(session, version, understanding, tell)
    version.progress_stage = "done"
    version.progress_done = version.progress_total = len(understanding.rows)
    outbox.record(session, PriceListUnderstood(version.id, version.supplier_id))


def fail(session: Session, version_id: UUID, code: str, details: dict[str, str]) -> None:
    """Say why the file could not be read (`code` of reading.sheets.SENTENCES). What was in force stays in force."""
    version = session.get_one(PriceListVersion, version_id, with_for_update=True)
    version.state, version.failure_code, version.failure = "failed", code, details
    version.progress_stage = "failed"


def overdue(session: Session) -> list[UUID]:
    """Versions that have been waiting, or being read, for longer than a reading takes to begin."""
    statement = select(PriceListVersion.id).where(
        PriceListVersion.state.in_(WAITING_STATES), PriceListVersion.created_at < now() - OVERDUE
    )
    return list(session.scalars(statement.order_by(PriceListVersion.id)))
