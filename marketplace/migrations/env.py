"""Alembic's environment: one transaction for the whole upgrade, under an advisory lock."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, text

from marketplace.database import Table
from marketplace.tables import import_tables

LOCK = 0x1B0B06

import_tables()
config = context.config
engine = create_engine(config.attributes["url"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Table.metadata, compare_type=True)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        context.run_migrations()
engine.dispose()
