"""Tables of catalog."""

from __future__ import annotations

revision = "0004_catalog"
down_revision = "0003_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
