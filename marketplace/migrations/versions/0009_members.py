"""The register of members, their savings, and what they owe of them."""

from __future__ import annotations

revision = "0009_members"
down_revision = "0008_ledger"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
