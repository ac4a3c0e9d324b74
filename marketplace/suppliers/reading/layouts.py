"""Which columns make which price: one part per unit that a row prices, with its quantity prices."""

from __future__ import annotations

from decimal import Decimal

from marketplace.suppliers.reading.columns import Column, Layout, PricePart, Tier
from marketplace.suppliers.reading.headings import OUTER_GROUP, Heading


def lay_out(columns: list[Column]) -> Layout:
    """Which columns make which price, from their meanings."""
    by_meaning: dict[str, list[int]] = {}
    for column in columns:
        by_meaning.setdefault(column.meaning, []).append(column.index)
    return Layout(
        columns=columns,
        parts=_parts(columns),
        by_meaning=by_meaning,
        units=_grouped(columns, "unit"),
        packs=_grouped(columns, "pack"),
        case_counts=_grouped(columns, "case_count"),
        marks={column.index: column.mark for column in columns},
    )


def _grouped(columns: list[Column], meaning: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for column in columns:
        if column.meaning == meaning:
            found.setdefault(column.read.group if column.read else 1, column.index)
    return found


def _parts(columns: list[Column]) -> list[PricePart]:
    prices = [column for column in columns if column.meaning == "price"]
    promos = [column for column in columns if column.meaning == "promo_price"]
    tiers = [column for column in columns if column.meaning == "tier_price"]
    wholesale = [column for column in columns if column.meaning == "wholesale_price"]
    prices, promos = _taxed(prices), _taxed(promos)
    has_groups = any(c.read and c.read.group > 1 for c in columns if c.meaning in ("unit", "case_count", "pack"))
    has_outer = any(c.meaning == "case_unit" for c in columns)
    parts: list[PricePart] = []
    for column in prices:
        group = column.read.group if column.read else 1
        if group > 1 and not (has_outer if group == OUTER_GROUP else has_groups):
            continue  # `Harga 2` without `Satuan 2` is another class of customer
        part = _part(column)
        if not _priced_already(part, parts):
            parts.append(part)
    _prefer_plain(parts, columns)
    for column in promos:
        _add_promo(column, parts)
    _add_tiers(tiers, parts)
    if not parts and wholesale:
        parts.append(_part(wholesale.pop(0)))
    for column in wholesale:
        group = column.read.group if column.read else 1
        target = next((part for part in parts if part.group == group), parts[0] if parts else None)
        if target is not None:
            target.wholesale.append(column.index)
    return sorted(parts, key=lambda part: not part.per_pack)  # `per kg` beside `per packing` compares


def _part(column: Column) -> PricePart:
    read = column.read or Heading("price")
    return PricePart(
        [column.index], read.unit, read.single, read.group, read.tax, read.currency, read.thousands, read.content,
        read.per_pack,
    )  # fmt: skip


def _taxed(prices: list[Column]) -> list[Column]:
    """Of the same price with and without tax, the one with tax is what the reader pays."""
    included = [c for c in prices if c.read and c.read.tax == "included"]
    if not included:
        return prices
    units = {c.read.unit for c in included if c.read}
    return [c for c in prices if c in included or (c.read is not None and c.read.unit not in units and not _is_net(c))]


def _is_net(column: Column) -> bool:
    return column.read is not None and column.read.tax == "excluded"


def _priced_already(part: PricePart, parts: list[PricePart]) -> bool:
    def key(each: PricePart) -> tuple[object, ...]:
        return each.unit, each.single, each.group, each.content

    return any(key(other) == key(part) for other in parts)


def _prefer_plain(parts: list[PricePart], columns: list[Column]) -> None:
    """`Harga` beside `Harga Eceran` without units are two classes of customer: the plain one is the price."""
    unitless = [part for part in parts if part.unit is None and part.group == 1 and not part.content]
    if len(unitless) > 1 and len(parts) == len(unitless):
        keep = next((part for part in unitless if not part.single), unitless[0])
        parts[:] = [keep]


def _add_promo(column: Column, parts: list[PricePart]) -> None:
    read = column.read or Heading("promo_price")
    for part in parts:
        if part.unit == read.unit or (read.unit is None and len(parts) == 1) or len(parts) == 1:
            if not any(index == column.index for index in part.columns):
                part.columns.insert(0, column.index)
                part.tax = read.tax or part.tax
                part.currency = read.currency or part.currency
            return
    if not parts or read.unit is not None:
        parts.append(_part(column))


def _add_tiers(tiers: list[Column], parts: list[PricePart]) -> None:
    ordered = sorted(tiers, key=lambda c: (c.read.minimum if c.read and c.read.minimum else Decimal(0), c.index))
    units = {c.read.unit for c in tiers if c.read}
    if tiers and not parts:
        firsts = [c for c in tiers if c.read and c.read.minimum == 1] if len(units) > 1 else []
        for column in firsts or ordered[:1]:
            parts.append(_part(column))
            ordered.remove(column)
    for column in ordered:
        read = column.read
        if read is None or not parts:
            continue
        target = next((p for p in parts if p.unit == read.unit), None)
        if target is None and read.minimum == 1 and read.unit is not None:
            parts.append(_part(column))  # `Hrg 1 Dus` beside `Harga`: another unit, not another quantity
            continue
        target = target or parts[0]
        target.tiers.append(Tier(column.index, read.minimum, read.unit))
