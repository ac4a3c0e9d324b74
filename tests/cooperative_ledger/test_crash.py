"""Client or server killed in the middle of work: what was acknowledged stands, and a repeat books nothing twice.

A server of its own with fsync on, real processes, SIGKILL. A client writes a line to its output only after the commit
returned; whoever comes after it repeats every request with the same key.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psutil
import psycopg
import pytest

from cooperative_ledger import (
    Entry,
    NotDurable,
    Posted,
    assert_durable,
    credit,
    debit,
    grant_application,
    install,
    open_books,
    post,
    trial_balance,
    with_cooperative,
)
from marketplace.servers import postgres

CLIENT = """
import sys
from uuid import UUID
import psycopg
from cooperative_ledger import Entry, credit, debit, post
url, coop, name = sys.argv[1:]
with psycopg.connect(url) as connection:
    for number in range(100_000):
        lines = (debit("1-1100", number + 1), credit("4-1100", number + 1))
        post(connection, UUID(coop), [Entry(source=name, key=str(number), lines=lines)], actor=name)
        connection.commit()
        print(number, flush=True)
"""
CLIENTS = ("satu", "dua", "tiga")
ENOUGH = 25
"""Acknowledged postings of each client before somebody is killed."""


@dataclass(frozen=True)
class Server:
    """A server that keeps what it acknowledges, there for this file alone. `url`: as the application."""

    data: Path
    url: str


@pytest.fixture(scope="module")
def server(server_folder: Path) -> Iterator[Server]:
    data = server_folder / "durable"
    with postgres.running(data) as owner_url:
        with psycopg.connect(owner_url) as connection:
            install(connection)
            postgres.ensure_role(connection)
            grant_application(connection, postgres.APPLICATION)
            assert_durable(connection)
        name = urlsplit(owner_url).path.lstrip("/")
        yield Server(data, postgres.with_database(owner_url, name, user=postgres.APPLICATION))


@pytest.fixture
def books(server: Server) -> UUID:
    coop = uuid4()
    with psycopg.connect(server.url) as connection:
        open_books(connection, coop, name="Koperasi Uji", open_on=date(2025, 1, 1))
    return coop


def started(url: str, coop: UUID) -> dict[str, subprocess.Popen[str]]:
    """Clients at work, each known by its name."""
    return {
        name: subprocess.Popen(
            [sys.executable, "-c", CLIENT, url, str(coop), name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, cwd=Path(__file__).parents[2],
        )
        for name in CLIENTS
    }  # fmt: skip


def first_acknowledged(client: subprocess.Popen[str]) -> list[int]:
    assert client.stdout is not None
    return [int(client.stdout.readline()) for _ in range(ENOUGH)]


def ended(client: subprocess.Popen[str]) -> list[int]:
    """What it acknowledged after the first ones; a line cut off by the kill was not acknowledged."""
    assert client.stdout is not None
    with client.stdout as output:
        rest = output.read()
    client.wait(timeout=20)
    return [int(line) for line in rest.split("\n")[:-1]]


def keys(connection: psycopg.Connection[Any], coop: UUID) -> dict[str, set[int]]:
    with_cooperative(connection, coop)
    rows = connection.execute("SELECT source, idempotency_key FROM ledger.entry").fetchall()
    found: dict[str, set[int]] = {name: set() for name in CLIENTS}
    for source, key in rows:
        assert int(key) not in found[source]
        found[source].add(int(key))
    return found


def wait_until_alone(connection: psycopg.Connection[Any]) -> None:
    """The server may still be finishing what a killed client had asked for."""
    others = """SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
    while connection.execute(others).fetchone() != (0,):
        connection.commit()
        time.sleep(0.01)


def assert_kept_and_repeatable(url: str, coop: UUID, acknowledged: dict[str, list[int]]) -> None:
    """No acknowledged posting is lost; repeating all of them, and the one after, books only what was never booked."""
    with psycopg.connect(url) as connection:
        wait_until_alone(connection)
        stored = keys(connection, coop)
        for name, numbers in acknowledged.items():
            assert set(numbers) <= stored[name]
            assert len(stored[name] - set(numbers)) <= 1, "at most the one whose answer was under way"
            again = [
                Entry(source=name, key=str(each), lines=(debit("1-1100", each + 1), credit("4-1100", each + 1)))
                for each in range(max(numbers) + 2)
            ]
            results = post(connection, coop, again, actor=name)
            fresh = [result for result in results if isinstance(result, Posted) and not result.replayed]
            assert all(isinstance(result, Posted) for result in results)
            assert len(fresh) == len(again) - len(stored[name])
        connection.commit()
        after = keys(connection, coop)
        assert {name: len(numbers) for name, numbers in after.items()} == {
            name: max(numbers) + 2 for name, numbers in acknowledged.items()
        }
        rows = {row.code: row.closing for row in trial_balance(connection, coop)}
        assert rows["1-1100"] == -rows["4-1100"] == sum(n * (n + 1) // 2 for n in map(len, after.values()))


def test_a_killed_client_leaves_whole_postings_that_can_be_repeated(server: Server, books: UUID) -> None:
    clients = started(server.url, books)
    acknowledged = {name: first_acknowledged(client) for name, client in clients.items()}
    for client in clients.values():
        client.kill()
    for name, client in clients.items():
        acknowledged[name] += ended(client)
    assert_kept_and_repeatable(server.url, books, acknowledged)


def kill_server(data: Path) -> None:
    """SIGKILL to the server and every process of it, as when the power goes, as far as one machine can play it."""
    leader = psutil.Process(int((data / "postmaster.pid").read_text().splitlines()[0]))
    family = [leader, *leader.children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    _gone, alive = psutil.wait_procs(family, timeout=30)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []


def test_a_killed_server_comes_back_with_all_it_acknowledged(server: Server, books: UUID) -> None:
    clients = started(server.url, books)
    acknowledged = {name: first_acknowledged(client) for name, client in clients.items()}
    kill_server(server.data)
    for name, client in clients.items():
        acknowledged[name] += ended(client)
        assert client.returncode == 1, "it lost its connection"
    restart(server.data)
    assert_kept_and_repeatable(server.url, books, acknowledged)


def restart(data: Path) -> None:
    """Start it again where it lay; the lock file of the killed one may be in the way for a moment."""
    for turn in range(20):
        done = subprocess.run(
            [*as_owner_of(data), postgres.program("pg_ctl"), "-D", str(data), "-w", "-t", "20",
             "-l", str(data / "log"), "-o", f"-k {data} -h ''", "start"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode == 0:
            return
        time.sleep(0.2 * turn)
    raise AssertionError(done.stdout + done.stderr)


def as_owner_of(data: Path) -> list[str]:
    """The server refuses to run as root."""
    if os.geteuid() != 0:
        return []
    owner = data.stat()
    return ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups"]


def test_a_server_that_may_forget_is_refused(connection: psycopg.Connection[Any], postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as server:
        off = server.execute(
            "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY 1"
        ).fetchall()
    connection.execute("SET synchronous_commit = off")
    with pytest.raises(NotDurable) as raised:
        assert_durable(connection)
    assert raised.value.settings == (*(name for (name,) in off), "synchronous_commit")
