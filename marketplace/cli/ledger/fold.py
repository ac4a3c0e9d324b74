"""`lumbung ledger fold`: the sums that balances are read from."""

from __future__ import annotations

import argparse

import psycopg

from cooperative_ledger import fold

from .database import add_database_options, cooperatives, database, failed

HELP = "add up what was posted, so that balances are read fast; nightly"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Which cooperatives."""
    add_database_options(parser)


def run(options: argparse.Namespace) -> int:
    """Each cooperative in a transaction of its own, so that none waits for another."""
    try:
        with database(options.database) as url, psycopg.connect(url) as connection:
            for coop_id in cooperatives(connection, options):
                print(f"{coop_id} {fold(connection, coop_id)}")
                connection.commit()
    except (OSError, psycopg.Error) as reason:
        return failed(reason)
    return 0
