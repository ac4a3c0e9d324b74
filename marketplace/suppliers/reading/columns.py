"""Which column means what, and which column prices which unit: the heading proposes, what the column holds confirms."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from marketplace.suppliers.reading.headings import PRICE_MEANINGS, Heading, plain, read_heading
from marketplace.suppliers.reading.numbers import Mark, decimal_mark
from marketplace.suppliers.reading.profiles import IS_DATE, IS_SIZE, Profile, profile_of
from marketplace.suppliers.reading.sheets import Cell
from marketplace.suppliers.reading.units import unit_named

CARTONS = frozenset({"dus", "karton", "box"})


@dataclass(slots=True)
class Column:
    index: int
    heading: str | None
    meaning: str
    read: Heading | None = None
    profile: Profile = field(default_factory=Profile)
    mark: Mark | None = None
    hidden: bool = False


@dataclass(slots=True)
class Tier:
    column: int
    minimum: Decimal | None
    unit: str | None


@dataclass(slots=True)
class PricePart:
    """One price per row: the first filled of ``columns``, for the unit of the heading or of the unit column."""

    columns: list[int]
    unit: str | None = None
    single: bool = False
    group: int = 1
    tax: str | None = None
    currency: str | None = None
    thousands: bool = False
    content: str = ""
    per_pack: bool = False
    beside_retail: bool = False
    tiers: list[Tier] = field(default_factory=list)
    wholesale: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """One table's columns (one block of them where two tables stand side by side)."""

    columns: list[Column]
    parts: list[PricePart]
    by_meaning: dict[str, list[int]]
    units: dict[int, int]
    packs: dict[int, int]
    case_counts: dict[int, int]
    marks: dict[int, Mark | None]

    def first(self, meaning: str) -> int | None:
        found = self.by_meaning.get(meaning)
        return found[0] if found else None


_RETAIL = re.compile(r"\becer(?:an)?\b|konsumen|retail|end user|\bumum\b")
_TRADERS = re.compile(r"reseller|\bagen\b|mitra|dropship")


def understand_columns(
    headings: Sequence[str],
    rows: Sequence[list[Cell]],
    remembered: dict[str, str] | None = None,
    first: int = 0,
    hidden: Container[int] = (),
) -> list[Column]:
    """Columns with their meanings. ``rows``: a sample of data rows; ``remembered``: plain heading -> meaning;
    ``hidden``: columns that the sheet does not show, whose figures are no offer."""
    width = max(len(headings), *map(len, rows), 0)
    columns = []
    for index in range(first, width):
        profile = profile_of([row[index] if index < len(row) else "" for row in rows])
        text = headings[index].strip() if index < len(headings) else ""
        columns.append(_column(index, text, profile, remembered or {}))
        columns[-1].mark = decimal_mark(
            cell for row in rows if index < len(row) and isinstance(cell := row[index], str) and cell
        )
        if index in hidden:
            _hide(columns[-1])
    _settle(columns)
    return columns


def _hide(column: Column) -> None:
    column.hidden = True
    if column.meaning in PRICE_MEANINGS or column.meaning in ("member_price", "old_price", "untaxed_price"):
        column.meaning, column.read = "other", None


def _column(index: int, text: str, profile: Profile, remembered: dict[str, str]) -> Column:
    read = read_heading(text) if text else None
    meaning = read.meaning if read else ""
    known = remembered.get(plain(text)) if text else None
    if known:
        return Column(index, text or None, known, read, profile)
    if not profile.filled and meaning not in PRICE_MEANINGS:
        return Column(index, text or None, meaning or "empty", read, profile)
    if meaning:
        meaning = _confirmed(meaning, profile)
    else:
        meaning, read = _guessed(text, profile)
    return Column(index, text or None, meaning, read, profile)


