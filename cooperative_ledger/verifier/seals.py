"""The chain of seals over the two logs: every number there, every root and hash made again from the leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from .encoding import SEAL, seal_hash, trial_balance_hash, whole_number
from .findings import Report
from .journal import Journal
from .kept import Kept
from .merkle import Tree
from .reading import Connection, Row, streamed
from .standing import Versions

_SEALS = f"""
    SELECT {", ".join(SEAL)}, seal_hash FROM ledger.seal WHERE coop_id = %(coop)s ORDER BY seal_number
"""  # noqa: S608 - constants
_NODES = """
    SELECT place, hash FROM ledger.seal_node
    WHERE coop_id = %(coop)s AND log = %(log)s AND level = %(level)s ORDER BY place
"""
_STRAY_NODES = "SELECT DISTINCT level FROM ledger.seal_node WHERE coop_id = %(coop)s AND log = %(log)s ORDER BY level"
_LAST_LEAF = """
    SELECT position FROM ledger.seal_leaf
    WHERE coop_id = %(coop)s AND log = %(log)s AND position > 0 ORDER BY position DESC LIMIT 1
"""
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal as stored."""

    values: dict[str, Any]
    hash: bytes

    @property
    def number(self) -> int:
        return whole_number(self.values["seal_number"])

    @property
    def sealed_at(self) -> datetime:
        return EPOCH + timedelta(microseconds=whole_number(self.values["sealed_at"]))

    def count(self, log: str) -> int:
        """The size of the log's tree."""
        return whole_number(self.values[f"{log}_count"])

    def root(self, log: str) -> bytes:
        """The root of the log's tree."""
        return self.values[f"{log}_root"] or b""


def seal_of(row: Row) -> Seal:
    """A seal from its row."""
    return Seal(dict(zip(SEAL, row[:-1], strict=True)), row[-1] or b"")


class Log:
    """One log's tree, grown seal by seal from the leaves as stored."""

    def __init__(
        self,
        name: str,
        leaves: Callable[[int, int], Iterator[tuple[int, bytes]]],
        nodes: Callable[[str, int], Iterator[Row]],
        report: Report,
    ) -> None:
        self.name, self.leaves, self.nodes, self.report = name, leaves, nodes, report
        self.tree = Tree()
        self.position = 0
        self.broken = False
        self._levels: dict[int, Iterator[Row]] = {}

    def grow(self, seal: Seal) -> None:
        """Take in what `seal` covers beyond the seal before it, and compare the root."""
        first, last = self.position + 1, seal.count(self.name)
        if last < self.position:
            self.report.found("linkage", "seal", seal.number, f"{self.name}_count")
            return
        for position, leaf in self.leaves(first, last):
            if position != self.position + 1:
                self._gap(self.position + 1, position)
            self.position = position
            for level, place, hash_ in self.tree.append(leaf):
                self._compare_node(level, place, hash_)
        if self.position < last:
            self._gap(self.position + 1, last + 1)
        self.position = last
        if self.tree.root() != seal.root(self.name) and not self.broken:
            self.broken = True  # every later root differs for the same reason
            detail = f"{first}-{last}"
            self.report.found("linkage", "seal", seal.number, f"{self.name}_root", detail=detail)

    def end(self, levels: list[int], last_leaf: int) -> None:
        """What stands in the tables beyond the last seal."""
        if last_leaf > self.position:
            detail = f"{self.position + 1}-{last_leaf}"
            self.report.found("linkage", "seal_leaf", self.name, "position", detail=detail)
        for level in levels:
            for place, _ in self._stored(level):
                key = f"{self.name} {level} {whole_number(place)}"
                self.report.found("projection", "seal_node", key, "place")

    def _gap(self, first: int, past: int) -> None:
        detail = f"{first}-{past - 1}"
        self.broken = True
        self.report.found("gap", "seal_leaf", self.name, "position", position=first, detail=detail)

    def _compare_node(self, level: int, place: int, hash_: bytes) -> None:
        stored = next(self._stored(level), None)
        if self.broken:
            return
        if stored is None or (whole_number(stored[0]), stored[1]) != (place, hash_):
            columns = ("hash",) if stored and whole_number(stored[0]) == place else ("place",)
            detail = f"{(place << level) + 1}-{(place + 1) << level}"
            key = f"{self.name} {level} {place}"
            self.report.found("projection", "seal_node", key, *columns, detail=detail)

    def _stored(self, level: int) -> Iterator[Row]:
        if level not in self._levels:
            self._levels[level] = self.nodes(self.name, level)
        return self._levels[level]


