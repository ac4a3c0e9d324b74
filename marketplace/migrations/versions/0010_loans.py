"""Loans to members with schedule and instalments, and the division of the surplus."""

from __future__ import annotations

revision = "0010_loans"
down_revision = "0009_members"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