def _confirmed(meaning: str, profile: Profile) -> str:
    """The heading's meaning, or what the cells say instead."""
    if meaning in PRICE_MEANINGS or meaning in ("cost", "old_price", "member_price", "untaxed_price"):
        if profile.filled and profile.numeric < 0.4:
            if profile.sized > 0.6:
                return "pack"
            if profile.units > 0.6:
                return "unit"
            return "note" if profile.words > 0.6 else meaning
        return meaning
    if meaning == "case_count" and profile.measured > 0.5 and profile.numeric < 0.5:
        return "pack"  # `24 x 415g` tells the size as well
    if meaning == "case_count" and profile.words > 0.7 and profile.units < 0.3 and profile.length > 14:
        return "other"
    if meaning == "variant" and profile.sized > 0.6:
        return "pack"
    if meaning == "name" and profile.numeric > 0.8 and profile.words < 0.2:
        return "sku"
    if meaning == "number" and profile.numeric < 0.4:
        return "sku"
    if meaning == "stock" and profile.units > 0.7 and profile.numeric < 0.3:
        return "unit"
    if meaning == "unit" and profile.numeric > 0.9 and profile.middle > 500:
        return "other"
    return meaning


def _guessed(text: str, profile: Profile) -> tuple[str, Heading | None]:
    """A column whose heading is unknown or missing."""
    unit = unit_named(re.sub(r"^(?:@|/|per\b)\s*", "", plain(text))) if text else None
    if unit is not None and profile.numeric > 0.5:
        return "price", Heading("price", unit=unit.name)
    if text and IS_SIZE.match(text.lower()) and profile.numeric > 0.5 and profile.middle >= 100:
        return "price", Heading("price", content=text)  # a table of prices by size
    if profile.codes > 0.6:
        return "barcode", None
    if profile.dates > 0.6:
        return "date", None
    if profile.sized > 0.7 or (profile.led > 0.8 and profile.words > 0.8 and profile.measured > 0.4):
        return "pack", None  # `1 karung (25 kg)`
    if not text and profile.units > 0.75 and profile.length < 12:
        return "unit", None
    return "other", None


def _settle(columns: list[Column]) -> None:
    """One name, sizes only beside measures, and a price and a name found by content where no heading tells them."""
    _dated_prices(columns)
    _one_name(columns)
    _sizes(columns)
    _packs(columns)
    _classes(columns)
    _offered_costs(columns)
    _bare_units(columns)
    by = {
        meaning: [column for column in columns if column.meaning == meaning] for meaning in {c.meaning for c in columns}
    }
    if "name" not in by:
        _find_name(columns)
    prices = [c for c in columns if c.meaning in PRICE_MEANINGS]
    if not prices:
        _find_price(columns)
    if not any(column.meaning == "unit" for column in columns):
        _find_unit(columns)


def _dated_prices(columns: list[Column]) -> None:
    """Prices under dates: the last date that has figures is the price, the others are old."""
    dated = [c for c in columns if c.heading and IS_DATE.match(c.heading.lower()) and c.profile.numeric > 0.5]
    if len(dated) < 2 or any(c.meaning in PRICE_MEANINGS and c not in dated for c in columns):
        return
    ordered = sorted(dated, key=lambda c: (_date_key(c.heading or ""), c.index))
    for column in dated:
        column.meaning, column.read = "old_price", Heading("old_price")
    ordered[-1].meaning, ordered[-1].read = "price", Heading("price")


def _date_key(text: str) -> tuple[int, ...]:
    """Year, month, day as far as the text tells; columns in doubt keep their order."""
    numbers = [int(part) for part in re.findall(r"\d+", text)][:3]
    if len(numbers) == 3:
        return tuple(numbers) if numbers[0] > 31 else tuple(reversed(numbers))
    return ()


def _one_name(columns: list[Column]) -> None:
    names = [column for column in columns if column.meaning == "name"]
    if len(names) < 2:
        return
    best = max(
        names,
        key=lambda c: (
            c.profile.words > 0.2 or not c.profile.filled,
            c.read.weight if c.read else 0,
            c.profile.filled > 0,
            _is_named(c),
            -c.index,
        ),
    )
    for column in names:
        if column is not best:
            column.meaning = "category" if column.read and column.read.weight == 2 else "note"


def _is_named(column: Column) -> bool:
    return column.heading is not None and re.search(r"nama|name|barang|produ", column.heading.lower()) is not None


