"""What the API of orders gives."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields, post_dump


class Exact(fields.Decimal):
    """An exact number as text without trailing zeros: "5", "0.25"."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else f"{Decimal(value).normalize():f}"


class LineAnswer(Schema):
    """A frozen line and what became of it; quantities in order units, net, tax and freight_share in rupiah."""

    id = fields.UUID()
    position = fields.Integer()
    offer_id = fields.UUID()
    list_version_id = fields.UUID(allow_none=True)
    article_id = fields.UUID(allow_none=True)
    product_id = fields.UUID(allow_none=True)
    source = fields.String()
    name = fields.String()
    sku = fields.String(allow_none=True)
    order_unit = fields.String()
    pack_count = Exact(allow_none=True)
    pack_size = Exact(allow_none=True)
    pack_unit = fields.String(allow_none=True)
    minimum = Exact(allow_none=True)
    multiple = Exact(allow_none=True)
    list_price = Exact()
    list_tax = fields.String(allow_none=True)
    tier_minimum = Exact(allow_none=True)
    terms = fields.List(fields.String())
    price = Exact()
    tax_basis = fields.String()
    net = fields.Integer()
    tax = fields.Integer()
    freight_share = fields.Integer()
    ordered_quantity = Exact()
    agreed_quantity = Exact()
    shipped_quantity = Exact()
    accepted_quantity = Exact()
    damaged_quantity = Exact()
    short_quantity = Exact()
    billed_quantity = Exact()


class OrderAnswer(Schema):
    """An order without its lines; rupiah. `freight` null is not known and not in `total`."""

    id = fields.UUID()
    number = fields.String()
    state = fields.String()
    cooperative_id = fields.UUID()
    cooperative_name = fields.String()
    supplier_id = fields.UUID()
    supplier_organisation_id = fields.UUID(allow_none=True)
    supplier_name = fields.String()
    payment_way = fields.String()
    credit_days = fields.Integer()
    ordered_on = fields.Date()
    wanted_on = fields.Date(allow_none=True)
    delivery_place = fields.String()
    note = fields.String()
    buyer_is_pkp = fields.Boolean()
    ppn_rate = Exact()
    net = fields.Integer()
    tax = fields.Integer()
    freight = fields.Integer(allow_none=True)
    total = fields.Integer()
    version = fields.Integer()
    created_at = fields.DateTime()


class StepAnswer(Schema):
    """A step: what was done, by whom, when."""

    verb = fields.String()
    state = fields.String()
    organisation_name = fields.String()
    person_name = fields.String()
    at = fields.DateTime()
    document_number = fields.String(allow_none=True)
    note = fields.String()


class ShippedLineAnswer(Schema):
    """Order units of a line in a delivery."""

    order_line_id = fields.UUID()
    quantity = Exact()


class ShipmentAnswer(Schema):
    """A delivery."""

    id = fields.UUID()
    number = fields.String()
    shipped_on = fields.Date()
    carrier = fields.String()
    note = fields.String()
    recorded_by_buyer = fields.Boolean()
    person_name = fields.String()
    lines = fields.List(fields.Nested(ShippedLineAnswer))


class CountedLineAnswer(Schema):
    """What came of a line."""

    order_line_id = fields.UUID()
    accepted = Exact()
    damaged = Exact()
    short = Exact()
    note = fields.String()


class ReceiptAnswer(Schema):
    """A count at the door; `amount` is the rupiah booked."""

    id = fields.UUID()
    number = fields.String()
    received_on = fields.Date()
    delivery_note_number = fields.String()
    note = fields.String()
    amount = fields.Integer()
    person_name = fields.String()
    reversed_at = fields.DateTime(allow_none=True)
    reversal_reason = fields.String(allow_none=True)
    lines = fields.List(fields.Nested(CountedLineAnswer))


class DifferenceAnswer(Schema):
    """What differs on a bill."""

    code = fields.String()
    name = fields.String()
    expected = fields.String()
    billed = fields.String()


class BilledLineAnswer(Schema):
    """A line of a bill; rupiah."""

    order_line_id = fields.UUID()
    quantity = Exact()
    price = Exact()
    net = fields.Integer()
    tax = fields.Integer()


class PaymentAnswer(Schema):
    """A payment; rupiah."""

    id = fields.UUID()
    number = fields.String()
    paid_on = fields.Date()
    way = fields.String()
    reference = fields.String()
    amount = fields.Integer()
    person_name = fields.String()
    reversed_at = fields.DateTime(allow_none=True)
    reversal_reason = fields.String(allow_none=True)


class BillAnswer(Schema):
    """A bill beside what was received; rupiah."""

    id = fields.UUID()
    invoice_number = fields.String()
    billed_on = fields.Date()
    due_on = fields.Date()
    state = fields.String()
    freight = fields.Integer()
    tax = fields.Integer()
    total = fields.Integer()
    paid = fields.Integer()
    owed = fields.Integer()
    differences = fields.List(fields.Nested(DifferenceAnswer))
    reason = fields.String(allow_none=True)
    person_name = fields.String()
    lines = fields.List(fields.Nested(BilledLineAnswer))
    payments = fields.List(fields.Nested(PaymentAnswer))


class OrderSeenAnswer(Schema):
    """An order with everything that hangs on it, and the verbs open to the caller."""

    order = fields.Nested(OrderAnswer)
    lines = fields.List(fields.Nested(LineAnswer), attribute="order.lines")
    steps = fields.List(fields.Nested(StepAnswer))
    shipments = fields.List(fields.Nested(ShipmentAnswer))
    receipts = fields.List(fields.Nested(ReceiptAnswer))
    bills = fields.List(fields.Nested(BillAnswer))
    verbs = fields.List(fields.String())

    @post_dump(pass_original=True)
    def keep_reasons(self, told: dict[str, Any], seen: Any, **_: Any) -> dict[str, Any]:
        """Why a cooperative accepted a difference is its own affair; why it disputes a bill is the supplier's too."""
        for bill in told["bills"] if seen.is_supplier else ():
            if bill["state"] != "disputed":
                bill["reason"] = None
        return told


class OrdersMadeAnswer(Schema):
    """The draft orders, one per supplier."""

    data = fields.List(fields.Nested(OrderAnswer))


class DueBillAnswer(Schema):
    """What is owed, and until when."""

    order_id = fields.UUID()
    bill_id = fields.UUID()
    order_number = fields.String()
    invoice_number = fields.String()
    supplier_name = fields.String()
    due_on = fields.Date()
    owed = fields.Integer()


class DueBillsAnswer(Schema):
    """What is owed, the earliest due first."""

    data = fields.List(fields.Nested(DueBillAnswer))


class LimitsAnswer(Schema):
    """The cooperative's limits for buying; rupiah."""

    one_person = fields.Integer()
    two_persons = fields.Integer()


class WantAnswer(Schema):
    """A good that is wanted."""

    id = fields.UUID()
    position = fields.Integer()
    words = fields.String()
    quantity = Exact()
    unit = fields.String()
    product_id = fields.UUID(allow_none=True)
    note = fields.String()


class WantListAnswer(Schema):
    """A shopping list with its goods."""

    id = fields.UUID()
    title = fields.String()
    wanted_on = fields.Date()
    outlet_note = fields.String()
    version = fields.Integer()
    wants = fields.List(fields.Nested(WantAnswer))
