"""Gives an application the look and the language of Lumbung: filters, globals, catalogues, static files, compression.

`register(app, shell)` is all that the product calls. It needs no database and no signed-in person,
so the component page and the tests use the same function.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Flask, render_template, request
from flask_babel import Babel
from flask_babel import gettext as _
from markupsafe import Markup

from frontend import assets, charts, compression, formatting, language
from frontend.shell import Shell
from frontend.translations import Catalogues

_SPOKEN = (
    "number",
    "rupiah",
    "rupiah_short",
    "unit_price",
    "signed",
    "percent",
    "unit_name",
    "unit_short",
    "quantity",
    "date_long",
    "date_short",
    "day_month",
    "month_year",
    "month_short",
    "weekday",
    "date_full",
    "time_of_day",
    "moment_long",
    "quarter",
    "rupiah_in_words",
    "file_size",
    "listed",
)


def register(app: Flask, shell: Callable[[], Shell] = Shell, *, today: Callable[[], date] = date.today) -> None:
    """Prepares `app` for the templates in `frontend/templates`.

    `shell` tells per request what stands around the page; `today` is the day by which near dates are told.
    """
    babel = Babel(app, default_locale=language.DEFAULT, locale_selector=language.chosen)
    babel.domain_instance = Catalogues()
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(_filters(today))
    app.jinja_env.globals.update(
        languages=language.LANGUAGES,
        current_language=language.current_language,
        language_url=_language_url,
        shell=shell,
        address_with=address_with,
        chart=charts,
        today=today,
    )
    assets.register(app)
    language.register(app)
    compression.register(app)


def address_with(**changes: str | int | None) -> str:
    """This page's address with some query values changed; None removes one. For sorting and paging links."""
    values = request.args.to_dict(flat=False)
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = [str(value)]
    query = urlencode(values, doseq=True)
    return f"{request.path}?{query}" if query else request.path


def problem_page(status: int, sentence: str = "", reference: str = "") -> str:
    """What a person reads instead of an error: what happened, what he can do. `sentence` replaces the usual one."""
    title, usual, way_on = _problem(status)
    return render_template(
        "errors/problem.html",
        status=status,
        title=title,
        sentence=sentence or usual,
        way_on=way_on,
        reference=reference,
    )


def _problem(status: int) -> tuple[str, str, str]:
    known = {
        400: (_("Isian tidak lengkap"), _("Kiriman tadi tidak terbaca. Kembali, lalu kirim lagi."), "back"),
        401: (_("Masuk dulu"), _("Halaman ini untuk yang sudah masuk."), "sign_in"),
        403: (
            _("Bukan bagian Anda"),
            _("Peran Anda tidak mencakup ini. Minta kepada pengurus bila perlu."),
            "home",
        ),
        404: (_("Halaman tidak ditemukan"), _("Alamatnya salah, atau isinya bukan milik organisasi Anda."), "home"),
        409: (
            _("Sudah berubah"),
            _("Orang lain mengubahnya lebih dulu. Buka lagi yang terbaru."),
            "back",
        ),
        413: (_("Berkas terlalu besar"), _("Kirim berkas yang lebih kecil, atau bagi menjadi beberapa."), "back"),
        422: (_("Isian belum benar"), _("Kembali, lalu periksa isiannya."), "back"),
        429: (_("Terlalu sering"), _("Tunggu satu menit, lalu coba lagi. Data Anda tidak hilang."), "again"),
        503: (_("Sedang dirawat"), _("Lumbung kembali sebentar lagi. Yang sudah tersimpan tetap aman."), "again"),
    }
    other = (_("Ada yang salah di pihak kami"), _("Yang sudah tersimpan tetap aman. Coba lagi sebentar lagi."), "again")
    return known.get(status, other)


def _filters(today: Callable[[], date]) -> dict[str, Callable[..., Any]]:
    filters: dict[str, Callable[..., Any]] = {name: _in_current_language(getattr(formatting, name)) for name in _SPOKEN}
    filters["day_near"] = lambda day: formatting.day_near(day, today(), language.current_language())
    filters["phone"] = formatting.phone
    filters["whatsapp_number"] = formatting.whatsapp_number
    filters["time_tag"] = _time_tag
    return filters


def _in_current_language(function: Callable[..., str]) -> Callable[..., str]:
    takes_unit = function is formatting.quantity

    @wraps(function)
    def spoken(value: Any, *arguments: Any, **named: Any) -> str:
        if takes_unit:
            return function(value, *arguments, language.current_language(), **named)
        return function(value, language.current_language(), *arguments, **named)

    return spoken


def _time_tag(text: str, day: date | datetime) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text)


def _language_url(code: str) -> str:
    return f"/language/{code}?{urlencode({'back': request.full_path.rstrip('?')})}"
