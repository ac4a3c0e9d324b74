"""The basket, the list, the order's own page, and what the cooperative does with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.forms import Typed, form_key, given, status_of
from frontend.orders import showing, words
from frontend.orders.answers import do, errors_of, page, to_order
from marketplace.api import current_actor
from marketplace.database import transaction
from marketplace.errors import DomainError
from marketplace.orders.queries import lists, views
from marketplace.orders.rules.requests import LineQuantity, OrderTerms
from marketplace.orders.rules.states import ROLES, STATES
from marketplace.orders.services import ordering, sending

ON_A_PAGE = 30


def orders() -> Response:
    """The orders of a cooperative, or those that a supplier got; what waits for the reader can be had alone."""
    actor = current_actor()
    which, asked = request.args.get("which", ""), request.args.get("q", "")[:100]
    number = max(request.args.get("page", 1, type=int), 1)
    states = lists.waiting_states(actor) if which == "waiting" else (which,) if which in STATES else ()
    with transaction() as session:
        counts = lists.count_by_state(session, actor)
        found = lists.newest_orders(
            session, actor, states=states, words=asked, limit=ON_A_PAGE + 1, offset=(number - 1) * ON_A_PAGE
        )
    return page(
        "order_list",
        orders=found[:ON_A_PAGE],
        more=len(found) > ON_A_PAGE,
        number=number,
        which=which,
        asked=asked,
        waiting=sum(counts.get(state, 0) for state in lists.waiting_states(actor)),
        counts=counts,
        words=words,
        is_supplier=actor.is_a("supplier"),
    )


def order(order_id: UUID) -> Response:
    """One order: where it stands, what comes next, its lines and papers."""
    actor = current_actor()
    may_settle = actor.is_a("cooperative") and actor.has_role(*ROLES["settle_difference"])
    with transaction() as session:
        seen = views.order_seen(session, actor, order_id)
    return page(
        "order",
        seen=seen,
        order=seen.order,
        stages=showing.stages(seen, actor.time_zone),
        history=showing.history(seen, actor.time_zone),
        deeds=showing.deeds(seen, may_settle=may_settle),
        may_settle=may_settle,
        columns=showing.line_columns(seen.order.lines),
        rows=showing.line_rows(seen.order.lines),
        chat=showing.chat_text(seen.order),
        differences=showing.differences,
        may_reverse=actor.is_a("cooperative") and actor.has_role("treasurer", "chair"),
        words=words,
        key=form_key(),
    )


def show_change(order_id: UUID) -> Response:
    """The draft as a form: quantities, way of paying, freight, place, day."""
    return _change_form(order_id)


def _change_form(order_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    with transaction() as session:
        seen = views.order_seen(session, current_actor(), order_id)
    if "change" not in seen.verbs:
        errors = {"form": _("Pesanan ini bukan draf lagi."), **(errors or {})}
    return page("draft", status, order=seen.order, errors=errors or {}, words=words, pack_of=showing.pack_of)


def change(order_id: UUID) -> AnyResponse:
    """Keep the draft; with the second button also send it."""
    try:
        with transaction() as session:
            found = views.order_seen(session, current_actor(), order_id).order
        typed = Typed()
        lines, terms = _changed(found.lines, typed), _terms(found, typed)
        typed.check()
        version = request.form.get("version", 0, type=int)
        with transaction() as session:
            kept = ordering.change(session, current_actor(), order_id, version, terms, lines)
            if given("then") == "submit":
                kept = sending.submit(session, current_actor(), order_id)
    except DomainError as error:
        return _change_form(order_id, errors_of(error), status_of(error))
    flash(_("Draf disimpan.") if kept.state == "draft" else _sent(kept.state), "success")
    return to_order(order_id)


def _changed(lines: Any, typed: Typed) -> list[LineQuantity]:
    read = [(line, typed.quantity(f"quantity-{line.id}")) for line in lines]
    return [LineQuantity(line.id, number) for line, number in read if number not in (None, line.ordered_quantity)]


def _terms(found: Any, typed: Typed) -> OrderTerms:
    way = given("payment_way")
    if way not in words.PAYMENT_WAYS:
        typed.refuse("payment_way", _("Pilih cara bayar."))
    days = typed.rupiah("credit_days") if way == "credit" else 0
    if days is None:
        typed.refuse("credit_days", str(words.FIELDS["credit_days"]))
    return OrderTerms(
        payment_way=way,  # type: ignore[arg-type]
        credit_days=days or 0,
        wanted_on=typed.day("wanted_on"),
        delivery_place=given("delivery_place")[:300],
        note=given("note")[:1000],
        freight=typed.rupiah("freight"),
        want_list_id=found.want_list_id,
    )


def _sent(state: str) -> str:
    """What happened to an order that was sent: above the limit it waits for a second person first."""
    if state == "awaiting_approval":
        return _("Pesanan diajukan. Ketua menyetujui dulu, lalu pemasok menerimanya.")
    return _("Pesanan dikirim.")


def submit(order_id: UUID) -> AnyResponse:
    """Send the draft, or have it approved first."""

    def verb(actor: Any) -> str:
        with transaction() as session:
            return sending.submit(session, actor, order_id, key=form_key()).state

    return do(order_id, verb, _sent)


def approve(order_id: UUID) -> AnyResponse:
    """Approve and send."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            sending.approve(
                session, actor, order_id, board_minutes=given("board_minutes")[:100] or None, key=form_key()
            )

    return do(order_id, verb, _("Pesanan disetujui dan dikirim ke pemasok."))


def send_back(order_id: UUID) -> AnyResponse:
    """Give the order back to the one who made it."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            sending.send_back(session, actor, order_id, reason=given("reason"), key=form_key())

    return do(order_id, verb, _("Pesanan dikembalikan ke pembuatnya."))


def agree(order_id: UUID) -> AnyResponse:
    """Agree to what the supplier offers."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            sending.agree(session, actor, order_id, board_minutes=given("board_minutes")[:100] or None, key=form_key())

    return do(order_id, verb, _("Tawaran pemasok disetujui."))


def cancel(order_id: UUID) -> AnyResponse:
    """Cancel the order."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            sending.cancel(session, actor, order_id, reason=given("reason"), key=form_key())

    return do(order_id, verb, _("Pesanan dibatalkan."))


def close(order_id: UUID) -> AnyResponse:
    """Close the order."""

    def verb(actor: Any) -> None:
        with transaction() as session:
            sending.close(session, actor, order_id, key=form_key())

    return do(order_id, verb, _("Pesanan selesai."))
