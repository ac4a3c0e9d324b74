"""Verbs of imports: keep what a file says, settle its accounts, try it, post it once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cooperative_ledger as ledger
from cooperative_ledger import imports

from ... import audit, idempotency
from ...actor import Actor
from ...bookkeeping import ensure_books
from ...clock import now
from ...errors import ChangedMeanwhile, Invalid, NotFound
from ...identifiers import new_id
from ..errors import BooksFileNotRead, ImportNotReady, ImportPosted
from ..models.imports import IMPORT_KINDS, JournalImport
from ..rules.roles import TREASURERS
from .periods import hand_of
from .steps import books_of, name_of, open_chart

REFUSALS_TOLD = 20


@dataclass(frozen=True, slots=True)
class Tried:
    """What posting would do: entries that are new, that stand already, and (row, reason) of those that are refused."""

    posted: int
    known: int
    refused: tuple[tuple[int, str], ...]


def keep(
    session: Session, actor: Actor, kind: str, file_name: str, read: imports.ReadFile, *, key: str | None = None
) -> JournalImport:
    """Keep what was read of a file, with the accounts that are plain mapped to ours; nothing is posted.

    Raises NotPermitted, Invalid, BooksFileNotRead (nothing in it could be read), IdempotencyKeyReused.
    """
    actor.require("cooperative", roles=TREASURERS)
    if kind not in IMPORT_KINDS:
        raise Invalid(field="kind")
    if not read.entries:
        reasons = ", ".join(dict.fromkeys(finding.code for finding in read.findings)) or "nothing"
        raise BooksFileNotRead(field="file", reason=reasons, findings=[asdict(each) for each in read.findings])
    made = idempotency.claim(session, actor, "books.read_import", key, [kind, file_name, read.debit, len(read.entries)])
    if made is not None:
        return session.get_one(JournalImport, made)
    chart = ledger.accounts(session.connection(), actor.organisation_id) or list(ledger.chart_template())
    row = JournalImport(
        id=new_id(),
        cooperative_id=actor.organisation_id,
        kind=kind,
        file_name=file_name[:200] or "–",
        state="read",
        entries=[entry.plain() for entry in read.entries],
        accounts=[asdict(account) for account in read.accounts],
        findings=[asdict(finding) for finding in read.findings],
        mapping=imports.propose(read.accounts, chart),
        made_by=actor.person_id,
        person_name=name_of(actor),
    )
    session.add(row)
    session.flush()
    idempotency.settle(session, actor, "books.read_import", key, row.id)
    return row


def map_accounts(
    session: Session, actor: Actor, import_id: UUID, mapping: dict[str, str], *, version: int
) -> JournalImport:
    """Say which of our accounts each account of the file is: a code, or `new:` and a heading.

    Raises NotPermitted, NotFound, ImportPosted, ChangedMeanwhile.
    """
    row = _own(session, actor, import_id)
    if row.version != version:
        raise ChangedMeanwhile
    names = {account["account"] for account in row.accounts}
    row.mapping = {name: goal for name, goal in mapping.items() if name in names and goal}
    session.flush()
    return row


def try_import(session: Session, actor: Actor, import_id: UUID) -> Tried:
    """Post everything and take it back at once: what the ledger says to it, and nothing is written.

    Raises NotPermitted, NotFound, ImportPosted, ImportNotReady.
    """
    row = _own(session, actor, import_id)
    trial = session.begin_nested()
    try:
        return _post(session, actor, row)
    finally:
        trial.rollback()


def post_import(session: Session, actor: Actor, import_id: UUID) -> JournalImport:
    """Post every entry of the file, or none. Entries that stand already, from this file or another, are not doubled.

    Raises NotPermitted, NotFound, ImportPosted, ImportNotReady.
    """
    row = _own(session, actor, import_id)
    done = _post(session, actor, row)
    if done.refused:
        place, reason = done.refused[0]
        raise ImportNotReady(reason=f"{place}: {reason}", refused=len(done.refused))
    row.state, row.posted_at = "posted", now()
    row.posted_count, row.known_count = done.posted, done.known
    session.flush()
    audit.record(session, actor, "books.post_import", row.id, posted=done.posted, known=done.known)
    return row


def _own(session: Session, actor: Actor, import_id: UUID) -> JournalImport:
    """The import, locked, if it is not posted yet."""
    actor.require("cooperative", roles=TREASURERS)
    row = session.scalar(
        select(JournalImport)
        .where(JournalImport.cooperative_id == actor.organisation_id, JournalImport.id == import_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound
    if row.state == "posted":
        raise ImportPosted
    return row


def _post(session: Session, actor: Actor, row: JournalImport) -> Tried:
    stopping = [finding["code"] for finding in row.findings if finding["stops"]]
    if stopping:
        raise ImportNotReady(reason=", ".join(dict.fromkeys(stopping)))
    entries = [imports.ImportedEntry.from_plain(entry) for entry in row.entries]
    ensure_books(session, books_of(session, actor), min(entry.date for entry in entries))
    open_chart(session, actor)
    connection = session.connection()
    chart = ledger.accounts(connection, actor.organisation_id)
    accounts = [imports.FileAccount(**account) for account in row.accounts]
    asked = imports.open_questions(accounts, row.mapping, chart)
    if asked:
        raise ImportNotReady(reason=", ".join(each.account for each in asked[:5]), accounts=len(asked))
    ledger.add_accounts(connection, actor.organisation_id, imports.new_accounts(accounts, row.mapping, chart))
    kind = "opening" if row.kind == "opening" else "normal"
    outcome = imports.post_all(
        connection,
        actor.organisation_id,
        imports.entries_of(entries, row.mapping, kind=kind),  # type: ignore[arg-type]
        actor=hand_of(actor),
    )
    refused = tuple(
        (entries[place].row, refusal.message(actor.language)) for place, refusal in outcome.refused[:REFUSALS_TOLD]
    )
    return Tried(outcome.posted, outcome.known, refused)
