"""Clients at work: pgbench for single postings, processes with ready-made calls for batches."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import psycopg

from marketplace.servers import postgres

from .rivals import COOPERATIVES, Batch, Rival

PROCESSES = 2
"""Of pgbench's threads and of our processes: as many as the machine has processors to spare for clients."""


def commits_a_second(rival: Rival, script: str, clients: int, seconds: int) -> float:
    """What pgbench reports, without the time it takes to connect; a failed posting is an error.

    Raises:
        RuntimeError: pgbench could not run, or a posting failed.
    """
    parts = urlsplit(rival.url)
    (host,) = parse_qs(parts.query)["host"]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [
            postgres.program("pgbench"), "-h", host, "-U", parts.username or "postgres", "-n", "-M", "prepared",
            "-c", str(clients), "-j", str(min(clients, PROCESSES)), "-T", str(seconds), "-f", file.name,
            parts.path.lstrip("/"),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if found is None or done.returncode:
        raise RuntimeError(f"pgbench: {done.stderr.strip()[-500:]}")
    return float(found.group(1))


def entries_a_second(
    rival: Rival, make: Callable[[int, UUID], Batch], size: int, clients: int, total: int
) -> tuple[float, int]:
    """The rate of `clients` processes that post `total` entries in batches of `size`, and how many were posted.

    The calls are made before the clock runs, so the client's own work is not in the figure.
    """
    share = max(1, total // clients // size)
    jobs = [(rival.url, make, size, share, COOPERATIVES[number]) for number in range(clients)]
    if clients == 1:
        spans = [_work(*jobs[0])]
    else:
        with ProcessPoolExecutor(clients) as pool:
            spans = list(pool.map(_work, *zip(*jobs, strict=True)))
    posted = size * share * clients
    return posted / (max(end for _, end in spans) - min(start for start, _ in spans)), posted


def _work(url: str, make: Callable[[int, UUID], Batch], size: int, count: int, coop: UUID) -> tuple[float, float]:
    calls = [make(size, coop) for _ in range(count)]
    with psycopg.connect(url) as connection:
        start = perf_counter()
        for statement, values in calls:
            row = connection.execute(statement.encode(), values).fetchone()
            connection.commit()
            if row != (size,):
                raise AssertionError(f"{row} of {size} were posted")
        return start, perf_counter()