def _sizes(columns: list[Column]) -> None:
    units = [column for column in columns if column.meaning == "unit"]
    if any(column.profile.fine > 0.1 for column in units):  # nobody prices by the gram: the number beside it is a size
        for column in columns:
            if column.meaning == "pack" and column.profile.numeric > 0.9 and column.profile.measured < 0.1:
                column.meaning = "size"
    for column in columns:
        if column.meaning == "size" and any(unit.profile.measured > 0.3 for unit in units):
            column.meaning = "case_count"  # `500 g` is a unit of its own, and so many of them make the order
        if column.meaning == "size" and (column.profile.numeric < 0.8 or not units):
            column.meaning = "pack" if column.profile.measured > 0.5 else "stock"


def _packs(columns: list[Column]) -> None:
    """Of several pack columns the bare numbers are counts; words such as `Pouch` are a unit where no other"
    " column is."""
    packs = [column for column in columns if column.meaning == "pack"]
    if len(packs) > 1:
        for column in packs:
            is_measure = column.read is not None and column.read.single
            if (
                column.profile.filled
                and column.profile.numeric > 0.9
                and column.profile.measured < 0.1
                and not is_measure
            ):
                column.meaning = "case_count"
    for column in packs:
        words = column.meaning == "pack" and column.profile.units > 0.7 and column.profile.measured < 0.2
        if words and not any(other.meaning == "unit" for other in columns):
            column.meaning = "unit"


def _classes(columns: list[Column]) -> None:
    """Prices by class of customer: who gets this list resells, so `Reseller` is the price beside one for consumers."""
    members = [c for c in columns if c.meaning == "member_price" and c.profile.numeric > 0.4]
    others = [c for c in columns if c.meaning in PRICE_MEANINGS - {"tier_price"} and c.profile.filled]
    retail = [c for c in others if c.heading and _RETAIL.search(c.heading.lower()) and c.read and not c.read.unit]
    traders = [c for c in members if c.heading and _TRADERS.search(c.heading.lower())]
    if not traders or len(retail) < len(others):
        return
    for column in retail:
        column.meaning = "advised_price"
    ordered = sorted(traders, key=lambda c: (c.read.minimum or 0 if c.read else 0, c.index))
    ordered[0].meaning = "price"
    for column in ordered[1:]:
        column.meaning = "tier_price" if column.read and column.read.minimum else "member_price"


def _offered_costs(columns: list[Column]) -> None:
    """`Case Cost` and `Unit Cost` beside an advised price alone: what the supplier's customer pays."""
    costs = [c for c in columns if c.meaning == "cost" and c.profile.numeric > 0.4 and not c.hidden]
    has_price = any(c.meaning in PRICE_MEANINGS and not _is_bare_unit(c.heading or "") for c in columns)
    is_offer = any(c.meaning == "advised_price" for c in columns) and not any(map(_is_bought, costs))
    if has_price or not is_offer:
        return
    for column in costs:
        is_unit = column.heading is not None and plain(column.heading).startswith("unit")
        if column.read is not None and (column.read.unit or is_unit):
            column.meaning = "price"
            column.read = replace(column.read, single=is_unit)


def _bare_units(columns: list[Column]) -> None:
    """`Per kg` beside the price compares; `Pcs` over small numbers beside the price is a stock or a content."""
    bare = [c for c in columns if c.meaning == "price" and c.heading and _is_bare_unit(c.heading)]
    told = [c for c in columns if c.meaning in PRICE_MEANINGS - {"tier_price"} and c not in bare and c.profile.filled]
    if not told:
        return
    middle = min(c.profile.middle for c in told)
    priced = {c.read.unit for c in told if c.read and c.read.unit}
    for column in columns:
        if column.meaning == "tier_price" and column.profile.middle < 100 and middle >= 1_000:
            column.meaning = "other"  # `Min 2` holds the quantity, not the price
    for column in bare:
        is_measure = column.read is not None and column.read.unit in ("kg", "liter")
        if is_measure and column.profile.middle >= 100 and all(c.read is None or c.read.unit is None for c in told):
            column.meaning = "per_measure"
        elif column.read and column.read.unit in priced and column.read.unit in CARTONS:
            column.meaning, column.read = "case_count", Heading("case_count", unit=column.read.unit)
        elif is_measure and column.read and column.profile.middle < 100 <= middle:
            unit = column.read.unit
            column.meaning, column.read = "pack", Heading("pack", unit=unit, single=True, measure=unit)
        elif column.profile.middle < 100 <= middle:
            column.meaning = "other"


