"""Two browsers at the same moment: both calls start together, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from marketplace.database import transaction
from marketplace.errors import DomainError


def at_once(app: Flask, *calls: Callable[[Session], Any]) -> list[Any]:
    """What each call gave, or the domain error it raised; all begin when the last is ready."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[Session], Any]) -> Any:
        with app.app_context():
            try:
                with transaction() as session:
                    session.connection()
                    barrier.wait(10)
                    return call(session)
            except DomainError as error:
                return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
