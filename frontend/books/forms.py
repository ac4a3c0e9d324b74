"""What the pages of the books share: their templates, the days and the page that an address asks for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response, flash, make_response, render_template, request
from flask_babel import gettext as _

from marketplace.api import current_actor
from marketplace.clock import today

ROWS_OF_A_PAGE = 50


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of `frontend/templates/books`."""
    return make_response(render_template(f"books/{template}.html", **context), status)


def secret_page(template: str, **context: Any) -> Response:
    """A page that shows something this once: no browser and no proxy keeps it."""
    response = page(template, **context)
    response.headers["Cache-Control"] = "no-store"
    return response


def present_day() -> date:
    """Today, where the cooperative is."""
    return today(current_actor().time_zone)


def asked_day(name: str, default: date) -> date:
    """A day of the address; `default` where there is none or none that can be."""
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else default
    except ValueError:
        flash(_("Tanggal itu tidak ada. Pilih dari kalender."), "warning")
        return default


def page_number() -> int:
    """Which page of a list is asked for, from 1."""
    text = request.args.get("page", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 7 else 1


def whole(value: Decimal | None) -> int | None:
    """A whole number that was typed; None where it was none, or no whole one."""
    return int(value) if value is not None and value == value.to_integral_value() else None
