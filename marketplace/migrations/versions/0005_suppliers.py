"""Tables of suppliers."""

from __future__ import annotations

revision = "0005_suppliers"
down_revision = "0004_catalog"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
