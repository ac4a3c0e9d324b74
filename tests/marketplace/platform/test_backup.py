"""A backup brought back is the same installation; a damaged one is refused before anything is written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from marketplace.database import transaction
from marketplace.identifiers import new_id
from marketplace.outbox import OutboxEvent
from marketplace.servers.backup import BackupFailed, back_up, restore, row_counts
from marketplace.settings import Settings


@pytest.fixture
def filled(app: object, settings: Settings) -> Settings:
    """An installation with a row and a file."""
    with transaction() as session:
        session.add(OutboxEvent(name="tests.kept", content={"article": "gula"}))
    (settings.data_folder / "files" / "ab").mkdir(parents=True)
    (settings.data_folder / "files" / "ab" / "list.csv").write_text("gula;15000")
    return settings


@pytest.fixture
def elsewhere(settings: Settings, fresh_database: str, tmp_path: Path) -> Settings:
    """An empty installation beside it."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return replace(settings, owner_database_url=fresh_database, data_folder=folder)


def test_a_restored_installation_holds_the_same_rows_and_files(
    filled: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    back_up(filled, tmp_path / "backup")
    restore(elsewhere, tmp_path / "backup")
    with psycopg.connect(filled.owner_database_url) as one, psycopg.connect(elsewhere.owner_database_url) as other:
        assert row_counts(one) == row_counts(other)
        assert other.execute("SELECT content FROM outbox_event").fetchall() == [({"article": "gula"},)]
    assert (elsewhere.data_folder / "files" / "ab" / "list.csv").read_text() == "gula;15000"
    assert (elsewhere.data_folder / "secret_key").read_text() == filled.secret_key


def test_a_damaged_dump_is_refused_and_nothing_is_written(
    filled: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    back_up(filled, tmp_path / "backup")
    with (tmp_path / "backup" / "database.dump").open("r+b") as dump:
        dump.seek(200)
        dump.write(b"x")
    with pytest.raises(BackupFailed, match="changed or damaged"):
        restore(elsewhere, tmp_path / "backup")
    with psycopg.connect(elsewhere.owner_database_url) as connection:
        assert row_counts(connection) == {}


def test_a_backup_is_not_restored_over_an_installation_in_use(filled: Settings, tmp_path: Path) -> None:
    back_up(filled, tmp_path / "backup")
    with pytest.raises(BackupFailed, match="not empty"):
        restore(filled, tmp_path / "backup")


def test_a_backup_is_not_mixed_into_an_older_one(filled: Settings, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "manifest.json").write_text(json.dumps({"id": str(new_id())}))
    with pytest.raises(BackupFailed, match="not empty"):
        back_up(filled, tmp_path / "backup")
