"""What a cooperative with a million lines waits for its trial balance and a statement."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from uuid import UUID

import psycopg

from cooperative_ledger import account_statement, fold, trial_balance, with_cooperative

BAR = 20.0
"""Milliseconds, folded."""


def print_reading(url: str, coop: UUID) -> None:
    """Medians of five, from the lines and folded."""
    with psycopg.connect(url) as connection:
        with_cooperative(connection, coop)
        row = connection.execute("SELECT count(*) FROM ledger.line WHERE coop_id = %s", (coop,)).fetchone()
        assert row is not None
        print(f"  reading, {row[0]:,} lines of one cooperative; median of 5, ms (bar: {BAR:.0f}, folded)")
        reads: dict[str, Callable[[], object]] = {
            "trial balance": lambda: trial_balance(connection, coop),
            "statement, 50 lines": lambda: account_statement(connection, coop, "1001", limit=50),
        }
        _print_medians("from the lines", reads)
        print(f"    {'folding, once':<40}{_milliseconds(lambda: fold(connection, coop)):>9.1f}")
        connection.commit()
        _print_medians("folded", reads)


def _print_medians(state: str, reads: dict[str, Callable[[], object]]) -> None:
    for name, read in reads.items():
        times = [_milliseconds(read) for _ in range(5)]
        print(f"    {name + ', ' + state:<40}{median(times):>9.1f}", flush=True)


def _milliseconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000
