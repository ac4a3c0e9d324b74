"""What is done about seals: sealing what waits, and checking the books against them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, or_, select, update
from sqlalchemy.orm import Session

import cooperative_ledger as ledger
from cooperative_ledger.connections import driver_connection
from cooperative_ledger.verifier import Kept, NotASeal, Report, read_kept, verify

from ... import audit, outbox
from ...actor import Actor
from ...clock import now
from ...idempotency import claim, settle
from ...identifiers import new_id
from ...identity.models import Organisation
from ..errors import KeptHeadBroken, KeptSealMistyped, KeptSealUnreadable
from ..events import LedgerCheckAsked
from ..models.seals import LedgerCheck
from ..queries.ledger import require_reader
from ..queries.seals import entries_to_check
from ..rules.seals import AT_ONCE, FINDINGS_KEPT, LONGEST_KEPT, SEALED_AT_A_TIME
from .steps import name_of

REFUSALS = {
    "code_is_mistyped": KeptSealMistyped,
    "head_contradicts_itself": KeptHeadBroken,
}
"""Why something is no kept seal -> the error; any other reason is that it cannot be read."""


def seal_once(session: Session, cooperative_id: UUID) -> ledger.Seal | None:
    """Seal what waits, at most so many entries; None when nothing does."""
    return ledger.seal(session.connection(), cooperative_id, most=SEALED_AT_A_TIME)


def waiting_for_seal(session: Session, cooperative_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the cooperatives that have something to seal."""
    return ledger.waiting_for_seal(session.connection(), cooperative_ids)


def ask_check(
    session: Session, actor: Actor, kept_text: str = "", *, at_once: bool, key: str | None = None
) -> LedgerCheck:
    """Ask for a check of the books, comparing the seals in `kept_text`: codes, or the text of a file.

    A job checks the books (`LedgerCheckAsked`), unless the caller wants it `at_once` and they are short: then it is
    for him to go on with `take_up`, `examine` and `finish`.
    Raises NotPermitted, KeptSealUnreadable, KeptSealMistyped, KeptHeadBroken.
    """
    cooperative_id = require_reader(actor)
    if (made := claim(session, actor, "books.check", key, kept_text)) is not None:
        return session.get_one(LedgerCheck, made)
    check = begin_check(session, cooperative_id, _kept(kept_text, cooperative_id))
    check.asked_by, check.asked_by_name = actor.person_id, name_of(actor)
    audit.record(session, actor, "books.check", check.id, kept=len(check.kept))
    if not at_once or is_long(check):
        outbox.record(session, LedgerCheckAsked(cooperative_id, check.id))
    settle(session, actor, "books.check", key, check.id)
    return check


def begin_check(session: Session, cooperative_id: UUID, kept: Sequence[Kept]) -> LedgerCheck:
    """A check that waits to be taken up; nobody in particular asked for it."""
    check = LedgerCheck(
        id=new_id(),
        cooperative_id=cooperative_id,
        asked_by_name="",
        kept=[{"seal_number": each.seal_number, "hash_start": each.hash_start.hex()} for each in kept],
        entries_total=entries_to_check(session, cooperative_id),
    )
    session.add(check)
    session.flush()
    return check


def due_for_check(session: Session, since: datetime) -> Sequence[UUID]:
    """The cooperatives whose books hold a seal and were not checked since then, the longest waiting first."""
    newest = select(func.max(LedgerCheck.created_at)).where(LedgerCheck.cooperative_id == Organisation.id)
    checked = newest.scalar_subquery()
    cooperatives = session.scalars(
        select(Organisation.id)
        .where(Organisation.kind == "cooperative", or_(checked.is_(None), checked < since))
        .order_by(checked.asc().nulls_first(), Organisation.id)
    ).all()
    return [each for each in cooperatives if ledger.newest_seal(session.connection(), each) is not None]


def kept_of_head(text: str) -> dict[UUID, list[Kept]]:
    """Cooperative to its seal in the text of a head; none where the text is empty or no head."""
    try:
        return {each.cooperative: [each] for each in read_kept(text) if each.cooperative}
    except NotASeal:
        return {}


def is_long(check: LedgerCheck) -> bool:
    """Whether the check is left to a job."""
    return check.entries_total > AT_ONCE


def _kept(written: str, cooperative_id: UUID) -> list[Kept]:
    if not written.strip():
        return []
    if len(written) > LONGEST_KEPT:
        raise KeptSealUnreadable(field="kept")
    try:
        found = [each for each in read_kept(written) if each.cooperative in (None, cooperative_id)]
    except NotASeal as refused:
        raise REFUSALS.get(refused.reason, KeptSealUnreadable)(field="kept") from refused
    if not found:
        raise KeptSealUnreadable(field="kept")
    return found


def take_up(session: Session, check_id: UUID) -> LedgerCheck | None:
    """Say that the check is running; None when there is nothing (more) to do about it."""
    check = session.get(LedgerCheck, check_id, with_for_update=True)
    if check is None or check.state in ("done", "failed"):
        return None
    check.state = "running"
    return check


def examine(session: Session, check: LedgerCheck, progress: Callable[[int], None] = lambda done: None) -> Report:
    """Read all of the books and compare. The transaction should be of one moment (`queries.seals.snapshot`)."""
    kept = [Kept(each["seal_number"], bytes.fromhex(each["hash_start"])) for each in check.kept]
    return verify(driver_connection(session.connection()), check.cooperative_id, kept, progress=progress)


def tell_progress(connection: Connection, check_id: UUID, done: int) -> None:
    """Say how many entries are behind, in a transaction of its own."""
    connection.execute(update(LedgerCheck).where(LedgerCheck.id == check_id).values(entries_done=done))


def finish(session: Session, check_id: UUID, report: Report) -> LedgerCheck:
    """Keep the answer."""
    check = session.get_one(LedgerCheck, check_id, with_for_update=True)
    check.state, check.finished_at = "done", now()
    check.entries_sealed, check.entries_unsealed = report.entries_sealed, report.entries_unsealed
    check.entries_done = check.entries_total = report.entries_sealed + report.entries_unsealed
    check.seal_number, check.sealed_at = report.seal_number or None, report.sealed_at
    check.kept_compared, check.found = report.kept_compared, report.counted.total()
    check.findings = [finding.as_json() for finding in report.findings[:FINDINGS_KEPT]]
    return check


def make_head(
    session: Session, cooperative_ids: Sequence[UUID], *, made_at: datetime, previous_root: str | None
) -> ledger.Head:
    """The newest seals of all these cooperatives under one root."""
    return ledger.make_head(session.connection(), cooperative_ids, made_at=made_at, previous_root=previous_root)
