"""One installed ledger for the session; each test keeps books of its own in it, and commits for real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import pytest

from cooperative_ledger import grant_application, install, open_books
from marketplace.servers.postgres import ensure_role, with_database

APPLICATION = "ledger_test_application"

Connect = Callable[..., psycopg.Connection[Any]]


@pytest.fixture(scope="session")
def ledger_url(create_database: Callable[..., str]) -> str:
    """The owner's URL of a database in which the ledger is installed."""
    url = create_database()
    with psycopg.connect(url) as connection:
        install(connection)
        ensure_role(connection, APPLICATION)
        grant_application(connection, APPLICATION)
    return url


@pytest.fixture
def connect(ledger_url: str) -> Iterator[Connect]:
    """Opens connections, as the application or, if asked, as the server's superuser; closes them at the end."""
    application = with_database(ledger_url, urlsplit(ledger_url).path.lstrip("/"), user=APPLICATION)
    with ExitStack() as stack:

        def open_one(*, superuser: bool = False) -> psycopg.Connection[Any]:
            connection = psycopg.connect(ledger_url if superuser else application, options="-c lock_timeout=20s")
            stack.callback(connection.close)
            return connection

        yield open_one


@pytest.fixture
def connection(connect: Connect) -> psycopg.Connection[Any]:
    """A connection as the application."""
    return connect()


@pytest.fixture
def owner(connect: Connect) -> psycopg.Connection[Any]:
    """A connection whose SQL runs as the owner of the tables: what even a hand with that role cannot do."""
    connection = connect(superuser=True)
    connection.execute("SET SESSION AUTHORIZATION DEFAULT")
    connection.execute("SET ROLE ledger_owner")
    connection.commit()
    return connection


@pytest.fixture
def coop(connection: psycopg.Connection[Any]) -> UUID:
    """Books of a new cooperative in Jakarta, open since the start of 2025."""
    return open_new_books(connection)


def open_new_books(connection: psycopg.Connection[Any], **details: Any) -> UUID:
    coop_id = uuid4()
    open_books(connection, coop_id, **{"name": "Koperasi Uji", "open_on": date(2025, 1, 1), **details})
    connection.commit()
    return coop_id


def counts(connection: psycopg.Connection[Any], coop_id: UUID) -> tuple[int, ...]:
    """How many keys, entries, lines and narrations the books hold, as committed or as this transaction sees them."""
    connection.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop_id),))
    row = connection.execute(
        """SELECT (SELECT count(DISTINCT (source, idempotency_key)) FROM ledger.entry WHERE coop_id = %(coop)s),
                  (SELECT count(*) FROM ledger.entry WHERE coop_id = %(coop)s),
                  (SELECT count(*) FROM ledger.line WHERE coop_id = %(coop)s),
                  (SELECT count(*) FROM ledger.narration WHERE coop_id = %(coop)s)""",
        {"coop": coop_id},
    ).fetchone()
    assert row is not None
    return tuple(row)
