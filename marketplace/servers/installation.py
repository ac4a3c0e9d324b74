"""One installation on one machine: its servers started, its database migrated, the addresses as settings."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields, replace
from pathlib import Path

import psycopg

from ..migrations import migrate
from ..settings import Settings, stored_secret
from . import postgres, valkey

DATABASE = "lumbung"
LEAST_FREE_BYTES = 300_000_000
"""What a fresh database, its logs and a few lists need; with less the servers fail in the middle of something."""

Progress = Callable[[str], None]


class CannotStart(Exception):
    """The machine does not allow it; the text is one sentence that says what to do."""


@contextmanager
def running(settings: Settings, progress: Progress) -> Iterator[Settings]:
    """Start what `settings` names no address for; yield settings with every address, database migrated.

    Raises CannotStart when the disk is full or the data folder cannot be written.
    """
    with ExitStack() as stack:
        settings = stack.enter_context(database(settings, progress))
        if not settings.redis_url:
            progress("Menyalakan antrean / starting the queue (Valkey)")
            queue = valkey.running(settings.data_folder / "valkey")
            settings = replace(settings, redis_url=stack.enter_context(queue))
        progress("Menyiapkan tabel / migrating the database")
        migrate(settings.owner_database_url, postgres.user_of(settings.database_url))
        yield settings


@contextmanager
def database(settings: Settings, progress: Progress) -> Iterator[Settings]:
    """As `running`, but the database alone, and left at the version it has: for backup and restore."""
    folder = settings.data_folder.resolve()
    check_folder(folder)
    with ExitStack() as stack:
        settings = _with_database(replace(settings, data_folder=folder), folder, stack, progress)
        if not settings.secret_key:
            settings = replace(settings, secret_key=stored_secret(folder))
        yield settings


def _with_database(settings: Settings, folder: Path, stack: ExitStack, progress: Progress) -> Settings:
    if settings.database_url:
        return settings
    progress("Menyalakan basis data / starting the database (PostgreSQL)")
    url = stack.enter_context(postgres.running(folder / "postgres"))
    with psycopg.connect(url, autocommit=True) as connection:
        postgres.ensure_role(connection)
    postgres.ensure_database(url, DATABASE)
    return replace(
        settings,
        owner_database_url=postgres.with_database(url, DATABASE),
        database_url=postgres.with_database(url, DATABASE, user=postgres.APPLICATION),
    )


def check_folder(folder: Path) -> None:
    """Make sure that `folder` can be written and that its disk has room; raises CannotStart."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            folder.chmod(0o755)  # PostgreSQL refuses to run as root and needs to reach its folder as another user
        (folder / ".writable").write_text("")
        (folder / ".writable").unlink()
    except OSError as error:
        raise CannotStart(
            f"Lumbung cannot write its data folder {folder}: {error.strerror}. Choose another with LUMBUNG_DATA."
        ) from error
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise CannotStart(
            f"The disk of {folder} has {free // 1_000_000} MB free, Lumbung needs {LEAST_FREE_BYTES // 1_000_000}: "
            "free some, or choose another folder with LUMBUNG_DATA."
        )


def as_environment(settings: Settings) -> dict[str, str]:
    """`settings` as environment variables, for the processes that are started with them."""
    values = {item.metadata["variable"]: getattr(settings, item.name) for item in fields(settings)}
    return {name: str(int(value)) if isinstance(value, bool) else str(value) for name, value in values.items()}
