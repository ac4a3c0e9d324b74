"""What the API of orders takes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from ..models.bills import SETTLEMENT_WAYS
from ..models.orders import PAYMENT_WAYS
from ..rules.offers import TAX_BASES
from ..rules.requests import (
    Answer,
    BillRequest,
    CountedLine,
    InvoiceLine,
    LineQuantity,
    OrderTerms,
    PaymentRequest,
    ReceiptRequest,
    ShipmentRequest,
)
from ..rules.separation import Limits
from ..rules.states import STATES
from ..services.choosing import OfferChoice
from ..services.wants import Wanted

MOST_RUPIAH = 10**15
MOST_LINES = 500


def quantity(*, least: str = "0", **options: Any) -> fields.Decimal:
    """Order units with at most three decimals."""
    return fields.Decimal(places=None, allow_nan=False, validate=[_range(least), _places(3)], **options)


def unit_price(**options: Any) -> fields.Decimal:
    """Rupiah for one unit with at most four decimals."""
    return fields.Decimal(places=None, allow_nan=False, validate=[_range("0"), _places(4)], **options)


def rupiah(*, least: int = 0, **options: Any) -> fields.Integer:
    """Whole rupiah."""
    return fields.Integer(strict=True, validate=validate.Range(least, MOST_RUPIAH), **options)


def text_of(longest: int, *, least: int = 0, **options: Any) -> fields.String:
    """Text of a limited length."""
    return fields.String(validate=validate.Length(least, longest), **options)


def _range(least: str) -> validate.Range:
    return validate.Range(Decimal(least), Decimal(10**10))


def _places(most: int) -> Callable[[Decimal], None]:
    def check(value: Decimal) -> None:
        if -int(value.normalize().as_tuple().exponent) > most:
            raise ValidationError(f"at most {most} decimals")

    return check


class Made(Schema):
    """A schema that loads into a plain value of the rules."""

    makes: Any

    @post_load
    def make(self, content: dict[str, Any], **_: Any) -> Any:
        """The value."""
        return self.makes(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in content.items()}
        )


class TermsInput(Made):
    """How it is paid and brought."""

    makes = OrderTerms
    payment_way = fields.String(load_default="cash", validate=validate.OneOf(PAYMENT_WAYS))
    credit_days = fields.Integer(load_default=0, validate=validate.Range(0, 365))
    wanted_on = fields.Date(load_default=None, allow_none=True)
    delivery_place = text_of(300, load_default="")
    note = text_of(1000, load_default="")
    freight = rupiah(load_default=None, allow_none=True, metadata={"description": "Whole rupiah; null is not known"})
    tax_basis = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(TAX_BASES))
    want_list_id = fields.UUID(load_default=None, allow_none=True)


class OfferChoiceInput(Made):
    """An offer in force and how many of its order units."""

    makes = OfferChoice
    offer_id = fields.UUID(required=True)
    quantity = quantity(required=True)


class CreateOrdersInput(Schema):
    """Offers of one or several suppliers; without `terms` each supplier's own way of being paid holds."""

    lines = fields.List(fields.Nested(OfferChoiceInput), required=True, validate=validate.Length(1, MOST_LINES))
    terms = fields.Nested(TermsInput, load_default=None, allow_none=True)


class LineQuantityInput(Made):
    """Order units of an order line."""

    makes = LineQuantity
    order_line_id = fields.UUID(required=True)
    quantity = quantity(required=True)


class ChangeOrderInput(Schema):
    """A draft's terms, and quantities that change (zero removes the line)."""

    terms = fields.Nested(TermsInput, required=True)
    lines = fields.List(fields.Nested(LineQuantityInput), load_default=list, validate=validate.Length(0, MOST_LINES))


class ApproveInput(Schema):
    """The number of the board's minutes, where the order needs them."""

    board_minutes = text_of(100, load_default=None, allow_none=True)


