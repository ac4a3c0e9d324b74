"""Posting what was read: keys come from the content, so the same file again, or one that overlaps, adds nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal
from uuid import UUID

from ..connections import AnyConnection
from ..entries import Counterparty, Document, Entry, Line
from ..posting import Posted, post
from ..refusals import Refused
from .mapping import Mapping, goal_of
from .reading import ImportedEntry, ImportedLine

SOURCE = "import"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many entries were posted, how many stood before, and which were refused (with their place, from 0)."""

    posted: int
    known: int
    refused: tuple[tuple[int, Refused], ...]


def entries_of(
    imported: Iterable[ImportedEntry], mapping: Mapping, *, kind: Literal["normal", "opening"] = "normal"
) -> list[Entry]:
    """The entries to post. Raises KeyError for an account that is not mapped."""
    seen: Counter[str] = Counter()
    entries = []
    for each in imported:
        mark = _mark(each, kind)
        seen[mark] += 1
        entries.append(_entry(each, f"{mark}:{seen[mark]}", mapping, kind))
    return entries


def _mark(entry: ImportedEntry, kind: str) -> str:
    """What an entry says, in short; two that say the same in one file are told apart by their order."""
    said = [kind, entry.day, entry.reference, entry.narration, [list(asdict(line).values()) for line in entry.lines]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:40]


def _entry(entry: ImportedEntry, key: str, mapping: Mapping, kind: Literal["normal", "opening"]) -> Entry:
    return Entry(
        source=SOURCE,
        key=key,
        kind=kind,
        lines=tuple(_line(line, mapping) for line in entry.lines),
        reference=entry.reference or None,
        narration=entry.narration or None,
        document_date=entry.date if entry.document_day is None else entry.date.fromisoformat(entry.document_day),
        posting_date=entry.date,
        document=Document("import", key),
    )


def _line(line: ImportedLine, mapping: Mapping) -> Line:
    party_id = UUID(line.party_id) if line.party_id else None
    return Line(
        account=goal_of(line.account, mapping),
        debit=line.debit,
        credit=line.credit,
        counterparty=Counterparty(line.party, party_id) if line.party else None,  # type: ignore[arg-type]
        business_unit=line.business_unit,
    )


def post_all(connection: AnyConnection, coop_id: UUID, entries: Sequence[Entry], *, actor: str) -> Outcome:
    """Post `entries` in batches, in the caller's transaction."""
    results = post(connection, coop_id, entries, actor=actor)
    refused = tuple((place, each) for place, each in enumerate(results) if isinstance(each, Refused))
    known = sum(1 for each in results if isinstance(each, Posted) and each.replayed)
    return Outcome(len(results) - known - len(refused), known, refused)
