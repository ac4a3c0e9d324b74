"""Rows that may change, or are few: each version against its leaf, and what stands now against the newest version."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from uuid import UUID

from .encoding import ROW_VERSION, TEXT, decode, encode, whole_number
from .findings import Report
from .journal import Server
from .merkle import leaf_hash
from .reading import CHUNK, Connection, Row, column_names, rows, streamed

NAMED_BY: dict[str, tuple[str, ...]] = {
    "cooperative": ("coop_id",),
    "account": ("code",),
    "period_change": ("period", "change_number"),
    "period_close": ("period", "change_number"),
    "redaction": ("entry_id",),
    "hold": ("hold_id",),
    "hold_resolution": ("hold_id",),
}
"""Tables whose rows leave versions -> the columns that name a row."""

_FIGURES = (TEXT, TEXT, TEXT, TEXT)
"""Account, opening, debit and credit of a closed period, as they are hashed."""

CHANGES: dict[str, tuple[str, ...]] = {
    "cooperative": ("name",),
    "account": ("name", "parent_code", "postable", "balance_mode", "floor", "ceiling", "closed_on"),
}
"""The columns that may change; the rows of the other tables never do."""

_VERSIONS = f"""
    SELECT s.position, s.item, s.leaf_hash, v.leaf_hash, {", ".join(f"v.{name}" for name in ROW_VERSION)}
    FROM ledger.seal_leaf AS s
    LEFT JOIN LATERAL (
        SELECT * FROM ledger.row_version AS x WHERE x.coop_id = %(coop)s AND x.version_id = s.item OFFSET 0
    ) AS v ON true
    WHERE s.coop_id = %(coop)s AND s.log = 'row' AND s.position > 0 AND s.position BETWEEN %(first)s AND %(last)s
    ORDER BY s.position
"""  # noqa: S608 - constants
_UNSEALED = f"""
    SELECT 0::bigint, v.version_id, NULL::bytea, v.leaf_hash, {", ".join(f"v.{name}" for name in ROW_VERSION)}
    FROM ledger.row_version AS v
    WHERE v.coop_id = %(coop)s AND NOT EXISTS (
        SELECT FROM ledger.seal_leaf AS l
        WHERE l.coop_id = v.coop_id AND l.log = 'row' AND l.item = v.version_id
          AND l.item > '00000000-0000-0000-0000-000000000000' OFFSET 0)
    ORDER BY v.table_name, v.row_key, v.version
"""  # noqa: S608 - constants
_OF_TABLE = """
    SELECT row_key, version, content FROM ledger.row_version
    WHERE coop_id = %(coop)s AND table_name = %(table)s ORDER BY row_key, version
"""
_PERIODS = """
    SELECT coalesce(p.period, c.period)::text, p.state, c.state_after
    FROM (SELECT period, state FROM ledger.period WHERE coop_id = %(coop)s) AS p
    FULL JOIN (
        SELECT DISTINCT ON (period) period, state_after FROM ledger.period_change
        WHERE coop_id = %(coop)s ORDER BY period, change_number DESC
    ) AS c ON c.period = p.period
"""
_CLOSES = """
    SELECT coalesce(c.period, b.period)::text || ' ' || coalesce(c.change_number, b.change_number)::text,
           c.trial_balance_hash, b.account_code, b.opening::text, b.debit::text, b.credit::text
    FROM (SELECT * FROM ledger.period_close WHERE coop_id = %(coop)s) AS c
    FULL JOIN (SELECT * FROM ledger.period_balance WHERE coop_id = %(coop)s) AS b
      ON b.period = c.period AND b.change_number = c.change_number
    ORDER BY 1, b.account_code
"""
_PERIOD_STEPS = """
    SELECT period::text, state_before, state_after, change_number FROM ledger.period_change
    WHERE coop_id = %(coop)s ORDER BY period, change_number
