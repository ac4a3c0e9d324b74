"""The entries: bytes against leaf, balance, words; and the sums that the rest is checked with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product
from typing import TypeVar
from uuid import UUID

from .encoding import ENTRY, FINGERPRINT, LINE, encode, prefix, whole_number
from .findings import Kind, Report
from .merkle import leaf_hash
from .reading import CHUNK, Connection, Row, rows, streamed

Key = TypeVar("Key")

ENTRY_NAMES = tuple(ENTRY)
ENTRY_TYPES = tuple(ENTRY.values())
LINE_TYPES = tuple(LINE.values())
LINES_TYPE = 17
FINGERPRINT_TYPES = (*(ENTRY[name] for name in FINGERPRINT), LINES_TYPE)
LINE_HEAD = len(LINE_TYPES).to_bytes(4, "big")
NO_GUARD = NOBODY = bytes(16)
"""What stands in sums where no counterparty, no outlet is named."""

_SOURCES = {
    "sealed": """(SELECT l.position, l.item, l.leaf_hash FROM ledger.seal_leaf AS l
                  WHERE l.coop_id = %(coop)s AND l.log = 'entry' AND l.position > 0
                    AND l.position BETWEEN %(first)s AND %(last)s)""",
    "unsealed": """(SELECT 0::bigint AS position, u.item, NULL::bytea AS leaf_hash
                    FROM unnest(%(items)s::uuid[]) AS u (item))""",
}
_ENTRIES = f"""
    SELECT s.position, s.item, s.leaf_hash, e.leaf_hash, {", ".join(f"e.{name}" for name in ENTRY)},
           n.salt, n.narration, r.entry_id
    FROM {{source}} AS s
    LEFT JOIN LATERAL (
        SELECT * FROM ledger.entry AS x WHERE x.coop_id = %(coop)s AND x.entry_id = s.item OFFSET 0) AS e ON true
    LEFT JOIN LATERAL (
        SELECT * FROM ledger.narration AS x WHERE x.coop_id = %(coop)s AND x.entry_id = s.item OFFSET 0) AS n ON true
    LEFT JOIN LATERAL (
        SELECT * FROM ledger.redaction AS x WHERE x.coop_id = %(coop)s AND x.entry_id = s.item OFFSET 0) AS r ON true
    ORDER BY s.position, s.item
"""  # noqa: S608 - constants
_LINES = f"""
    SELECT s.item, l.posting_date, {", ".join(f"l.{name}" for name in LINE)}
    FROM {{source}} AS s
    CROSS JOIN LATERAL (
        SELECT * FROM ledger.line AS x WHERE x.coop_id = %(coop)s AND x.entry_id = s.item OFFSET 0) AS l
    ORDER BY s.position, s.item, l.line_no
"""  # noqa: S608 - constants
_UNSEALED = """
    SELECT e.entry_id FROM ledger.entry AS e
    WHERE e.coop_id = %(coop)s AND NOT EXISTS (
        SELECT FROM ledger.seal_leaf AS l
        WHERE l.coop_id = e.coop_id AND l.log = 'entry' AND l.item = e.entry_id
          AND l.item > '00000000-0000-0000-0000-000000000000' OFFSET 0)
"""
_STRAY = {
    "line": "SELECT DISTINCT t.entry_id FROM ledger.line AS t",
    "narration": "SELECT t.entry_id FROM ledger.narration AS t",
}
_WITHOUT_ENTRY = """
    WHERE t.coop_id = %(coop)s AND NOT EXISTS (
        SELECT FROM ledger.entry AS e WHERE e.coop_id = t.coop_id AND e.entry_id = t.entry_id OFFSET 0)
    LIMIT 1000
"""


@dataclass(slots=True)
class Server:
    """What this server's transaction numbers say: what is older was sealed, and none is as new as `next_xid`."""

    sealed_through: int | None = None
    next_xid: int = 0
    folded_through: int | None = None
    dimensions_through: int | None = None

    def may_be_new(self, writer: int) -> bool:
        """Whether what this transaction wrote may be without a leaf."""
        return self.sealed_through is None or self.sealed_through <= writer < self.next_xid


