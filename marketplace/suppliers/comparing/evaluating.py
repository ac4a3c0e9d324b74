"""One offer against one want: how many packs, which tier, what it costs at the door, when it is there.

Nothing unknown counts as zero. Every cost is an interval; where both ends are known and equal it is a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from marketplace.money import Money

from .carriage import Load, Route, arrival, latest_departure
from .circumstances import Circumstances
from .measures import Measure, content_in
from .offers import LOOSE_UNITS, Candidate, Offer
from .refusing import Refusal, refuse, tax_basis
from .sentences import Sentence, date_figure, number_figure, say
from .wants import Want

State = Literal["best", "cheapest_complete", "ranked", "not_comparable"]
Unknown = Literal["freight", "tax", "terms"]
_ZERO = Money(0)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why an offer with a price is still no answer to the want."""

    code: Literal["too_much", "too_late", "bundle", "quota"]
    sentence: Sentence


@dataclass(slots=True)
class Evaluated:
    """An offer worked out for a want. Money is whole rupiah for the whole line; prices per unit are exact.

    ``goods``: packs times the price of the tier. ``ppn``: what is added (0 when included or exempt, ``None`` when the
    basis is unknown). ``creditable``: PPN that a PKP buyer gets back. ``freight``: per leg of the route.
    ``total``: what is paid. ``landed``: cost per kg, litre or piece at the door (``None`` while anything is unknown),
    between ``landed_low`` and ``landed_high`` (``None``: no upper bound).
    """

    want: Want
    measure: Measure
    candidate: Candidate
    offer: Offer
    state: State = "ranked"
    refusal: Refusal | None = None
    content: Decimal = Decimal(0)
    packs: Decimal = Decimal(0)
    bought: Decimal = Decimal(0)
    surplus: Decimal = Decimal(0)
    fewer_packs: Decimal | None = None
    price: Decimal = Decimal(0)
    goods: Money = _ZERO
    ppn: Money | None = None
    ppn_if_added: Money = _ZERO
    creditable: Money = _ZERO
    kg: Decimal | None = None
    route: Route | None = None
    freight_by_leg: list[Money | None] = field(default_factory=list)
    freight: Money | None = None
    total: Money | None = None
    landed: Decimal | None = None
    landed_low: Decimal = Decimal(0)
    landed_high: Decimal | None = None
    unknown: tuple[Unknown, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    arrives: date | None = None
    order_by: date | None = None
    likely: Evaluated | None = None
    selling_keeps: Decimal = Decimal(1)

    @property
    def list_price(self) -> Decimal | None:
        """Per kg, litre or piece as the list writes it: before PPN it does not include, and before freight."""
        return self.price / self.content if self.content else None

    @property
    def comparable(self) -> bool:
        return self.state != "not_comparable"

    @property
    def fits(self) -> bool:
        """Comparable and without an obstacle."""
        return self.comparable and not self.obstacles

    @property
    def complete(self) -> bool:
        """Price, content, PPN and freight are all known."""
        return self.comparable and self.landed is not None

    @property
    def cost(self) -> Money | None:
        """What the line costs the cooperative in the end: the total less the PPN it gets back."""
        return None if self.total is None else self.total - self.creditable

    @property
    def margin(self) -> Decimal | None:
        """Gross margin per unit: the selling price, never above the legal cap, less the landed price. A PKP cooperative
        keeps of its selling price what is left after the PPN in it."""
        selling = self.selling_price
        return None if selling is None or self.landed is None else selling - self.landed

    @property
    def margin_percent(self) -> Decimal | None:
        """Of the selling price."""
        return None if not self.selling_price or self.margin is None else self.margin / self.selling_price * 100

    @property
    def selling_price(self) -> Decimal | None:
        """What selling one unit brings in, legally and after PPN."""
        facts = self.want.facts
        if facts.selling_price is None:
            return None
        asked = facts.selling_price if facts.cap is None else min(facts.selling_price, facts.cap)
        return asked * self.selling_keeps

    @property
    def change_percent(self) -> Decimal | None:
        """Against the last price paid; negative is cheaper."""
        last = self.want.facts.last_price
        return None if not last or self.landed is None else (self.landed - last) / last * 100

    @property
    def saving(self) -> Money | None:
        """On the wanted quantity against the last price paid; without a last price nothing is claimed."""
        return self._saving_on(None if self.measure.package else self.measure.quantity)

    @property
    def saving_per_month(self) -> Money | None:
        return self._saving_on(self.want.facts.monthly_volume)

    def _saving_on(self, quantity: Decimal | None) -> Money | None:
        last = self.want.facts.last_price
        if last is None or self.landed is None or quantity is None:
            return None
        return Money.rounded((last - self.landed) * quantity)

    @property
    def other_size(self) -> bool:
        return self.candidate.relation == "same_other_size"

    @property
    def load(self) -> Load:
        return Load(self.kg, self.packs, self.goods)


def evaluate(candidate: Candidate, want: Want, measure: Measure, circumstances: Circumstances) -> Evaluated:
    """Everything about the offer except freight, which depends on what else comes from the same supplier."""
    offer = candidate.offer
    found = Evaluated(want, measure, candidate, offer)
    refusal = refuse(candidate, want, measure, circumstances)
    if refusal is not None:
        found.state, found.refusal = "not_comparable", refusal
        return found
    content = content_in(offer, want, measure)
    assert content is not None
    assert offer.price is not None
    found.content = content
    _choose_packs(found)
    _tax(found, circumstances)
    found.kg = _weight(offer, want, measure, circumstances)
    if found.kg is not None:
        found.kg *= found.packs
    found.route = circumstances.routes.get(offer.supplier)
    _dates(found, circumstances)
    found.obstacles = tuple(_obstacles(found, circumstances))
    return found


def _choose_packs(found: Evaluated) -> None:
    """Round up to packs, minimum and multiple; take more where a price tier makes more cost less."""
    needed = _needed_packs(found)
    choices = [needed]
    for tier in found.offer.tiers:
        if tier.min_quantity > needed and found.measure.quantity is not None:
            choices.append(_rounded_up(tier.min_quantity, _step(found.offer)))
    packs = min(choices, key=lambda count: (price_for(found.offer, count) * count, count))
    found.fewer_packs = needed if packs != needed else None
    found.packs, found.price = packs, price_for(found.offer, packs)
    found.bought = packs * found.content
    wanted = _wanted(found)
    found.surplus = max(Decimal(0), found.bought - wanted) if wanted is not None else Decimal(0)
    found.goods = Money.rounded(found.price * packs)


def _wanted(found: Evaluated) -> Decimal | None:
    """The wanted quantity in kg, litres or pieces; a wanted karton without content is as large as the offered one."""
    quantity, item = found.measure.quantity, found.want.item
    if quantity is None or not found.measure.package:
        return quantity
    return quantity * (item.content if item else found.content)


def _needed_packs(found: Evaluated) -> Decimal:
    offer, wanted = found.offer, _wanted(found)
    least = max(Decimal(1), offer.minimum or Decimal(1)) if wanted is None else offer.minimum or Decimal(0)
    packs = least if wanted is None else max(wanted / found.content, least)
    return _rounded_up(packs, _step(offer))


def _step(offer: Offer) -> Decimal | None:
    """Goods sold by the scale come in any amount; packs come whole."""
    if offer.multiple:
        return offer.multiple
    return None if offer.order_unit in LOOSE_UNITS else Decimal(1)


def _rounded_up(packs: Decimal, step: Decimal | None) -> Decimal:
    return packs if step is None else (packs / step).to_integral_value(ROUND_CEILING) * step


def price_for(offer: Offer, packs: Decimal) -> Decimal:
    """The price of the highest tier that the quantity reaches, whatever the order of the tiers in the list."""
    reached = [tier for tier in offer.tiers if tier.min_quantity <= packs]
    assert offer.price is not None
    return max(reached, key=lambda tier: tier.min_quantity).price if reached else offer.price


def _tax(found: Evaluated, circumstances: Circumstances) -> None:
    basis, rate, pkp = tax_basis(found.offer, circumstances), circumstances.tax, circumstances.buyer_is_pkp
    found.ppn_if_added = rate.added_to(found.goods)
    if basis == "excluded":
        found.ppn = found.ppn_if_added
        found.creditable = found.ppn if pkp else _ZERO
    elif basis is not None:
        found.ppn = _ZERO
        found.creditable = rate.inside(found.goods) if pkp and basis == "included" else _ZERO
    if pkp and basis != "exempt":
        found.selling_keeps = 1 - rate.part_inside(Decimal(1))


def _weight(offer: Offer, want: Want, measure: Measure, circumstances: Circumstances) -> Decimal | None:
    """Of one order unit in kg: as declared, as its content weighs, or by the carriers' convention for litres."""
    pack = offer.pack
    if offer.weight_kg is not None or pack is None:
        return offer.weight_kg
    if pack.base == "kg":
        return pack.content
    if pack.base == "l":
        return pack.content * (want.kg_per_litre or circumstances.kg_per_litre)
    return pack.content * want.kg_per_piece if want.kg_per_piece else None


def _dates(found: Evaluated, circumstances: Circumstances) -> None:
    lead = found.offer.lead_days
    if lead is None:
        lead = circumstances.terms_of(found.offer.supplier).lead_days
    if lead is None or found.route is None:
        return
    found.arrives = arrival(found.route, circumstances.today + timedelta(days=lead))
    if found.want.needed_on is not None:
        ready = latest_departure(found.route, found.want.needed_on)
        found.order_by = ready - timedelta(days=lead) if ready else None


def _obstacles(found: Evaluated, circumstances: Circumstances) -> Iterable[Obstacle]:
    wanted, needed_on = _wanted(found), found.want.needed_on
    if wanted is not None and found.surplus > wanted * circumstances.rules.most_surplus:
        surplus = number_figure(found.surplus, found.measure.word)
        yield Obstacle("too_much", say("too_much", surplus=surplus))
    if found.arrives is not None and needed_on is not None and found.arrives > needed_on:
        sentence = say("too_late", date=date_figure(found.arrives), needed=date_figure(needed_on))
        yield Obstacle("too_late", sentence)
    for term in found.offer.terms:
        if term.kind == "bundle":
            yield Obstacle("bundle", say("bundle", text=term.text))
        elif term.kind == "quota" and term.quantity is not None and term.quantity < found.packs:
            quota = number_figure(term.quantity, found.offer.order_unit or "")
            yield Obstacle("quota", say("quota", quota=quota))


def settle(found: Evaluated, freight_by_leg: Sequence[Money | None], circumstances: Circumstances) -> None:
    """Put the freight in and work out what the line costs, as a figure or as an interval."""
    found.freight_by_leg = list(freight_by_leg)
    known = [cost for cost in freight_by_leg if cost is not None]
    found.freight = Money.total(known) if len(known) == len(freight_by_leg) else None
    goods, low_tax, high_tax = _goods_and_tax(found, circumstances)
    least = goods + low_tax + Money.total(known).rupiah
    most = None if found.freight is None else least - low_tax + high_tax
    unknown: list[Unknown] = []
    if found.freight is None:
        unknown.append("freight")
    if found.ppn is None:
        unknown.append("tax")
    if found.freight is not None and found.ppn is not None:
        found.total = found.goods + found.ppn + found.freight
        found.landed = least / found.bought
    factor = _open_terms(found.offer)
    if factor < 1:
        unknown.append("terms")
        least -= goods * (1 - factor)
    found.unknown = tuple(unknown)
    found.landed_low = least / found.bought
    found.landed_high = None if most is None else most / found.bought


def _goods_and_tax(found: Evaluated, circumstances: Circumstances) -> tuple[Decimal, Decimal, Decimal]:
    """Goods, and the least and most that tax adds to their cost (less what a PKP buyer gets back).

    Rounded as a line is; without a quantity no line is paid, so the price per unit stays exact.
    """
    rate, pkp = circumstances.tax, circumstances.buyer_is_pkp
    if found.measure.quantity is not None:
        goods = Decimal(found.goods.rupiah)
        added, inside = Decimal(found.ppn_if_added.rupiah), Decimal(rate.inside(found.goods).rupiah)
    else:
        goods = found.price * found.packs
        added, inside = rate.part_of(goods), rate.part_inside(goods)
    nothing = Decimal(0)
    by_basis: dict[str | None, tuple[Decimal, Decimal]] = {
        "excluded": (nothing, nothing) if pkp else (added, added),
        "included": (-inside, -inside) if pkp else (nothing, nothing),
        "exempt": (nothing, nothing),
        None: (-inside, nothing) if pkp else (nothing, added),
    }
    return goods, *by_basis[tax_basis(found.offer, circumstances)]


def _open_terms(offer: Offer) -> Decimal:
    """What discounts and bonuses that are not counted would make of the price, all together."""
    factor = Decimal(1)
    for term in offer.terms:
        if term.factor is not None:
            factor *= term.factor
    return factor


def likely_offer(offer: Offer) -> Offer | None:
    """The offer as its doubtful row probably means it, or ``None`` when there is no likely reading."""
    if offer.doubt is None or offer.doubt.likely is None:
        return None
    likely = offer.doubt.likely
    return replace(
        offer,
        doubt=None,
        order_unit=likely.order_unit or offer.order_unit,
        pack=likely.pack or offer.pack,
        price=likely.price or offer.price,
    )
