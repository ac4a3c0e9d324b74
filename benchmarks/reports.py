"""Statements of a cooperative with a million lines: from the folds, with a day not yet folded, and as known before."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import psycopg

from benchmarks.ledger import _books, _prepared
from cooperative_ledger import (
    Counterparty,
    Days,
    Entry,
    Line,
    Scope,
    balance_sheet,
    cash_flow,
    counterparty_statement,
    credit,
    debit,
    equity_changes,
    fold,
    income_statement,
    post,
    trial_balance,
)
from marketplace.servers import postgres

ENTRIES = 400_000
"""Two or three lines each: a million lines."""
DAY_TAIL = 1000
FIRST = date(2025, 1, 1)
OUTLETS = [UUID(int=each) for each in (1, 2, 3)]
UNITS = ["toko", "gudang", "simpan-pinjam"]
MEMBERS = [UUID(int=each) for each in range(10, 2010)]
YEAR = Days.year(2026)


def main() -> None:
    """Print the milliseconds of each statement, two columns side by side (this year and the last)."""
    with tempfile.TemporaryDirectory(prefix="reports-bench-") as folder:
        Path(folder).chmod(0o755)
        with postgres.running(Path(folder) / "pg") as owner_url:
            url = _prepared(owner_url)
            coop = _books(url)
            with psycopg.connect(url) as connection:
                _fill(connection, coop, ENTRIES)
                _measure(connection, coop)


def _fill(connection: psycopg.Connection[Any], coop: UUID, number: int) -> None:
    for _ in range(number // 1000):
        entries = [
            Entry(
                source="bench",
                key=uuid4().hex,
                lines=_lines(),
                posting_date=FIRST + timedelta(days=random.randrange(690)),
                outlet_id=random.choice(OUTLETS),
                business_unit=random.choice(UNITS),
                counterparty=_counterparty(),
            )
            for _ in range(1000)
        ]
        post(connection, coop, entries, actor="bench")
        connection.commit()


def _lines() -> tuple[Line, ...]:
    amount = random.randint(1000, 900_000)
    way = random.randrange(4)
    if way == 0:
        return debit("1-3100", amount), credit("2-1110", amount)
    if way == 1:
        return debit("1-1200", amount), credit("6-1400", amount // 50 + 1), credit("1-1300", amount - amount // 50 - 1)
    if way == 2:
        cost = amount // 3 + 1
        return debit("1-1100", amount), credit("4-1110", amount - cost), credit("4-2100", cost)
    return debit("1-1300", amount), credit("4-1100", amount - 900), credit("2-2100", 900)


def _counterparty() -> Counterparty:
    known = random.random() < 0.6
    return Counterparty("member" if known else "non_member", random.choice(MEMBERS) if known else None)


def _measure(connection: psycopg.Connection[Any], coop: UUID) -> None:
    row = connection.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop),)).fetchone()
    row = connection.execute("SELECT count(*) FROM ledger.line").fetchone()
    assert row is not None
    print(f"{row[0]:,} lines of one cooperative, this year beside the last; median of 5, ms")
    _statements(connection, coop, "from lines", rounds=1)
    started = perf_counter()
    fold(connection, coop)
    connection.commit()
    print(f"  {'folding it all':<52} {(perf_counter() - started) * 1000:>9.1f}")
    _statements(connection, coop, "folded")
    moment = datetime.now(UTC)
    _fill(connection, coop, DAY_TAIL)
    _statements(connection, coop, f"and {DAY_TAIL:,} entries since")
    _statements(connection, coop, "as known before those", Scope(known_at=moment))
    _statements(connection, coop, "one outlet", Scope(outlet_id=OUTLETS[0]))


def _statements(
    connection: psycopg.Connection[Any], coop: UUID, state: str, scope: Scope | None = None, *, rounds: int = 5
) -> None:
    scope = scope or Scope()
    reads: dict[str, Callable[[], object]] = {
        "trial balance": lambda: trial_balance(connection, coop, first=YEAR.first, last=YEAR.last),
        "income statement": lambda: income_statement(connection, coop, YEAR, YEAR.year_earlier(), scope=scope),
        "balance sheet": lambda: balance_sheet(connection, coop, YEAR.last, YEAR.year_earlier().last, scope=scope),
        "changes in equity": lambda: equity_changes(connection, coop, YEAR, scope=scope),
        "cash flow": lambda: cash_flow(connection, coop, YEAR, YEAR.year_earlier(), scope=scope),
        "a member's statement": lambda: counterparty_statement(connection, coop, MEMBERS[0], YEAR, scope=scope),
    }
    for name, read in reads.items():
        print(f"  {name + ', ' + state:<52} {median(_milliseconds(read) for _ in range(rounds)):>9.1f}")


def _milliseconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000
