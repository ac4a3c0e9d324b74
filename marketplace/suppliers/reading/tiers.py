"""Quantity prices, counted in order units."""

from __future__ import annotations

from decimal import Decimal

from marketplace.suppliers.reading.columns import (
    Layout,
)
from marketplace.suppliers.reading.contents import Candidate
from marketplace.suppliers.reading.items import Item, cell_text
from marketplace.suppliers.reading.numbers import read_amount, written
from marketplace.suppliers.reading.sheets import Cell


def tiers_of(
    item: Item, row: list[Cell], candidate: Candidate | None, value: Decimal | None, terms: list[str]
) -> list[dict[str, str]]:
    """Quantity prices in order units, ascending; what cannot be counted in them stays a term."""
    part = item.price_part
    layout = item.table.layout
    if part is None or layout is None or value is None:
        return []
    minimum_index = layout.by_meaning["min_quantity"][0] if "min_quantity" in layout.by_meaning else None
    if not part.tiers and not part.wholesale and minimum_index is None:
        return []
    width = len(row)
    minimum = _quantity(row, minimum_index, width)
    found: dict[Decimal, Decimal] = {}
    for tier in part.tiers:
        amount = _tier_amount(row, tier.column, width, layout, part.thousands)
        if amount is None or tier.minimum is None:
            continue
        in_units = _in_order_units(tier.minimum, tier.unit, candidate)
        is_converted = candidate is not None and tier.unit not in (None, candidate.unit)
        if in_units and value < amount <= value * in_units <= 2 * amount:
            amount /= in_units  # `3 pcs 10.000`: the price of all three
        if in_units is None or (is_converted and amount > value):
            terms.append(f">= {written(tier.minimum)} {tier.unit}: {written(amount)}")
        elif in_units > 1:
            found[in_units] = amount
    for column in part.wholesale:
        amount = _tier_amount(row, column, width, layout, part.thousands)
        if amount is not None and minimum is not None and minimum > 1 and minimum not in found:
            found[minimum] = amount
        elif amount is not None and amount != value:
            terms.append(f"grosir: {written(amount)}")
    if not found and minimum is not None and minimum > 1 and not part.wholesale:
        found[minimum] = value
    return [{"min_quantity": written(quantity), "price": written(found[quantity])} for quantity in sorted(found)]


def _tier_amount(row: list[Cell], column: int, width: int, layout: Layout, in_thousands: bool) -> Decimal | None:
    cell = row[column] if column < width else ""
    amount = read_amount(cell, layout.marks.get(column)).value if cell not in ("", None) else None
    if not amount or amount <= 0:
        return None
    return amount * 1_000 if in_thousands and amount < 100_000 else amount


def _quantity(row: list[Cell], index: int | None, width: int) -> Decimal | None:
    text = cell_text(row, index, width)
    digits = "".join(character for character in text.split(" ")[0] if character.isdecimal())
    return Decimal(digits) if digits else None


def _in_order_units(minimum: Decimal, unit: str | None, candidate: Candidate | None) -> Decimal | None:
    if unit is None or candidate is None or unit == candidate.unit:
        return minimum
    case = candidate.case
    if case is not None and case[0] in (unit, None):
        return minimum * case[1]
    return None


def chat_tiers(item: Item, value: Decimal | None) -> list[dict[str, str]]:
    if item.line is None or value is None or item.part > 1:
        return []
    tiers = []
    for minimum, price in item.line.tiers:
        amount = read_amount(price, None).value
        if amount is not None and minimum.isdecimal():
            tiers.append({"min_quantity": minimum, "price": written(amount)})
    return sorted(tiers, key=lambda tier: int(tier["min_quantity"]))
