"""Papers to print: surat pesanan, surat jalan, tanda terima, bukti bayar; and from a journal line to its paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.forms import Typed, status_of
from frontend.orders import showing, words
from frontend.orders.answers import errors_of, page
from marketplace.api import current_actor
from marketplace.database import transaction
from marketplace.errors import DomainError, NotFound
from marketplace.orders.queries import reference, views
from marketplace.orders.queries.documents import order_of_document
from marketplace.orders.queries.views import OrderSeen
from marketplace.orders.rules.separation import Limits
from marketplace.orders.services import limits as services
from marketplace.orders.services.steps import require


def _paper(template: str, order_id: UUID, find: Any = None) -> Response:
    with transaction() as session:
        seen = views.order_seen(session, current_actor(), order_id)
    lines = {line.id: line for line in seen.order.lines}
    paper = find(seen) if find else None
    return page(
        f"print_{template}", seen=seen, order=seen.order, lines=lines, paper=paper, words=words, pack_of=showing.pack_of
    )


def _one(rows: Any, row_id: UUID) -> Any:
    for row in rows:
        if row.id == row_id:
            return row
    raise NotFound


def print_order(order_id: UUID) -> Response:
    """Surat pesanan."""
    return _paper("order", order_id)


def print_shipment(order_id: UUID, shipment_id: UUID) -> Response:
    """Surat jalan."""
    return _paper("shipment", order_id, lambda seen: _one(seen.shipments, shipment_id))


def print_receipt(order_id: UUID, receipt_id: UUID) -> Response:
    """Tanda terima."""
    return _paper("receipt", order_id, lambda seen: _one(seen.receipts, receipt_id))


def print_payment(order_id: UUID, payment_id: UUID) -> Response:
    """Bukti bayar."""

    def find(seen: OrderSeen) -> Any:
        paid = [(bill, payment) for bill in seen.bills for payment in bill.payments if payment.id == payment_id]
        if not paid:
            raise NotFound
        return paid[0]

    return _paper("payment", order_id, find)


def document(document_type: str, document_id: UUID) -> AnyResponse:
    """From the document that a journal line names to the order it belongs to."""
    with transaction() as session:
        order_id = order_of_document(session, current_actor(), document_type, document_id)
    return redirect(url_for("orders.order", order_id=order_id, _anchor=f"{document_type}-{document_id}"), 302)


def show_limits() -> Response:
    """Up to how much one orders alone."""
    return _limits_form()


def _limits_form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    require(actor, "see")
    with transaction() as session:
        found = reference.limits_of(session, actor.organisation_id)
    return page("limits", status, limits=found, errors=errors or {}, may_set=actor.has_role("chair"), form=request.form)


def set_limits() -> AnyResponse:
    """Set the limits."""
    try:
        limits = _limits(Typed())
        with transaction() as session:
            services.set_limits(session, current_actor(), limits)
    except DomainError as error:
        return _limits_form(errors_of(error), status_of(error))
    flash(_("Batas belanja disimpan."), "success")
    return redirect(url_for("orders.show_limits"), 303)


def _limits(typed: Typed) -> Limits:
    read = {name: typed.rupiah(name) for name in ("one_person", "two_persons")}
    for name, amount in read.items():
        if amount is None:
            typed.refuse(name, str(words.FIELDS["one_person"]))
    typed.check()
    return Limits(read["one_person"] or 0, read["two_persons"] or 0)
