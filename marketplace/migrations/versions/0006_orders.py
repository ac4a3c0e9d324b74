"""Tables of orders."""

from __future__ import annotations

revision = "0006_orders"
down_revision = "0005_suppliers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
