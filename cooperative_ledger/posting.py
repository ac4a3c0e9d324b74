"""Posting: an array of entries in, one result each out, in one round trip and in the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from .connections import AnyConnection, driver_connection, with_cooperative
from .entries import Entry, Line, Reversal
from .refusals import PostingRefused, Refused

Request: TypeAlias = Entry | Reversal

LARGEST_BATCH = 1000
"""Entries in one call of the database; `post` splits what is longer."""

# Naming the cooperative and posting are one statement, so that one round trip does.
_POST = """
    SELECT outcome, entry_id, posting_date, code, about
    FROM ledger.post(set_config('ledger.coop_id', %s, true)::uuid, %s, %s::jsonb)
"""


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry that stands in the books. `replayed`: it stood there before, under the same key."""

    entry_id: UUID
    posting_date: date
    replayed: bool


def post(connection: AnyConnection, coop_id: UUID, entries: Sequence[Request], *, actor: str) -> list[Posted | Refused]:
    """Post `entries` to the books of `coop_id`, in order; give one result each, in the same order.

    A refused entry leaves no trace and does not disturb the others. Joins the caller's transaction and never commits:
    nothing stands before the caller's commit returned. `actor` is who posts, as the caller's system names him.

    Raises:
        psycopg.errors.CheckViolation: the cooperative has no books, or the transaction is not read committed.
        psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected: roll back and try again, same keys.
    """
    cursor = driver_connection(connection).cursor()
    results: list[Posted | Refused] = []
    for batch in _independent_batches(entries):
        body = json.dumps([as_request(entry) for entry in batch], separators=(",", ":"))
        cursor.execute(_POST, (str(coop_id), actor, body))
        results.extend(as_result(*row) for row in cursor)
    return results


def post_one(connection: AnyConnection, coop_id: UUID, entry: Request, *, actor: str) -> Posted:
    """Post one entry as `post` does.

    Raises:
        PostingRefused: with the reason; nothing was written.
    """
    (result,) = post(connection, coop_id, [entry], actor=actor)
    if isinstance(result, Refused):
        raise PostingRefused(result)
    return result


def reverse(
    connection: AnyConnection, coop_id: UUID, entry_id: UUID, *, source: str, key: str, actor: str, **details: Any
) -> Posted:
    """Cancel the entry `entry_id` with its mirror image; `details` as in `Reversal`.

    Raises:
        PostingRefused: entry_not_found, already_reversed, reversal_of_reversal, key_reused, period_closed,
            account_closed, insufficient_balance or limit_exceeded.
    """
    return post_one(connection, coop_id, Reversal(source=source, key=key, reverses=entry_id, **details), actor=actor)


def redact_narration(connection: AnyConnection, coop_id: UUID, entry_id: UUID, *, actor: str, reason: str) -> None:
    """Take an entry's words away for good, because they name somebody; figures and leaf hash stay and still verify.

    Raises:
        LookupError: there is no such entry, or it has no words (any more).
    """
    with_cooperative(connection, coop_id)
    verb = "SELECT ledger.redact_narration(%s, %s, %s, %s)"
    if driver_connection(connection).execute(verb, (coop_id, entry_id, actor, reason)).fetchone() != (True,):
        raise LookupError(f"entry {entry_id} has no words to redact")


def _independent_batches(entries: Sequence[Request]) -> Iterator[list[Request]]:
    """Cut where an entry must see an earlier one: the same key again, or the reversal of what has just been posted."""
    batch: list[Request] = []
    seen: set[object] = set()
    for entry in entries:
        marks: set[object] = {(entry.source, entry.key), entry.id}
        if isinstance(entry, Reversal):
            marks |= {entry.reverses}
        if len(batch) == LARGEST_BATCH or marks & seen:
            yield batch
            batch, seen = [], set()
        batch.append(entry)
        seen |= marks
    if batch:
        yield batch


def as_result(outcome: str, entry_id: UUID, posting_date: date, code: str, about: str | None) -> Posted | Refused:
    """What a row of ledger.post means."""
    if outcome == "refused":
        return Refused(code, about)
    return Posted(entry_id, posting_date, outcome == "replayed")


def as_request(entry: Request) -> dict[str, object]:
    """The entry as ledger.post reads it."""
    body: dict[str, object] = {"id": str(entry.id), "source": entry.source, "key": entry.key}
    _put(body, "reference", entry.reference)
    _put(body, "narration", entry.narration)
    _put(body, "document_date", entry.document_date and entry.document_date.isoformat())
    _put(body, "posting_date", entry.posting_date and entry.posting_date.isoformat())
    _put(body, "period", entry.period)
    if entry.if_closed != "refuse":
        body["if_closed"] = entry.if_closed
    if isinstance(entry, Reversal):
        body["reverses"] = str(entry.reverses)
    else:
        body["kind"] = entry.kind
        body["lines"] = [_line(entry, line) for line in entry.lines]
    return body


def _line(entry: Entry, line: Line) -> dict[str, object]:
    body: dict[str, object] = {"account": line.account, "debit": line.debit, "credit": line.credit}
    if (counterparty := line.counterparty or entry.counterparty) is not None:
        body["counterparty_class"] = counterparty.class_
        _put(body, "counterparty_id", counterparty.id and str(counterparty.id))
    if (document := line.document or entry.document) is not None:
        body["document_type"], body["document_id"] = document.type, document.id
    if (outlet_id := line.outlet_id or entry.outlet_id) is not None:
        body["outlet_id"] = str(outlet_id)
    _put(body, "business_unit", line.business_unit or entry.business_unit)
    return body


def _put(body: dict[str, object], name: str, value: object) -> None:
    if value is not None:
        body[name] = value
