"""All that was booked with one counterparty, across accounts: what a member or a supplier is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.rows import class_row

from ..accounts import Side
from ..connections import AnyConnection, driver_connection, with_cooperative
from ..scope import EVERYTHING, Scope
from .days import Days


@dataclass(frozen=True, slots=True)
class CounterpartyAccount:
    """What stands on one account with the counterparty: debit less credit before, moved, and after, rupiah."""

    code: str
    name: str
    normal_side: Side
    opening: int
    debit: int
    credit: int

    @property
    def closing(self) -> int:
        return self.opening + self.debit - self.credit


@dataclass(frozen=True, slots=True)
class CounterpartyLine:
    """One line. `balance` is debit less credit of its account with the counterparty after it, rupiah."""

    account: str
    posting_date: date
    entry_id: UUID
    line_no: int
    kind: str
    reference: str | None
    narration: str | None
    document_type: str | None
    document_id: str | None
    debit: int
    credit: int
    balance: int


Place = tuple[str, date, UUID, int]
"""Where a page ended: account, posting date, entry, line."""


@dataclass(frozen=True, slots=True)
class CounterpartyStatement:
    """`accounts` by code, and `lines` by account, date and entry; `next` goes on after them."""

    counterparty_id: UUID
    days: Days
    scope: Scope
    accounts: tuple[CounterpartyAccount, ...]
    lines: tuple[CounterpartyLine, ...]
    next: Place | None


def counterparty_statement(
    connection: AnyConnection,
    coop_id: UUID,
    counterparty_id: UUID,
    days: Days,
    *,
    scope: Scope = EVERYTHING,
    accounts: Sequence[str] | None = None,
    after: Place | None = None,
    limit: int = 1000,
) -> CounterpartyStatement:
    """What stands on each account with the counterparty, and its lines (only of `accounts`, if given), at most `limit`;
    go on with the answer's `next`."""
    with_cooperative(connection, coop_id)
    start = after or ("", date.min, UUID(int=0), 0)
    values = {
        "coop": coop_id, "counterparty": counterparty_id, "first": days.first, "last": days.last,
        "known": scope.known_at, "outlet": scope.outlet_id, "unit": scope.business_unit,
        "accounts": list(accounts) if accounts is not None else None,
        "account": start[0], "day": start[1], "entry": start[2], "line": start[3], "limit": limit + 1,
    }  # fmt: skip
    driver = driver_connection(connection)
    with driver.cursor(row_factory=class_row(CounterpartyAccount)) as cursor:
        standing = tuple(cursor.execute(_ACCOUNTS, values))
    with driver.cursor(row_factory=class_row(CounterpartyLine)) as cursor:
        lines = tuple(cursor.execute(_LINES, values))
    shown = lines[:limit]
    last = shown[-1] if len(lines) > limit else None
    place = (last.account, last.posting_date, last.entry_id, last.line_no) if last else None
    return CounterpartyStatement(counterparty_id, days, scope, standing, shown, place)


_THEIRS = """
    FROM ledger.line AS l
    JOIN ledger.entry AS e ON e.coop_id = l.coop_id AND e.entry_id = l.entry_id
    WHERE l.coop_id = %(coop)s AND l.counterparty_id = %(counterparty)s AND l.posting_date <= %(last)s
      AND (%(outlet)s::uuid IS NULL OR l.outlet_id = %(outlet)s)
      AND (%(unit)s::text IS NULL OR l.business_unit = %(unit)s)
      AND (%(known)s::timestamptz IS NULL OR e.recorded_at <= %(known)s)
"""
_ACCOUNTS = f"""
    SELECT a.code, a.name, a.normal_side, m.opening::bigint AS opening, m.debit::bigint AS debit,
           m.credit::bigint AS credit
    FROM (SELECT l.account_code,
                 coalesce(sum(l.debit - l.credit) FILTER (WHERE l.posting_date < %(first)s), 0) AS opening,
                 coalesce(sum(l.debit) FILTER (WHERE l.posting_date >= %(first)s), 0) AS debit,
                 coalesce(sum(l.credit) FILTER (WHERE l.posting_date >= %(first)s), 0) AS credit
          {_THEIRS} GROUP BY l.account_code) AS m
    JOIN ledger.account AS a ON a.coop_id = %(coop)s AND a.code = m.account_code
    ORDER BY a.code
"""  # noqa: S608 - all parts are constants of this module
_LINES = f"""
    SELECT l.account_code AS account, l.posting_date, l.entry_id, l.line_no, l.kind, l.reference, n.narration,
           l.document_type, l.document_id, l.debit, l.credit, l.balance::bigint AS balance
    FROM (SELECT l.*, e.kind, e.reference,
                 sum(l.debit - l.credit) OVER (PARTITION BY l.account_code
                                               ORDER BY l.posting_date, l.entry_id, l.line_no) AS balance
          {_THEIRS} AND (%(accounts)s::text[] IS NULL OR l.account_code = ANY (%(accounts)s))) AS l
    LEFT JOIN ledger.narration AS n ON n.coop_id = l.coop_id AND n.entry_id = l.entry_id
    WHERE l.posting_date >= %(first)s
      AND (l.account_code, l.posting_date, l.entry_id, l.line_no) > (%(account)s, %(day)s, %(entry)s, %(line)s)
    ORDER BY l.account_code, l.posting_date, l.entry_id, l.line_no LIMIT %(limit)s
"""  # noqa: S608 - all parts are constants of this module
