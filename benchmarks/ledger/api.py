"""The rate through the Python library, and where the time between it and the bare SQL goes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from itertools import pairwise
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

import psycopg

from cooperative_ledger import Entry, credit, debit, post
from cooperative_ledger.posting import as_request

from .rivals import COOPERATIVES, FIRST, LAST, Rival
from .running import commits_a_second

Marks = list[float]
CALL = "SELECT count(*) FROM ledger.post(set_config('ledger.coop_id', %s, true)::uuid, 'bench', %s::jsonb)"
STEPS = ("making entries", "as JSON", "round trip", "commit")


def print_api(url: str, script: str, us: Rival) -> None:
    """One client: whole calls a second, and the median milliseconds of each step, for one entry and for a thousand."""
    with psycopg.connect(url) as connection:
        for size, rounds in ((1, 800), (1000, 12)):
            rate = _rate(lambda size=size: _post(connection, size), rounds) * size  # type: ignore[misc]
            steps = _steps(connection, size, rounds)
            told = ", ".join(f"{name} {time:.2f}" for name, time in zip(STEPS, steps, strict=True))
            print(f"  through Python, one client, {size:>5,} a call: {rate:>8,.0f} entries/s; ms a call: {told}")
    bare = commits_a_second(us, script, 1, 2)
    print(f"  bare SQL, one client, one entry a call: {bare:>8,.0f} entries/s, begin and commit in the same round trip")


def _entries(size: int) -> list[Entry]:
    coop_accounts = range(FIRST, LAST + 1)
    found = []
    for _ in range(size):
        first, second = random.sample(coop_accounts, 2)
        found.append(Entry(source="bench", key=uuid4().hex, lines=(debit(str(first), 1000), credit(str(second), 1000))))
    return found


def _post(connection: psycopg.Connection[Any], size: int) -> None:
    post(connection, COOPERATIVES[1], _entries(size), actor="bench")
    connection.commit()


def _rate(work: Callable[[], None], rounds: int) -> float:
    for _ in range(6):
        work()  # plans are made once per connection
    started = perf_counter()
    for _ in range(rounds):
        work()
    return rounds / (perf_counter() - started)


def _steps(connection: psycopg.Connection[Any], size: int, rounds: int) -> list[float]:
    spans: list[tuple[float, ...]] = []
    for _ in range(rounds):
        marks: Marks = [perf_counter()]
        entries = _entries(size)
        marks.append(perf_counter())
        body = json.dumps([as_request(entry) for entry in entries], separators=(",", ":"))
        marks.append(perf_counter())
        connection.execute(CALL, (str(COOPERATIVES[1]), body)).fetchone()
        marks.append(perf_counter())
        connection.commit()
        marks.append(perf_counter())
        spans.append(tuple((after - before) * 1000 for before, after in pairwise(marks)))
    return [median(step) for step in zip(*spans, strict=True)]
