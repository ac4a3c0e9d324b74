"""A ledger installed on the benchmark's own server, and books in it with the chart of the template."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg

from cooperative_ledger import grant_application, install, open_books
from marketplace.servers import postgres


def prepared(owner_url: str) -> str:
    """Install the ledger in the database at `owner_url`; give the application's URL of it."""
    with psycopg.connect(owner_url) as connection:
        install(connection)
        postgres.ensure_role(connection)
        grant_application(connection, postgres.APPLICATION)
    return postgres.with_database(owner_url, urlsplit(owner_url).path.lstrip("/"), user=postgres.APPLICATION)


def books(url: str) -> UUID:
    """Open the books of a new cooperative."""
    coop = uuid4()
    with psycopg.connect(url) as connection:
        open_books(connection, coop, name="Koperasi Uji", open_on=date(2025, 1, 1))
    return coop
