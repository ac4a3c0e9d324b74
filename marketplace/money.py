"""Whole rupiah. Unit prices are exact ``Decimal``s; what is paid, billed or booked is ``Money``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Language = Literal["id", "en"]
_SEPARATORS = {"id": str.maketrans(",.", ".,"), "en": str.maketrans("", "")}


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of whole rupiah; negative is owed the other way. Refuses floats, bools and fractions of a rupiah."""

    rupiah: int

    def __post_init__(self) -> None:
        if type(self.rupiah) is not int:
            raise TypeError(f"Money is whole rupiah (int), not {self.rupiah!r}; round on purpose with Money.rounded")

    @classmethod
    def rounded(cls, amount: Decimal) -> Money:
        """The nearest rupiah, halves away from zero: used once per line, on the line's total."""
        return cls(int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)))

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        return cls(sum(amount.rupiah for amount in amounts))

    def __add__(self, other: Money) -> Money:
        return Money(self.rupiah + other.rupiah) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.rupiah - other.rupiah) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> Money:
        return Money(-self.rupiah)

    def __mul__(self, times: int) -> Money:
        return Money(self.rupiah * times) if type(times) is int else NotImplemented

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        raise TypeError("nothing owed and nothing known are different things: ask for `is None` or `.rupiah == 0`")

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language = "id") -> str:
        """``Rp1.250.000`` in Indonesian, ``Rp1,250,000`` in English; a minus sign stands first."""
        return rupiah_text(Decimal(self.rupiah), language)

    def shared(self, weights: Sequence[Decimal]) -> list[Money]:
        """Parts in proportion to ``weights`` that add up to this amount exactly.

        Each part is rounded down; the rupiah left over go to the largest remainders, the earlier part first.
        Raises ``ValueError`` for a negative weight, or when no weight is above zero.
        """
        whole = sum(weights, Decimal(0))
        if whole <= 0 or any(weight < 0 for weight in weights):
            raise ValueError("an amount is shared by weights of zero or more, at least one of them above zero")
        exact = [self.rupiah * weight / whole for weight in weights]
        parts = [int(part // 1) if part >= 0 else -int(-part // 1) for part in exact]
        left = self.rupiah - sum(parts)
        step = 1 if left >= 0 else -1
        order = sorted(range(len(parts)), key=lambda index: (-abs(exact[index] - parts[index]), index))
        for index in order[: abs(left)]:
            parts[index] += step
        return [Money(part) for part in parts]


def rupiah_text(amount: Decimal, language: Language = "id", *, decimals: int = 2) -> str:
    """A price as people write it: ``Rp15.250``, ``Rp312,5``; see ``number_text``."""
    return ("-" if amount < 0 else "") + "Rp" + number_text(abs(amount), language, decimals=decimals)


def number_text(number: Decimal, language: Language = "id", *, decimals: int = 2) -> str:
    """``1.250,5`` in Indonesian, ``1,250.5`` in English. At most ``decimals`` places, half up, no trailing zeros."""
    places = f"{number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):,f}"
    if "." in places:
        places = places.rstrip("0").rstrip(".")
    return places.translate(_SEPARATORS[language])
