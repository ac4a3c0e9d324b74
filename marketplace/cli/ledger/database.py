"""The database that a verb works on, and whose books."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg


def add_database_options(parser: argparse.ArgumentParser) -> None:
    """`--cooperative` and `--database`, as every verb has them."""
    parser.add_argument("--cooperative", type=UUID, metavar="ID", help="default: every cooperative")
    parser.add_argument("--database", metavar="URL", help="default: OWNER_DATABASE_URL, else DATABASE_URL")


@contextmanager
def database(url: str | None) -> Iterator[str]:
    """`url`, else the installation's own database: the owner's URL, who reads every cooperative.

    Raises OSError when the installation cannot start.
    """
    if url is not None:
        yield url
        return
    from ...servers import installation
    from ...settings import Settings

    try:
        with installation.database(Settings.from_environment(), lambda _: None) as settings:
            yield settings.owner_database_url or settings.database_url
    except installation.CannotStart as reason:
        raise OSError(str(reason)) from reason


@contextmanager
def snapshot(url: str) -> Iterator[psycopg.Connection[Any]]:
    """One moment of the books, read only: every file of a run agrees with every other."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def cooperatives(connection: psycopg.Connection[Any], options: argparse.Namespace) -> list[UUID]:
    """The cooperative asked for, else every one that this role may read."""
    if options.cooperative:
        return [options.cooperative]
    return [row[0] for row in connection.execute("SELECT coop_id FROM ledger.cooperative ORDER BY coop_id").fetchall()]


def failed(reason: object) -> int:
    """Tell the reason in one line on standard error; the exit status of a verb that could not do its work."""
    print(f"lumbung: {str(reason).strip()}", file=sys.stderr)
    return 1
