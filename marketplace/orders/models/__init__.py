"""Tables of orders. Every key a child refers to carries the cooperative, so no row can point across tenants."""

from __future__ import annotations

from .bills import Bill, BillLine, Payment
from .candidates import ArticleNote, ArticleWords, WantAnswer, WantCandidate, WantChoice, WantListResolution, WantPrice
from .deliveries import Receipt, ReceiptLine, Shipment, ShipmentLine
from .orders import BuyingLimits, DocumentCounter, Order, OrderLine, OrderStep
from .wants import Want, WantList

__all__ = [
    "ArticleNote",
    "ArticleWords",
    "Bill",
    "BillLine",
    "BuyingLimits",
    "DocumentCounter",
    "Order",
    "OrderLine",
    "OrderStep",
    "Payment",
    "Receipt",
    "ReceiptLine",
    "Shipment",
    "ShipmentLine",
    "Want",
    "WantAnswer",
    "WantCandidate",
    "WantChoice",
    "WantList",
    "WantListResolution",
    "WantPrice",
]
