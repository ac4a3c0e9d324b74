"""What of a large comparison stands on its first page: a bad line must not carry a thousand offers at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from marketplace.suppliers.comparing import Comparison
from marketplace.suppliers.comparing.comparison import Row

OFFERS_ON_A_PAGE = 150
LEAST_OF_A_GOOD = 3


def narrowed(comparison: Comparison, chosen: Mapping[str, str]) -> Comparison:
    """The comparison with the first offers of each good, as ranked, what is chosen, and what the sentence names.

    Suppliers of whom nothing is left are left out; nothing is when everything fits.
    """
    if sum(len(row.offers) for row in comparison.rows) <= OFFERS_ON_A_PAGE:
        return comparison
    most = max(OFFERS_ON_A_PAGE // len(comparison.rows), LEAST_OF_A_GOOD)
    rows = tuple(_first(row, most, chosen.get(row.want.key)) for row in comparison.rows)
    left = {each.offer.supplier for row in rows for each in row.offers}
    suppliers = tuple(each for each in comparison.suppliers if each.supplier in left)
    return replace(comparison, rows=rows, suppliers=suppliers)


def only(comparison: Comparison, want: str) -> Comparison | None:
    """The comparison of one good alone; None when it is not on the list."""
    rows = tuple(row for row in comparison.rows if row.want.key == want)
    if not rows:
        return None
    offering = {each.offer.supplier for each in rows[0].offers}
    suppliers = tuple(each for each in comparison.suppliers if each.supplier in offering)
    return replace(comparison, rows=rows, suppliers=suppliers)


def _first(row: Row, most: int, chosen: str | None) -> Row:
    named = {each.offer.offer.key for each in row.break_evens[:1]}
    needed = {*named, chosen}
    return replace(
        row, offers=tuple(each for place, each in enumerate(row.offers) if place < most or each.offer.key in needed)
    )
