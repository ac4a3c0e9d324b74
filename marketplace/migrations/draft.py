"""Draft a migration's operations: what the tables in the code have and a migrated database lacks."""

from __future__ import annotations

import sys

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from ..database import Table
from ..tables import import_tables


def draft(owner_url: str) -> str:
    """Python code of the operations that are missing in the database at `owner_url`."""
    import_tables()
    engine = create_engine(owner_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": Table.metadata, "compare_type": True})
        script = produce_migrations(context, Table.metadata)
    engine.dispose()
    operations = script.upgrade_ops
    return "pass" if operations is None or operations.is_empty() else render_python_code(operations)


if __name__ == "__main__":
    sys.stdout.write(draft(sys.argv[1]) + "\n")
