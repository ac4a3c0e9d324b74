"""From what was chosen to one order per supplier."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for

from frontend.language import current_language
from frontend.translations import gettext_lazy as _
from frontend.typed_numbers import NotANumber, typed_rupiah
from marketplace.api import current_actor
from marketplace.database import transaction
from marketplace.errors import Conflict, DomainError, Invalid
from marketplace.orders.comparison import WantList, compare_want_list
from marketplace.orders.comparison.choosing import choices, make_order, supplier_freight, supplier_order
from marketplace.orders.rules.offers import TAX_BASES
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
        with transaction() as session:
            actor = current_actor()
            compared = compare_want_list(session, actor, list_id)
            chosen = choices(session, [want.id for want in compared.want_list.wants])
            terms = _terms(compared.want_list)
            part = supplier_order(compared, chosen, supplier_id)
            order = make_order(session, actor, compared, part, terms, key=request.form.get("idempotency_key"))
    except NotANumber as error:
        return _page(list_id, supplier_id, {"freight": str(error)}, 422)
    except DomainError as error:
        if not isinstance(error, (Invalid, Conflict)):
            raise
        return _page(list_id, supplier_id, {error.field or "lines": error.message(current_language())}, 422)
    return redirect(url_for("orders.order", order_id=order.id), 303)


def _terms(found: WantList) -> OrderTerms:
    """How it is to be paid and brought, as typed. Raises NotANumber, Invalid."""
    way, basis = request.form.get("payment_way", "cash"), request.form.get("tax_basis") or None
    if way not in {code for code, _label, _hint in PAYMENT_WAYS}:
        raise Invalid(field="payment_way")
    if basis not in (None, *TAX_BASES):
        raise Invalid(field="tax_basis")
    freight = request.form.get("freight", "").strip()
    return OrderTerms(
        payment_way=way,  # type: ignore[arg-type]
        credit_days=request.form.get("credit_days", 0, type=int) if way == "credit" else 0,
        wanted_on=found.wanted_on,
        note=request.form.get("note", "")[:1000],
        freight=typed_rupiah(freight, current_language()) if freight else None,
        tax_basis=basis,
        want_list_id=found.id,
    )
