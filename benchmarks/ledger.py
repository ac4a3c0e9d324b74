"""Posting through the Python API to a real server with fsync on and every guarantee on; then reading what was posted.

Guarantees in force: balanced, immutable, idempotent for ever, hashed, isolated by cooperative, period checked.
"""

from __future__ import annotations

import json
import random
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg

from cooperative_ledger import (
    Account,
    Entry,
    Line,
    Posted,
    account_statement,
    add_accounts,
    chart_template,
    credit,
    debit,
    fold,
    grant_application,
    install,
    open_books,
    post,
    trial_balance,
    with_cooperative,
)
from cooperative_ledger.posting import as_request
from marketplace.servers import postgres

SECONDS = 4.0
LEAVES = [account.code for account in chart_template() if account.postable]
TILL = Account(
    code="1-1120", name="Kas gerai", account_type="asset", normal_side="debit", balance_mode="guarded", floor=-(10**15)
)
Lines = Callable[[], tuple[Line, ...]]


def uniform() -> tuple[Line, ...]:
    """Two lines on two accounts of the chart, any as likely as any other."""
    first, second = random.sample(LEAVES, 2)
    return debit(first, 1000), credit(second, 1000)


def hot() -> tuple[Line, ...]:
    """Two lines, one always on the same rolled-up account."""
    return debit(random.choice(LEAVES[5:]), 1000), credit("1-1100", 1000)


def guarded() -> tuple[Line, ...]:
    """Two lines, one always on the same guarded account, whose limit is checked under a lock."""
    return debit(random.choice(LEAVES), 1000), credit(TILL.code, 1000)


def settlement() -> tuple[Line, ...]:
    """Six lines: a buyer pays 100; supplier 85, platform 5, cooperative 4, tax 3, delivery 3."""
    shares = zip(("2-1300", "2-1600", "4-2100", "2-2100", "4-2400"), (85, 5, 4, 3, 3), strict=True)
    return debit("1-1300", 100), *(credit(account, share) for account, share in shares)


@dataclass(frozen=True, slots=True)
class Workload:
    name: str
    lines: Lines
    batch: int
    clients: int


SHAPES: dict[str, Lines] = {
    "uniform": uniform,
    "hot account": hot,
    "guarded hot account": guarded,
    "six lines": settlement,
}
WORKLOADS = [
    *(
        Workload(f"{name}, {clients} at once", lines, 1, clients)
        for name, lines in SHAPES.items()
        for clients in (1, 8)
    ),
    *(Workload(f"batches of {batch:,}", uniform, batch, 1) for batch in (100, 1000)),
]


def main() -> None:
    """Print commits and entries a second for each workload, then the reading times and the bytes per entry."""
    with tempfile.TemporaryDirectory(prefix="ledger-bench-") as folder:
        Path(folder).chmod(0o755)
        with postgres.running(Path(folder) / "pg") as owner_url:
            url = _prepared(owner_url)
            coop = _books(url)
            print(f"fsync on, one cooperative, {SECONDS:.0f} s each")
            for workload in WORKLOADS:
                entries = _run(url, coop, workload)
                print(f"  {workload.name:<30} {entries / SECONDS:>9,.0f} entries/s")
            with psycopg.connect(url) as connection:
                _shares(connection, coop)
            with psycopg.connect(url) as connection:
                _read(connection, coop)
            with psycopg.connect(owner_url) as owner:
                _check(owner)


def _prepared(owner_url: str) -> str:
    with psycopg.connect(owner_url) as connection:
        install(connection)
        postgres.ensure_role(connection)
        grant_application(connection, postgres.APPLICATION)
    return postgres.with_database(owner_url, urlsplit(owner_url).path.lstrip("/"), user=postgres.APPLICATION)


def _books(url: str) -> UUID:
    coop = uuid4()
    with psycopg.connect(url) as connection:
        open_books(connection, coop, name="Koperasi Uji", open_on=date(2025, 1, 1))
        add_accounts(connection, coop, [TILL])
    return coop


