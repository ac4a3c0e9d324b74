"""What a cooperative wants to buy, and what it knows about its own trade in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .offers import BaseUnit, Pack

MOST_WANTED = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class BuyerFacts:
    """Per kg, litre or piece: ``last_price`` paid (landed), ``selling_price`` asked, legal ``cap`` (HET).
    ``monthly_volume`` is in the same unit. Whatever is unknown claims nothing."""

    last_price: Decimal | None = None
    selling_price: Decimal | None = None
    cap: Decimal | None = None
    monthly_volume: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """``quantity`` is in ``per`` (kg, l, piece), or counts ``package``s (karton) where one is named.

    Without a quantity one order unit of each offer is priced. Without ``per`` the candidates' commonest measure is
    taken. ``item`` is the wanted size of a single item, or with a
    ``package`` the content of one package; ``kg_per_piece`` and ``kg_per_litre`` are the declared
    factors without which pieces, mass and volume are never compared.
    """

    key: str
    name: str
    quantity: Decimal | None = None
    per: BaseUnit | None = None
    package: str | None = None
    unit_word: str | None = None
    needed_on: date | None = None
    item: Pack | None = None
    kg_per_piece: Decimal | None = None
    kg_per_litre: Decimal | None = None
    facts: BuyerFacts = field(default_factory=BuyerFacts)

    def __post_init__(self) -> None:
        if self.quantity is not None and not 0 < self.quantity <= MOST_WANTED:
            raise ValueError(f"a wanted quantity is above zero and at most {MOST_WANTED}, not {self.quantity}")
