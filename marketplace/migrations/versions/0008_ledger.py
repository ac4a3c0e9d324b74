"""The ledger faster, sealed, with its year end and its reports."""

from __future__ import annotations

from alembic import op

from cooperative_ledger import install

revision = "0008_ledger"
down_revision = "0007_comparison"
branch_labels = None
depends_on = None

LEDGER_VERSION = 13


def upgrade() -> None:
    install(op.get_bind(), LEDGER_VERSION)