def _run(url: str, coop: UUID, workload: Workload) -> int:
    """Entries posted and committed in SECONDS by all clients together, each with a connection of its own."""
    done: list[int] = []

    def client() -> None:
        count = 0
        with psycopg.connect(url) as connection:
            _post(connection, coop, workload)  # plans are made once per connection
            end = perf_counter() + SECONDS
            while perf_counter() < end:
                _post(connection, coop, workload)
                count += workload.batch
        done.append(count)

    threads = [threading.Thread(target=client) for _ in range(workload.clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done)


def _post(connection: psycopg.Connection[Any], coop: UUID, workload: Workload) -> None:
    entries = [Entry(source="bench", key=uuid4().hex, lines=workload.lines()) for _ in range(workload.batch)]
    results = post(connection, coop, entries, actor="bench")
    connection.commit()
    if not all(isinstance(result, Posted) for result in results):
        raise AssertionError(results)


def _shares(connection: psycopg.Connection[Any], coop: UUID) -> None:
    """Where the time of a batch of 1,000 goes: making the entries, writing them as JSON, the database, the commit."""
    rounds: list[tuple[float, ...]] = []
    for _ in range(12):
        marks = [perf_counter()]
        entries = [Entry(source="bench", key=uuid4().hex, lines=uniform()) for _ in range(1000)]
        marks.append(perf_counter())
        body = json.dumps([as_request(entry) for entry in entries])
        marks.append(perf_counter())
        with_cooperative(connection, coop)
        connection.execute("SELECT count(*) FROM ledger.post(%s, 'bench', %s::jsonb)", (coop, body)).fetchone()
        marks.append(perf_counter())
        connection.commit()
        marks.append(perf_counter())
        rounds.append(tuple((after - before) * 1000 for before, after in pairwise(marks)))
    shares = [median(share) for share in zip(*rounds, strict=True)]
    named = zip(("entries", "JSON", "database", "commit"), shares, strict=True)
    print("a batch of 1,000, ms: " + ", ".join(f"{name} {share:.1f}" for name, share in named))
    print(f"  in the database alone          {1e6 / (shares[2] + shares[3]):>9,.0f} entries/s")


def _read(connection: psycopg.Connection[Any], coop: UUID) -> None:
    row = connection.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop),)).fetchone()
    row = connection.execute("SELECT count(*) FROM ledger.line").fetchone()
    assert row is not None
    print(f"reading, {row[0]:,} lines of one cooperative; median of 5")
    reads: dict[str, Callable[[], object]] = {
        "trial balance": lambda: trial_balance(connection, coop),
        "statement, first 50 lines": lambda: account_statement(connection, coop, "4-1100", limit=50),
    }
    for state in ("from lines", "folded"):
        for name, read in reads.items():
            print(f"  {name + ', ' + state:<40} {median(_milliseconds(read) for _ in range(5)):>9.1f} ms")
        if state == "from lines":
            print(f"  {'folding':<40} {_milliseconds(lambda: fold(connection, coop)):>9.1f} ms")
            connection.commit()


def _milliseconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def _check(owner: psycopg.Connection[Any]) -> None:
    """The books after the run: in balance, live totals equal to the lines; and what an entry weighs."""
    row = owner.execute(
        """SELECT (SELECT sum(debit - credit) FROM ledger.line),
                  (SELECT count(*) FROM ledger.balance AS b WHERE b.debit - b.credit <> (
                      SELECT sum(l.debit - l.credit) FROM ledger.line AS l
                      WHERE l.coop_id = b.coop_id AND l.account_code = b.account_code)),
                  (SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class AS c
                   WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'),
                  (SELECT count(*) FROM ledger.entry)"""
    ).fetchone()
    assert row is not None
    if row[0] != 0 or row[1] != 0:
        raise AssertionError(f"the books do not balance: {row}")
    print(f"books in balance; {row[2] / row[3]:,.0f} bytes per entry, indexes included")
