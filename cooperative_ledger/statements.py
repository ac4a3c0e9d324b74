"""The statement of an account and the journal: each line with the document behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row, dict_row

from .connections import AnyConnection, driver_connection, with_cooperative
from .entries import CounterpartyClass
from .scope import EVERYTHING, Nature, Scope


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of one account. `balance` is debit less credit after this line, in rupiah."""

    posting_date: date
    document_date: date
    entry_id: UUID
    line_no: int
    kind: str
    reference: str | None
    narration: str | None
    document_type: str | None
    document_id: str | None
    counterparty_class: CounterpartyClass | None
    counterparty_id: UUID | None
    debit: int
    credit: int
    balance: int


@dataclass(frozen=True, slots=True)
class Statement:
    """`lines` of one account from `opening` to `closing` (debit less credit, rupiah); `more` lines follow."""

    account: str
    opening: int
    lines: list[StatementLine]
    closing: int
    more: bool


@dataclass(frozen=True, slots=True)
class JournalLine:
    account: str
    debit: int
    credit: int
    counterparty_class: CounterpartyClass | None
    counterparty_id: UUID | None
    outlet_id: UUID | None
    business_unit: str | None
    document_type: str | None
    document_id: str | None


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """An entry as it stands in the books. `narration` is None where it had none or where it was redacted."""

    entry_id: UUID
    kind: str
    source: str
    key: str
    reference: str | None
    narration: str | None
    document_date: date
    posting_date: date
    period: int
    recorded_at: datetime
    reverses: UUID | None
    reversed_by: UUID | None
    actor: str
    leaf_hash: bytes
    lines: tuple[JournalLine, ...]


def account_statement(
    connection: AnyConnection,
    coop_id: UUID,
    account: str,
    *,
    first: date | None = None,
    last: date | None = None,
    counterparty_id: UUID | None = None,
    counterparty_classes: Sequence[str] | None = None,
    with_cash: bool = False,
    leaving_out: Sequence[Nature] = (),
    scope: Scope = EVERYTHING,
    after: StatementLine | None = None,
    limit: int = 1000,
) -> Statement:
    """The lines of `account` from day `first` to day `last`, in the order of posting date and entry.

    Only those, opening balance included, of the counterparty, of the classes (an empty text: no class), of entries
    that also touch cash, without entries of the natures left out, and in `scope`, as far as each is given: so the lines
    behind any figure of a report. At most `limit` lines; to go on, give the last line as `after`.
    """
    with_cooperative(connection, coop_id)
    start = (after.posting_date, after.entry_id, after.line_no) if after else (first or date.min, UUID(int=0), 0)
    conditions: dict[str, Any] = {
        "counterparty": counterparty_id,
        "classes": list(counterparty_classes) if counterparty_classes is not None else None,
        "with_cash": with_cash or None,
        "leaving_out": list(leaving_out) or None,
        "known": scope.known_at,
        "outlet": scope.outlet_id,
        "unit": scope.business_unit,
    }
    values = {
        "coop": coop_id, "account": account, "last": last or date.max, **conditions,
        "day": start[0], "entry": start[1], "line": start[2], "limit": limit + 1,
    }  # fmt: skip
    whole = after is None and all(value is None for value in conditions.values())
    opening = (_opening if whole else _sum_up_to)(connection, values)
    with driver_connection(connection).cursor(row_factory=class_row(StatementLine)) as cursor:
        lines = cursor.execute(_STATEMENT, {**values, "opening": opening}).fetchall()
    shown = lines[:limit]
    return Statement(account, opening, shown, shown[-1].balance if shown else opening, len(lines) > limit)


