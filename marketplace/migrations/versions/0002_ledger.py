"""Tables of ledger."""

from __future__ import annotations

revision = "0002_ledger"
down_revision = "0001_platform"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
