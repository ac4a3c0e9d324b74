"""The two background processes: an RQ worker, and the scheduler that relays events and starts what is due."""

from __future__ import annotations

import signal
import threading
import time
from typing import Any
from uuid import UUID

import psycopg
import structlog
from flask import Flask
from redis import Redis
from rq import Queue, Worker
from rq.executions import Execution
from rq.job import Job

from . import outbox
from .database import db, transaction
from .queueing import LIMITS, connect, enqueue
from .schedule import SCHEDULE, Scheduled
from .settings import Settings
from .subscriptions import SUBSCRIPTIONS

log = structlog.get_logger(__name__)

LEADER_LOCK = 0x1B0B07
RELAY_SECONDS = 2.0
"""How long an event waits at most for the relay when a NOTIFY is lost."""
HEARTBEAT = "lumbung:scheduler"
HEARTBEAT_SECONDS = 15


class ProductWorker(Worker):
    """An RQ worker whose jobs run inside the application, as a web request would."""

    app: Flask

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        """Run one job in the application's context; the connection pool of the parent process is not the child's."""
        with self.app.app_context():
            db.engine.dispose(close=False)
            done: bool = super().perform_job(job, queue, execution)
            return done


def work(app: Flask, settings: Settings, *, burst: bool = False) -> None:
    """Work on every queue until told to stop (or, with `burst`, until all queues are empty)."""
    connection = connect(settings.redis_url)
    worker = ProductWorker([Queue(name, connection=connection) for name in LIMITS], connection=connection)
    worker.app = app
    worker.work(burst=burst, logging_level="WARNING")


def relay_once(settings: Settings) -> int:
    """Hand waiting events to the queue; give how many. Needs the application's context."""
    connection = connect(settings.redis_url)

    def hand_over(event_id: UUID, name: str, content: dict[str, Any]) -> None:
        for subscription in SUBSCRIPTIONS.get(name, ()):
            enqueue(connection, subscription.job, str(event_id), content, queue=subscription.queue)

    with transaction() as session:
        return outbox.relay(session, hand_over)


def schedule(app: Flask, settings: Settings) -> None:
    """Relay events as they are committed and start what is due, until told to stop. Of several, one leads."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    queue = connect(settings.redis_url)
    with app.app_context(), psycopg.connect(settings.database_url, autocommit=True) as connection:
        connection.execute(f"LISTEN {outbox.CHANNEL}")
        while not stopping.is_set():
            if not _leads(connection):
                stopping.wait(RELAY_SECONDS)
                continue
            queue.set(HEARTBEAT, "1", ex=HEARTBEAT_SECONDS)
            while relay_once(settings):
                pass
            _start_due(queue, time.time())
            for _ in connection.notifies(timeout=RELAY_SECONDS, stop_after=1):
                pass


def _leads(connection: psycopg.Connection) -> bool:
    held = connection.execute(
        "SELECT 1 FROM pg_locks WHERE locktype='advisory' AND objid=%s AND pid=pg_backend_pid()", (LEADER_LOCK,)
    )
    if held.fetchone():
        return True
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", (LEADER_LOCK,)).fetchone()
    return bool(row and row[0])


def _start_due(queue: Redis, at: float) -> None:
    for item in SCHEDULE:
        slot = int(at // item.every.total_seconds())
        if queue.set(_slot_key(item, slot), "1", nx=True, ex=int(item.every.total_seconds() * 2)):
            enqueue(queue, item.job, f"slot-{slot}", {}, queue=item.queue)


def _slot_key(item: Scheduled, slot: int) -> str:
    return f"lumbung:schedule:{item.job}:{slot}"
