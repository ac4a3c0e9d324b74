"""The RQ queues: their names, their limits, and how a job is put into one.

A job is a function named by its dotted path; it takes `(key: str, content: dict)` and accepts a repeat of its key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from redis import Redis
from rq import Queue, Retry

from .errors import Conflict

CONNECT_SECONDS = 5


@dataclass(frozen=True)
class QueueLimit:
    """How many jobs may wait, and how long one may run."""

    waiting: int
    seconds: int


LIMITS = {
    "default": QueueLimit(waiting=10_000, seconds=60),
    "reading": QueueLimit(waiting=500, seconds=900),
    "checking": QueueLimit(waiting=500, seconds=900),
}
"""Every queue of the product. `reading` holds the uploaded price lists and `checking` the checks of long books, so that
neither delays a message."""


class QueueFull(Conflict):
    """So many jobs wait that another would only wait longer than people do."""

    code = "queue_full"
    indonesian = "Antrean sedang penuh. Coba lagi beberapa menit lagi; berkas Anda belum hilang."
    english = "The queue is full at the moment. Try again in a few minutes; nothing you sent is lost."


def connect(url: str) -> Redis:
    """A connection to the queue's server with timeouts; `url` is redis:// or unix://."""
    connection: Redis = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=None)
    return connection


def enqueue(connection: Redis, job: str, key: str, content: dict[str, Any], *, queue: str = "default") -> None:
    """Put `job` into `queue` under an id made of its name and `key`; raises QueueFull past the queue's limit."""
    limit = LIMITS[queue]
    target = Queue(queue, connection=connection)
    if target.count >= limit.waiting:
        raise QueueFull
    name = job.rpartition(".")[2]
    target.enqueue(
        job, key, content,
        job_id=f"{name}-{key}", job_timeout=limit.seconds, result_ttl=3600, failure_ttl=7 * 86400,
        retry=Retry(max=3, interval=[5, 30, 120]),
    )  # fmt: skip
