"""What is measured, in which order, and how it is told: our figure, the other's, their ratio and the bar."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg

from marketplace.servers import postgres

from .api import print_api
from .reading import print_reading
from .rivals import COOPERATIVES, Batch, Rival, our_batch, ours, pgledger, pgledger_batch
from .running import commits_a_second, entries_a_second

SECONDS, ROUNDS = 2, 2
CLIENTS = (1, 8, 32)
BARS = {"uniform": 1.5, "one hot account": 2.0, "six lines": 2.0}
BATCH_BAR = 30_000
MILLION = 500_000
"""Entries of two lines in the cooperative that is then read."""


def main() -> None:
    """Print commits a second beside the other ledger's, batches, reading at a million lines, bytes per entry."""
    with tempfile.TemporaryDirectory(prefix="ledger-bench-") as folder:
        Path(folder).chmod(0o755)
        with postgres.running(Path(folder) / "pg") as owner_url:
            us, them = ours(owner_url), pgledger(owner_url)
            print(f"fsync on; {ROUNDS} rounds of {SECONDS} s in turn; pgbench on the same machine; commits a second")
            if them is None:
                print("pgledger is not at hand (PGLEDGER_SQL): our figures alone")
            _print_single(us, them)
            _print_batches(us, them)
            for rival in filter(None, (us, them)):
                _print_size(rival, owner_url)
            print_api(us.url, us.scripts["uniform"], us)
            _print_million(us)
            print_reading(us.url, COOPERATIVES[0])
            _check(postgres.with_database(owner_url, "bench_ours"))


def _print_single(us: Rival, them: Rival | None) -> None:
    print(f"  {'':<26}{'clients':>8}{'ours':>9}{'pgledger':>10}{'ratio':>8}{'bar':>6}")
    for workload, script in us.scripts.items():
        other = them.scripts.get(workload) if them else None
        for clients in CLIENTS:
            mine, theirs = _in_turn(us, script, them if other else None, other or "", clients)
            print(f"  {workload:<26}{clients:>8}{mine:>9,.0f}" + _beside(mine, theirs, BARS.get(workload)), flush=True)


def _in_turn(us: Rival, script: str, them: Rival | None, other: str, clients: int) -> tuple[float, float | None]:
    """Both in turn, so that whatever else the machine does falls on both; the mean of the rounds."""
    mine, theirs = 0.0, 0.0
    for _ in range(ROUNDS):
        mine += commits_a_second(us, script, clients, SECONDS)
        if them is not None:
            theirs += commits_a_second(them, other, clients, SECONDS)
    return mine / ROUNDS, theirs / ROUNDS if them is not None else None


def _beside(mine: float, theirs: float | None, bar: float | None) -> str:
    if theirs is None:
        return ""
    return f"{theirs:>10,.0f}{mine / theirs:>8.2f}" + (f"{bar:>6.1f}" if bar else "")


def _print_batches(us: Rival, them: Rival | None) -> None:
    print(f"  in batches, entries a second (bar: {BATCH_BAR:,} in batches of 1,000)")
    makers: list[tuple[Rival, Callable[[int, object], Batch]]] = [(us, our_batch)]  # type: ignore[list-item]
    if them is not None:
        makers.append((them, pgledger_batch))  # type: ignore[arg-type]
    for size, total in ((100, 20_000), (1000, 40_000)):
        for clients in (1, 8):
            rates = [entries_a_second(rival, make, size, clients, total)[0] for rival, make in makers]
            told = _beside(rates[0], rates[1] if them else None, None)
            print(f"  {f'batches of {size:,}':<26}{clients:>8}{rates[0]:>9,.0f}{told}", flush=True)


def _print_size(rival: Rival, owner_url: str) -> None:
    with psycopg.connect(postgres.with_database(owner_url, f"bench_{rival.name}")) as connection:
        row = connection.execute(
            b"""SELECT (SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class AS c
                        WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r') / ("""
            + rival.entries.encode()
            + b")",
            (rival.tables,),
        ).fetchone()
    assert row is not None
    unit = "entry (six lines among them)" if rival.name == "ours" else "transfer"
    print(f"  {rival.name}: {row[0]:,.0f} bytes per {unit}, indexes included")


def _print_million(us: Rival) -> None:
    """A million lines in one cooperative, by two hands at once."""
    rate, posted = entries_a_second(us, _into_the_first, 1000, 2, MILLION)
    print(f"  {posted:,} entries into one cooperative, batches of 1,000, 2 clients: {rate:,.0f} entries/s")


def _into_the_first(size: int, coop: object) -> Batch:
    return our_batch(size, COOPERATIVES[0])


def _check(owner_url: str) -> None:
    """The books after the run: in balance, and live totals equal to the lines."""
    with psycopg.connect(owner_url) as owner:
        row = owner.execute(
            """SELECT (SELECT sum(debit - credit) FROM ledger.line),
                      (SELECT count(*) FROM (
                           SELECT b.coop_id, b.account_code, sum(b.debit) AS debit, sum(b.credit) AS credit
                           FROM ledger.balance AS b GROUP BY 1, 2
                       ) AS b WHERE (b.debit, b.credit) <> (
                           SELECT sum(l.debit), sum(l.credit) FROM ledger.line AS l
                           WHERE l.coop_id = b.coop_id AND l.account_code = b.account_code))"""
        ).fetchone()
    if row is None or row[0] != 0 or row[1] != 0:
        raise AssertionError(f"the books do not balance: {row}")
    print("  books in balance, live totals equal to the lines")
