"""When what is owed falls due; the bills that are owed already get their rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_open_items"
down_revision = "0013_vouchers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "open_item",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("document_type", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("counterparty_class", sa.String(), nullable=True),
        sa.Column("counterparty_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount > 0", name="ck_open_item_amount"),
        sa.CheckConstraint("due_on >= opened_on", name="ck_open_item_due_on"),
        sa.CheckConstraint(
            "counterparty_class IN ('member', 'non_member', 'cooperative', 'government')",
            name="ck_open_item_counterparty_class",
        ),
        sa.PrimaryKeyConstraint("cooperative_id", "account", "document_type", "document_id", name="pk_open_item"),
    )
    op.create_index("ix_open_item_due", "open_item", ["cooperative_id", "due_on"])
    op.execute(
        """
        INSERT INTO open_item (cooperative_id, account, document_type, document_id, counterparty_class,
                               counterparty_id, reference, amount, opened_on, due_on)
        SELECT b.cooperative_id, '2-1100', 'purchase_bill', b.id::text, 'non_member', b.supplier_id,
               o.number || ' · ' || b.invoice_number, b.total, b.billed_on, b.due_on
        FROM purchase_bill AS b JOIN purchase_order AS o ON o.id = b.order_id AND o.cooperative_id = b.cooperative_id
        WHERE b.state = 'agreed' AND b.paid = 0
        """
    )
