"""What a report's address asks for, how that is kept in every link, and how a column of days is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, get_args
from uuid import UUID

from flask import flash, request, url_for
from flask_babel import gettext as _

from frontend import formatting
from frontend.language import current_language
from frontend.translations import gettext_lazy
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.books.rules.reports import (
    COMPARISONS,
    Asked,
    Comparison,
    Days,
    LinesBehind,
    Part,
    Scope,
    asked_days,
    end_of,
)
from marketplace.clock import today
from marketplace.errors import Invalid

PARTS: dict[Part, object] = {
    "member": gettext_lazy("Anggota"),
    "non_member": gettext_lazy("Bukan anggota"),
    "undivided": gettext_lazy("Belum terbagi"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """A report as asked for by an address; `kept` is what every link of the page carries on."""

    asked: Asked
    known_on: date | None
    kept: dict[str, str]

    @property
    def days(self) -> Days:
        return self.asked.days

    def address(self, endpoint: str, **changed: Any) -> str:
        """The address of a page with what was asked for; None takes a value off."""
        return url_for(endpoint, **{**self.kept, **changed})


def asked_for(compare: Comparison = "year") -> Request:
    """What the address asks for; the year to date where it says no days, or none that can be."""
    actor = current_actor()
    days = _days(actor)
    chosen = request.args.get("compare", compare)
    known_on = typed_day("known_on")
    scope = Scope(_outlet(), request.args.get("unit") or None, end_of(known_on, actor.time_zone) if known_on else None)
    asked = Asked(days, next((each for each in COMPARISONS if each == chosen), compare), scope)
    kept = {
        "first": days.first.isoformat(),
        "last": days.last.isoformat(),
        "compare": asked.compare,
        "outlet": str(scope.outlet_id or ""),
        "unit": scope.business_unit or "",
        "known_on": known_on.isoformat() if known_on else "",
    }
    return Request(asked, known_on, {name: value for name, value in kept.items() if value})


def _days(actor: Actor) -> Days:
    present = today(actor.time_zone)
    last = typed_day("last") or present
    first = typed_day("first") or last.replace(month=1, day=1)
    try:
        return asked_days(first, last)
    except Invalid:
        flash(_("Tanggal awal sesudah tanggal akhir. Yang tampil: sampai hari ini."), "warning")
        return asked_days(present.replace(month=1, day=1), present)


def typed_day(name: str) -> date | None:
    """A day of the address; None where there is none, or none that can be."""
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        flash(_("Tanggal itu tidak ada. Pilih dari kalender."), "warning")
        return None


def _outlet() -> UUID | None:
    try:
        return UUID(request.args["outlet"]) if request.args.get("outlet") else None
    except ValueError:
        return None


def lines_behind(asked: Request) -> LinesBehind:
    """Which lines of an account the address asks for: those behind the figure that was opened."""
    part: Part | None = next((each for each in get_args(Part) if each == request.args.get("part")), None)
    left_out = request.args.get("without")
    return LinesBehind(
        asked.asked.scope,
        part,
        request.args.get("cash") == "1",
        ("year_end",) if left_out == "year_end" else ("opening",) if left_out == "opening" else (),
    )


def told(asked: Request, behind: LinesBehind | None = None) -> list[str]:
    """In words, what was left out: other outlets and units, what was recorded later, lines not behind the figure."""
    scope, words = asked.asked.scope, []
    if scope.outlet_id:
        words.append(_("Gerai %(name)s", name=outlet_name(scope.outlet_id)))
    if scope.business_unit:
        words.append(_("Unit usaha %(name)s", name=scope.business_unit))
    if asked.known_on:
        day = formatting.date_long(asked.known_on, current_language())
        words.append(_("seperti yang tercatat pada %(day)s", day=day))
    if behind and behind.part:
        words.append(str(PARTS[behind.part]))
    if behind and behind.with_cash:
        words.append(_("yang lewat kas"))
    if behind and "year_end" in behind.leaving_out:
        words.append(_("tanpa jurnal tutup tahun"))
    if behind and "opening" in behind.leaving_out:
        words.append(_("tanpa saldo awal yang dimasukkan"))
    return words


def outlet_name(outlet_id: UUID) -> str:
    """An outlet by the end of its id."""
    return str(outlet_id)[-6:]


def called(days: Days) -> str:
    """A column's name: a year, a quarter, a month, or its days."""
    language, first = current_language(), days.first
    named: tuple[tuple[Days, Callable[[], str]], ...] = (
        (Days.year(first.year), lambda: str(first.year)),
        (Days.quarter(first.year, (first.month + 2) // 3), lambda: formatting.quarter(first, language)),
        (Days.month(first.year, first.month), lambda: formatting.month_year(first, language)),
    )
    for period, name in named:
        if period == days:
            return name()
    if first.year == days.last.year:
        ends = formatting.day_month(first, language), formatting.day_month(days.last, language)
        return f"{ends[0]} – {ends[1]} {first.year}"
    return f"{formatting.date_short(first, language)} – {formatting.date_short(days.last, language)}"


def on_day(day: date) -> str:
    """The name of a column that stands at the end of a day."""
    return formatting.date_short(day, current_language())


def near_periods(present: date) -> list[tuple[str, Days]]:
    """The periods that people ask for, by name."""
    month = Days(present.replace(day=1), present)
    quarter = Days.quarter(present.year, (present.month + 2) // 3)
    return [
        (_("Bulan ini"), month),
        (_("Bulan lalu"), Days.month(*_year_month(month.first - timedelta(days=1)))),
        (_("Triwulan ini"), Days(quarter.first, present)),
        (_("Tahun ini"), Days(present.replace(month=1, day=1), present)),
        (_("Tahun lalu"), Days.year(present.year - 1)),
    ]


def _year_month(day: date) -> tuple[int, int]:
    return day.year, day.month