class Chain:
    """The seals of one cooperative, each with what came since the one before it."""

    def __init__(
        self, connection: Connection, coop_id: UUID, journal: Journal, versions: Versions, report: Report
    ) -> None:
        self.connection, self.coop, self.journal, self.report = connection, coop_id, journal, report
        self.logs = (
            Log("entry", journal.sealed, self._nodes, report),
            Log("row", versions.sealed, self._nodes, report),
        )
        self.totals_differ = False

    def check(self, kept: list[Kept], progress: Callable[[int], None]) -> None:
        """Go through every seal and what it covers, and compare those that were kept elsewhere."""
        before: Seal | None = None
        missing = {each.seal_number: each for each in kept}
        for row in streamed(self.connection, _SEALS, {"coop": self.coop}):
            seal = seal_of(row)
            self._check_link(seal, before)
            for log in self.logs:
                log.grow(seal)
            self._check_totals(seal)
            for each in kept:
                if each.seal_number == seal.number:
                    missing.pop(seal.number, None)
                    self._compare(each, seal)
            progress(self.logs[0].position)
            before = seal
        for number in sorted(missing):
            self.report.found("missing", "seal", number, "seal_number")
        self._end(before)

    def _check_link(self, seal: Seal, before: Seal | None) -> None:
        following = before.number + 1 if before else 1
        if seal.number != following:
            self.report.found("gap", "seal", seal.number, "seal_number", detail=f"{following}-{seal.number - 1}")
        elif seal.values["previous_hash"] != (before.hash if before else None):
            self.report.found("linkage", "seal", seal.number, "previous_hash")
        if seal_hash(tuple(seal.values.values())) != seal.hash:
            self.report.found("content", "seal", seal.number, *SEAL, "seal_hash")

    def _check_totals(self, seal: Seal) -> None:
        """The trial balance under the seal; not told where entries are already found wrong, which explains it."""
        if self.totals_differ or any(each.table.startswith(("entry", "line")) for each in self.report.findings):
            return
        if trial_balance_hash(self.journal.sums.sealed) != seal.values["trial_balance_hash"]:
            self.totals_differ = True
            self.report.found("linkage", "seal", seal.number, "trial_balance_hash")

    def _compare(self, kept: Kept, seal: Seal) -> None:
        self.report.kept_compared += 1
        if not kept.matches(seal.hash):
            self.report.found("linkage", "seal", seal.number, "seal_hash", detail=kept.origin)

    def _end(self, last: Seal | None) -> None:
        for log in self.logs:
            values = {"coop": self.coop, "log": log.name}
            levels = [whole_number(level) for (level,) in streamed(self.connection, _STRAY_NODES, values)]
            last_leaf = [whole_number(position) for (position,) in streamed(self.connection, _LAST_LEAF, values)]
            log.end(levels, *(last_leaf or [0]))
        self.report.entries_sealed, self.report.rows_sealed = (log.position for log in self.logs)
        if last:
            self.report.seal_number, self.report.seal_hash = last.number, last.hash.hex()
            self.report.sealed_at = last.sealed_at

    def _nodes(self, log: str, level: int) -> Iterator[Row]:
        return streamed(self.connection, _NODES, {"coop": self.coop, "log": log, "level": level})
