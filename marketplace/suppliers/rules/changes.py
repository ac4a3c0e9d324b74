"""What changed between the version in force and a new one, entry by entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple
from uuid import UUID

Change = Literal["new", "changed", "same"]
Entry = tuple[UUID, int]
"""An article and the part of its row: the first price unit is part 1."""

SUDDEN = Decimal("0.5")
"""A price that moves by more than half of itself is shown as one to look at."""


class Former(NamedTuple):
    """What the version in force asks for an entry."""

    price: Decimal | None
    order_unit: str | None
    pack: tuple[Decimal | None, Decimal | None, str | None]


def compare(former: Former | None, price: Decimal | None, order_unit: str | None, pack: tuple[object, ...]) -> Change:
    """How an entry stands to the one in force: same only if price, unit and content are."""
    if former is None:
        return "new"
    return "same" if former == (price, order_unit, pack) else "changed"


def share_of_change(former: Decimal | None, price: Decimal | None) -> Decimal | None:
    """The change as a share of the former price (0.05 is 5 % dearer); None where either is unknown or was nothing."""
    if former is None or price is None or former == 0:
        return None
    return (price - former) / former


def counted(
    changes: Iterable[str], doubtful: Iterable[bool], former: Mapping[Entry, Former], seen: set[UUID]
) -> dict[str, int]:
    """How many entries are new, changed, same, in doubt, and how many articles in force the new list leaves out."""
    tally = Counter(changes)
    return {
        "entries": sum(tally.values()),
        "new": tally["new"],
        "changed": tally["changed"],
        "same": tally["same"],
        "gone": len({article for article, _ in former} - seen),
        "doubtful": sum(doubtful),
    }