@dataclass(slots=True)
class Sums:
    """Debit and credit added up on the way: under the seals, per guarded balance, per day as folded."""

    sealed: dict[bytes, list[int]] = field(default_factory=dict)
    guarded: dict[tuple[bytes, bytes], list[int]] = field(default_factory=dict)
    days: dict[tuple[bytes, ...], list[int]] = field(default_factory=dict)
    dimensions: dict[tuple[bytes, ...], list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Moved:
    """An entry whose leaf is not the sealed one although its own hash is true: altered with its hash, or moved."""

    position: int
    key: str
    computed: bytes
    sealed: bytes


class Journal:
    """One cooperative's entries, gone through once in the order of the seals, then those not sealed yet."""

    def __init__(self, connection: Connection, coop_id: UUID, report: Report, server: Server) -> None:
        self.connection, self.coop, self.report, self.server = connection, coop_id, report, server
        self.sums = Sums()
        self.guards = self._guards()
        self.moved: list[Moved] = []

    def _guards(self) -> dict[bytes, bool]:
        """Guarded accounts: whether each counterparty has a balance of his own."""
        found = rows(
            self.connection,
            "SELECT code, balance_mode = 'guarded_by_counterparty' FROM ledger.account "
            "WHERE coop_id = %(coop)s AND balance_mode <> 'rolled_up'",
            {"coop": self.coop},
        )
        return {code: by_counterparty == b"\x01" for code, by_counterparty in found if code}

    def sealed(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        """Check the entries with leaves from `first` to `last`; give position and sealed leaf hash, in order."""
        while first <= last:
            upto = min(first + CHUNK - 1, last)
            yield from self._chunk("sealed", {"coop": self.coop, "first": first, "last": upto})
            first = upto + 1

    def unsealed(self) -> int:
        """Check the entries that have no leaf; give how many."""
        waiting: list[UUID] = []
        number = 0
        for (item,) in streamed(self.connection, _UNSEALED, {"coop": self.coop}):
            waiting.append(UUID(bytes=item))
            if len(waiting) == CHUNK:
                number += self._check_unsealed(waiting)
                waiting = []
        return number + (self._check_unsealed(waiting) if waiting else 0)

    def _check_unsealed(self, items: list[UUID]) -> int:
        return sum(1 for _ in self._chunk("unsealed", {"coop": self.coop, "items": items}))

    def _chunk(self, source: str, values: dict[str, object]) -> Iterator[tuple[int, bytes]]:
        lines: dict[bytes | None, list[Row]] = {}
        for line in rows(self.connection, _LINES.format(source=_SOURCES[source]), values):
            lines.setdefault(line[0], []).append(line)
        for row in rows(self.connection, _ENTRIES.format(source=_SOURCES[source]), values):
            position = whole_number(row[0])
            self._check(position, row, lines.get(row[1], []))
            yield position, row[2] or b""

    def _check(self, position: int, row: Row, lines: list[Row]) -> None:
        item, sealed, stored, entry = row[1], row[2], row[3], row[4:-3]
        key = str(UUID(bytes=item))
        at = position or None
        if stored is None:
            self.report.found("missing", "entry", key, position=at)
            return
        encoded_lines, debit, credit, dates = self._add_up(lines, position, entry)
        computed = leaf_hash(encode((*ENTRY_TYPES, LINES_TYPE), (*entry, encoded_lines)))
        said = dict(zip(ENTRY_NAMES, entry, strict=True))
        if computed != stored:
            self._content(key, at, said, lines, encoded_lines, stored == sealed or sealed is None)
        elif sealed is not None and computed != sealed:
            self.moved.append(Moved(position, key, computed, sealed))
        if debit != credit or debit != whole_number(said["control_total"]):
            columns = ("debit", "credit") if debit != credit else ("control_total",)
            self.report.found("unbalanced", "line" if debit != credit else "entry", key, *columns, position=at)
        if dates - {said["posting_date"]}:
            self.report.found("content", "line", key, "posting_date", position=at)
        self._check_words(key, at, said["narration_hash"], row[-3:])
        if sealed is None:
            self._check_late(key, whole_number(said["writer_xid"]))

    def _add_up(self, lines: list[Row], position: int, entry: Row) -> tuple[bytes, int, int, set[bytes | None]]:
        """The lines' bytes, one after the other, their sums and dates; added to what the rest is checked with."""
        parts: list[bytes] = []
        debits = credits = 0
        dates: set[bytes | None] = set()
        writer = whole_number(entry[17])
        folded = (self.server.folded_through or 0) > writer
        by_dimension = (self.server.dimensions_through or 0) > writer
        for line in lines:
            parts.append(LINE_HEAD)
            for type_number, value in zip(LINE_TYPES, line[2:], strict=True):
                if value is None:
                    parts.append(prefix(type_number, -1))
                else:
                    parts.append(prefix(type_number, len(value)))
                    parts.append(value)
            account, counterparty = line[3] or b"", line[7]
            debit, credit = whole_number(line[4]), whole_number(line[5])
            debits += debit
            credits += credit
            dates.add(line[1])
            if position:
                _add(self.sums.sealed, account, debit, credit)
            if account in self.guards:
                guard = (counterparty or NO_GUARD) if self.guards[account] else NO_GUARD
                _add(self.sums.guarded, (account, guard), debit, credit)
            if folded:
                _add(self.sums.days, (line[1] or b"", account), debit, credit)
            if by_dimension:
                dimensions = (line[6] or b"", line[8] or NOBODY, line[9] or b"")
                _add(self.sums.dimensions, (line[1] or b"", account, *dimensions), debit, credit)
        return b"".join(parts), debits, credits, dates

    def _content(
        self,
        key: str,
        at: int | None,
        said: dict[str, bytes | None],
        lines: list[Row],
        encoded_lines: bytes,
        leaf_is_sealed: bool,
    ) -> None:
        """An entry that does not hash to its leaf: say as closely as the other hashes allow what was altered."""
        expected = whole_number(said["line_count"])
        if len(lines) != expected:
            kind: Kind = "missing" if len(lines) < expected else "added"
            self.report.found(kind, "line", key, position=at, detail=f"{len(lines)} / {expected}")
        elif not leaf_is_sealed:
            self.report.found("content", "entry", key, "leaf_hash", position=at)
        elif free := _outside_request(said, encoded_lines):
            self.report.found("content", "entry", key, *free, position=at)
        else:
            self.report.found("content", "entry, line", key, "lines", *FINGERPRINT, "fingerprint", position=at)

    def _check_words(self, key: str, at: int | None, hashed: bytes | None, words: Row) -> None:
        salt, narration, redacted = words
        if narration is None:
            if hashed is not None and redacted is None:
                self.report.found("missing", "narration", key, position=at)
        elif hashed is None or redacted is not None:
            self.report.found("added", "narration", key, position=at)
        elif sha256((salt or b"") + narration).digest() != hashed:
            self.report.found("content", "narration", key, "salt", "narration", position=at)

    def _check_late(self, key: str, writer: int) -> None:
        """Without a leaf it must be new; an older number, or one not given out yet, means that somebody wrote it in."""
        if not self.server.may_be_new(writer):
            self.report.found("added", "entry", key, "writer_xid")

    def tell_moved(self) -> None:
        """Entries that stand under each other's leaves were moved; the others were altered along with their hash."""
        sealed = {each.sealed for each in self.moved}
        for each in self.moved:
            if each.computed in sealed:
                self.report.found("linkage", "seal_leaf", each.key, "item", position=each.position)
            else:
                self.report.found("content", "entry, line", each.key, "leaf_hash", position=each.position)

    def check_strays(self) -> None:
        """Lines and words that belong to no entry of these books."""
        for table, query in _STRAY.items():
            for (entry_id,) in rows(self.connection, query + _WITHOUT_ENTRY, {"coop": self.coop}):
                assert entry_id is not None
                self.report.found("added", table, UUID(bytes=entry_id), "entry_id")


_OUTSIDE_REQUEST = tuple(name for name in ENTRY_NAMES if name not in (*FINGERPRINT, "coop_id", "entry_id"))


def _outside_request(said: dict[str, bytes | None], encoded_lines: bytes) -> tuple[str, ...]:
    """The columns that the request's fingerprint does not vouch for; none where it does not fit at all.

    A date that was not asked for was null in the request.
    """
    kind, reference, *dates, reverses = (said[name] for name in FINGERPRINT)
    for asked in product(*((value, None) for value in dates)):
        row = encode(FINGERPRINT_TYPES, (kind, reference, *asked, reverses, encoded_lines))
        if sha256(row).digest() == said["fingerprint"]:
            names = FINGERPRINT[2:5]
            return (*_OUTSIDE_REQUEST, *(name for name, value in zip(names, asked, strict=True) if value is None))
    return ()


def _add(sums: dict[Key, list[int]], key: Key, debit: int, credit: int) -> None:
    both = sums.get(key)
    if both is None:
        sums[key] = [debit, credit]
    else:
        both[0] += debit
        both[1] += credit
