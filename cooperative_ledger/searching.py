"""Searching the journal: a page of entries, the newest first, by days, account, amount, words, document or source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.rows import dict_row

from .connections import AnyConnection, driver_connection, with_cooperative
from .statements import JournalLine


class Place(NamedTuple):
    """Where a page of the journal stopped."""

    posting_date: date
    entry_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; None is no condition. `account` may be the beginning of a code; every one of `words` stands
    in the narration or the reference; `amount` is the entry's sum or one of its lines, rupiah."""

    first: date
    last: date
    account: str | None = None
    amount: int | None = None
    words: tuple[str, ...] = ()
    document_type: str | None = None
    document_id: str | None = None
    source: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry as the journal lists it. `dating` is `moved` where its month was closed and a later one took it."""

    entry_id: UUID
    kind: str
    source: str
    reference: str | None
    narration: str | None
    document_date: date
    posting_date: date
    period: int
    dating: str
    reverses: UUID | None
    reversed_by: UUID | None
    actor: str
    total: int
    lines: tuple[JournalLine, ...]

    @property
    def place(self) -> Place:
        """Where the list goes on after this entry."""
        return Place(self.posting_date, self.entry_id)


def search_journal(
    connection: AnyConnection, coop_id: UUID, wanted: Wanted, *, after: Place | None = None, limit: int = 50
) -> tuple[list[FoundEntry], bool]:
    """A page of the entries that fit, the newest first, and whether more follow; go on with the last one's `place`.

    Each account gives its newest entries that fit, by an index; the newest of those are the page. So a page of a
    million lines costs no more than one of a thousand; amount, words, source and kind look through the days' entries.
    """
    with_cooperative(connection, coop_id)
    start = after or Place(date.max, UUID(int=2**128 - 1))
    values = {
        "coop": coop_id,
        "first": wanted.first,
        "last": wanted.last,
        "day": start.posting_date,
        "entry": start.entry_id,
        "limit": limit + 1,
        "account": f"{_like(wanted.account)}%" if wanted.account else None,
        "amount": wanted.amount,
        "words": [f"%{_like(word)}%" for word in wanted.words],
        "document_type": wanted.document_type,
        "document_id": wanted.document_id,
        "source": wanted.source,
        "kind": wanted.kind,
    }
    with driver_connection(connection).cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_query(wanted), values).fetchall()
    return [_found(row) for row in rows[:limit]], len(rows) > limit


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_OF_THE_LINE = {
    "document_type": "l.document_type = %(document_type)s",
    "document_id": "l.document_id = %(document_id)s",
}
_OF_THE_ENTRY = {
    "amount": """(e.control_total = %(amount)s OR e.entry_id IN (
        SELECT x.entry_id FROM ledger.line AS x
        WHERE x.coop_id = %(coop)s AND x.posting_date BETWEEN %(first)s AND %(last)s
          AND %(amount)s IN (x.debit, x.credit)))""",
    "source": "e.source = %(source)s",
    "kind": "e.kind = %(kind)s",
    "words": "concat_ws(' ', n.narration, e.reference) ILIKE ALL (%(words)s)",
}


def _query(wanted: Wanted) -> str:
    """By lines where an index of theirs serves, and by entries where something is asked that only these have."""
    of_lines = [text for name, text in _OF_THE_LINE.items() if getattr(wanted, name) is not None]
    of_entries = [text for name, text in _OF_THE_ENTRY.items() if getattr(wanted, name) not in (None, ())]
    if not of_entries:
        accounts = "AND a.code LIKE %(account)s" if wanted.account else ""
        return _WITH.format(found=_BY_LINES.format(conditions=_and(of_lines), accounts=accounts))
    if wanted.account:
        of_lines.append("l.account_code LIKE %(account)s")
    if of_lines:
        of_entries.append(f"EXISTS ({_ITS_LINES} {_and(of_lines)})")
    return _WITH.format(found=_BY_ENTRIES.format(conditions=_and(of_entries)))


def _and(conditions: list[str]) -> str:
    return "".join(f" AND {each}" for each in conditions)


_ITS_LINES = "SELECT FROM ledger.line AS l WHERE l.coop_id = e.coop_id AND l.entry_id = e.entry_id"
_BY_LINES = """
        SELECT DISTINCT m.posting_date, m.entry_id
        FROM ledger.account AS a
        CROSS JOIN LATERAL (
            SELECT DISTINCT l.posting_date, l.entry_id
            FROM ledger.line AS l
            WHERE l.coop_id = %(coop)s AND l.account_code = a.code
              AND l.posting_date BETWEEN %(first)s AND %(last)s
              AND (l.posting_date, l.entry_id) < (%(day)s, %(entry)s) {conditions}
            ORDER BY l.posting_date DESC, l.entry_id DESC LIMIT %(limit)s
        ) AS m
        WHERE a.coop_id = %(coop)s AND a.postable {accounts}
        ORDER BY m.posting_date DESC, m.entry_id DESC LIMIT %(limit)s"""
_BY_ENTRIES = """
        SELECT e.posting_date, e.entry_id
        FROM ledger.entry AS e
        LEFT JOIN ledger.narration AS n ON n.coop_id = e.coop_id AND n.entry_id = e.entry_id
        WHERE e.coop_id = %(coop)s AND e.posting_date BETWEEN %(first)s AND %(last)s
          AND (e.posting_date, e.entry_id) < (%(day)s, %(entry)s) {conditions}
        ORDER BY e.posting_date DESC, e.entry_id DESC LIMIT %(limit)s"""
_WITH = """
    WITH found AS MATERIALIZED ({found})
    SELECT e.entry_id, e.kind, e.source, e.reference, n.narration, e.document_date, e.posting_date, e.period, e.dating,
           e.reverses, r.entry_id AS reversed_by, e.actor, e.control_total AS total,
           (SELECT jsonb_agg(jsonb_build_array(
                       l.account_code, l.debit, l.credit, l.counterparty_class, l.counterparty_id, l.outlet_id,
                       l.business_unit, l.document_type, l.document_id) ORDER BY l.line_no)
            FROM ledger.line AS l WHERE l.coop_id = e.coop_id AND l.entry_id = e.entry_id) AS lines
    FROM found AS f
    JOIN ledger.entry AS e ON e.coop_id = %(coop)s AND e.entry_id = f.entry_id
    LEFT JOIN ledger.narration AS n ON n.coop_id = e.coop_id AND n.entry_id = e.entry_id
    LEFT JOIN ledger.entry AS r ON r.coop_id = e.coop_id AND r.reverses = e.entry_id
    ORDER BY f.posting_date DESC, f.entry_id DESC
"""


def _found(row: dict[str, Any]) -> FoundEntry:
    lines = tuple(
        JournalLine(
            account,
            debit,
            credit,
            class_,
            counterparty and UUID(counterparty),
            outlet and UUID(outlet),
            unit,
            type_,
            id_,
        )
        for account, debit, credit, class_, counterparty, outlet, unit, type_, id_ in row.pop("lines")
    )
    return FoundEntry(**row, lines=lines)


def dating_of(connection: AnyConnection, coop_id: UUID, entry_id: UUID) -> str | None:
    """`moved` or `as_asked`; None where there is no such entry."""
    with_cooperative(connection, coop_id)
    query = "SELECT dating FROM ledger.entry WHERE coop_id = %s AND entry_id = %s"
    row = driver_connection(connection).execute(query, (coop_id, entry_id)).fetchone()
    return row[0] if row else None
