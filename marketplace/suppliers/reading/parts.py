"""The prices of one row beside each other: the same goods in another unit cost about the same per kilogram."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from statistics import median

from marketplace.suppliers.reading.items import Item
from marketplace.suppliers.reading.kinds import is_plausible

MOST_APART = Decimal("2.5")  # a packet may cost that much more per kilogram than a carton of the same
LEAST_BUNDLE = Decimal("1.5")  # what costs that much more than one of the same content holds more than that


def reconciled(items: list[Item]) -> list[Item]:
    """The row's items; those that cannot hold what they are thought to, beside the others, claim nothing."""
    bundles = _bundles(items)
    items = [_bundle(item) if index in bundles else item for index, item in enumerate(items)]
    told = {
        index: value
        for index, item in enumerate(items)
        if index not in bundles and (value := _per_measure(item)) is not None
    }
    if len(told) < 2 or max(told.values()) <= MOST_APART * min(told.values()):
        return items
    middle = median(told.values())
    trusted = {index for index, value in told.items() if _is_near(value, middle)} if len(told) > 2 else set()
    if len(trusted) < 2:
        trusted = _plausible(items, told)
    return [_silent(item) if index in told and index not in trusted else item for index, item in enumerate(items)]


def _bundles(items: list[Item]) -> set[int]:
    """A pack or slop that is counted as one piece, though one piece stands beside it at a fraction of its price."""
    priced = {i: (item.amount.value, _total(item)) for i, item in enumerate(items) if item.amount.value}
    return {
        index
        for index, (price, total) in priced.items()
        if total is not None
        and any(
            total == other and price and cheap and price >= LEAST_BUNDLE * cheap for cheap, other in priced.values()
        )
    }


def _total(item: Item) -> tuple[Decimal, str] | None:
    candidates = item.options.candidates
    if not candidates or candidates[0].total is None or candidates[0].per is None:
        return None
    return candidates[0].total, candidates[0].per


def _bundle(item: Item) -> Item:
    unit = item.options.stated or item.options.candidates[0].unit
    issues = tuple(entry for entry in item.options.issues if entry[0] != "bundle_counted")
    return item._replace(options=replace(item.options, muted=True, issues=(*issues, ("pack_unknown", {"unit": unit}))))


def _per_measure(item: Item) -> Decimal | None:
    candidates = item.options.candidates
    if item.amount.value is None or not candidates or candidates[0].per not in ("kg", "l"):
        return None
    return candidates[0].comparable(item.amount.value)


def _is_near(value: Decimal, middle: Decimal) -> bool:
    return value <= MOST_APART * middle and middle <= MOST_APART * value


def _plausible(items: list[Item], told: dict[int, Decimal]) -> set[int]:
    """The one item whose price its kind of good can have, where the others' cannot."""
    fitting = {
        index
        for index, value in told.items()
        if is_plausible(value, items[index].options.candidates[0].per or "kg", items[index].options.kind, _rate(items))
    }
    values = [told[index] for index in fitting]
    return fitting if values and max(values) <= MOST_APART * min(values) else set()


def _rate(items: list[Item]) -> int:
    return items[0].table.rate


def _silent(item: Item) -> Item:
    issues = (*item.options.issues, ("size_ambiguous", {}))
    return item._replace(options=replace(item.options, muted=True, issues=issues))
