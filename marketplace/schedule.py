"""Which job runs when."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple


class Scheduled(NamedTuple):
    """A job (dotted path, taking a key that names the time slot, and an empty dict) and how often it runs."""

    every: timedelta
    job: str
    queue: str = "default"


SCHEDULE: tuple[Scheduled, ...] = (
    Scheduled(timedelta(minutes=5), "marketplace.suppliers.jobs.resume_readings", "reading"),
    Scheduled(timedelta(days=1), "marketplace.books.jobs.fold_books"),
    Scheduled(timedelta(days=1), "marketplace.books.jobs.book_due_dues"),
    Scheduled(timedelta(minutes=1), "marketplace.books.jobs.seal_books"),
    Scheduled(timedelta(days=1), "marketplace.books.jobs.keep_head", "checking"),
    Scheduled(timedelta(days=1), "marketplace.books.jobs.check_due_books", "checking"),
    Scheduled(timedelta(minutes=5), "marketplace.books.jobs.resume_closings"),
)
