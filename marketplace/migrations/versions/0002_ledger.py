"""The cooperative's ledger, installed by the library itself; the application may post and read, never own."""

from __future__ import annotations

from alembic import context, op

from cooperative_ledger import grant_application, install

revision = "0002_ledger"
down_revision = "0001_platform"
branch_labels = None
depends_on = None

LEDGER_VERSION = 9


def upgrade() -> None:
    connection = op.get_bind()
    install(connection, LEDGER_VERSION)
    grant_application(connection, context.config.attributes["application_role"])
