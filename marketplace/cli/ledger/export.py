"""`lumbung ledger export`: the books as files that other accounting programs check."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import psycopg

from cooperative_ledger.exports import SUFFIXES, export_year, years

from .database import add_database_options, cooperatives, database, failed, snapshot

HELP = "one file per cooperative and year"
NOTHING = (
    "belum ada jurnal yang dapat dibaca; sebutkan --cooperative, atau pakai peran yang boleh membaca semua koperasi "
    "(OWNER_DATABASE_URL)."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Format, folder, year."""
    parser.add_argument("--format", choices=sorted(SUFFIXES), required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--year", type=int, metavar="Y", help="default: every year with postings")
    add_database_options(parser)


def run(options: argparse.Namespace) -> int:
    """Write every file, all of one moment."""
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        with database(options.database) as url, snapshot(url) as connection:
            written = _export(connection, options)
    except (LookupError, OSError, psycopg.Error) as reason:
        return failed(reason)
    return 0 if written else failed(NOTHING)


def _export(connection: psycopg.Connection[Any], options: argparse.Namespace) -> int:
    written = 0
    for coop_id in cooperatives(connection, options):
        for year in [options.year] if options.year else years(connection, coop_id):
            print(export_year(connection, coop_id, year, options.format, options.out))
            written += 1
    return written
