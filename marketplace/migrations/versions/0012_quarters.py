"""The quarter on one page: signed, frozen, shared."""

from __future__ import annotations

revision = "0012_quarters"
down_revision = "0011_cash"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
