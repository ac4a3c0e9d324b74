"""The numbered SQL: frozen, installed step by step, safe beside other databases of the same server."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import sql

from cooperative_ledger import grant_application, install, installed_version, newest_version
from cooperative_ledger.installation import steps

FROZEN = {
    "0001_roles.sql": "17c076b11a2e361e",
    "0002_tables.sql": "7bd4f711cdebb443",
    "0003_isolation.sql": "00d5217fcdbb30ad",
    "0004_encoding.sql": "e48a39e18bfca92b",
    "0005_invariants.sql": "63f15543a92d9de3",
    "0006_posting.sql": "99ce5d2a3d00f2c7",
    "0007_books.sql": "bf1e59a66b2004e5",
    "0008_holds.sql": "b438942724f8ecd8",
    "0009_folds.sql": "065c310d13b5424e",
    "0010_speed.sql": "0ec577564c0a7f56",
    "0011_seals.sql": "bc3e5bd847cf4892",
    "0012_periods.sql": "7a54fe229ce0cd31",
    "0013_reports.sql": "9fe48583ddf038b8",
    "0014_sealed_closes.sql": "76174c1cbf24fa3e",
}
"""File name to the first 16 digits of its SHA-256. A released file never changes: write a new one, and add it here."""


def test_released_sql_is_frozen() -> None:
    assert {name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in steps().values()} == FROZEN


def test_versions_are_numbered_without_a_gap() -> None:
    assert sorted(steps()) == list(range(1, newest_version() + 1))


def test_installing_stops_at_the_version_asked_for_and_goes_on_later(fresh_database: str) -> None:
    with psycopg.connect(fresh_database) as connection:
        assert installed_version(connection) == 0
        assert install(connection, 3) == [1, 2, 3]
        assert install(connection, 3) == []
        assert installed_version(connection) == 3
        assert install(connection) == list(range(4, newest_version() + 1))
        assert connection.execute("SELECT current_user").fetchone() == ("postgres",)
        with pytest.raises(ValueError, match="no version 99"):
            install(connection, 99)


def test_installing_joins_the_callers_transaction(fresh_database: str) -> None:
    with psycopg.connect(fresh_database) as connection:
        install(connection)
        connection.rollback()
        assert installed_version(connection) == 0


def test_a_role_that_is_no_superuser_can_install(fresh_database: str, ledger_url: str) -> None:
    with psycopg.connect(fresh_database) as connection:
        database = connection.info.dbname
        connection.execute(
            "DO $$ BEGIN CREATE ROLE ledger_test_migrator CREATEROLE; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )
        connection.execute(
            sql.SQL("GRANT CREATE ON DATABASE {} TO ledger_test_migrator").format(sql.Identifier(database))
        )
        connection.execute("GRANT ledger_owner, ledger_kernel TO ledger_test_migrator")
        connection.execute("SET ROLE ledger_test_migrator")
        assert install(connection)
        assert connection.execute("SELECT current_user").fetchone() == ("ledger_test_migrator",)


def test_two_databases_of_one_server_install_at_the_same_time(create_database: Callable[..., str]) -> None:
    failures: list[Exception] = []

    def bring_up(url: str) -> None:
        try:
            with psycopg.connect(url) as connection:
                install(connection)
                grant_application(connection, "postgres")
        except psycopg.Error as failure:
            failures.append(failure)

    threads = [threading.Thread(target=bring_up, args=(create_database(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_application_may_post_and_read_but_is_not_the_owner(connection: psycopg.Connection[Any]) -> None:
    row = connection.execute(
        "SELECT pg_has_role('ledger_poster', 'USAGE'), pg_has_role('ledger_reader', 'USAGE'), "
        "pg_has_role('ledger_owner', 'MEMBER'), pg_has_role('ledger_auditor', 'MEMBER')"
    ).fetchone()
    assert row == (True, True, False, False)
