"""The comparison table as the page shows it: goods down, suppliers across, every figure with its arithmetic.

These shapes hold what the template needs and no more, so that the engine that compares can change without the page.
Prices are exact `Decimal` rupiah per kg, litre or piece, totals whole rupiah; sentences come in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

# The states of an offer, as the page shows them: the shape, then what it means.
BEST = "best"  # ★ wins under every reading
CHEAPEST_COMPLETE = "cheapest_complete"  # ◇ cheapest complete one, while a cheaper one has an unknown
RANKED = "ranked"  # has its full price, is not the cheapest
PARTIAL = "partial"  # a part of its price is unknown: shown as "15.900 + ?"
NOT_COMPARABLE = "not_comparable"  # ? no price per unit can be told

MAXIMUM_COLUMNS = 40  # as many supplier columns as the style sheet knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the arithmetic: `words` says how the figure came about, `source` is the cell it was read from."""

    label: str
    figure: str
    unit: str = ""
    words: str = ""
    source: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class WayOut:
    """What a person can do about an offer that cannot be compared; `short` is for a narrow cell."""

    label: str
    short: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCell:
    """One supplier's offer for one good.

    `name` is the article as the list writes it, where that says more than the good. `landed` is the price per `per` at
    the door, for PARTIAL `about` says what is known of it; `list_price` is what the list says for one `list_unit`.
    `remark` is two or three words for a narrow cell, `sentence` says the same in full. `likely` is the probable reading
    of an offer that cannot be compared, `ways_out` what can be done about it. `opens` is where its arithmetic is.
    """

    key: str
    column: int
    supplier: str
    state: str
    per: str
    name: str = ""
    landed: Decimal | None = None
    about: str = ""
    list_price: Decimal | None = None
    list_unit: str = ""
    packs: Decimal | None = None
    pack: str = ""
    total: int | None = None
    remark: str = ""
    sentence: str = ""
    likely: str = ""
    ways_out: tuple[WayOut, ...] = ()
    payment: str = ""
    arrival: date | None = None
    order_by: date | None = None
    list_date: date | None = None
    steps: tuple[Step, ...] = ()
    opens: str = ""


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """What one supplier offers for a good: on a wide page these stand in one cell."""

    column: int
    offers: tuple[OfferCell, ...]

    @property
    def priced(self) -> bool:
        """Whether any of them has a price per unit."""
        return any(offer.state != NOT_COMPARABLE for offer in self.offers)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodRow:
    """One wanted good with its offers, cheapest first, those that cannot be compared last.

    `wanted` counts `unit`s; prices are per `per`. `saving` is None where no last price is known: the page then claims
    none. `margin` is rupiah per `per`.
    """

    key: str
    name: str
    wanted: Decimal | None
    unit: str
    per: str
    offers: tuple[OfferCell, ...] = ()
    condition: str = ""
    why: str = ""
    last_paid: Decimal | None = None
    change: Decimal | None = None
    saving: int | None = None
    saving_per_month: int | None = None
    margin: Decimal | None = None
    margin_ratio: Decimal | None = None
    cap: Decimal | None = None
    chosen: str = ""
    find: str = ""
    unseen: int = 0  # offers that are on a page of their own, at `all_offers`
    all_offers: str = ""

    @property
    def best(self) -> OfferCell | None:
        """The offer with the star or the diamond, if any."""
        return next((offer for offer in self.offers if offer.state in (BEST, CHEAPEST_COMPLETE)), None)

    @property
    def groups(self) -> tuple[OfferGroup, ...]:
        """Every offer but the best, a group per supplier, in the order of their best price."""
        columns: dict[int, list[OfferCell]] = {}
        for offer in self.offers:
            if offer is not self.best:
                columns.setdefault(offer.column, []).append(offer)
        return tuple(OfferGroup(column, tuple(offers)) for column, offers in columns.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierColumn:
    """The head of a supplier's column and how many of the wanted goods he has."""

    number: int
    name: str
    covers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLine:
    """What is chosen from one supplier: one order. Goods, PPN and freight add up to the total; None is unknown."""

    supplier: str
    count: int
    goods: int
    ppn: int | None
    freight: int | None
    total: int | None
    short_of_minimum: int = 0
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The whole page: goods, supplier columns with the widest coverage first, the chosen basket."""

    title: str
    place: str
    action: str
    back: str = ""
    suppliers: tuple[SupplierColumn, ...]
    goods: tuple[GoodRow, ...]
    basket: tuple[BasketLine, ...] = ()
    cash: int | None = None
    sorted_by: str = "saving"
    exports: tuple[tuple[str, str], ...] = field(default=())  # (label, address)
    choose_cheapest: str = ""
    back_label: str = ""
    supplier_count: int = 0  # also those of whom nothing is shown on this page

    @property
    def counts(self) -> dict[str, int]:
        """How many goods there are, have a star, have a diamond, have nothing to choose."""
        states = [good.best.state if good.best else "" for good in self.goods]
        return {
            "goods": len(states),
            "best": states.count(BEST),
            "cheapest_complete": states.count(CHEAPEST_COMPLETE),
            "none": states.count(""),
        }

    @property
    def chosen_total(self) -> int:
        """Rupiah of the whole basket, as far as it is known."""
        return sum(line.total or line.goods for line in self.basket)

    @property
    def chosen_open(self) -> bool:
        """Whether a part of what is chosen has no known total yet."""
        return any(line.total is None for line in self.basket)

    @property
    def chosen_count(self) -> int:
        """Goods in the basket."""
        return sum(line.count for line in self.basket)
