"""The order itself: its frozen lines, its steps, and what numbers and limits it goes by."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Identified, Table, Versioned
from ..rules.offers import TAX_BASES
from ..rules.states import STATES, LineProgress
from .columns import Amount, CooperativeId, PersonId, Quantity, UnitPrice, one_of

PAYMENT_WAYS = ("cash", "transfer", "credit")
"""tunai, transfer, tempo."""


class Order(Identified, Versioned, Table):
    """A cooperative's order to one supplier (surat pesanan), outright purchase.

    `net`, `tax`, `total` and `freight` are whole rupiah of what is agreed now; `total` holds PPN and known freight.
    `basket_id` is shared by the orders that were made at once from one basket.
    `freight` None: not known yet, and never counted as nothing. `ppn_rate` is the effective rate on the order's day.
    """

    __tablename__ = "purchase_order"

    cooperative_id: Mapped[CooperativeId]
    number: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    supplier_id: Mapped[UUID] = mapped_column(ForeignKey("supplier.id"), index=True)
    supplier_organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    supplier_name: Mapped[str]
    supplier_phone: Mapped[str | None]
    supplier_address: Mapped[str] = mapped_column(default="")
    cooperative_name: Mapped[str]
    cooperative_address: Mapped[str] = mapped_column(default="")
    buyer_is_pkp: Mapped[bool]
    ppn_rate: Mapped[Decimal] = mapped_column(Numeric(6, 5))
    payment_way: Mapped[str]
    credit_days: Mapped[int] = mapped_column(default=0)
    ordered_on: Mapped[date]
    wanted_on: Mapped[date | None]
    delivery_place: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    minimum_value: Mapped[Amount | None]
    freight: Mapped[Amount | None]
    net: Mapped[Amount]
    tax: Mapped[Amount]
    total: Mapped[Amount]
    approved_total: Mapped[Amount] = mapped_column(default=0)
    board_minutes: Mapped[str | None]
    made_by: Mapped[PersonId]
    sent_at: Mapped[datetime | None]
    want_list_id: Mapped[UUID | None]
    basket_id: Mapped[UUID | None]
    lines: Mapped[list[OrderLine]] = relationship(lazy="raise", order_by="OrderLine.position")
    steps: Mapped[list[OrderStep]] = relationship(lazy="raise", order_by="OrderStep.id")

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "number"),
        ForeignKeyConstraint(["cooperative_id", "want_list_id"], ["want_list.cooperative_id", "want_list.id"]),
        Index("ix_purchase_order_state", "cooperative_id", "state", "id"),
        Index(
            "ix_purchase_order_supplier",
            "supplier_organisation_id",
            "id",
            postgresql_where=text("supplier_organisation_id IS NOT NULL"),
        ),
        Index(
            "ix_purchase_order_basket",
            "cooperative_id",
            "basket_id",
            postgresql_where=text("basket_id IS NOT NULL"),
        ),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint(one_of("payment_way", PAYMENT_WAYS), name="payment_way"),
        CheckConstraint(
            "credit_days BETWEEN 0 AND 365 AND (payment_way = 'credit') = (credit_days > 0)", name="credit"
        ),
        CheckConstraint("freight >= 0", name="freight"),
        CheckConstraint("net >= 0 AND tax >= 0 AND total = net + tax + coalesce(freight, 0)", name="total"),
        CheckConstraint("length(note) <= 1000 AND length(delivery_place) <= 300", name="words"),
        CheckConstraint("cooperative_id <> supplier_organisation_id", name="two_parties"),
    )


class OrderLine(Identified, Table):
    """A frozen copy of an offer and the separate numbers of what became of it, all in order units.

    `net`, `tax`, `freight_share` are rupiah of the whole agreed quantity; `accrued` is what receipts put into the books
    as received and not billed, `cleared` what bills took out of it again.
    """

    __tablename__ = "purchase_order_line"

    cooperative_id: Mapped[UUID]
    order_id: Mapped[UUID]
    position: Mapped[int]
    offer_id: Mapped[UUID]
    list_version_id: Mapped[UUID | None]
    article_id: Mapped[UUID | None]
    product_id: Mapped[UUID | None]
    source: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    sku: Mapped[str | None]
    order_unit: Mapped[str]
    pack_count: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    pack_size: Mapped[Decimal | None] = mapped_column(Numeric(14, 4))
    pack_unit: Mapped[str | None]
    minimum: Mapped[Quantity | None]
    multiple: Mapped[Quantity | None]
    list_price: Mapped[UnitPrice]
    tier_minimum: Mapped[Quantity | None]
    tiers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    terms: Mapped[list[str]] = mapped_column(JSONB)
    list_tax: Mapped[str | None]
    price: Mapped[UnitPrice]
    tax_basis: Mapped[str]
    net: Mapped[Amount]
    tax: Mapped[Amount]
    freight_share: Mapped[Amount] = mapped_column(default=0)
    ordered_quantity: Mapped[Quantity]
    agreed_quantity: Mapped[Quantity]
    shipped_quantity: Mapped[Quantity] = mapped_column(default=Decimal(0))
    accepted_quantity: Mapped[Quantity] = mapped_column(default=Decimal(0))
    damaged_quantity: Mapped[Quantity] = mapped_column(default=Decimal(0))
    short_quantity: Mapped[Quantity] = mapped_column(default=Decimal(0))
    billed_quantity: Mapped[Quantity] = mapped_column(default=Decimal(0))
    accrued: Mapped[Amount] = mapped_column(default=0)
    cleared: Mapped[Amount] = mapped_column(default=0)

    @property
    def progress(self) -> LineProgress:
        """The line's numbers as the rules take them."""
        return LineProgress(
            agreed=self.agreed_quantity,
            shipped=self.shipped_quantity,
            accepted=self.accepted_quantity,
            damaged=self.damaged_quantity,
            short=self.short_quantity,
            billed=self.billed_quantity,
        )

    @property
    def gross(self) -> int:
        """What the agreed quantity costs with PPN, without freight."""
        return self.net + self.tax

    __table_args__ = (
        UniqueConstraint("cooperative_id", "order_id", "id"),
        ForeignKeyConstraint(["cooperative_id", "order_id"], ["purchase_order.cooperative_id", "purchase_order.id"]),
        CheckConstraint(one_of("tax_basis", TAX_BASES), name="tax_basis"),
        CheckConstraint(one_of("list_tax", TAX_BASES), name="list_tax"),
        CheckConstraint("price > 0 AND list_price > 0", name="price"),
        CheckConstraint("net >= 0 AND tax >= 0 AND freight_share >= 0", name="amounts"),
        CheckConstraint("ordered_quantity > 0", name="ordered"),
        CheckConstraint("agreed_quantity BETWEEN 0 AND ordered_quantity", name="agreed"),
        CheckConstraint("shipped_quantity BETWEEN 0 AND agreed_quantity", name="shipped"),
        CheckConstraint("accepted_quantity >= 0 AND damaged_quantity >= 0 AND short_quantity >= 0", name="received"),
        CheckConstraint("accepted_quantity + damaged_quantity <= shipped_quantity", name="received_was_shipped"),
        CheckConstraint(
            "accepted_quantity + damaged_quantity + short_quantity <= agreed_quantity", name="no_over_receipt"
        ),
        CheckConstraint("billed_quantity BETWEEN 0 AND accepted_quantity", name="no_over_billing"),
        CheckConstraint("accrued >= 0 AND cleared BETWEEN 0 AND accrued", name="cleared"),
    )


