"""Tables of orders: wants, purchase orders with their frozen lines, deliveries, bills and payments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op
from sqlalchemy.dialects import postgresql

revision = "0006_orders"
down_revision = "0005_suppliers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "buying_limits",
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("one_person", sa.BigInteger(), nullable=False),
        sa.Column("two_persons", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("0 <= one_person AND one_person <= two_persons", name=op.f("ck_buying_limits_limits")),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name=op.f("fk_buying_limits_cooperative_id")),
        sa.PrimaryKeyConstraint("cooperative_id", name=op.f("pk_buying_limits")),
    )
    op.create_table(
        "document_counter",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.CheckConstraint("last_number > 0", name=op.f("ck_document_counter_last_number")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_document_counter_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "kind", "year", name=op.f("pk_document_counter")),
    )
    op.create_table(
        "want_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("outlet_note", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(outlet_note) <= 500", name=op.f("ck_want_list_outlet_note")),
        sa.CheckConstraint("length(title) BETWEEN 1 AND 200", name=op.f("ck_want_list_title")),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name=op.f("fk_want_list_cooperative_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_want_list_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_want_list")),
        sa.UniqueConstraint("cooperative_id", "id", name=op.f("uq_want_list_cooperative_id_id")),
    )
    op.create_index("ix_want_list_newest", "want_list", ["cooperative_id", "id"], unique=False)
    op.create_table(
        "purchase_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_organisation_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_name", sa.String(), nullable=False),
        sa.Column("supplier_phone", sa.String(), nullable=True),
        sa.Column("supplier_address", sa.String(), nullable=False),
        sa.Column("cooperative_name", sa.String(), nullable=False),
        sa.Column("cooperative_address", sa.String(), nullable=False),
        sa.Column("buyer_is_pkp", sa.Boolean(), nullable=False),
        sa.Column("ppn_rate", sa.Numeric(precision=6, scale=5), nullable=False),
        sa.Column("payment_way", sa.String(), nullable=False),
        sa.Column("credit_days", sa.Integer(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("delivery_place", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("minimum_value", sa.BigInteger(), nullable=True),
        sa.Column("freight", sa.BigInteger(), nullable=True),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("approved_total", sa.BigInteger(), nullable=False),
        sa.Column("board_minutes", sa.String(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("want_list_id", sa.Uuid(), nullable=True),
        sa.Column("basket_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "credit_days BETWEEN 0 AND 365 AND (payment_way = 'credit') = (credit_days > 0)",
            name=op.f("ck_purchase_order_credit"),
        ),
        sa.CheckConstraint("payment_way IN ('cash', 'transfer', 'credit')", name=op.f("ck_purchase_order_payment_way")),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting_approval', 'sent', 'accepted', 'partly_offered', "
            "'declined', 'shipped', 'received', 'billed', 'paid', 'closed', 'cancelled')",
            name=op.f("ck_purchase_order_state"),
        ),
        sa.CheckConstraint("cooperative_id <> supplier_organisation_id", name=op.f("ck_purchase_order_two_parties")),
        sa.CheckConstraint("freight >= 0", name=op.f("ck_purchase_order_freight")),
        sa.CheckConstraint(
            "length(note) <= 1000 AND length(delivery_place) <= 300", name=op.f("ck_purchase_order_words")
        ),
        sa.CheckConstraint(
            "net >= 0 AND tax >= 0 AND total = net + tax + coalesce(freight, 0)", name=op.f("ck_purchase_order_total")
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "want_list_id"],
            ["want_list.cooperative_id", "want_list.id"],
            name=op.f("fk_purchase_order_cooperative_id_want_list_id"),
        ),
        sa.ForeignKeyConstraint(["cooperative_id"], ["organisation.id"], name=op.f("fk_purchase_order_cooperative_id")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_purchase_order_made_by")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_purchase_order_supplier_id")),
        sa.ForeignKeyConstraint(
            ["supplier_organisation_id"], ["organisation.id"], name=op.f("fk_purchase_order_supplier_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order")),
        sa.UniqueConstraint("cooperative_id", "id", name=op.f("uq_purchase_order_cooperative_id_id")),
        sa.UniqueConstraint("cooperative_id", "number", name=op.f("uq_purchase_order_cooperative_id_number")),
    )
    op.create_index(
        "ix_purchase_order_basket",
        "purchase_order",
        ["cooperative_id", "basket_id"],
        unique=False,
        postgresql_where=sa.text("basket_id IS NOT NULL"),
    )
    op.create_index("ix_purchase_order_state", "purchase_order", ["cooperative_id", "state", "id"], unique=False)
    op.create_index(
        "ix_purchase_order_supplier",
        "purchase_order",
        ["supplier_organisation_id", "id"],
        unique=False,
        postgresql_where=sa.text("supplier_organisation_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_purchase_order_supplier_id"), "purchase_order", ["supplier_id"], unique=False)
    op.create_table(
        "want",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("want_list_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(note) <= 500", name=op.f("ck_want_note")),
        sa.CheckConstraint("length(unit) BETWEEN 1 AND 40", name=op.f("ck_want_unit")),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 200", name=op.f("ck_want_words")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_want_quantity")),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "want_list_id"],
            ["want_list.cooperative_id", "want_list.id"],
            name=op.f("fk_want_cooperative_id_want_list_id"),
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_want_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_want")),
    )
    op.create_index("ix_want_list_position", "want", ["cooperative_id", "want_list_id", "position"], unique=False)
    op.create_table(
        "goods_receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("delivery_note_number", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_by", sa.Uuid(), nullable=True),
        sa.Column("reversal_reason", sa.String(), nullable=True),
        sa.Column("reversal_entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(reversed_at IS NULL) = (reversal_reason IS NULL)", name=op.f("ck_goods_receipt_reversal")),
        sa.CheckConstraint(
            "amount >= 0 AND (amount > 0) = (entry_id IS NOT NULL)", name=op.f("ck_goods_receipt_booked")
        ),
        sa.CheckConstraint(
            "length(delivery_note_number) <= 60 AND length(note) <= 1000", name=op.f("ck_goods_receipt_words")
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id"],
            ["purchase_order.cooperative_id", "purchase_order.id"],
            name=op.f("fk_goods_receipt_cooperative_id_order_id"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_goods_receipt_made_by")),
        sa.ForeignKeyConstraint(["reversed_by"], ["person.id"], name=op.f("fk_goods_receipt_reversed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_receipt")),
        sa.UniqueConstraint("cooperative_id", "number", name=op.f("uq_goods_receipt_cooperative_id_number")),
        sa.UniqueConstraint(
            "cooperative_id", "order_id", "id", name=op.f("uq_goods_receipt_cooperative_id_order_id_id")
        ),
    )
    op.create_index("ix_goods_receipt_order", "goods_receipt", ["cooperative_id", "order_id"], unique=False)
    op.create_table(
        "purchase_bill",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_number", sa.String(), nullable=False),
        sa.Column("billed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("freight", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("differences", postgresql.JSONB(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("reversal_entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('agreed', 'reversed')) = (entry_id IS NOT NULL)", name=op.f("ck_purchase_bill_booked")
        ),
        sa.CheckConstraint(
            "paid BETWEEN 0 AND total AND (paid = 0 OR state = 'agreed')", name=op.f("ck_purchase_bill_no_over_payment")
        ),
        sa.CheckConstraint(
            "state IN ('differs', 'disputed', 'agreed', 'withdrawn', 'reversed')", name=op.f("ck_purchase_bill_state")
        ),
        sa.CheckConstraint("due_on >= billed_on", name=op.f("ck_purchase_bill_due_on")),
        sa.CheckConstraint(
            "freight >= 0 AND tax >= 0 AND total > 0 AND tax <= total", name=op.f("ck_purchase_bill_amounts")
        ),
        sa.CheckConstraint("length(invoice_number) BETWEEN 1 AND 60", name=op.f("ck_purchase_bill_invoice_number")),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id"],
            ["purchase_order.cooperative_id", "purchase_order.id"],
            name=op.f("fk_purchase_bill_cooperative_id_order_id"),
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_purchase_bill_decided_by")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_purchase_bill_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_bill")),
        sa.UniqueConstraint(
            "cooperative_id", "order_id", "id", name=op.f("uq_purchase_bill_cooperative_id_order_id_id")
        ),
    )
    op.create_index(
        "ix_purchase_bill_due",
        "purchase_bill",
        ["cooperative_id", "due_on"],
        unique=False,
        postgresql_where=sa.text("state = 'agreed'"),
    )
    op.create_index("ix_purchase_bill_order", "purchase_bill", ["cooperative_id", "order_id"], unique=False)
    op.create_index(
        "uq_purchase_bill_invoice",
        "purchase_bill",
        ["cooperative_id", "supplier_id", sa.literal_column("lower(invoice_number)")],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('withdrawn', 'reversed')"),
    )
    op.create_table(
        "purchase_order_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("list_version_id", sa.Uuid(), nullable=True),
        sa.Column("article_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("order_unit", sa.String(), nullable=False),
        sa.Column("pack_count", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("pack_size", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("pack_unit", sa.String(), nullable=True),
        sa.Column("minimum", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("multiple", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("list_price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tier_minimum", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("tiers", postgresql.JSONB(), nullable=False),
        sa.Column("terms", postgresql.JSONB(), nullable=False),
        sa.Column("list_tax", sa.String(), nullable=True),
        sa.Column("price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("tax_basis", sa.String(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("freight_share", sa.BigInteger(), nullable=False),
        sa.Column("ordered_quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("agreed_quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("shipped_quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("accepted_quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("damaged_quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("short_quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("billed_quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("accrued", sa.BigInteger(), nullable=False),
        sa.Column("cleared", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "list_tax IN ('included', 'excluded', 'exempt')", name=op.f("ck_purchase_order_line_list_tax")
        ),
        sa.CheckConstraint(
            "tax_basis IN ('included', 'excluded', 'exempt')", name=op.f("ck_purchase_order_line_tax_basis")
        ),
        sa.CheckConstraint(
            "accepted_quantity + damaged_quantity + short_quantity <= agreed_quantity",
            name=op.f("ck_purchase_order_line_no_over_receipt"),
        ),
        sa.CheckConstraint(
            "accepted_quantity + damaged_quantity <= shipped_quantity",
            name=op.f("ck_purchase_order_line_received_was_shipped"),
        ),
        sa.CheckConstraint(
            "accepted_quantity >= 0 AND damaged_quantity >= 0 AND short_quantity >= 0",
            name=op.f("ck_purchase_order_line_received"),
        ),
        sa.CheckConstraint(
            "accrued >= 0 AND cleared BETWEEN 0 AND accrued", name=op.f("ck_purchase_order_line_cleared")
        ),
        sa.CheckConstraint(
            "agreed_quantity BETWEEN 0 AND ordered_quantity", name=op.f("ck_purchase_order_line_agreed")
        ),
        sa.CheckConstraint(
            "billed_quantity BETWEEN 0 AND accepted_quantity", name=op.f("ck_purchase_order_line_no_over_billing")
        ),
        sa.CheckConstraint("net >= 0 AND tax >= 0 AND freight_share >= 0", name=op.f("ck_purchase_order_line_amounts")),
        sa.CheckConstraint("ordered_quantity > 0", name=op.f("ck_purchase_order_line_ordered")),
        sa.CheckConstraint("price > 0 AND list_price > 0", name=op.f("ck_purchase_order_line_price")),
        sa.CheckConstraint(
            "shipped_quantity BETWEEN 0 AND agreed_quantity", name=op.f("ck_purchase_order_line_shipped")
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id"],
            ["purchase_order.cooperative_id", "purchase_order.id"],
            name=op.f("fk_purchase_order_line_cooperative_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order_line")),
        sa.UniqueConstraint(
            "cooperative_id", "order_id", "id", name=op.f("uq_purchase_order_line_cooperative_id_order_id_id")
        ),
    )
    op.create_table(
        "purchase_order_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_name", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("document_number", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting_approval', 'sent', 'accepted', 'partly_offered', "
            "'declined', 'shipped', 'received', 'billed', 'paid', 'closed', 'cancelled')",
            name=op.f("ck_purchase_order_step_state"),
        ),
        sa.CheckConstraint("length(note) <= 1000", name=op.f("ck_purchase_order_step_note")),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id"],
            ["purchase_order.cooperative_id", "purchase_order.id"],
            name=op.f("fk_purchase_order_step_cooperative_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_purchase_order_step_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_purchase_order_step_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_order_step")),
    )
    op.create_index(
        "ix_purchase_order_step_order", "purchase_order_step", ["cooperative_id", "order_id", "id"], unique=False
    )
    op.create_table(
        "shipment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("shipped_on", sa.Date(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("recorded_by_buyer", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(number) BETWEEN 1 AND 60 AND length(carrier) <= 200 AND length(note) <= 1000",
            name=op.f("ck_shipment_words"),
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id"],
            ["purchase_order.cooperative_id", "purchase_order.id"],
            name=op.f("fk_shipment_cooperative_id_order_id"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_shipment_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("cooperative_id", "order_id", "id", name=op.f("uq_shipment_cooperative_id_order_id_id")),
        sa.UniqueConstraint(
            "cooperative_id", "order_id", "number", name=op.f("uq_shipment_cooperative_id_order_id_number")
        ),
    )
    op.create_table(
        "goods_receipt_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("accepted", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("damaged", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("short", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("accepted + damaged + short > 0", name=op.f("ck_goods_receipt_line_something")),
        sa.CheckConstraint(
            "accepted >= 0 AND damaged >= 0 AND short >= 0", name=op.f("ck_goods_receipt_line_quantities")
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_goods_receipt_line_amount")),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id", "order_line_id"],
            ["purchase_order_line.cooperative_id", "purchase_order_line.order_id", "purchase_order_line.id"],
            name=op.f("fk_goods_receipt_line_cooperative_id_order_id_order_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id", "receipt_id"],
            ["goods_receipt.cooperative_id", "goods_receipt.order_id", "goods_receipt.id"],
            name=op.f("fk_goods_receipt_line_cooperative_id_order_id_receipt_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_receipt_line")),
        sa.UniqueConstraint(
            "cooperative_id",
            "receipt_id",
            "order_line_id",
            name=op.f("uq_goods_receipt_line_cooperative_id_receipt_id_order_line_id"),
        ),
    )
    op.create_table(
        "purchase_bill_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("cleared", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "quantity > 0 AND price >= 0 AND net >= 0 AND tax >= 0 AND cleared >= 0",
            name=op.f("ck_purchase_bill_line_amounts"),
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id", "bill_id"],
            ["purchase_bill.cooperative_id", "purchase_bill.order_id", "purchase_bill.id"],
            name=op.f("fk_purchase_bill_line_cooperative_id_order_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id", "order_line_id"],
            ["purchase_order_line.cooperative_id", "purchase_order_line.order_id", "purchase_order_line.id"],
            name=op.f("fk_purchase_bill_line_cooperative_id_order_id_order_line_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_bill_line")),
        sa.UniqueConstraint(
            "cooperative_id",
            "bill_id",
            "order_line_id",
            name=op.f("uq_purchase_bill_line_cooperative_id_bill_id_order_line_id"),
        ),
    )
    op.create_table(
        "shipment_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("shipment_id", sa.Uuid(), nullable=False),
        sa.Column("order_line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shipment_line_quantity")),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id", "order_line_id"],
            ["purchase_order_line.cooperative_id", "purchase_order_line.order_id", "purchase_order_line.id"],
            name=op.f("fk_shipment_line_cooperative_id_order_id_order_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id", "shipment_id"],
            ["shipment.cooperative_id", "shipment.order_id", "shipment.id"],
            name=op.f("fk_shipment_line_cooperative_id_order_id_shipment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_line")),
        sa.UniqueConstraint(
            "cooperative_id",
            "shipment_id",
            "order_line_id",
            name=op.f("uq_shipment_line_cooperative_id_shipment_id_order_line_id"),
        ),
    )
    op.create_table(
        "supplier_payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cooperative_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("bill_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reversed_by", sa.Uuid(), nullable=True),
        sa.Column("reversal_reason", sa.String(), nullable=True),
        sa.Column("reversal_entry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(reference) <= 100 AND (way = 'cash' OR length(reference) > 0)",
            name=op.f("ck_supplier_payment_reference"),
        ),
        sa.CheckConstraint("way IN ('cash', 'transfer')", name=op.f("ck_supplier_payment_way")),
        sa.CheckConstraint(
            "(reversed_at IS NULL) = (reversal_reason IS NULL)", name=op.f("ck_supplier_payment_reversal")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_supplier_payment_amount")),
        sa.ForeignKeyConstraint(
            ["cooperative_id", "order_id", "bill_id"],
            ["purchase_bill.cooperative_id", "purchase_bill.order_id", "purchase_bill.id"],
            name=op.f("fk_supplier_payment_cooperative_id_order_id_bill_id"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_supplier_payment_made_by")),
        sa.ForeignKeyConstraint(["reversed_by"], ["person.id"], name=op.f("fk_supplier_payment_reversed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_payment")),
        sa.UniqueConstraint("cooperative_id", "number", name=op.f("uq_supplier_payment_cooperative_id_number")),
    )
    op.create_index(
        "uq_supplier_payment_reference",
        "supplier_payment",
        ["cooperative_id", "bill_id", sa.literal_column("lower(reference)")],
        unique=True,
        postgresql_where=sa.text("way = 'transfer' AND reversed_at IS NULL"),
    )

    role = op.get_bind().dialect.identifier_preparer.quote(context.config.attributes["application_role"])
    op.execute(f"REVOKE UPDATE, DELETE ON purchase_order_step FROM {role}")
