"""`lumbung ledger head`: the newest seals of all cooperatives under one root, to be kept outside the database."""

from __future__ import annotations

import argparse
from pathlib import Path

import psycopg

from cooperative_ledger import grouped, make_head, seal_code

from ...clock import now
from .database import add_database_options, cooperatives, database, failed, snapshot

HELP = "the newest seals under one root, to print, mail or keep elsewhere"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Which cooperatives, and where to."""
    add_database_options(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="write it as JSON there, for `lumbung ledger verify`")


def run(options: argparse.Namespace) -> int:
    """The root in groups of four, then a line per cooperative: its number of entries and its code to write down."""
    try:
        with database(options.database) as url, snapshot(url) as connection:
            head = make_head(connection, cooperatives(connection, options), made_at=now())
        if options.out is not None:
            options.out.parent.mkdir(parents=True, exist_ok=True)
            options.out.write_text(head.as_json())
    except (OSError, psycopg.Error) as reason:
        return failed(reason)
    if not head.seals:
        return failed("belum ada yang disegel; jalankan `lumbung ledger seal`.")
    print(f"{head.made_at.isoformat(timespec='seconds')}  {grouped(head.root)}")
    for coop_id, seal in head.seals:
        print(f"{coop_id}  {seal.entry_count:>10}  {seal_code(seal)}")
    return 0
