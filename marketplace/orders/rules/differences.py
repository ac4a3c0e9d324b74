"""A bill beside what was received and agreed: each difference by name, in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal

DifferenceCode = Literal["billed_more_than_received", "price_higher", "price_lower", "freight_higher", "total_differs"]
DIFFERENCE_CODES: tuple[DifferenceCode, ...] = (
    "billed_more_than_received", "price_higher", "price_lower", "freight_higher", "total_differs",
)  # fmt: skip
NEVER_ACCEPTED: tuple[DifferenceCode, ...] = ("billed_more_than_received",)
"""Differences that no reason makes right: goods that did not come are not paid."""


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of the supplier's invoice beside ours; quantities in order units, prices on the order line's tax basis."""

    name: str
    open_quantity: Decimal
    billed_quantity: Decimal
    agreed_price: Decimal
    billed_price: Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs (`name` is the article, empty for the whole bill), what we expected and what the bill says."""

    code: DifferenceCode
    name: str
    expected: Decimal
    billed: Decimal

    def plain(self) -> dict[str, Any]:
        """As stored: numbers as text."""
        return {key: value if isinstance(value, str) else format(value, "f") for key, value in asdict(self).items()}


def differences(
    lines: Sequence[BilledLine], *, open_freight: int | None, freight: int, computed: int, total: int
) -> list[Difference]:
    """Every difference of a bill. `open_freight` is the agreed freight not billed yet (None: never agreed),
    `computed` the rupiah its lines and freight come to, `total` the rupiah it says at its foot."""
    found: list[Difference] = []
    for line in lines:
        if line.billed_quantity > line.open_quantity:
            found.append(Difference("billed_more_than_received", line.name, line.open_quantity, line.billed_quantity))
        if line.billed_price != line.agreed_price:
            code: DifferenceCode = "price_higher" if line.billed_price > line.agreed_price else "price_lower"
            found.append(Difference(code, line.name, line.agreed_price, line.billed_price))
    expected_freight = open_freight or 0
    if freight > expected_freight:
        found.append(Difference("freight_higher", "", Decimal(expected_freight), Decimal(freight)))
    if computed != total:
        found.append(Difference("total_differs", "", Decimal(computed), Decimal(total)))
    return found