class ReasonInput(Schema):
    """Why."""

    reason = text_of(1000, least=1, required=True)


class AnswerInput(Made):
    """The supplier's answer: lines only where less can be delivered, freight only where one is named."""

    makes = Answer
    declined = fields.Boolean(load_default=False)
    lines = fields.List(fields.Nested(LineQuantityInput), load_default=list, validate=validate.Length(0, MOST_LINES))
    freight = rupiah(load_default=None, allow_none=True)
    note = text_of(1000, load_default="")


class ShipmentInput(Made):
    """A delivery that leaves; without a number one is given."""

    makes = ShipmentRequest
    shipped_on = fields.Date(required=True)
    lines = fields.List(fields.Nested(LineQuantityInput), required=True, validate=validate.Length(1, MOST_LINES))
    number = text_of(60, load_default="")
    carrier = text_of(200, load_default="")
    note = text_of(1000, load_default="")


class CountedLineInput(Made):
    """What came of an order line."""

    makes = CountedLine
    order_line_id = fields.UUID(required=True)
    accepted = quantity(load_default=0)
    damaged = quantity(load_default=0)
    short = quantity(load_default=0)
    note = text_of(500, load_default="")


class ReceiptInput(Made):
    """A count at the door."""

    makes = ReceiptRequest
    received_on = fields.Date(required=True)
    lines = fields.List(fields.Nested(CountedLineInput), required=True, validate=validate.Length(1, MOST_LINES))
    delivery_note_number = text_of(60, load_default="")
    note = text_of(1000, load_default="")


class InvoiceLineInput(Made):
    """A line of the invoice; without a price it is the agreed one."""

    makes = InvoiceLine
    order_line_id = fields.UUID(required=True)
    quantity = quantity(required=True)
    price = unit_price(load_default=None, allow_none=True)


class BillInput(Made):
    """A supplier's invoice."""

    makes = BillRequest
    invoice_number = text_of(60, least=1, required=True)
    billed_on = fields.Date(required=True)
    due_on = fields.Date(load_default=None, allow_none=True)
    lines = fields.List(fields.Nested(InvoiceLineInput), required=True, validate=validate.Length(1, MOST_LINES))
    freight = rupiah(load_default=0)
    total = rupiah(least=1, load_default=None, allow_none=True)


class PaymentInput(Made):
    """Money paid; a transfer needs the bank's reference."""

    makes = PaymentRequest
    way = fields.String(required=True, validate=validate.OneOf(SETTLEMENT_WAYS))
    amount = rupiah(least=1, required=True)
    paid_on = fields.Date(required=True)
    reference = text_of(100, load_default="")


class LimitsInput(Made):
    """Up to `one_person` rupiah one orders alone, up to `two_persons` without the board."""

    makes = Limits
    one_person = rupiah(required=True)
    two_persons = rupiah(required=True)


class OrdersQuery(Schema):
    """Which orders."""

    state = fields.List(fields.String(validate=validate.OneOf(STATES)), load_default=list)
    q = text_of(100, load_default="")


class WantedInput(Made):
    """A good that is wanted."""

    makes = Wanted
    words = text_of(200, least=1, required=True)
    quantity = quantity(required=True)
    unit = text_of(40, least=1, required=True)
    product_id = fields.UUID(load_default=None, allow_none=True)
    note = text_of(500, load_default="")


class WantListInput(Schema):
    """A shopping list for a day."""

    title = text_of(200, least=1, required=True)
    wanted_on = fields.Date(required=True)
    outlet_note = text_of(500, load_default="")


class NewWantListInput(WantListInput):
    """A shopping list with its first goods."""

    wants = fields.List(fields.Nested(WantedInput), load_default=list, validate=validate.Length(0, MOST_LINES))


class CopyWantListInput(Schema):
    """The newest list's goods, for another day."""

    title = text_of(200, least=1, required=True)
    wanted_on = fields.Date(required=True)
