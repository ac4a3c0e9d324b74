"""Who sells: a supplier's own home, a cooperative's suppliers, their terms and the way to the door."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from frontend.forms import form_key, given, version_seen
from frontend.suppliers import forms, words
from frontend.suppliers.forms import actor, errors_of, page, status_of
from marketplace.database import transaction
from marketplace.errors import DomainError
from marketplace.suppliers import queries
from marketplace.suppliers.queries import audience as audiences
from marketplace.suppliers.queries import lists as reads
from marketplace.suppliers.queries import suppliers as supplier_reads
from marketplace.suppliers.queries.matches import suggestions
from marketplace.suppliers.services import freight, matching
from marketplace.suppliers.services import suppliers as services


def home() -> Response:
    """A supplier's home: his lists, and where to hand in the next one."""
    with transaction() as session:
        mine = services.ensure_own_supplier(session, actor())
        supplier = supplier_reads.supplier(session, actor(), mine.id)
        lists = reads.lists_of(session, actor(), mine.id)
    return page("home", supplier=supplier, lists=lists, words=words, errors={}, key=form_key())


def suppliers() -> Response:
    """The suppliers of a cooperative: those that publish to it, and those it keeps."""
    with transaction() as session:
        found = supplier_reads.suppliers(session, actor())
        waiting = len(suggestions(session, actor(), limit=21))
    return page("suppliers", suppliers=found, waiting=waiting)


def show_add() -> Response:
    """A supplier without an account, by name and phone."""
    return page("add", errors={}, key=form_key(), name="", phone="")


def add() -> Response | Redirect:
    """Add him, and go on to his list."""
    name, phone = given("name"), given("phone")
    errors = {} if 0 < len(name) <= 200 else {"name": _("Tulis nama pemasok, paling panjang 200 huruf.")}
    if phone and not any(character.isdigit() for character in phone):
        errors["phone"] = _("Tulis nomornya dengan angka, misalnya 0812-3456-7890.")
    if not errors:
        try:
            with transaction() as session:
                made = services.add_supplier(
                    session, actor(), name=name, phone=phone or None, key=given("idempotency_key") or None
                )
            return redirect(url_for("suppliers.show_upload", supplier_id=made.id), 303)
        except DomainError as error:
            errors = errors_of(error, "name")
    return page("add", 422, errors=errors, key=form_key(), name=name, phone=phone)


def supplier(supplier_id: UUID) -> Response:
    """One supplier: his lists, terms and freight."""
    return _supplier_page(supplier_id)


