"""`lumbung ledger`: the books as files that other accounting programs check; the sums that balances are read from."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from cooperative_ledger import fold
from cooperative_ledger.exports import WRITERS, export_year, years


def main(arguments: Sequence[str]) -> int:
    """Exit status 0 when all was done, 1 with one sentence when not."""
    options = _parser().parse_args(arguments)
    return _fold(options) if options.verb == "fold" else _export_all(options)


def _fold(options: argparse.Namespace) -> int:
    """Each cooperative in a transaction of its own, so that none waits for another."""
    try:
        with _database(options.database) as url, psycopg.connect(url) as connection:
            for coop_id in [options.cooperative] if options.cooperative else _cooperatives(connection):
                print(f"{coop_id} {fold(connection, coop_id)}")
                connection.commit()
    except (OSError, psycopg.Error) as reason:
        print(f"lumbung: {str(reason).strip()}", file=sys.stderr)
        return 1
    return 0


def _export_all(options: argparse.Namespace) -> int:
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        with _database(options.database) as url, _snapshot(url) as connection:
            written = _export(connection, options)
    except (LookupError, OSError, psycopg.Error) as reason:
        print(f"lumbung: {str(reason).strip()}", file=sys.stderr)
        return 1
    if not written:
        print(
            "lumbung: belum ada jurnal yang dapat dibaca; sebutkan --cooperative, atau pakai peran yang boleh "
            "membaca semua koperasi (OWNER_DATABASE_URL).",
            file=sys.stderr,
        )
    return 0 if written else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lumbung ledger", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", help="one file per cooperative and year")
    export.add_argument("--format", choices=sorted(WRITERS), required=True)
    export.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    export.add_argument("--year", type=int, metavar="Y", help="default: every year with postings")
    folding = verbs.add_parser("fold", help="add up what was posted, so that balances are read fast; nightly")
    for verb in (export, folding):
        verb.add_argument("--cooperative", type=UUID, metavar="ID", help="default: every cooperative")
        verb.add_argument("--database", metavar="URL", help="default: OWNER_DATABASE_URL, else DATABASE_URL")
    return parser


@contextmanager
def _database(url: str | None) -> Iterator[str]:
    """`url`, else the installation's own database: the owner's URL, who reads every cooperative."""
    if url is not None:
        yield url
        return
    from ..servers.installation import CannotStart, database
    from ..settings import Settings

    try:
        with database(Settings.from_environment(), lambda _: None) as settings:
            yield settings.owner_database_url or settings.database_url
    except CannotStart as reason:
        raise OSError(str(reason)) from reason


@contextmanager
def _snapshot(url: str) -> Iterator[psycopg.Connection[Any]]:
    """One moment of the books, read only: every file of a run agrees with every other."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        yield connection


def _export(connection: psycopg.Connection[Any], options: argparse.Namespace) -> int:
    written = 0
    for coop_id in [options.cooperative] if options.cooperative else _cooperatives(connection):
        for year in [options.year] if options.year else years(connection, coop_id):
            print(export_year(connection, coop_id, year, options.format, options.out))
            written += 1
    return written


def _cooperatives(connection: psycopg.Connection[Any]) -> list[UUID]:
    return [row[0] for row in connection.execute("SELECT coop_id FROM ledger.cooperative ORDER BY coop_id").fetchall()]
