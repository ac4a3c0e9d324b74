"""Boats: the lines that somebody may use, when each leaves, and the days on which it stays in port."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from frontend import charts, formatting
from frontend.forms import form_key, given, version_seen
from frontend.language import current_language
from frontend.suppliers import forms, words
from frontend.suppliers.forms import actor, errors_of, page, status_of
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import Conflict, DomainError, Invalid
from marketplace.suppliers.queries import boats as reads
from marketplace.suppliers.services import boats as services

MONDAY = date(2024, 1, 1)
LONGEST_NAME = 100


def boats() -> Response:
    """Every boat line that one may use, with its rhythm and next sailing."""
    now = today(actor().time_zone)
    with transaction() as session:
        lines = reads.boat_lines(session, actor(), now)
    back = {"cooperative": "suppliers.carriages", "supplier": "suppliers.home"}.get(actor().organisation_kind)
    return page(
        "boats", lines=lines, rhythm=rhythm, may_keep=services.may_keep_boats(actor()),
        back=url_for(back) if back else "",
    )  # fmt: skip


def show_add_boat() -> Response:
    """A new line."""
    return _form_page()


def _form_page(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    return page("boat_new", status, errors=errors or {}, values=_typed_values(), weekdays=weekdays(), key=form_key())


def add_boat() -> Response | Redirect:
    """Enter a line, and go on to its calendar."""
    line, errors = _line()
    if not errors:
        try:
            with transaction() as session:
                made = services.add_sea_route(session, actor(), line, key=given("idempotency_key") or None)
            return redirect(url_for("suppliers.boat", route_id=made.id), 303)
        except DomainError as error:
            errors = errors_of(error, "name")
    return _form_page(errors, 422)


def boat(route_id: UUID) -> Response:
    """One line: when it leaves this month, and for its keeper what may be mended."""
    return _boat_page(route_id)


def _boat_page(route_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    now = today(actor().time_zone)
    first, last = reads.month_of(_month_shown(now))
    with transaction() as session:
        route = reads.sea_route(session, actor(), route_id)
        days = reads.sailing_days(session, actor(), route_id, first, last)
    is_own = route.kept_by == actor().organisation_id and services.may_keep_boats(actor())
    notes = {each.departs_on: [_note(route_id, each, is_own, now)] for each in days}
    return page(
        "boat", status, route=route, is_own=is_own, rhythm=rhythm(route), month=first,
        weeks=charts.month_weeks(first.year, first.month, now, notes),
        before=(first - timedelta(days=1)).isoformat()[:7], after=(last + timedelta(days=1)).isoformat()[:7],
        day=given("departs_on") or request.args.get("day") or "", weekdays=weekdays(), errors=errors or {},
        values=_typed_values() if "name" in request.form else _stored_values(route),
    )  # fmt: skip


def _month_shown(now: date) -> date:
    """The month asked for, as `2026-11`; else this one."""
    try:
        return date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return now


def _note(route_id: UUID, found: reads.SailingDay, is_own: bool, now: date) -> charts.DayNote:
    shape, word = words.SAILINGS[found.state]
    href = ""
    if is_own and found.departs_on >= now:
        day = found.departs_on.isoformat()
        href = url_for("suppliers.boat", route_id=route_id, month=day[:7], day=day) + "#field-departs_on"
    return charts.DayNote(shape, str(word), href)


def change_boat(route_id: UUID) -> Response | Redirect:
    """Mend name, ports or rhythm."""
    line, errors = _line()
    if errors:
        return _boat_page(route_id, errors, 422)
    try:
        with transaction() as session:
            services.change_sea_route(session, actor(), route_id, line, expected_version=version_seen())
    except (Conflict, Invalid) as error:
        return _boat_page(route_id, errors_of(error, "name"), status_of(error))
    flash(_("Jadwal kapal tersimpan."), "success")
    return redirect(url_for("suppliers.boat", route_id=route_id), 303)


def remove_boat(route_id: UUID) -> Response | Redirect:
    """Take a line away that nothing goes by."""
    try:
        with transaction() as session:
            services.remove_sea_route(session, actor(), route_id)
    except (Conflict, Invalid) as error:
        return _boat_page(route_id, errors_of(error, "name"), status_of(error))
    flash(_("Kapal itu dihapus."), "success")
    return redirect(url_for("suppliers.boats"), 303)


def set_sailing(route_id: UUID) -> Response | Redirect:
    """Say of one day that the boat leaves, stays, or goes by its rhythm again."""
    typed = forms.Typed()
    day = typed.day("departs_on")
    if day is None:
        return _boat_page(route_id, {"departs_on": _("Pilih tanggalnya.")}, 422)
    with transaction() as session:
        if given("verdict") == "regular":
            services.clear_sailing(session, actor(), route_id, day)
        else:
            services.set_sailing(session, actor(), route_id, day, cancelled=given("verdict") == "cancelled")
    flash(_("Tersimpan. Perbandingan harga memakai jadwal yang baru."), "success")
    return redirect(url_for("suppliers.boat", route_id=route_id, month=day.isoformat()[:7]), 303)


def weekdays() -> list[tuple[str, str, str]]:
    """Monday to Sunday as choices."""
    return [(str(n), formatting.weekday(MONDAY + timedelta(days=n), current_language()), "") for n in range(7)]


def rhythm(route: Any) -> str:
    """When a line leaves, in words: `Senin dan Kamis`, `tiap 14 hari sejak 3 November 2026`."""
    language = current_language()
    told = []
    if route.weekdays:
        names = [formatting.weekday(MONDAY + timedelta(days=day), language) for day in route.weekdays]
        told.append(formatting.listed(names, language))
    if route.every_days:
        since = formatting.date_long(route.first_on, language)
        told.append(_("tiap %(days)s hari sejak %(day)s", days=route.every_days, day=since))
    return ", ".join(told) or _("hanya pada tanggal yang dicatat")


def _line() -> tuple[services.Line, dict[str, str]]:
    typed = forms.Typed()
    days, every_days, first_on = typed.count("days"), typed.count("every_days"), typed.day("first_on")
    for name in ("name", "port_from", "port_to"):
        if not 0 < len(given(name)) <= LONGEST_NAME:
            typed.errors[name] = _("Tulis sampai 100 huruf.")
    if "days" not in typed.errors and (days is None or days > 60):
        typed.errors["days"] = _("Tulis 0 sampai 60 hari; 0 bila tiba hari itu juga.")
    if every_days is not None and not 1 <= every_days <= 365:
        typed.errors["every_days"] = _("Tulis 1 sampai 365 hari.")
    chosen = {int(day) for day in request.form.getlist("weekdays") if day in {"0", "1", "2", "3", "4", "5", "6"}}
    line = services.Line(
        name=given("name"), port_from=given("port_from"), port_to=given("port_to"), days=days or 0,
        weekdays=chosen, first_on=first_on, every_days=every_days,
    )  # fmt: skip
    return line, typed.errors


def _typed_values() -> dict[str, Any]:
    names = ("name", "port_from", "port_to", "days", "first_on", "every_days")
    return {**{name: given(name) for name in names}, "weekdays": request.form.getlist("weekdays")}


def _stored_values(route: Any) -> dict[str, Any]:
    return {
        "name": route.name, "port_from": route.port_from, "port_to": route.port_to, "days": route.days,
        "weekdays": [str(day) for day in route.weekdays], "every_days": route.every_days or "",
        "first_on": route.first_on.isoformat() if route.first_on else "",
    }  # fmt: skip
