"""Real books are kept only on a server that forgets nothing it has acknowledged."""

from __future__ import annotations

import psycopg

import cooperative_ledger as ledger


def what_a_crash_could_take(database_url: str) -> str:
    """The settings of the server that let a crash take acknowledged postings away; empty where none does."""
    with psycopg.connect(database_url) as connection:
        try:
            ledger.assert_durable(connection)
        except ledger.NotDurable as found:
            return ", ".join(found.settings)
    return ""
