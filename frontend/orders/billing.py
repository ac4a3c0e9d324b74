"""Bills and payments: enter, decide on what differs, pay, undo."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.forms import Typed, form_key, given, status_of
from frontend.orders import showing, words
from frontend.orders.answers import do, errors_of, page, to_order
from marketplace.api import current_actor
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import DomainError, NotFound
from marketplace.orders.queries import lists, views
from marketplace.orders.rules.requests import BillRequest, InvoiceLine, PaymentRequest
from marketplace.orders.services import billing, paying


def show_bill(order_id: UUID) -> Response:
    """The supplier's invoice beside what was received and agreed."""
    return _bill_form(order_id)


def _bill_form(order_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        seen = views.order_seen(session, actor, order_id)
    return page(
        "bill",
        status,
        order=seen.order,
        errors=errors or {},
        pack_of=showing.pack_of,
        words=words,
        day=today(actor.time_zone),
        given=given,
        key=form_key(),
    )


def bill(order_id: UUID) -> AnyResponse:
    """Enter the invoice; one that differs opens the page of its differences."""
    try:
        with transaction() as session:
            found = views.order_seen(session, current_actor(), order_id).order
        typed = Typed()
        request = BillRequest(
            invoice_number=given("invoice_number"),
            billed_on=typed.day_or_today("billed_on"),
            due_on=typed.day("due_on"),
            lines=_invoice_lines(found.lines, typed),
            freight=typed.rupiah("freight") or 0,
            total=typed.rupiah("total"),
        )
        typed.check()
        with transaction() as session:
            made = billing.bill(session, current_actor(), order_id, request, key=form_key())
    except DomainError as error:
        return _bill_form(order_id, errors_of(error), status_of(error))
    if made.state == "agreed":
        flash(_("Faktur cocok dengan barang dan harga, dan sudah dibukukan."), "success")
    else:
        flash(_("Faktur berbeda dari yang diterima atau disepakati. Putuskan dulu."), "warning")
    return to_order(order_id)


def _invoice_lines(lines: Any, typed: Typed) -> tuple[InvoiceLine, ...]:
    read = [(line, typed.quantity(f"quantity-{line.id}"), typed.price(f"price-{line.id}")) for line in lines]
    return tuple(InvoiceLine(line.id, quantity, price) for line, quantity, price in read if quantity)


def accept_difference(order_id: UUID, bill_id: UUID) -> AnyResponse:
    """Accept what differs, with the reason."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            billing.accept_difference(session, actor, order_id, bill_id, reason=given("reason"), key=form_key())

    return do(order_id, verb, _("Selisih diterima dan faktur dibukukan."))


def dispute(order_id: UUID, bill_id: UUID) -> AnyResponse:
    """Tell the supplier that the bill is not right."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            billing.dispute(session, actor, order_id, bill_id, reason=given("reason"), key=form_key())

    return do(order_id, verb, _("Faktur disanggah. Pemasok melihat alasannya."))


def withdraw(order_id: UUID, bill_id: UUID) -> AnyResponse:
    """Put a bill away that is not owed."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            billing.withdraw(session, actor, order_id, bill_id, reason=given("reason"), key=form_key())

    return do(order_id, verb, _("Faktur ditarik."))


def reverse_bill(order_id: UUID, bill_id: UUID) -> AnyResponse:
    """Undo an agreed bill."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            billing.reverse_bill(session, actor, order_id, bill_id, reason=given("reason"), key=form_key())

    return do(order_id, verb, _("Faktur dibatalkan, jurnalnya dibalik."))


def show_pay(order_id: UUID, bill_id: UUID) -> Response:
    """What is owed and how it is paid."""
    return _pay_form(order_id, bill_id)


def _pay_form(order_id: UUID, bill_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        seen = views.order_seen(session, actor, order_id)
    return page(
        "pay",
        status,
        order=seen.order,
        bill=_bill_in(seen.bills, bill_id),
        errors=errors or {},
        day=today(actor.time_zone),
        given=given,
        key=form_key(),
    )


def _bill_in(bills: Any, bill_id: UUID) -> Any:
    for found in bills:
        if found.id == bill_id:
            return found
    raise NotFound


def pay(order_id: UUID, bill_id: UUID) -> AnyResponse:
    """Record the payment and book it."""
    try:
        request = _payment(Typed())
        with transaction() as session:
            payment = paying.pay(session, current_actor(), order_id, bill_id, request, key=form_key())
    except DomainError as error:
        return _pay_form(order_id, bill_id, errors_of(error), status_of(error))
    flash(_("Pembayaran %(number)s dicatat dan dibukukan.", number=payment.number), "success")
    return to_order(order_id)


def _payment(typed: Typed) -> PaymentRequest:
    way, amount, paid_on = given("way"), typed.rupiah("amount"), typed.day_or_today("paid_on")
    if way not in ("cash", "transfer"):
        typed.refuse("way", str(words.FIELDS["way"]))
    if not amount:
        typed.refuse("amount", str(words.FIELDS["amount"]))
    if way == "transfer" and not given("reference"):
        typed.refuse("reference", str(words.FIELDS["reference"]))
    typed.check()
    return PaymentRequest(
        way=way,  # type: ignore[arg-type]
        amount=amount or 0,
        paid_on=paid_on,
        reference=given("reference")[:100],
    )


def reverse_payment(order_id: UUID, payment_id: UUID) -> AnyResponse:
    """Undo a payment."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            paying.reverse_payment(session, actor, order_id, payment_id, reason=given("reason"), key=form_key())

    return do(order_id, verb, _("Pembayaran dibatalkan, jurnalnya dibalik."))


def due() -> Response:
    """What is owed on agreed bills, the earliest due first."""
    actor = current_actor()
    with transaction() as session:
        found = lists.due_bills(session, actor)
    return page("due", bills=found, total=sum(each.owed for each in found), day=today(actor.time_zone))
