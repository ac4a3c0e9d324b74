"""`lumbung ledger prove`: a file that proves an entry, or that a later seal goes on from an earlier one."""

from __future__ import annotations

import argparse
import json
from typing import Any
from uuid import UUID

import psycopg

from cooperative_ledger import prove_consistency, prove_entry, seal_with_number

from .database import database, failed, snapshot

HELP = "the proof that an entry stands under a seal, or that one seal goes on from another"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What is to be proved."""
    parser.add_argument("--cooperative", type=UUID, metavar="ID", required=True)
    parser.add_argument("--database", metavar="URL", help="default: OWNER_DATABASE_URL, else DATABASE_URL")
    parser.add_argument("--seal", type=int, metavar="N", help="default: the newest seal")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--entry", type=UUID, metavar="ID", help="an entry, under the seal")
    what.add_argument("--since", type=int, metavar="N", help="an earlier seal, which --seal goes on from")


def run(options: argparse.Namespace) -> int:
    """Print the proof as JSON; exit status 1 where there is none."""
    try:
        with database(options.database) as url, snapshot(url) as connection:
            proof = _proof(connection, options)
    except (LookupError, OSError, psycopg.Error) as reason:
        return failed(reason)
    print(json.dumps(proof, indent=1))
    return 0


def _proof(connection: psycopg.Connection, options: argparse.Namespace) -> dict[str, Any]:
    coop_id, under = options.cooperative, None
    if options.seal is not None and (under := seal_with_number(connection, coop_id, options.seal)) is None:
        raise LookupError(f"tidak ada segel nomor {options.seal}.")
    if options.entry is not None:
        if (proof := prove_entry(connection, coop_id, options.entry, seal=under)) is None:
            raise LookupError("jurnal itu tidak ada, atau belum ada di bawah segel itu.")
        return proof.as_json()
    first = seal_with_number(connection, coop_id, options.since)
    if first is None or under is None or first.seal_number > under.seal_number:
        raise LookupError("sebutkan --since dan --seal yang ada, yang lebih lama dulu.")
    return prove_consistency(connection, coop_id, first, under).as_json()