"""


class Versions:
    """The log of row versions of one cooperative."""

    def __init__(self, connection: Connection, coop_id: UUID, report: Report, server: Server) -> None:
        self.connection, self.coop, self.report, self.server = connection, coop_id, report, server

    def sealed(self, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        """Check the versions with leaves from `first` to `last`; give position and sealed leaf hash, in order."""
        while first <= last:
            upto = min(first + CHUNK - 1, last)
            for row in rows(self.connection, _VERSIONS, {"coop": self.coop, "first": first, "last": upto}):
                self._check(row)
                yield whole_number(row[0]), row[2] or b""
            first = upto + 1

    def unsealed(self) -> int:
        """Check the versions that have no leaf; give how many."""
        number = 0
        for row in streamed(self.connection, _UNSEALED, {"coop": self.coop}):
            number += 1
            self._check(row)
        return number

    def _check(self, row: Row) -> None:
        position, item, sealed, stored = whole_number(row[0]) or None, row[1], row[2], row[3]
        assert item is not None
        if stored is None:
            self.report.found("missing", "row_version", UUID(bytes=item), position=position)
            return
        said = dict(zip(ROW_VERSION, row[4:], strict=True))
        computed = leaf_hash(encode(ROW_VERSION.values(), row[4:]))
        key = f"{_text(said['table_name'])} {_text(said['row_key'])} {whole_number(said['version'])}"
        if computed != stored or (sealed is not None and computed != sealed):
            columns = ("leaf_hash",) if computed == sealed else (*ROW_VERSION, "leaf_hash")
            self.report.found("content", "row_version", key, *columns, position=position)
        if sealed is None and not self.server.may_be_new(whole_number(said["writer_xid"])):
            self.report.found("added", "row_version", key, "writer_xid")

    def check_rows(self) -> None:
        """What stands in the tables against the newest version of each row, and each version against the one before."""
        for table, named_by in NAMED_BY.items():
            self._check_table(table, named_by)
        self._check_periods()
        self._check_closes()

    def _check_table(self, table: str, named_by: tuple[str, ...]) -> None:
        names = column_names(self.connection, table)
        newest: dict[str, list[bytes | None]] = {}
        for key, version, content in streamed(self.connection, _OF_TABLE, {"coop": self.coop, "table": table}):
            self._follow(table, names, newest, _text(key), whole_number(version), content or b"")
        name = " || ' ' || ".join(f"{column}::text" for column in named_by)
        standing = f"SELECT {name}, t.* FROM ledger.{table} AS t WHERE coop_id = %(coop)s"  # noqa: S608 - our own names
        for key, *values in streamed(self.connection, standing, {"coop": self.coop}):
            expected = newest.pop(_text(key), None)
            if expected is None:
                self.report.found("added", table, _text(key))
            elif altered := _differing(names, expected, values):
                self.report.found("content", table, _text(key), *altered)
        for gone in newest:
            self.report.found("missing", table, gone)

    def _follow(
        self,
        table: str,
        names: tuple[str, ...],
        newest: dict[str, list[bytes | None]],
        key: str,
        version: int,
        content: bytes,
    ) -> None:
        try:
            values = decode(content)
        except ValueError:
            self.report.found("content", "row_version", f"{table} {key} {version}", "content")
            return
        before = newest.get(key)
        if before is not None:
            wrong = [name for name in _differing(names, before, values) if name not in CHANGES.get(table, ())]
            if wrong:
                self.report.found("content", table, key, *wrong, detail=f"{version - 1} > {version}")
        newest[key] = values

    def _check_periods(self) -> None:
        for period, state, state_after in rows(self.connection, _PERIODS, {"coop": self.coop}):
            if state != state_after:
                self.report.found("projection", "period", _text(period), "state")
        before: dict[str, tuple[str, int]] = {}
        for each in rows(self.connection, _PERIOD_STEPS, {"coop": self.coop}):
            month, old, new = _text(each[0]), _text(each[1]), _text(each[2])
            standing, number = before.get(month, ("open", 0))
            if (old, whole_number(each[3])) != (standing, number + 1):
                self.report.found("gap", "period_change", f"{month} {whole_number(each[3])}", "state_before")
            before[month] = (new, whole_number(each[3]))

    def _check_closes(self) -> None:
        """The figures that a closed period showed against the hash that its close holds."""
        found = streamed(self.connection, _CLOSES, {"coop": self.coop})
        for close, rows_of_it in groupby(found, key=lambda row: row[0]):
            balances = list(rows_of_it)
            figures = [encode(_FIGURES, row[2:]) for row in balances if row[2] is not None]
            if sha256(b"".join(figures)).digest() != balances[0][1]:
                self.report.found("projection", "period_balance", _text(close), "opening", "debit", "credit")


def _differing(names: tuple[str, ...], one: list[bytes | None], other: list[bytes | None]) -> list[str]:
    """The columns in which two rows differ. Columns that an older version did not have yet count as equal."""
    return [name for name, left, right in zip(names, one, other, strict=False) if left != right]


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")
