"""`lumbung ledger seal`: put what was posted under a seal."""

from __future__ import annotations

import argparse
from uuid import UUID

import psycopg

from cooperative_ledger import seal, seal_code

from .database import add_database_options, cooperatives, database, failed

HELP = "give journal numbers to what was posted and seal it; every minute"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Which cooperatives."""
    add_database_options(parser)


def run(options: argparse.Namespace) -> int:
    """Each cooperative in transactions of its own; a line per cooperative that had something to seal."""
    try:
        with database(options.database) as url, psycopg.connect(url) as connection:
            coop_ids = cooperatives(connection, options)
            connection.commit()
            for coop_id in coop_ids:
                seal_all(connection, coop_id)
    except (OSError, psycopg.Error) as reason:
        return failed(reason)
    return 0


def seal_all(connection: psycopg.Connection, coop_id: UUID) -> None:
    """Seal until nothing is left, and print the newest seal."""
    newest = None
    while (made := seal(connection, coop_id)) is not None:
        connection.commit()
        newest = made
    connection.commit()
    if newest is not None:
        print(f"{coop_id} {newest.entry_count} {seal_code(newest)}")
