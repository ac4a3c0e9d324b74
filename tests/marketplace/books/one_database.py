"""One database and one application for a whole module of tests. Each test has cooperatives of its own in it.

Import `app` and `owner_url` into the module; they stand in the place of those that are made anew for every test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from flask import Flask
from psycopg import sql

from marketplace.settings import Settings


@pytest.fixture(scope="module")
def owner_url(postgres_url: str, migrated_template: str, create_database: Callable[..., str]) -> Iterator[str]:
    """The owner's URL of the module's database."""
    url = create_database(migrated_template)
    yield url
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        name = sql.Identifier(urlsplit(url).path.lstrip("/"))
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


@pytest.fixture(scope="module")
def app(owner_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The whole product on the module's database, with its context pushed."""
    from frontend.app import product
    from marketplace.database import db
    from marketplace.servers.postgres import APPLICATION, with_database

    settings = Settings(
        data_folder=tmp_path_factory.mktemp("one"),
        environment="development",
        database_url=with_database(owner_url, urlsplit(owner_url).path.lstrip("/"), user=APPLICATION),
        owner_database_url=owner_url,
        redis_url=redis_url,
        secret_key="a key for tests only",
        rate_limits=False,
    )
    application = product(settings)
    application.testing = True
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
