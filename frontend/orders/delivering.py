"""The supplier answers and ships, the cooperative counts: one form each."""

from __future__ import annotations

from decimal import Decimal
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
from marketplace.errors import DomainError
from marketplace.orders.queries import views
from marketplace.orders.queries.views import OrderSeen
from marketplace.orders.rules.requests import (
    Answer,
    CountedLine,
    LineQuantity,
    ReceiptRequest,
    ShipmentRequest,
)
from marketplace.orders.services import answering, delivering

ZERO = Decimal(0)


def _seen(order_id: UUID) -> OrderSeen:
    with transaction() as session:
        return views.order_seen(session, current_actor(), order_id)


def _form(template: str, order_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    seen = _seen(order_id)
    return page(
        template,
        status,
        seen=seen,
        order=seen.order,
        errors=errors or {},
        words=words,
        pack_of=showing.pack_of,
        day=today(current_actor().time_zone),
        given=given,
        key=form_key(),
    )


def show_answer(order_id: UUID) -> Response:
    """Can he deliver all, some, or nothing?"""
    return _form("answer", order_id)


def answer(order_id: UUID) -> AnyResponse:
    """Take the supplier's answer."""
    try:
        said = _answer(_seen(order_id).order.lines, Typed())
        with transaction() as session:
            answering.answer(session, current_actor(), order_id, said, key=form_key())
    except DomainError as error:
        return _form("answer", order_id, errors_of(error), status_of(error))
    flash(_("Jawaban dicatat."), "success")
    return to_order(order_id)


def _answer(lines: Any, typed: Typed) -> Answer:
    """What was ticked and typed. A quantity that was changed under "all of it" is asked about, not passed over."""
    note = given("note")[:1000]
    if given("answer") == "decline":
        return Answer(declined=True, lines=(), freight=None, note=note)
    offered = _quantities(lines, typed)
    ordered = {line.id: line.ordered_quantity for line in lines}
    if given("answer") == "less":
        told = offered
    else:
        told = ()
        if any(each.quantity != ordered[each.order_line_id] for each in offered):
            typed.refuse("answer", _("Jumlahnya Anda ubah. Pilih “Sanggup sebagian”, atau kembalikan jumlahnya."))
    freight = typed.rupiah("freight")
    typed.check()
    return Answer(declined=False, lines=told, freight=freight, note=note)


def _quantities(lines: Any, typed: Typed) -> tuple[LineQuantity, ...]:
    read = [(line.id, typed.quantity(f"quantity-{line.id}")) for line in lines]
    return tuple(LineQuantity(line_id, quantity) for line_id, quantity in read if quantity is not None)


def show_ship(order_id: UUID) -> Response:
    """What leaves now."""
    return _form("ship", order_id)


def ship(order_id: UUID) -> AnyResponse:
    """Record the delivery."""
    try:
        typed = Typed()
        request = ShipmentRequest(
            shipped_on=typed.day_or_today("shipped_on"),
            lines=_quantities(_seen(order_id).order.lines, typed),
            number=given("number")[:60],
            carrier=given("carrier")[:200],
            note=given("note")[:1000],
        )
        typed.check()
        with transaction() as session:
            delivering.ship(session, current_actor(), order_id, request, key=form_key())
    except DomainError as error:
        return _form("ship", order_id, errors_of(error, day="shipped_on"), status_of(error))
    flash(_("Kiriman dicatat. Surat jalan bisa dicetak."), "success")
    return to_order(order_id)


def show_receive(order_id: UUID) -> Response:
    """What came, counted."""
    return _form("receive", order_id)


def receive(order_id: UUID) -> AnyResponse:
    """Record the count and book what was accepted."""
    try:
        typed = Typed()
        lines = tuple(_counted(line, typed) for line in _seen(order_id).order.lines)
        request = ReceiptRequest(
            received_on=typed.day_or_today("received_on"),
            lines=lines,
            delivery_note_number=given("delivery_note_number")[:60],
            note=given("note")[:1000],
        )
        typed.check()
        with transaction() as session:
            receipt = delivering.receive(session, current_actor(), order_id, request, key=form_key())
    except DomainError as error:
        return _form("receive", order_id, errors_of(error, day="received_on"), status_of(error))
    flash(_("Tanda terima %(number)s dicatat dan dibukukan.", number=receipt.number), "success")
    return to_order(order_id)


def _counted(line: Any, typed: Typed) -> CountedLine:
    counts = {name: typed.quantity(f"{name}-{line.id}") or ZERO for name in ("accepted", "damaged", "short")}
    return CountedLine(order_line_id=line.id, note=given(f"note-{line.id}")[:500], **counts)


def reverse_receipt(order_id: UUID, receipt_id: UUID) -> AnyResponse:
    """Undo a wrong count."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            delivering.reverse_receipt(session, actor, order_id, receipt_id, reason=given("reason"), key=form_key())

    return do(order_id, verb, _("Tanda terima dibatalkan, jurnalnya dibalik. Hitung lagi barangnya."))