class OrderStep(Identified, Table):
    """One step of an order: what was done, by whom, when, and the state it led to. Never changed."""

    __tablename__ = "purchase_order_step"

    cooperative_id: Mapped[UUID]
    order_id: Mapped[UUID]
    verb: Mapped[str]
    state: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    organisation_name: Mapped[str]
    person_id: Mapped[PersonId]
    person_name: Mapped[str]
    document_number: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        ForeignKeyConstraint(["cooperative_id", "order_id"], ["purchase_order.cooperative_id", "purchase_order.id"]),
        Index("ix_purchase_order_step_order", "cooperative_id", "order_id", "id"),
        CheckConstraint(one_of("state", STATES), name="state"),
        CheckConstraint("length(note) <= 1000", name="note"),
    )


class DocumentCounter(Table):
    """The last number of a kind of document (PO, SJ, TT, BB) of an organisation in a year; its row is the lock."""

    __tablename__ = "document_counter"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int]

    __table_args__ = (CheckConstraint("last_number > 0", name="last_number"),)


class BuyingLimits(Table):
    """A cooperative's own limits for buying, whole rupiah; without a row the rule's defaults hold."""

    __tablename__ = "buying_limits"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    one_person: Mapped[Amount]
    two_persons: Mapped[Amount]
    changed_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("0 <= one_person AND one_person <= two_persons", name="limits"),)
