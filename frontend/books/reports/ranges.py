"""The page of a cooperative's own table of cash flows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from frontend.translations import gettext_lazy
from marketplace.api import current_actor
from marketplace.books.queries import reports as queries
from marketplace.books.rules.reports import Activity, CashFlowRange
from marketplace.books.rules.roles import TREASURERS
from marketplace.books.services.reports import set_cash_flow_ranges as change_ranges
from marketplace.database import transaction
from marketplace.errors import Invalid

EMPTY_ROWS = 3

ACTIVITY_WORDS: dict[Activity, object] = {
    "operating": gettext_lazy("kegiatan usaha"),
    "investing": gettext_lazy("investasi"),
    "financing": gettext_lazy("pendanaan"),
}


def cash_flow_ranges() -> Any:
    """The table of which accounts are of which activity."""
    with transaction() as session:
        ranges = queries.cash_flow_ranges(session, current_actor())
    return _page(ranges, {}, ranges)


def set_cash_flow_ranges() -> Any:
    """Keep the table, and go back to the statement."""
    typed, seen = _typed("first_code", "activity"), _typed("seen_code", "seen_activity")
    try:
        with transaction() as session:
            change_ranges(session, current_actor(), typed, seen=seen)
    except Invalid:
        errors = {"first_code": _("Setiap kode hanya sekali: angka, huruf, titik dan garis, misalnya 1-5.")}
        return _page(typed, errors, seen), 422
    flash(_("Golongan arus kas disimpan."), "success")
    return redirect(url_for("books.cash_flow"), 303)


def _typed(code: str, activity: str) -> tuple[CashFlowRange, ...]:
    pairs = zip(request.form.getlist(code), request.form.getlist(activity), strict=False)
    return tuple(CashFlowRange(first.strip(), what) for first, what in pairs if first.strip())  # type: ignore[arg-type]


def _page(ranges: Sequence[CashFlowRange], errors: dict[str, str], seen: Sequence[CashFlowRange]) -> Any:
    may_write = current_actor().has_role(*TREASURERS)
    return render_template(
        "books/reports/ranges.html",
        rows=[*ranges, *[None] * EMPTY_ROWS],
        errors=errors,
        seen=seen,
        may_write=may_write,
        words=ACTIVITY_WORDS,
    )
