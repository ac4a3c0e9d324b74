"""From what was chosen to one order per supplier."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for

from frontend.comparison.figures import read_decimal
from frontend.language import current_language
from frontend.translations import gettext_lazy as _
from marketplace.api import current_actor
from marketplace.database import transaction
from marketplace.errors import DomainError
from marketplace.orders.comparison import compare_want_list
from marketplace.orders.comparison.choosing import choices, make_order, supplier_freight, supplier_order
from marketplace.orders.rules.requests import OrderTerms

PAYMENT_WAYS = (("cash", _("Tunai"), ""), ("transfer", _("Transfer"), ""), ("credit", _("Tempo"), ""))


def show_order(list_id: UUID, supplier_id: UUID) -> Any:
    """What is chosen from one supplier, and how it is to be paid and brought."""
    return _page(list_id, supplier_id, {})


def _page(list_id: UUID, supplier_id: UUID, errors: dict[str, str], status: int = 200) -> Any:
    with transaction() as session:
        compared = compare_want_list(session, current_actor(), list_id)
        chosen = choices(session, [want.id for want in compared.want_list.wants])
        part = supplier_order(compared, chosen, supplier_id)
    page = render_template(
        "comparison/order.html",
        found=compared.want_list,
        part=part,
        freight=supplier_freight(part),
        tax_unknown=any(line.chosen.offer.tax is None for line in part.lines),
        payment_ways=PAYMENT_WAYS,
        errors=errors,
        typed=request.form,
        key=request.form.get("idempotency_key") or uuid4().hex,
    )
    return page, status


def create_order(list_id: UUID, supplier_id: UUID) -> Any:
    """Make the draft order and go on to it."""
    try:
        freight = read_decimal(request.form.get("freight", ""))
    except ValueError:
        return _page(list_id, supplier_id, {"freight": _("Tulis angka rupiah, atau kosongkan.")}, 422)
    way = request.form.get("payment_way", "cash")
    try:
        with transaction() as session:
            actor = current_actor()
            compared = compare_want_list(session, actor, list_id)
            chosen = choices(session, [want.id for want in compared.want_list.wants])
            terms = OrderTerms(
                payment_way=way,  # type: ignore[arg-type]
                credit_days=request.form.get("credit_days", 0, type=int) if way == "credit" else 0,
                wanted_on=compared.want_list.wanted_on,
                note=request.form.get("note", "")[:1000],
                freight=None if freight is None else int(freight),
                tax_basis=request.form.get("tax_basis") or None,  # type: ignore[arg-type]
                want_list_id=list_id,
            )
            part = supplier_order(compared, chosen, supplier_id)
            order = make_order(session, actor, compared, part, terms, key=request.form.get("idempotency_key"))
    except DomainError as error:
        return _page(list_id, supplier_id, {error.field or "lines": error.message(current_language())}, 422)
    return redirect(url_for("orders.order", order_id=order.id), 303)
