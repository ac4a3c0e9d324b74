"""Rupiah of lines, receipts and bills. Every line is rounded once, halves away from zero; parts add up exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...money import Money
from .offers import TaxBasis


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """Whole rupiah of a line: `net` without PPN, `tax` the PPN, `gross` both."""

    net: int
    tax: int

    @property
    def gross(self) -> int:
        """What is paid for the line."""
        return self.net + self.tax


def line_amounts(quantity: Decimal, price: Decimal, basis: TaxBasis, rate: Decimal) -> LineAmounts:
    """Amounts of `quantity` at `price` per unit; `rate` is the effective PPN, e.g. Decimal("0.11").

    The line's total is rounded to the nearest rupiah (halves up) on the price's own basis, then the PPN in or on it.
    """
    written = _rupiah(quantity * price)
    if basis == "exempt":
        return LineAmounts(written, 0)
    if basis == "excluded":
        return LineAmounts(written, _rupiah(written * rate))
    tax = _rupiah(written * rate / (1 + rate))
    return LineAmounts(written - tax, tax)


def freight_shares(freight: int, lines: Sequence[LineAmounts]) -> list[int]:
    """The freight of an order over its lines in proportion to their value; the shares add up to it."""
    weights = [Decimal(line.gross) for line in lines]
    if sum(weights) == 0:
        weights = [Decimal(1)] * len(lines)
    return [share.rupiah for share in Money(freight).shared(weights)]


def cost_of_goods(amounts: LineAmounts, freight_share: int, *, buyer_is_pkp: bool) -> int:
    """What the whole line costs in the books: PPN is a cost for a buyer who cannot credit it, freight always is."""
    return (amounts.net if buyer_is_pkp else amounts.gross) + freight_share


def cost_of_part(cost: int, whole: Decimal, part: Decimal) -> int:
    """The cost of the first `part` of `whole` units, nearest rupiah, halves up; the whole costs exactly `cost`."""
    return _rupiah(Decimal(cost) * part / whole) if whole else 0


def _rupiah(amount: Decimal) -> int:
    return Money.rounded(amount).rupiah
