"""Real servers for every test: PostgreSQL and Valkey from their wheels, started once, stopped at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg import sql

from marketplace.settings import Settings

TEMPLATE = "lumbung_template"
ROOM_IN_MEMORY = 6_000_000_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def fastest_place() -> str | None:
    """Memory, where the machine lends enough of it as a folder: a test's own database is made ten times faster there.

    None is the usual place for temporary files.
    """
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_IN_MEMORY
    return str(memory) if roomy else None


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A short path of its own (a unix socket's path is short), removed at the end."""
    with tempfile.TemporaryDirectory(prefix="lumbung-", dir=fastest_place()) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def postgres_url(server_folder: Path) -> Iterator[str]:
    """The owner's URL of a PostgreSQL server: TEST_DATABASE_URL, else one from the wheel that is thrown away."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    from marketplace.servers import postgres

    with postgres.running(server_folder / "pg", settings=postgres.THROWAWAY) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(server_folder: Path) -> Iterator[str]:
    """The URL of a Valkey server that is thrown away."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given
        return
    from marketplace.servers import valkey

    with valkey.running(server_folder / "valkey", durable=False) as url:
        yield url


@pytest.fixture(scope="session")
def create_database(postgres_url: str) -> Callable[..., str]:
    """A function that makes a database (from a template, if named) and gives its owner's URL."""
    from marketplace.servers.postgres import with_database

    def create(template: str = "template0") -> str:
        name = f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return with_database(postgres_url, name)

    return create


def _drop(postgres_url: str, url: str) -> None:
    from urllib.parse import urlsplit

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        name = urlsplit(url).path.lstrip("/")
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def fresh_database(postgres_url: str, create_database: Callable[..., str]) -> Iterator[str]:
    """The owner's URL of a new, empty database."""
    url = create_database()
    yield url
    _drop(postgres_url, url)


@pytest.fixture(scope="session")
def migrated_template(postgres_url: str) -> str:
    """A database at the newest version, from which each test gets a copy of its own."""
    from marketplace.migrations import migrate
    from marketplace.servers.postgres import APPLICATION, ensure_database, ensure_role, with_database

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        ensure_role(connection)
    ensure_database(postgres_url, TEMPLATE)
    migrate(with_database(postgres_url, TEMPLATE), APPLICATION)
    return TEMPLATE


@pytest.fixture
def owner_url(postgres_url: str, migrated_template: str, create_database: Callable[..., str]) -> Iterator[str]:
    """The owner's URL of a database at the newest version that is this test's own. Commits are real."""
    url = create_database(migrated_template)
    yield url
    _drop(postgres_url, url)


@pytest.fixture
def settings(owner_url: str, redis_url: str, tmp_path: Path) -> Settings:
    """Settings as in production, on this test's own database; rate limits off unless a test turns them on."""
    from urllib.parse import urlsplit

    from marketplace.servers.postgres import APPLICATION, with_database

    return Settings(
        data_folder=tmp_path,
        environment="development",
        database_url=with_database(owner_url, urlsplit(owner_url).path.lstrip("/"), user=APPLICATION),
        owner_database_url=owner_url,
        redis_url=redis_url,
        secret_key="a key for tests only",
        rate_limits=False,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole product, pages and API, with its context pushed."""
    from frontend.app import product
    from marketplace.database import db
    from marketplace.queueing import connect

    connect(settings.redis_url).flushall()
    application = product(settings)
    application.testing = True
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def price_lists() -> Path:
    """Private real price lists, beside the checkout or where LUMBUNG_PRICE_LISTS says; skips where there are none."""
    beside = Path(__file__).parents[2] / "shared" / "price_lists"
    folder = Path(os.environ.get("LUMBUNG_PRICE_LISTS", beside))
    if not folder.is_dir():
        pytest.skip("the private price lists are not here (LUMBUNG_PRICE_LISTS)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser, or a skip that says why there is none."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            )
        except sync_api.Error as error:
            pytest.skip(f"no Chromium can be started: {str(error).splitlines()[0]}")
        yield browser
        browser.close()