_OF_THE_ACCOUNT = """
    FROM ledger.line AS l
    WHERE l.coop_id = %(coop)s AND l.account_code = %(account)s
      AND (%(counterparty)s::uuid IS NULL OR l.counterparty_id = %(counterparty)s)
      AND (%(classes)s::text[] IS NULL OR coalesce(l.counterparty_class, '') = ANY (%(classes)s))
      AND (%(outlet)s::uuid IS NULL OR l.outlet_id = %(outlet)s)
      AND (%(unit)s::text IS NULL OR l.business_unit = %(unit)s)
      AND (%(known)s::timestamptz IS NULL OR EXISTS (
          SELECT FROM ledger.entry AS k
          WHERE k.coop_id = l.coop_id AND k.entry_id = l.entry_id AND k.recorded_at <= %(known)s))
      AND (%(with_cash)s::boolean IS NULL OR EXISTS (
          SELECT FROM ledger.line AS c
          WHERE c.coop_id = l.coop_id AND c.entry_id = l.entry_id AND ledger.is_cash(c.account_code)))
      AND (%(leaving_out)s::text[] IS NULL OR NOT EXISTS (
          SELECT FROM ledger.entry AS s
          WHERE s.coop_id = l.coop_id AND s.entry_id = l.entry_id AND s.kind NOT IN ('normal', 'adjustment')
            AND ledger.special_nature(s.coop_id, s.entry_id, s.kind, s.reverses) = ANY (%(leaving_out)s)))
"""
_SUM_UP_TO = f"""
    SELECT coalesce(sum(l.debit - l.credit), 0) {_OF_THE_ACCOUNT}
      AND (l.posting_date, l.entry_id, l.line_no) <= (%(day)s, %(entry)s, %(line)s)
"""
_STATEMENT = f"""
    SELECT l.posting_date, e.document_date, l.entry_id, l.line_no, e.kind, e.reference, n.narration, l.document_type,
           l.document_id, l.counterparty_class, l.counterparty_id, l.debit, l.credit,
           (%(opening)s + sum(l.debit - l.credit) OVER (ORDER BY l.posting_date, l.entry_id, l.line_no))::bigint
               AS balance
    FROM (SELECT l.* {_OF_THE_ACCOUNT}
            AND (l.posting_date, l.entry_id, l.line_no) > (%(day)s, %(entry)s, %(line)s) AND l.posting_date <= %(last)s
          ORDER BY l.posting_date, l.entry_id, l.line_no LIMIT %(limit)s) AS l
    JOIN ledger.entry AS e ON e.coop_id = l.coop_id AND e.entry_id = l.entry_id
    LEFT JOIN ledger.narration AS n ON n.coop_id = l.coop_id AND n.entry_id = l.entry_id
    ORDER BY l.posting_date, l.entry_id, l.line_no
"""  # noqa: S608 - both parts are constants of this module


def _opening(connection: AnyConnection, values: dict[str, Any]) -> int:
    query = "SELECT opening FROM ledger.movements(%(coop)s, %(account)s, %(day)s, %(day)s)"
    row = driver_connection(connection).execute(query, values).fetchone()
    return int(row[0]) if row else 0


def _sum_up_to(connection: AnyConnection, values: dict[str, Any]) -> int:
    row = driver_connection(connection).execute(_SUM_UP_TO, values).fetchone()
    assert row is not None
    return int(row[0])


def journal(
    connection: AnyConnection, coop_id: UUID, *, first: date | None = None, last: date | None = None
) -> Iterator[JournalEntry]:
    """Every entry posted from day `first` to day `last`, by posting date and then in the order they were made.

    Read in portions while the caller goes on, so its transaction must stay open until the last entry.
    """
    with_cooperative(connection, coop_id)
    values = {"coop": coop_id, "entry": None, "first": first or date.min, "last": last or date.max}
    with driver_connection(connection).cursor(f"journal_{coop_id.hex}", row_factory=dict_row) as cursor:
        cursor.itersize = 1000
        for row in cursor.execute(_JOURNAL, values):
            yield _journal_entry(row)


def journal_entry(connection: AnyConnection, coop_id: UUID, entry_id: UUID) -> JournalEntry | None:
    """The entry, or None where this cooperative has no such entry."""
    with_cooperative(connection, coop_id)
    values = {"coop": coop_id, "entry": entry_id, "first": date.min, "last": date.max}
    with driver_connection(connection).cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(_JOURNAL, values).fetchone()
    return _journal_entry(row) if row else None


_JOURNAL = """
    SELECT e.entry_id, e.kind, e.source, e.idempotency_key AS key, e.reference, n.narration, e.document_date,
           e.posting_date, e.period, e.recorded_at, e.reverses, r.entry_id AS reversed_by, e.actor, e.leaf_hash,
           (SELECT jsonb_agg(jsonb_build_array(
                       l.account_code, l.debit, l.credit, l.counterparty_class, l.counterparty_id, l.outlet_id,
                       l.business_unit, l.document_type, l.document_id) ORDER BY l.line_no)
            FROM ledger.line AS l WHERE l.coop_id = e.coop_id AND l.entry_id = e.entry_id) AS lines
    FROM ledger.entry AS e
    LEFT JOIN ledger.narration AS n ON n.coop_id = e.coop_id AND n.entry_id = e.entry_id
    LEFT JOIN ledger.entry AS r ON r.coop_id = e.coop_id AND r.reverses = e.entry_id
    WHERE e.coop_id = %(coop)s AND (%(entry)s::uuid IS NULL OR e.entry_id = %(entry)s)
      AND e.posting_date BETWEEN %(first)s AND %(last)s
    ORDER BY e.posting_date, e.entry_id
"""


def _journal_entry(row: dict[str, Any]) -> JournalEntry:
    lines = tuple(
        JournalLine(account, debit, credit, class_, _uuid(counterparty), _uuid(outlet), unit, type_, id_)
        for account, debit, credit, class_, counterparty, outlet, unit, type_, id_ in row.pop("lines")
    )
    return JournalEntry(**row, lines=lines)


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
