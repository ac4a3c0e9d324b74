"""The product as it runs: web server, worker and scheduler as processes of their own, on this test's database."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from frontend.app import product
from marketplace.database import db
from marketplace.demo import load
from marketplace.queueing import connect
from marketplace.servers.installation import as_environment
from marketplace.servers.postgres import APPLICATION, with_database
from marketplace.servers.processes import children, wait_until_up
from marketplace.settings import Settings

from .sample import Dealings, deal, load_regions_of_the_sample


@pytest.fixture
def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def live(settings: Settings, free_port: int, tmp_path: Path) -> Iterator[Settings]:
    """The running product; its address is `public_url`."""
    running = replace(settings, public_url=f"http://127.0.0.1:{free_port}")
    commands = {"web": ["serve", "--port", str(free_port)], "worker": ["worker"], "scheduler": ["scheduler"]}
    with children(commands, as_environment(running), tmp_path / "logs") as processes:
        wait_until_up(f"{running.public_url}/healthz", processes, threading.Event(), seconds=60)
        yield running


@dataclass(frozen=True)
class SampleDatabase:
    """A database with the sample region and the dealings in it, from which a test gets a copy of its own."""

    name: str
    folder: Path
    dealings: Dealings


@pytest.fixture(scope="session")
def sample_database(
    postgres_url: str,
    redis_url: str,
    migrated_template: str,
    create_database: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> SampleDatabase:
    """The sample region, loaded once as the demo loads it."""
    url, folder = create_database(migrated_template), tmp_path_factory.mktemp("sample")
    name = urlsplit(url).path.lstrip("/")
    app = product(settings_of(url, redis_url, folder))
    with app.app_context():
        load_regions_of_the_sample()
        load(app.extensions["settings"], lambda _said: None)
        dealings = deal(app)
        db.session.remove()
        db.engine.dispose()
    return SampleDatabase(name, folder, dealings)


@pytest.fixture
def sample(
    sample_database: SampleDatabase, create_database: Callable[..., str], redis_url: str, tmp_path: Path
) -> Iterator[Flask]:
    """The whole product over a copy of the sample region. No context is pushed: each request has its own."""
    shutil.copytree(sample_database.folder, tmp_path / "data")
    connect(redis_url).flushall()
    app = product(settings_of(create_database(sample_database.name), redis_url, tmp_path / "data"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def dealings(sample_database: SampleDatabase) -> Dealings:
    """The ids of the first cooperative's private dealings."""
    return sample_database.dealings


def settings_of(owner_url: str, redis_url: str, folder: Path) -> Settings:
    """Settings over a database as in production, rate limits off."""
    name = urlsplit(owner_url).path.lstrip("/")
    return Settings(
        data_folder=folder,
        environment="development",
        database_url=with_database(owner_url, name, user=APPLICATION),
        owner_database_url=owner_url,
        redis_url=redis_url,
        secret_key="a key for tests only",
        rate_limits=False,
    )
