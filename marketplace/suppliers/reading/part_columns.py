"""Which columns tell about which price of a row: its unit, its content, and the outer pack beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marketplace.suppliers.reading.columns import Column, Layout, PricePart
from marketplace.suppliers.reading.headings import OUTER_GROUP, Heading, plain, unit_in
from marketplace.suppliers.reading.unit_cells import CASE_UNITS
from marketplace.suppliers.reading.units import BUNDLES, UNITS, unit_named

_PACKED = BUNDLES | {"pak", "kotak", "bungkus", "strip", "toples"}
_CASE_OF = re.compile(r"\s*\d+\s*x\s*(\d.*)", re.IGNORECASE)
_COUNT = re.compile(r"\d+(?:\s*x\s*\d+)*\s*[a-z]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PartColumns:
    """Indices of columns. ``own``: tells the content of the very unit that this price is for (`Isi/Ball`);
    ``count_unit``: the outer unit that the heading of ``count`` or ``pack`` names; ``is_case_pack``: ``pack`` tells a
    case (`Case Size`), and this price is for one piece of it; ``inner``: what one of the counted packs holds."""

    unit: int | None
    pack: int | None
    count: int | None
    count_unit: str | None
    own: int | None
    is_case_pack: bool = False
    inner: int | None = None


def columns_of(part: PricePart, layout: Layout, parts: list[PricePart]) -> PartColumns:
    told = _told_contents(layout) or _undivided_content(layout, parts)
    own = next((index for unit, index in told if part.unit and same_unit(unit, part.unit)), None)
    pack = _pack(part, layout, parts, told)
    count = _count(part, layout)
    if own is not None and part.unit in CASE_UNITS and own in layout.by_meaning.get("case_count", ()):
        own, count = None, own  # cartons have columns of their own
    unit = layout.first("case_unit") if part.group == OUTER_GROUP else layout.units.get(part.group)
    count_unit = _heading_unit(layout, count) or _heading_unit(layout, pack)
    if count_unit is None and (count is not None or pack is not None):
        count_unit = _only_outer(parts)
    inner = _inner(layout, count, told)
    is_single = part.single or part.unit == "pcs"
    is_case_pack = is_single and len(parts) > 1 and any(index == pack and u in CASE_UNITS for u, index in told)
    return PartColumns(unit, pack, count, count_unit, own, is_case_pack, inner)


def _inner(layout: Layout, count: int | None, told: list[tuple[str, int]]) -> int | None:
    """`Pak/Dus` counts packs: the column `Isi/Pak` that tells what one of them holds."""
    column = next((c for c in layout.columns if c.index == count), None)
    counted = unit_in(plain(column.heading).split("(")[0]) if column is not None and column.heading else None
    if column is None or counted is None or column.read is None or counted == column.read.unit:
        return None
    return next((index for unit, index in told if unit == counted), None)


def same_unit(first: str, second: str) -> bool:
    return first == second or (first in CASE_UNITS and second in CASE_UNITS)


def measures_of(layout: Layout) -> dict[int, str | None]:
    """Pack columns whose bare numbers are a mass or volume, and in what; None where the heading does not tell."""
    return {
        column.index: _measure_of(column.read)
        for column in layout.columns
        if column.meaning == "pack" and column.read is not None and (column.read.single or _measure_of(column.read))
    }


def _measure_of(heading: Heading) -> str | None:
    if heading.measure is not None:
        return heading.measure
    return heading.unit if heading.unit is not None and UNITS[heading.unit].kind in ("mass", "volume") else None


def own_content(text: str, unit: str, measure: str | None) -> str:
    """The content cell of a price's own unit as a pack: `20` under `Isi/Ball` is `20/bal`, `25` kg are the sack's."""
    if measure is not None and text.replace(".", "").replace(",", "").isdecimal():
        return f"{text} {measure}"
    return f"({text}/{unit})" if _COUNT.fullmatch(text) else text


def single_of(pack: str) -> str:
    """One of `4 x 5kg` is 5 kg; of what a case holds without a size, one piece is no size at all."""
    found = _CASE_OF.fullmatch(pack)
    return found[1] if found else pack


def packed_unit(pack: str) -> str:
    """What a price `per kemasan` is for: the container that the pack cell names, else a pack."""
    first = pack.split(" ")[0].rstrip(".:,") if pack else ""
    unit = unit_named(first)
    return unit.name if unit is not None and unit.kind in ("outer", "each") else "pak"


def _told_contents(layout: Layout) -> list[tuple[str, int]]:
    """Columns that tell the content of the unit in their heading."""
    told = [(c.read.unit, c.index) for c in _content_columns(layout) if c.read is not None and c.read.unit]
    return [(unit, index) for unit, index in told if UNITS[unit].kind == "outer" or unit in _PACKED]


def _content_columns(layout: Layout) -> list[Column]:
    return [column for column in layout.columns if column.meaning in ("case_count", "pack")]


def _undivided_content(layout: Layout, parts: list[PricePart]) -> list[tuple[str, int]]:
    """`Isi` beside `Bungkus` and `Slop`: the content of the larger one."""
    columns = _content_columns(layout)
    bundles = [part.unit for part in parts if part.unit in BUNDLES]
    if len(columns) != 1 or len(bundles) != 1 or any(p.unit and UNITS[p.unit].kind == "outer" for p in parts):
        return []
    profile = columns[0].profile
    is_count = profile.numeric > 0.8 and profile.measured < 0.2
    return [(str(bundles[0]), columns[0].index)] if is_count else []


def _pack(part: PricePart, layout: Layout, parts: list[PricePart], told: list[tuple[str, int]]) -> int | None:
    """Where a row prices several units, a column that tells one unit's content tells nothing about the others."""
    index = layout.packs.get(part.group)
    if index is None or part.unit is None:
        return index
    others = [other.unit for other in parts if other.unit and not same_unit(other.unit, part.unit)]
    if UNITS[part.unit].kind in ("mass", "volume") and any(UNITS[u].kind not in ("mass", "volume") for u in others):
        return None
    if part.unit == "pcs" and any(index == column and unit in CASE_UNITS for unit, column in told):
        return index  # one of `24 x 415 g`
    is_others = any(index == column and any(same_unit(unit, other) for other in others) for unit, column in told)
    is_own = any(index == column and same_unit(unit, part.unit) for unit, column in told)
    return None if is_others or is_own else index


def _count(part: PricePart, layout: Layout) -> int | None:
    counts = layout.case_counts
    if part.group == OUTER_GROUP:
        return next(iter({**layout.packs, **counts}.values()), None)
    if part.group in counts:
        return counts[part.group]
    return next(iter(counts.values())) if counts and part.group == 1 and len(counts) == 1 else None


def _heading_unit(layout: Layout, index: int | None) -> str | None:
    """The outer unit that a heading such as `Isi/Dus` names."""
    column = next((c for c in layout.columns if c.index == index), None) if index is not None else None
    if column is None or column.read is None or column.read.unit is None:
        return None
    unit = column.read.unit
    if UNITS[unit].kind in ("mass", "volume") or unit == "pcs":
        return None
    return unit if UNITS[unit].kind == "outer" or unit in _PACKED or "/" in (column.heading or "") else None


def _only_outer(parts: list[PricePart]) -> str | None:
    """`Isi` beside `Harga Karton`: the content is the carton's."""
    units = {part.unit for part in parts if part.unit and UNITS[part.unit].kind == "outer"}
    return units.pop() if len(units) == 1 else None
