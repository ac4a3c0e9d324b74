"""Books brought back on another server: everything is sealed once, and fits the seal that was kept before."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

import cooperative_ledger as ledger
from cooperative_ledger.verifier import Kept, verify
from marketplace.servers import postgres
from marketplace.servers.backup import back_up, restore
from marketplace.settings import Settings


@pytest.fixture
def another_server() -> Iterator[str]:
    """The owner's URL of a PostgreSQL server that never saw these books."""
    with tempfile.TemporaryDirectory(prefix="lumbung-") as folder:
        Path(folder).chmod(0o755)
        with postgres.running(Path(folder) / "pg", settings=postgres.THROWAWAY) as url:
            postgres.ensure_database(url, "restored")
            yield postgres.with_database(url, "restored")


def test_what_is_restored_elsewhere_is_sealed_once_and_fits_the_kept_seal(
    settings: Settings, another_server: str, tmp_path: Path
) -> None:
    coop = uuid4()
    with (
        psycopg.connect(settings.owner_database_url) as connection,
        psycopg.connect(settings.owner_database_url) as under_way,
    ):
        ledger.open_books(connection, coop, name="Koperasi Uji", open_on=date(2025, 1, 1))
        post(connection, coop, "a", 20)
        seal_all(connection, coop)
        under_way.execute("SELECT pg_current_xact_id()")  # holds back the seal of everything that comes after it
        post(connection, coop, "b", 3)
        back_up(settings, tmp_path / "backup")
        kept = ledger.newest_seal(connection, coop)
        assert kept is not None
        assert (kept.entry_count, ledger.unsealed_entries(connection, coop)) == (20, 3)
    elsewhere = replace(settings, owner_database_url=another_server, data_folder=tmp_path / "elsewhere")
    elsewhere.data_folder.mkdir()
    restore(elsewhere, tmp_path / "backup")
    with psycopg.connect(another_server) as connection:
        report = verify(connection, coop, [Kept(kept.seal_number, kept.seal_hash)])
        assert (report.findings, report.entries_sealed, report.entries_unsealed) == ([], 20, 3)
        connection.commit()
        post(connection, coop, "c", 5)
        seal_all(connection, coop)
        post(connection, coop, "d", 2)
        seal_all(connection, coop)
        rows = connection.execute(
            "SELECT position, item FROM ledger.seal_leaf WHERE coop_id = %s AND log = 'entry' ORDER BY 1", (coop,)
        ).fetchall()
        assert [position for position, _ in rows] == list(range(1, 31))
        assert len({item for _, item in rows}) == 30
        report = verify(connection, coop, [Kept(kept.seal_number, kept.seal_hash)])
        assert (report.findings, report.entries_unsealed, report.kept_compared) == ([], 0, 1)


def post(connection: psycopg.Connection, coop: UUID, name: str, number: int) -> None:
    lines = (ledger.debit("1-1100", 5_000), ledger.credit("4-1100", 5_000))
    entries = [ledger.Entry(source="uji", key=f"{name}-{each}", lines=lines) for each in range(number)]
    results = ledger.post(connection, coop, entries, actor="bendahara")
    assert all(isinstance(each, ledger.Posted) for each in results)
    connection.commit()


def seal_all(connection: psycopg.Connection, coop: UUID) -> None:
    while ledger.seal(connection, coop) is not None:
        connection.commit()
    connection.commit()
