"""A session that began on empty tables goes by the right index ever after: no entry costs more for those before it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from cooperative_ledger import Entry, credit, debit, install, open_books, post

from .conftest import Connect

BATCHES, SIZE = 6, 100


def post_batches(connection: psycopg.Connection[Any], coop: UUID, account: str) -> None:
    for _ in range(BATCHES):
        lines = (debit("1-1100", 1), credit(account, 1))
        post(connection, coop, [Entry(source="t", key=uuid4().hex, lines=lines) for _ in range(SIZE)], actor="me")
        connection.commit()


@pytest.mark.parametrize("account", ["4-1100", "2-3100"], ids=["rolled up", "guarded"])
def test_a_session_that_began_on_empty_tables_reads_no_more_than_each_entry_needs(
    fresh_database: str, account: str
) -> None:
    coop = uuid4()
    with psycopg.connect(fresh_database) as connection:
        install(connection)
        open_books(connection, coop, name="Koperasi Uji", open_on=date(2025, 1, 1))
        connection.commit()
        connection.execute("SET ROLE ledger_owner")
        post_batches(connection, coop, account)
        connection.execute("RESET ROLE")
        connection.execute("SELECT pg_stat_force_next_flush()")
        connection.commit()
        rows = connection.execute(
            """SELECT t.relname, coalesce(t.seq_tup_read, 0) + (
                   SELECT coalesce(sum(i.idx_tup_read), 0) FROM pg_stat_user_indexes AS i WHERE i.relid = t.relid)
               FROM pg_stat_user_tables AS t WHERE t.schemaname = 'ledger' AND t.relname IN ('entry', 'line')"""
        ).fetchall()
    read: dict[str, int] = {name: int(count) for name, count in rows}
    assert read["entry"] <= 5 * BATCHES * SIZE, read
    assert read["line"] <= 5 * BATCHES * SIZE, read


@pytest.mark.parametrize("if_closed", ["refuse", "move"])
def test_what_to_do_with_a_closed_period_costs_nothing_while_it_is_open(
    connection: psycopg.Connection[Any], connect: Connect, coop: UUID, if_closed: Any
) -> None:
    """The long way would look for the key first, and for the entry again."""
    superuser = connect(superuser=True)
    superuser.execute("SET track_functions = 'pl'")
    superuser.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop),))
    lines = (debit("1-1100", 1), credit("4-1100", 1))
    for size in (1, 3):
        batch = [Entry(source="t", key=uuid4().hex, lines=lines, if_closed=if_closed) for _ in range(size)]
        post(superuser, coop, batch, actor="me")
    row = superuser.execute(
        "SELECT pg_stat_get_xact_function_calls('ledger.post'::regproc), "
        "pg_stat_get_xact_function_calls('ledger.post_each'::regproc)"
    ).fetchone()
    assert row == (2, None)
