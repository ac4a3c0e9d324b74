"""Cash in and out, the count at the end of a day, bank statements and what they match."""

from __future__ import annotations

revision = "0011_cash"
down_revision = "0010_loans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