def _is_bare_unit(heading: str) -> bool:
    return unit_named(re.sub(r"^(?:@|/|per\b)\s*", "", plain(heading))) is not None


def _find_name(columns: list[Column]) -> None:
    candidates = [
        c
        for c in columns
        if c.meaning in ("other", "variant", "note", "brand", "category", "sku")
        and c.profile.words > 0.5
        and c.profile.units < 0.6
    ]
    if candidates:
        best = max(
            candidates,
            key=lambda c: (c.meaning in ("other", "variant"), min(c.profile.length, 30) * c.profile.distinct),
        )
        best.meaning = "name"


def _find_price(columns: list[Column]) -> None:
    """The column of amounts: signed ones first, then the largest; never a code, a running number or a percentage."""
    fallback = [c for c in columns if c.meaning in ("old_price", "untaxed_price") and c.profile.numeric > 0.4]
    if fallback:
        fallback[0].meaning = "price"
        return
    costs = [c for c in columns if c.meaning == "cost" and c.profile.numeric > 0.4 and not c.hidden]
    if len(costs) == 1 and costs[0].read and costs[0].read.unit and not _is_bought(costs[0]):
        costs[0].meaning = "price"  # `Cost per Case` in an offer is what the reader pays
        return
    if any(column.heading and column.meaning in ("member_price", "cost", "advised_price") for column in columns):
        return
    candidates = [
        c
        for c in columns
        if c.meaning == "other" and c.profile.numeric > 0.6 and c.profile.filled and not c.hidden
        and not c.profile.counting and c.profile.codes < 0.5 and c.profile.percents < 0.5
        and (c.profile.signed > 0.5 or c.profile.middle >= 100)
    ]  # fmt: skip
    signed = [c for c in candidates if c.profile.signed > 0.5]
    if signed or len(candidates) == 1:
        (signed or candidates)[0].meaning = "price"
        return
    round_ones = [c for c in candidates if c.profile.round > 0.8 and c.profile.distinct > 0.1]
    if round_ones:  # rupiah prices end in zeros, codes do not
        max(round_ones, key=lambda c: c.profile.middle).meaning = "price"


def _is_bought(column: Column) -> bool:
    return re.search(r"beli|pokok|modal|hpp|purchase|buy|awal", (column.heading or "").lower()) is not None


def _find_unit(columns: list[Column]) -> None:
    for column in columns:
        if column.meaning in ("other", "note") and column.profile.units > 0.75 and column.profile.length < 14:
            column.meaning = "unit"
            return


def repeated_blocks(headings: Sequence[str]) -> list[tuple[int, int]]:
    """Where the same headings stand two or more times side by side: the (start, end) of each block."""
    lines = [plain(text) for text in headings]
    reads = [read_heading(text) if text else None for text in headings]
    names = [i for i, read in enumerate(reads) if read and read.meaning == "name"]
    for first, second in pairwise(names):
        width = second - first
        if lines[first] != lines[second] or width < 2:
            continue
        start = next(
            (s for s in range(max(0, first - width + 1), first + 1) if _same(lines, s, s + width, width)), None
        )
        if start is None or not any(r and r.meaning in PRICE_MEANINGS for r in reads[start : start + width]):
            continue
        blocks: list[tuple[int, int]] = []
        while start < len(lines) and (not blocks or _same(lines, blocks[0][0], start, width)):
            blocks.append((start, min(start + width, len(lines))))
            start += width
        return blocks
    return []


def _same(lines: list[str], a: int, b: int, width: int) -> bool:
    return a >= 0 and [x for x in lines[a : a + width] if x] == [x for x in lines[b : b + width] if x] != []
