"""`lumbung ledger import`: opening balances or another system's journal from a CSV or Beancount file."""

from __future__ import annotations

import argparse
import csv
import sys
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from cooperative_ledger import accounts, add_accounts, imports

from .database import database, failed

HELP = "bring in opening balances, or another system's journal; twice adds nothing"
BEANCOUNT = (".beancount", ".bean", ".bc")


def add_options(parser: argparse.ArgumentParser) -> None:
    """File, whose books, what it is, which accounts are meant."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, or Beancount by its ending (.beancount, .bean)")
    parser.add_argument("--cooperative", type=UUID, metavar="ID", required=True)
    parser.add_argument(
        "--opening", type=date.fromisoformat, metavar="DAY", help="balances of this day; default: a journal"
    )
    parser.add_argument(
        "--accounts", type=Path, metavar="CSV", help="two columns: account of the file, our code (or new:HEADING)"
    )
    parser.add_argument("--try", action="store_true", dest="tried", help="say what would be posted, and post nothing")
    parser.add_argument("--database", metavar="URL", help="default: OWNER_DATABASE_URL, else DATABASE_URL")


def run(options: argparse.Namespace) -> int:
    """All of the file or nothing; exit status 1 with what is wrong, one line each, when it cannot be posted."""
    try:
        read = _read(options.file, options.opening)
        stopping = [finding for finding in read.findings if finding.stops]
        for finding in read.findings:
            row = f":{finding.row}" if finding.row else ""
            print(f"{options.file}{row}: {finding.code} {finding.about}".rstrip(), file=sys.stderr)
        if stopping:
            return failed(f"{len(stopping)} hal perlu dibetulkan di berkas; tidak ada yang dibukukan")
        with database(options.database) as url, psycopg.connect(url) as connection:
            return _post(connection, options, read)
    except (LookupError, OSError, psycopg.Error) as reason:
        return failed(reason)


def _read(file: Path, opening: date | None) -> imports.ReadFile:
    data = file.read_bytes()
    if file.suffix.lower() in BEANCOUNT:
        return imports.read_beancount(data.decode("utf-8-sig", "replace"))
    rows = imports.csv_rows(data)
    return imports.read_opening(rows, opening) if opening else imports.read_table(rows)


def _post(connection: psycopg.Connection[Any], options: argparse.Namespace, read: imports.ReadFile) -> int:
    chart = accounts(connection, options.cooperative)
    mapping = imports.propose(read.accounts, chart) | _given(options.accounts)
    if asked := imports.open_questions(read.accounts, mapping, chart):
        for each in asked:
            print(f"{each.account},{each.name}", file=sys.stderr)
        return failed(f"{len(asked)} akun belum dipasangkan (--accounts); tidak ada yang dibukukan")
    add_accounts(connection, options.cooperative, imports.new_accounts(read.accounts, mapping, chart))
    entries = imports.entries_of(read.entries, mapping, kind="opening" if options.opening else "normal")
    outcome = imports.post_all(connection, options.cooperative, entries, actor="lumbung ledger import")
    for place, refusal in outcome.refused[:20]:
        print(f"{options.file}:{read.entries[place].row}: {refusal.message()}", file=sys.stderr)
    if outcome.refused or options.tried:
        connection.rollback()
    else:
        connection.commit()
    print(f"{options.cooperative} {outcome.posted} {outcome.known} {len(outcome.refused)}")
    return 1 if outcome.refused else 0


def _given(file: Path | None) -> imports.Mapping:
    if file is None:
        return {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return {row[0].strip(): row[1].strip() for row in csv.reader(lines) if len(row) > 1 and row[1].strip()}
