"""What a cooperative wants to buy: its lists, and the goods on one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from frontend.comparison.typed_goods import read_good, read_goods
from frontend.formatting import date_short
from frontend.language import current_language
from frontend.typed_numbers import NotANumber, typed_number
from marketplace.api import current_actor
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import Invalid, NotFound
from marketplace.orders.queries.wants import newest_want_lists
from marketplace.orders.queries.wants import want_list as find_want_list
from marketplace.orders.services import wants as services
from marketplace.suppliers.queries import offers_for, search_goods

PER_PAGE = 20
USUAL_DAYS_AHEAD = 7
MOST_SUGGESTED = 8


def want_lists() -> Any:
    """The cooperative's lists, newest first, and a form for a new one."""
    return _lists_page({})


def _lists_page(errors: dict[str, str], status: int = 200) -> Any:
    actor = current_actor()
    page = max(request.args.get("page", 1, type=int), 1)
    with transaction() as session:
        rows = newest_want_lists(session, actor, limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE)
    day = today(actor.time_zone) + timedelta(days=USUAL_DAYS_AHEAD)
    shown = render_template(
        "comparison/want_lists.html",
        rows=rows[:PER_PAGE],
        page=page,
        more=len(rows) > PER_PAGE,
        errors=errors,
        typed={"title": request.form.get("title", ""), "wanted_on": request.form.get("wanted_on", day.isoformat())},
        key=request.form.get("idempotency_key") or uuid4().hex,
    )
    return shown, status


def create_want_list() -> Any:
    """A new list; goes on to its page."""
    try:
        wanted_on = date.fromisoformat(request.form.get("wanted_on", ""))
    except ValueError:
        return _lists_page({"wanted_on": _("Tulis tanggalnya, misalnya 2026-12-01.")}, 422)
    try:
        with transaction() as session:
            made = services.create_want_list(
                session,
                current_actor(),
                title=request.form.get("title", ""),
                wanted_on=wanted_on,
                key=request.form.get("idempotency_key"),
            )
    except Invalid:
        return _lists_page({"title": _("Beri nama, paling banyak 200 huruf.")}, 422)
    return redirect(url_for("comparison.want_list", list_id=made.id), 303)


def copy_last() -> Any:
    """A new list with the goods of the newest one."""
    actor = current_actor()
    day = today(actor.time_zone) + timedelta(days=USUAL_DAYS_AHEAD)
    key = request.form.get("idempotency_key")
    with transaction() as session:
        title = _("Belanja %(day)s", day=date_short(day))
        made = services.copy_last(session, actor, title=title, wanted_on=day, key=key)
    return redirect(url_for("comparison.want_list", list_id=made.id), 303)


def want_list(list_id: UUID) -> Any:
    """The goods on a list, what is found for `q`, and how to add more."""
    return _list_page(list_id, {})


def _list_page(list_id: UUID, errors: dict[str, str], status: int = 200) -> Any:
    searched = request.args.get("q", "").strip()[:200]
    with transaction() as session:
        found = find_want_list(session, current_actor(), list_id)
        goods = search_goods(session, current_actor(), searched, limit=MOST_SUGGESTED) if searched else []
    shown = render_template(
        "comparison/want_list.html",
        found=found,
        searched=searched,
        goods=goods,
        errors=errors,
        typed=request.form.get("goods", ""),
        key=uuid4().hex,
    )
    return shown, status


def add_wants(list_id: UUID) -> Any:
    """Add one good or many, a line each: `gula pasir 100 kg`."""
    wanted, unread = read_goods(request.form.get("goods", ""))
    if not wanted and not unread:
        return _list_page(list_id, {"goods": _("Tulis barang dan banyaknya, misalnya: gula pasir 100 kg")}, 422)
    key = request.form.get("idempotency_key")
    with transaction() as session:
        for number, good in enumerate(wanted):
            services.add_want(session, current_actor(), list_id, good, key=f"{key}-{number}" if key else None)
    if unread:
        sentence = _("Belum terbaca, tulis banyak dan satuannya: %(lines)s", lines="; ".join(unread[:5]))
        return _list_page(list_id, {"goods": sentence}, 422)
    return redirect(url_for("comparison.want_list", list_id=list_id), 303)


def add_found(list_id: UUID) -> Any:
    """Add a good that was found: of the catalogue where it is known there, else in its words."""
    try:
        amount = typed_number(request.form.get("quantity", ""), current_language())
        wanted = services.Wanted(
            words=request.form.get("words", ""),
            quantity=amount,
            unit=request.form.get("unit", "pcs").strip(),
            product_id=request.form.get("product_id", type=UUID),
        )
        with transaction() as session:
            _check_visible(session, wanted)
            services.add_want(session, current_actor(), list_id, wanted, key=request.form.get("idempotency_key"))
    except NotANumber as error:
        return _list_page(list_id, {"quantity": str(error)}, 422)
    except Invalid as error:
        return _list_page(list_id, {"quantity": error.message(current_language())}, 422)
    return redirect(url_for("comparison.want_list", list_id=list_id), 303)


def _check_visible(session: Session, wanted: services.Wanted) -> None:
    """A product is known to a cooperative only through an offer that it may see. Raises NotFound."""
    if wanted.product_id and not offers_for(session, current_actor(), product_ids=[wanted.product_id]):
        raise NotFound


def change_want(list_id: UUID, want_id: UUID) -> Any:
    """Change a good as its line was typed anew, or take it off the list."""
    try:
        with transaction() as session:
            if "remove" in request.form:
                services.remove_want(session, current_actor(), list_id, want_id)
            else:
                wanted = read_good(request.form.get("good", ""))
                if wanted is None:
                    raise Invalid(field="good")
                services.change_want(session, current_actor(), list_id, want_id, wanted)
    except Invalid as error:
        flash(error.message(current_language()), "error")
    return redirect(url_for("comparison.want_list", list_id=list_id), 303)
