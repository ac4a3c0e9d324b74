"""The pages of orders: addresses and their views. All of them need somebody who is signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from frontend.orders import billing, delivering, ordering, papers

blueprint = Blueprint("orders", __name__, url_prefix="/orders")

ORDER = "/<uuid:order_id>"
BILL = f"{ORDER}/bills/<uuid:bill_id>"

ADDRESSES: tuple[tuple[str, str, Any], ...] = (
    ("GET", "", ordering.orders),
    ("GET", "/due", billing.due),
    ("GET", "/limits", papers.show_limits),
    ("POST", "/limits", papers.set_limits),
    ("GET", "/documents/<document_type>/<uuid:document_id>", papers.document),
    ("GET", ORDER, ordering.order),
    ("GET", f"{ORDER}/change", ordering.show_change),
    ("POST", f"{ORDER}/change", ordering.change),
    ("POST", f"{ORDER}/submit", ordering.submit),
    ("POST", f"{ORDER}/approve", ordering.approve),
    ("POST", f"{ORDER}/send-back", ordering.send_back),
    ("POST", f"{ORDER}/agree", ordering.agree),
    ("POST", f"{ORDER}/cancel", ordering.cancel),
    ("POST", f"{ORDER}/close", ordering.close),
    ("GET", f"{ORDER}/answer", delivering.show_answer),
    ("POST", f"{ORDER}/answer", delivering.answer),
    ("GET", f"{ORDER}/ship", delivering.show_ship),
    ("POST", f"{ORDER}/ship", delivering.ship),
    ("GET", f"{ORDER}/receive", delivering.show_receive),
    ("POST", f"{ORDER}/receive", delivering.receive),
    ("POST", f"{ORDER}/receipts/<uuid:receipt_id>/reverse", delivering.reverse_receipt),
    ("GET", f"{ORDER}/bill", billing.show_bill),
    ("POST", f"{ORDER}/bill", billing.bill),
    ("POST", f"{BILL}/accept", billing.accept_difference),
    ("POST", f"{BILL}/dispute", billing.dispute),
    ("POST", f"{BILL}/withdraw", billing.withdraw),
    ("POST", f"{BILL}/reverse", billing.reverse_bill),
    ("GET", f"{BILL}/pay", billing.show_pay),
    ("POST", f"{BILL}/pay", billing.pay),
    ("POST", f"{ORDER}/payments/<uuid:payment_id>/reverse", billing.reverse_payment),
    ("GET", f"{ORDER}/print", papers.print_order),
    ("GET", f"{ORDER}/shipments/<uuid:shipment_id>/print", papers.print_shipment),
    ("GET", f"{ORDER}/receipts/<uuid:receipt_id>/print", papers.print_receipt),
    ("GET", f"{ORDER}/payments/<uuid:payment_id>/print", papers.print_payment),
)
"""Method, address, view; the endpoint is `orders.` and the view's name."""

for method, address, view in ADDRESSES:
    blueprint.add_url_rule(address, view.__name__, view, methods=[method])
