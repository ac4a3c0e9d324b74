"""Vouchers, receipts, and what was brought in from other books."""

from __future__ import annotations

revision = "0013_vouchers"
down_revision = "0012_quarters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
