"""What the queue runs for the books."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from flask import current_app
from sqlalchemy import select

import cooperative_ledger

from ..clock import now
from ..database import db, transaction
from ..identity.models import Organisation
from .queries.seals import snapshot
from .rules.seals import ASKED_AT_A_TIME, MOST_SEALS_OF_A_RUN, TOLD_EVERY
from .services import dues, periods, seals

SEALING_SECONDS = 40.0
"""How long one run seals before it leaves the rest to the next."""

CHECKING_SECONDS = 600.0
"""How long one run checks books that are due."""

CHECKED_EVERY = timedelta(days=7)
"""Books that nobody checked for so long are checked without being asked."""

log = structlog.get_logger(__name__)


def fold_books(key: str, content: dict[str, Any]) -> None:
    """Fold every cooperative's balances, so that a trial balance is read in milliseconds; accepts a repeat."""
    for cooperative in _cooperatives():
        with transaction() as session:
            connection = session.connection()
            if cooperative_ledger.accounts(connection, cooperative):  # its books are open
                cooperative_ledger.fold(connection, cooperative)


def finish_closing(key: str, content: dict[str, Any]) -> None:
    """Seal what is posted, keep the trial balance of a period that is closing, and close it; accepts a repeat."""
    with transaction() as session:
        periods.finish_closing(session, UUID(content["cooperative_id"]), int(content["period"]), content["hand"])


def resume_closings(key: str, content: dict[str, Any]) -> None:
    """Finish every close that was left half done, such as by a worker that was stopped."""
    with transaction() as session:
        waiting = periods.left_closing(session)
    for cooperative_id, period, hand in waiting:
        finish_closing(key, {"cooperative_id": str(cooperative_id), "period": period, "hand": hand})


def seal_books(key: str, content: dict[str, Any]) -> None:
    """Seal what every cooperative posted since the last minute; what is left over when time is up comes next time."""
    until = time.monotonic() + SEALING_SECONDS
    cooperatives = _cooperatives()
    for at in range(0, len(cooperatives), ASKED_AT_A_TIME):
        with transaction() as session:
            waiting = seals.waiting_for_seal(session, cooperatives[at : at + ASKED_AT_A_TIME])
        for cooperative in waiting:
            if time.monotonic() > until:
                return
            _seal(cooperative)


def _seal(cooperative: UUID) -> None:
    for _ in range(MOST_SEALS_OF_A_RUN):
        with transaction() as session:
            if seals.seal_once(session, cooperative) is None:
                return


def keep_head(key: str, content: dict[str, Any]) -> None:
    """Write the newest seals of all cooperatives into the day's file of `heads`, which somebody carries elsewhere."""
    folder: Path = current_app.extensions["settings"].data_folder / "heads"
    made_at = now()
    path = folder / f"{made_at:%Y-%m-%d}.json"
    if path.exists():
        return
    with transaction() as session:
        head = seals.make_head(session, _cooperatives(), made_at=made_at, previous_root=_newest_root(folder))
    if head.seals:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.write_text(head.as_json())
        unfinished.replace(path)


def _newest_root(folder: Path) -> str | None:
    head = _newest_head(folder)
    return json.loads(head)["root"] if head else None


def _newest_head(folder: Path) -> str:
    kept = max(folder.glob("*.json"), default=None)
    return kept.read_text() if kept else ""


def check_books(key: str, content: dict[str, Any]) -> None:
    """Check the books that `content` names against their seals, and keep the answer; accepts a repeat."""
    check_id = UUID(content["check_id"])
    with transaction() as session:
        check = seals.take_up(session, check_id)
    if check is None:
        return

    told = 0

    def tell(done: int) -> None:
        nonlocal told
        if done - told >= TOLD_EVERY:
            told = done
            with db.engine.begin() as connection:
                seals.tell_progress(connection, check_id, done)

    with transaction() as session:
        snapshot(session)
        report = seals.examine(session, check, tell)
    with transaction() as session:
        seals.finish(session, check_id, report)
    if not report.sound:
        log.error("books_do_not_fit_their_seals", cooperative=str(check.cooperative_id), check=str(check_id))


def check_due_books(key: str, content: dict[str, Any]) -> None:
    """Check every cooperative's books that nobody checked for a week, against the newest head; the rest next time.

    Whoever reads the books finds the answer on the page of proof; books that do not fit are also logged as an error.
    """
    until = time.monotonic() + CHECKING_SECONDS
    head = _newest_head(current_app.extensions["settings"].data_folder / "heads")
    with transaction() as session:
        due = seals.due_for_check(session, now() - CHECKED_EVERY)
        kept = seals.kept_of_head(head)
    for cooperative in due:
        if time.monotonic() > until:
            return
        with transaction() as session:
            check_id = seals.begin_check(session, cooperative, kept.get(cooperative, [])).id
        check_books(key, {"check_id": str(check_id)})


def book_due_dues(key: str, content: dict[str, Any]) -> None:
    """Book the dues that fell due, for each cooperative whose policy says so; accepts a repeat."""
    for cooperative in _cooperatives():
        with transaction() as session:
            dues.book_dues_of(session, session.get_one(Organisation, cooperative))


def _cooperatives() -> list[UUID]:
    with transaction() as session:
        return list(session.scalars(select(Organisation.id).where(Organisation.kind == "cooperative")))
