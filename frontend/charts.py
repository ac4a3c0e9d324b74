"""Small drawings made on the server: price history, cash flow, seasons, and the days of a month.

Each function takes exact numbers and gives SVG as `Markup` that carries only classes and attributes, so it passes a
content policy without inline style, prints, and follows the dark mode. Coordinates are whole pixels of the drawing.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from markupsafe import Markup

from frontend import formatting
from frontend.language import current_language

Amount = int | Decimal

WIDTH = 340
_LEFT, _RIGHT = 4, 4
_LABEL = 14  # height of a line of text


@dataclass(frozen=True, slots=True)
class Season:
    """A stretch of the year: `kind` is plant, grow, harvest or closed; ends are included."""

    start: date
    end: date
    kind: str


@dataclass(frozen=True, slots=True)
class DayNote:
    """What happens on a day: a shape, a word, and where it leads."""

    shape: str
    word: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of a month's grid; `outside` belongs to the month before or after."""

    day: date
    outside: bool
    today: bool
    notes: tuple[DayNote, ...] = field(default=())


def price_history(points: Sequence[tuple[date, Amount]], title: str, *, unit: str = "", height: int = 132) -> Markup:
    """A price as steps through time: it holds until the next list. Points ascend by date; at least one is needed."""
    if not points:
        raise ValueError("a price history needs a price")
    language = current_language()
    low, high = min(v for _, v in points), max(v for _, v in points)
    top, bottom = _LABEL + 6, height - 2 * _LABEL - 8
    first, last = points[0][0], points[-1][0]
    span = max((last - first).days, 1)
    xs = [_LEFT + _share((day - first).days, span, WIDTH - _LEFT - _RIGHT - 12) for day, _ in points]
    ys = [
        bottom - _share(value - low, high - low, bottom - top) if high > low else (top + bottom) // 2
        for _, value in points
    ]
    path = f"M{xs[0]} {ys[0]}" + "".join(f"H{x}V{y}" for x, y in zip(xs[1:], ys[1:], strict=True)) + f"H{xs[-1] + 8}"
    parts = [
        _rule(height - _LABEL - 4),
        Markup('<path class="chart-line" d="{}"/>').format(path),
        Markup('<circle class="chart-dot" cx="{}" cy="{}" r="3.5"/>').format(xs[-1] + 8, ys[-1]),
        *_price_labels(points, xs, ys, language, unit),
        _text(_LEFT, height - 4, formatting.day_month(first, language), "start"),
        _text(WIDTH - _RIGHT, height - 4, formatting.day_month(last, language), "end"),
    ]
    told = f"{title}: {formatting.rupiah(points[0][1], language)} → {formatting.rupiah(points[-1][1], language)}{unit}"
    return _drawing(told, height, parts)


