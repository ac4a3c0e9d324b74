"""What a cell of a unit column says: the unit, and what it tells about content beside it."""

from __future__ import annotations

import re
from functools import lru_cache

from marketplace.suppliers.reading.contents import ONE
from marketplace.suppliers.reading.packs import Pack, scan_cell
from marketplace.suppliers.reading.units import SPELLINGS, UNITS, Unit, unit_named

CASE_UNITS = frozenset({"dus", "karton", "box"})
SINGLES = frozenset({"pcs", "buah", "biji", "botol", "kaleng", "cup", "sachet", "tube", "butir", "batang", "lembar"})
SINGLE_PIECES = frozenset(
    {"pcs", "pc", "pce", "pces", "piece", "pieces", "buah", "bh", "biji", "bj", "unit", "ea", "stück", "stueck"}
)


@lru_cache(maxsize=16_384)
def unit_cell(text: str) -> tuple[Unit | None, Pack]:
    """A unit cell: the unit it begins with and what it tells about content (`Karton 24`, `500 g`, `1 dus isi 24`)."""
    line = re.sub(r"^(?:per\b|/|@|1\s+(?=[a-z]))\s*", "", text.strip().lower()).strip()
    if not line:
        return None, scan_cell("")
    unit = unit_named(line)
    if unit is not None:
        return unit, scan_cell("")
    if line.isdecimal():
        return None, scan_cell("")
    pack = scan_cell(line)
    if pack.whole:
        return UNITS[pack.whole], pack
    first = re.match(r"[a-zé()]+\.?", line)
    found = SPELLINGS.get(first.group().rstrip(".")) if first else None
    if found is not None and re.match(r"^[a-z().]+\s*(?:[/&,]|dan|atau)\s*[a-z]+$", line):
        second = unit_named(re.split(r"[/&,]|dan|atau", line)[-1])
        return (found if second is found else None), scan_cell("")
    if found is not None:
        return found, pack
    if pack.cases and pack.cases[0].unit:
        return UNITS[pack.cases[0].unit], pack
    if pack.multiple:
        return UNITS[pack.multiple[0]], pack
    if pack.size is not None:
        return _measured_unit(pack), pack
    if pack.pieces and pack.pieces_unit in SINGLE_PIECES:
        return UNITS["pcs" if pack.pieces == 1 else "pak"], pack  # `12 pcs` as a unit is a pack of twelve
    return None, pack


def _measured_unit(pack: Pack) -> Unit:
    """`1 kg` as a unit is kg; `500 g` is a retail pack of that size."""
    if pack.size == ONE and pack.count == 1 and pack.measure in ("kg", "l"):
        return UNITS["kg" if pack.measure == "kg" else "liter"]
    return UNITS["pcs"]
