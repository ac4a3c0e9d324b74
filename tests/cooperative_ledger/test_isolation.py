"""A cooperative's books are seen by a transaction that named it, and by no other."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from cooperative_ledger import (
    Entry,
    account_statement,
    accounts,
    credit,
    debit,
    journal,
    journal_entry,
    post_one,
    trial_balance,
    with_cooperative,
)

from .conftest import Connect, open_new_books

Connection = psycopg.Connection[Any]
TABLES = (
    "account",
    "balance",
    "cash_flow_range",
    "cooperative",
    "dimension_fold",
    "dimension_fold_state",
    "entry",
    "fold",
    "fold_state",
    "hold",
    "hold_resolution",
    "line",
    "narration",
    "period",
    "period_balance",
    "period_change",
    "period_close",
    "redaction",
    "row_version",
    "seal",
    "seal_leaf",
    "seal_node",
    "seal_state",
    "seal_total",
)


@pytest.fixture
def booked(connection: Connection, coop: UUID) -> UUID:
    lines = (debit("1-1100", 5), credit("4-1100", 5))
    posted = post_one(connection, coop, Entry(source="t", key="1", lines=lines, narration="rahasia"), actor="me")
    connection.commit()
    return posted.entry_id


@pytest.mark.parametrize("table", TABLES)
def test_without_a_named_cooperative_no_row_is_visible(connection: Connection, booked: UUID, table: str) -> None:
    row = connection.execute(f"SELECT count(*) FROM ledger.{table}").fetchone()  # type: ignore[call-overload]
    assert row == (0,)


@pytest.mark.parametrize("table", TABLES)
def test_only_the_named_cooperatives_rows_are_visible(connection: Connection, booked: UUID, table: str) -> None:
    other = open_new_books(connection)
    with_cooperative(connection, other)
    rows = connection.execute(f"SELECT DISTINCT coop_id FROM ledger.{table}").fetchall()  # type: ignore[call-overload]
    assert set(rows) <= {(other,)}


def test_the_name_ends_with_the_transaction(connection: Connection, coop: UUID, booked: UUID) -> None:
    with_cooperative(connection, coop)
    connection.commit()
    assert connection.execute("SELECT count(*) FROM ledger.entry").fetchone() == (0,)


def test_reading_another_cooperative_gives_its_own_books(connection: Connection, coop: UUID, booked: UUID) -> None:
    other = open_new_books(connection)
    assert trial_balance(connection, other) == []
    assert list(journal(connection, other)) == []
    assert journal_entry(connection, other, booked) is None
    assert account_statement(connection, other, "1-1100").lines == []
    assert len(accounts(connection, other)) > 50
    assert journal_entry(connection, coop, booked) is not None


def test_every_table_is_isolated_even_from_its_owner(connect: Connect) -> None:
    rows = (
        connect(superuser=True)
        .execute(
            """SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class
               WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' AND relname <> 'installation'"""
        )
        .fetchall()
    )
    assert set(rows) == {(table, True, True) for table in TABLES}


def test_every_key_and_index_leads_with_the_cooperative(connect: Connect) -> None:
    rows = (
        connect(superuser=True)
        .execute(
            """SELECT i.indexrelid::regclass::text, a.attname FROM pg_index AS i
               JOIN pg_class AS c ON c.oid = i.indrelid
               JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
               WHERE c.relnamespace = 'ledger'::regnamespace AND c.relname <> 'installation'"""
        )
        .fetchall()
    )
    assert rows
    assert {column for _, column in rows} == {"coop_id"}


def test_the_auditor_reads_every_cooperative_and_writes_nothing(connect: Connect, booked: UUID) -> None:
    auditor = connect(superuser=True)
    auditor.execute("SET ROLE ledger_auditor")
    assert auditor.execute("SELECT count(*) FROM ledger.entry WHERE entry_id = %s", (booked,)).fetchone() == (1,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        auditor.execute("SELECT ledger.open_books(gen_random_uuid(), 'x', 'Asia/Jakarta', '2026-01-01')")


def test_functions_with_their_owners_rights_pin_the_search_path(connect: Connect) -> None:
    rows = (
        connect(superuser=True)
        .execute(
            """SELECT proname FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace AND prosecdef
               AND NOT coalesce(proconfig, '{}') @> '{"search_path=pg_catalog, pg_temp"}'"""
        )
        .fetchall()
    )
    assert rows == []