def cash_flow(periods: Sequence[tuple[str, int, int]], title: str, *, height: int = 176) -> Markup:
    """Money in (up) and out (down) per period: (label, in, out), whole rupiah, none negative."""
    if not periods or any(came < 0 or went < 0 for _, came, went in periods):
        raise ValueError("cash flow needs periods with amounts in and out that are not negative")
    top, bottom = _LABEL + 2, height - _LABEL - 10
    most_in, most_out = max(came for _, came, _ in periods), max(went for _, _, went in periods)
    zero = top + _share(most_in, most_in + most_out, bottom - top)
    slot = (WIDTH - _LEFT - _RIGHT) // len(periods)
    width = max(slot - 8, 2)
    parts = []
    for index, (label, came, went) in enumerate(periods):
        x = _LEFT + index * slot + (slot - width) // 2
        up = _share(came, most_in + most_out, bottom - top)
        down = _share(went, most_in + most_out, bottom - top)
        parts.append(_bar("chart-in", x, zero - up, width, up))
        parts.append(_bar("chart-out", x, zero, width, down))
        parts.append(_text(x + width // 2, height - 4, label, "middle"))
    parts.append(_rule(zero, "chart-zero"))
    return _drawing(title, height, [*parts, *_extremes(periods, zero, slot)])


def seasons(rows: Sequence[tuple[str, Sequence[Season]]], year: int, title: str) -> Markup:
    """The year of each good: planting, growing, harvest, closed. The pattern tells the kind, not the colour alone."""
    language, left, line = current_language(), 92, 30
    height, month = _LABEL + 8 + line * len(rows), (WIDTH - left - _RIGHT) // 12
    days = 366 if _is_leap(year) else 365
    parts = []
    for index in range(12):
        letter = formatting.month_short(date(year, index + 1, 1), language)[:1]
        parts.append(_text(left + index * month + month // 2, _LABEL - 2, letter, "middle"))
    for index, (label, stretches) in enumerate(rows):
        y = _LABEL + 6 + index * line
        parts.append(_rule(y))
        parts.append(_text(_LEFT, y + 19, label, "start", "chart-name"))
        for season in stretches:
            start = (max(season.start, date(year, 1, 1)) - date(year, 1, 1)).days
            end = (min(season.end, date(year, 12, 31)) - date(year, 1, 1)).days + 1
            x = left + _share(start, days, month * 12)
            parts.append(_bar(f"chart-{season.kind}", x, y + 8, left + _share(end, days, month * 12) - x, line - 15))
    return _drawing(title, height, parts)


def month_weeks(year: int, month: int, today: date, notes: Mapping[date, Sequence[DayNote]]) -> list[list[Day]]:
    """The weeks of a month from Monday, whole weeks, for the calendar component."""
    return [
        [Day(day, day.month != month, day == today, tuple(notes.get(day, ()))) for day in week]
        for week in Calendar().monthdatescalendar(year, month)
    ]


def _price_labels(
    points: Sequence[tuple[date, Amount]], xs: Sequence[int], ys: Sequence[int], language: str, unit: str
) -> list[Markup]:
    last = formatting.rupiah(points[-1][1], language) + unit
    steps = [before for before, after in pairwise(ys) if before != after]
    fell = bool(steps) and steps[-1] < ys[-1]  # a label stands on the side where the line is not
    labels = [_text(WIDTH - _RIGHT, ys[-1] + (16 if fell else -8), last, "end", "chart-strong")]
    if steps:
        rises = next(y for y in ys if y != ys[0]) < ys[0]
        labels.append(_text(xs[0], ys[0] + (14 if rises else -6), formatting.rupiah(points[0][1], language), "start"))
    return labels


def _extremes(periods: Sequence[tuple[str, int, int]], zero: int, slot: int) -> list[Markup]:
    language = current_language()
    best = max(range(len(periods)), key=lambda i: periods[i][1])
    label = formatting.rupiah_short(periods[best][1], language)
    x = min(max(_LEFT + best * slot + slot // 2, 30), WIDTH - 30)
    return [_text(x, _LABEL - 2, label, "middle", "chart-strong")] if periods[best][1] else []


def _drawing(told: str, height: int, parts: Sequence[Markup]) -> Markup:
    return Markup('<svg class="drawing" viewBox="0 0 {} {}" role="img"><title>{}</title>{}</svg>').format(
        WIDTH, height, told, Markup("").join(parts)
    )


def _text(x: int, y: int, text: str, anchor: str, kind: str = "chart-label") -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(kind, x, y, anchor, text)


def _rule(y: int, kind: str = "chart-rule") -> Markup:
    return Markup('<path class="{}" d="M0 {}H{}"/>').format(kind, y, WIDTH)


def _bar(kind: str, x: int, y: int, width: int, height: int) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(kind, x, y, width, height)


def _share(part: Amount, whole: Amount, length: int) -> int:
    """`length` x part / whole in whole pixels; nothing of nothing is nothing."""
    if not whole:
        return 0
    return int((Decimal(part) * length / Decimal(whole)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _is_leap(year: int) -> bool:
    return (date(year, 12, 31) - date(year, 1, 1)).days == 365
