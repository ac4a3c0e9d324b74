"""What the cooperative asks for its goods: typed on one page or taken from a file, asked once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from frontend.comparison.typed_prices import MOST_BYTES, read_prices
from frontend.language import current_language
from frontend.typed_numbers import NotANumber, typed_number
from marketplace.api import current_actor
from marketplace.database import transaction
from marketplace.errors import Invalid
from marketplace.orders.comparison import SellingPrice, compare_want_list, keep_selling_prices
from marketplace.suppliers.comparing.comparison import Row


def selling_prices(list_id: UUID) -> Any:
    """A line per good of the list: what it sells for, and how much of it in a month."""
    return _page(list_id, {})


def _page(list_id: UUID, errors: dict[str, str], status: int = 200) -> Any:
    with transaction() as session:
        compared = compare_want_list(session, current_actor(), list_id)
    page = render_template(
        "comparison/selling_prices.html",
        found=compared.want_list,
        rows=compared.comparison.rows,
        spoken=lambda sentence: sentence.in_language(current_language()),
        errors=errors,
        typed=request.form,
    )
    return page, status


def keep(list_id: UUID) -> Any:
    """Keep what was typed; an empty line keeps what was said before."""
    with transaction() as session:
        rows = compare_want_list(session, current_actor(), list_id).comparison.rows
    said, errors = [], {}
    for row in rows:
        try:
            price = _typed(row)
        except NotANumber as error:
            errors[f"price-{row.want.key}"] = f"{row.want.name}: {error}"
        else:
            said += [price] if price else []
    if errors:
        return _page(list_id, errors, 422)
    try:
        with transaction() as session:
            keep_selling_prices(session, current_actor(), said)
    except Invalid as error:
        return _page(list_id, {"price": error.message(current_language())}, 422)
    return redirect(url_for("comparison.comparison", list_id=list_id), 303)


def _typed(row: Row) -> SellingPrice | None:
    language = current_language()
    price = request.form.get(f"price-{row.want.key}", "").strip()
    volume = request.form.get(f"volume-{row.want.key}", "").strip()
    if not price:
        return None
    number = typed_number(price, language)
    if number <= 0:
        raise NotANumber(_("Harga jual harus lebih dari nol."))
    monthly = typed_number(volume, language) if volume else None
    return SellingPrice(row.want.name, number, row.measure.per, monthly or None)


def keep_file(list_id: UUID) -> Any:
    """Keep the prices of a CSV; says what could not be read."""
    given = request.files.get("file")
    content = given.stream.read(MOST_BYTES + 1) if given else b""
    if not content or len(content) > MOST_BYTES:
        return _page(list_id, {"file": _("Pilih berkas CSV, paling besar 4 MB.")}, 422)
    prices, unread = read_prices(content)
    if not prices:
        return _page(list_id, {"file": _("Tidak ada harga yang terbaca: perlu kolom nama dan harga.")}, 422)
    try:
        with transaction() as session:
            count = keep_selling_prices(session, current_actor(), prices)
    except Invalid as error:
        return _page(list_id, {"file": error.message(current_language())}, 422)
    flash(ngettext("%(num)s harga jual disimpan.", "%(num)s harga jual disimpan.", count), "done")
    if unread:
        lines = ", ".join(map(str, unread[:10]))
        flash(_("Baris yang tidak terbaca: %(lines)s.", lines=lines), "notice")
    return redirect(url_for("comparison.selling_prices", list_id=list_id), 303)
