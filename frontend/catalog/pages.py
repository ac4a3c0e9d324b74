"""Price caps (HET): set and ended by the platform and city offices, read by everybody where they hold."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from frontend.forms import form_key, given, version_seen
from frontend.suppliers import forms
from frontend.suppliers.forms import actor, errors_of, status_of
from marketplace.catalog import queries, services
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import Conflict, Invalid

blueprint = Blueprint("catalog", __name__)

PERS = ("kg", "l", "piece")


@blueprint.get("/price-caps")
def price_caps() -> Response:
    """What may be asked at most."""
    return _page()


def _page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    now = today(actor().time_zone)
    may_keep = queries.may_keep_caps(actor())
    with transaction() as session:
        lines = queries.cap_lines(session, actor())
        regions = queries.regions_to_cap(session, actor()) if may_keep else []
    context: dict[str, Any] = {
        "lines": lines, "regions": [(code, name, "") for code, name in regions], "may_keep": may_keep, "now": now,
        "chosen": request.form.getlist("region_codes") or [code for code, _name in regions[:1] if len(regions) < 30],
        "errors": errors or {}, "typed": request.form, "key": form_key(),
        "back": url_for("suppliers.suppliers") if actor().is_a("cooperative") else "",
    }  # fmt: skip
    return make_response(render_template("catalog/price_caps.html", **context), status)


@blueprint.post("/price-caps")
def add_price_cap() -> Response | Redirect:
    """Set a price cap."""
    services.require_cap_keeper(actor())
    typed = forms.Typed()
    price, first, last = typed.number("price"), typed.day("valid_from"), typed.day("valid_until")
    commodity, source = given("commodity"), given("source")
    if not 2 <= len(commodity) <= 100:
        typed.errors["commodity"] = _("Tulis barangnya, misalnya beras medium.")
    if not 1 <= len(source) <= 300:
        typed.errors["source"] = _("Tulis siapa yang menetapkan dan kapan.")
    if price is None:
        typed.errors.setdefault("price", _("Tulis harganya."))
    if first is None:
        typed.errors.setdefault("valid_from", _("Pilih tanggal mulainya."))
    if price is None or first is None or typed.errors:
        return _page(typed.errors, 422)
    try:
        with transaction() as session:
            services.set_price_cap(
                session, actor(), commodity=commodity, region_codes=request.form.getlist("region_codes"), price=price,
                per=given("per") if given("per") in PERS else "kg", valid_from=first, valid_until=last, source=source,
                key=given("idempotency_key") or None,
            )  # fmt: skip
    except (Conflict, Invalid) as error:
        return _page(errors_of(error, "commodity"), status_of(error))
    flash(_("HET tersimpan. Perbandingan harga langsung memakainya."), "success")
    return redirect(url_for("catalog.price_caps"), 303)


@blueprint.post("/price-caps/<uuid:cap_id>/end")
def end_price_cap(cap_id: UUID) -> Response | Redirect:
    """A price cap holds for the last time today."""
    try:
        with transaction() as session:
            services.end_price_cap(session, actor(), cap_id, today(actor().time_zone), expected_version=version_seen())
    except (Conflict, Invalid) as error:
        return _page(errors_of(error, "commodity"), status_of(error))
    flash(_("HET itu berakhir hari ini."), "success")
    return redirect(url_for("catalog.price_caps"), 303)
