"""What the queue runs for suppliers: reading lists, taking up readings that a crash left, matching articles.

Each job takes (key, content) and accepts a repeat. A reading holds an advisory lock of the database for as long as its
process lives, so that a second worker never reads the same version beside it, and a dead one never blocks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import current_app
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from ..database import db, transaction
from ..files import FileMissing, existing
from .reading.sheets import UnreadableFile
from .reading.sources.sandbox import run_in_child
from .rules.understanding import understand
from .services import matching, reading

READING_SECONDS = 300.0
LOCK_WAIT = "30s"
"""How long a second job for the same version waits for the first one to end, then leaves it to the next round."""


def read_price_list(key: str, content: dict[str, Any]) -> None:
    """Read the version named in `content`, store its rows, and say that it is understood (or why it is not)."""
    version_id = UUID(content["version_id"])
    with _only_reader(version_id, wait=True) as alone:
        if alone:
            _read(version_id)


def resume_readings(key: str, content: dict[str, Any]) -> None:
    """Take up every reading that waits although no living process is on it."""
    with transaction() as session:
        waiting = reading.overdue(session)
    for version_id in waiting:
        with _only_reader(version_id, wait=False) as alone:
            if alone:
                _read(version_id)


def _read(version_id: UUID) -> None:
    with transaction() as session:
        taken = reading.take_up(session, version_id)
    if taken is None:
        return
    version, memory = taken
    try:
        path = existing(current_app.extensions["settings"].data_folder, version.file_sha256)
        understood = run_in_child(understand, str(path), version.file_name, memory, seconds=READING_SECONDS)
    except (UnreadableFile, FileMissing) as error:
        details = {name: str(value) for name, value in error.details.items()}
        with transaction() as session:
            reading.fail(session, version_id, error.code, details)
        return
    with transaction() as session:
        reading.finish(session, version_id, understood, lambda *step: _tell(version_id, *step))


def _tell(version_id: UUID, stage: str, done: int, total: int) -> None:
    with db.engine.begin() as connection:
        reading.tell_progress(connection, version_id, stage, done, total)


@contextmanager
def _only_reader(version_id: UUID, *, wait: bool) -> Iterator[bool]:
    """Whether this process is the only one that reads the version; given back when the block or the process ends."""
    key = version_id.int & (1 << 63) - 1
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        alone = _lock_waiting(connection, key) if wait else _lock_at_once(connection, key)
        try:
            yield alone
        finally:
            if alone:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})


def _lock_at_once(connection: Connection, key: int) -> bool:
    return bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}))


def _lock_waiting(connection: Connection, key: int) -> bool:
    connection.execute(text(f"SET lock_timeout = '{LOCK_WAIT}'"))
    try:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": key})
    except OperationalError as error:
        if not isinstance(error.orig, LockNotAvailable):
            raise
        return False
    finally:
        connection.execute(text("RESET lock_timeout"))
    return True


def match_articles(key: str, content: dict[str, Any]) -> None:
    """Suggest what of the supplier named in `content` is the same thing as others sell. Nothing new, nothing done."""
    with transaction() as session:
        matching.match_supplier(session, UUID(content["supplier_id"]))
