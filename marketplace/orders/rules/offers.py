"""What an order is made from: a frozen copy of what the supplier offered, and how much of it may be bought."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal
from uuid import UUID

from ...quantities import UnknownUnit, unit

TaxBasis = Literal["included", "excluded", "exempt"]
TAX_BASES: tuple[TaxBasis, ...] = ("included", "excluded", "exempt")

FINEST = Decimal("0.001")
"""The smallest step in which something sold by weight or volume is ordered."""


@dataclass(frozen=True, slots=True)
class Tier:
    """From `min_quantity` order units on, one costs `price`."""

    min_quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class OfferCopy:
    """An offer as it stood when the order was made; a later list does not touch it.

    `price` is rupiah for one `order_unit` on the basis `tax` (None: the list does not say). `source` tells where the
    price stands in the list (`Sheet1!C118`). `minimum` and `multiple` count order units. `pack_*` is its content.
    """

    offer_id: UUID
    list_version_id: UUID | None
    name: str
    order_unit: str | None
    price: Decimal | None
    tax: TaxBasis | None
    source: str = ""
    article_id: UUID | None = None
    product_id: UUID | None = None
    sku: str | None = None
    pack_count: Decimal | None = None
    pack_size: Decimal | None = None
    pack_unit: str | None = None
    tiers: tuple[Tier, ...] = ()
    terms: tuple[str, ...] = ()
    minimum: Decimal | None = None
    multiple: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SupplierCopy:
    """The supplier as the order names him. `organisation_id` is None for one without an account."""

    supplier_id: UUID
    name: str
    organisation_id: UUID | None = None
    phone: str | None = None
    address: str = ""
    minimum_value: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """How much of an offer is wanted, in its order units."""

    offer: OfferCopy
    quantity: Decimal


def tier_for(offer: OfferCopy, quantity: Decimal) -> Tier | None:
    """The tier that `quantity` reaches: the one with the largest minimum, whatever the order of the rows."""
    reached = [tier for tier in offer.tiers if tier.min_quantity <= quantity]
    return max(reached, key=lambda tier: tier.min_quantity, default=None)


def step_of(offer: OfferCopy) -> Decimal:
    """The multiple in which the offer is sold: its own, else whole packages and pieces, else a gram or millilitre."""
    if offer.multiple is not None and offer.multiple > 0:
        return offer.multiple
    return FINEST if is_measured(offer.order_unit) else Decimal(1)


def is_measured(word: str | None) -> bool:
    """Whether the unit is one of mass or volume, so that a part of it can be bought."""
    try:
        return word is not None and unit(word).dimension in ("mass", "volume")
    except UnknownUnit:
        return False


def quantity_is_offered(offer: OfferCopy, quantity: Decimal) -> bool:
    """Whether `quantity` is positive, reaches the minimum and is a whole number of steps."""
    return quantity > 0 and quantity >= (offer.minimum or 0) and quantity % step_of(offer) == 0


def nearest_quantities(offer: OfferCopy, quantity: Decimal) -> tuple[Decimal, ...]:
    """The nearest quantities at or around `quantity` that can be ordered, ascending: one or two."""
    step = step_of(offer)
    least = _steps(max(offer.minimum or step, step), step, ROUND_CEILING)
    below = _steps(quantity, step, ROUND_FLOOR)
    above = _steps(quantity, step, ROUND_CEILING)
    return tuple(sorted({max(below, least), max(above, least)}))


def _steps(quantity: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (quantity / step).quantize(Decimal(1), rounding=rounding) * step