def _supplier_page(supplier_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    with transaction() as session:
        found = supplier_reads.supplier(session, actor(), supplier_id)
        lists = reads.lists_of(session, actor(), supplier_id)
        terms = queries.terms_for(session, actor(), [supplier_id]).get(str(supplier_id))
        stored = services.terms_of(session, actor(), supplier_id) if found.is_own else None
        rates = freight.freight_rates(session, actor(), supplier_id)
        reach = audiences.reach_of(session, actor())
        routes = queries.sea_routes(session, actor()) if found.is_own else []
        archived = reads.archived_lists(session, actor(), supplier_id)
    return page(
        "supplier", status, supplier=found, lists=lists, archived=archived, terms=terms, stored=stored, rates=rates,
        words=words, routes=routes, regions=dict(reach.regions), errors=errors or {}, typed=request.form,
        key=form_key(),
    )  # fmt: skip


def set_terms(supplier_id: UUID) -> Response | Redirect:
    """Minimum value, payment, days to deliver."""
    typed = forms.Typed()
    payment = given("payment_term") or None
    terms = services.Terms(
        minimum_value=typed.rupiah("minimum_value"),
        payment_term=payment,
        payment_days=typed.count("payment_days") if payment == "credit" else None,
        lead_days=typed.count("lead_days"),
    )
    if payment == "credit" and not terms.payment_days:
        typed.errors.setdefault("payment_days", _("Tulis berapa hari temponya."))
    for name, days in (("payment_days", terms.payment_days), ("lead_days", terms.lead_days)):
        if days is not None and days > 365:
            typed.errors.setdefault(name, _("Paling lama 365 hari."))
    if typed.errors:
        return _supplier_page(supplier_id, typed.errors, 422)
    try:
        with transaction() as session:
            services.set_terms(session, actor(), supplier_id, terms, expected_version=version_seen())
    except DomainError as error:
        return _supplier_page(supplier_id, errors_of(error), status_of(error))
    flash(_("Syaratnya tersimpan."), "success")
    return redirect(url_for("suppliers.supplier", supplier_id=supplier_id), 303)


def set_rate(supplier_id: UUID) -> Response | Redirect:
    """What the supplier charges to a zone."""
    typed = forms.Typed()
    tariff = _tariff(typed)
    if not typed.errors:
        try:
            with transaction() as session:
                freight.set_freight_rate(
                    session, actor(), supplier_id, given("region_code") or None, tariff,
                    sea_route_id=next(iter(forms.identifiers("sea_route_id")), None),
                )  # fmt: skip
            flash(_("Ongkirnya tersimpan."), "success")
            return redirect(url_for("suppliers.supplier", supplier_id=supplier_id), 303)
        except DomainError as error:
            typed.errors.update(errors_of(error, "per_kg"))
    return _supplier_page(supplier_id, typed.errors, 422)


def remove_rate(supplier_id: UUID, rate_id: UUID) -> Redirect:
    """A rate said before holds no longer."""
    with transaction() as session:
        freight.remove_freight_rate(session, actor(), rate_id)
    flash(_("Ongkir itu dihapus; sekarang tidak diketahui lagi."), "success")
    return redirect(url_for("suppliers.supplier", supplier_id=supplier_id), 303)


def _tariff(typed: forms.Typed) -> freight.Tariff:
    return freight.Tariff(
        per_kg=typed.number("per_kg"),
        per_package=typed.number("per_package"),
        per_drop=typed.rupiah("per_drop"),
        free_from=typed.rupiah("free_from"),
        days=typed.count("days"),
    )


def carriages() -> Response:
    """How the cooperative fetches goods itself."""
    return _carriages_page()


def _carriages_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    with transaction() as session:
        found = queries.carriages(session, actor())
        routes = queries.sea_routes(session, actor())
        known = supplier_reads.suppliers(session, actor())
    return page(
        "carriages", status, carriages=found, routes=routes, suppliers=known, names={s.id: s.name for s in known},
        errors=errors or {}, typed=request.form, key=form_key(),
    )  # fmt: skip


def add_carriage() -> Response | Redirect:
    """Say once what fetching costs."""
    typed = forms.Typed()
    tariff = _tariff(typed)
    if not given("name"):
        typed.errors["name"] = _("Beri nama, misalnya Pompong Sekupang ke Pulau Terong.")
    if not typed.errors:
        try:
            with transaction() as session:
                freight.add_carriage(
                    session, actor(), name=given("name")[:100], tariff=tariff,
                    supplier_id=next(iter(forms.identifiers("supplier_id")), None),
                    sea_route_id=next(iter(forms.identifiers("sea_route_id")), None),
                    key=given("idempotency_key") or None,
                )  # fmt: skip
            flash(_("Biaya angkut tersimpan."), "success")
            return redirect(url_for("suppliers.carriages"), 303)
        except DomainError as error:
            typed.errors.update(errors_of(error, "per_kg"))
    return _carriages_page(typed.errors, 422)


def remove_carriage(carriage_id: UUID) -> Redirect:
    """The cooperative fetches this way no longer."""
    with transaction() as session:
        freight.remove_carriage(session, actor(), carriage_id)
    return redirect(url_for("suppliers.carriages"), 303)


def matches() -> Response:
    """What may be the same thing at two suppliers."""
    with transaction() as session:
        found = suggestions(session, actor(), limit=20)
    return page("matches", suggestions=found, words=words)


def decide(suggestion_id: UUID) -> Redirect:
    """Confirm or refuse, once."""
    with transaction() as session:
        if given("verdict") == "confirmed":
            matching.confirm_match(session, actor(), suggestion_id)
        else:
            matching.refuse_match(session, actor(), suggestion_id)
    return redirect(url_for("suppliers.matches"), 303)


def counts() -> Response:
    """For a city office: how many, never who asks what."""
    with transaction() as session:
        found = supplier_reads.office_counts(session, actor())
    return page("counts", counts=found)
