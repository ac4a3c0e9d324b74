"""The comparison of a whole shopping list, and the orders that come out of what was chosen.

Freight of a drop depends on the rest of the basket. In the table each supplier is supposed to deliver everything
wanted that he offers (the cheapest of his articles per want); ``orders`` then works out what was really chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from marketplace.money import Money

from .carriage import UNKNOWN_ROUTE, Leg, Load, Route, carry, drop_weights, moving_cost
from .circumstances import Circumstances
from .evaluating import Evaluated, evaluate, likely_offer, settle
from .measures import Measure, measure_of
from .offers import Candidate
from .ranking import BreakEven, rank
from .sentences import Sentence
from .wants import Want


@dataclass(frozen=True, slots=True)
class Row:
    """One want with its offers: the winner first (★ or ◇), then the others by landed price, ``not_comparable`` last."""

    want: Want
    measure: Measure
    offers: tuple[Evaluated, ...]
    winner: Evaluated | None
    why: Sentence
    break_evens: tuple[BreakEven, ...]

    @property
    def by_supplier(self) -> dict[str, list[Evaluated]]:
        """The offers of each supplier, in the order in which they rank."""
        found: dict[str, list[Evaluated]] = defaultdict(list)
        for each in self.offers:
            found[each.offer.supplier].append(each)
        return dict(found)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the list a supplier can answer: ``offered`` wants, ``comparable`` ones, and how often he wins."""

    supplier: str
    name: str
    offered: int
    comparable: int
    winning: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """``suppliers`` come with the widest coverage first."""

    rows: tuple[Row, ...]
    suppliers: tuple[Coverage, ...]
    circumstances: Circumstances

    def count(self, state: str) -> int:
        """How many rows have a winner in this state (``best``, ``cheapest_complete``)."""
        return sum(1 for row in self.rows if row.winner is not None and row.winner.state == state)

    @property
    def without_answer(self) -> int:
        return sum(1 for row in self.rows if row.winner is None)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One chosen offer inside an order: its share of the freight is exact, ``None`` while freight is unknown.
    ``freight_by_leg`` follows the legs of the supplier's route."""

    chosen: Evaluated
    goods: Money
    ppn: Money | None
    freight: Money | None
    freight_by_leg: tuple[Money | None, ...]
    total: Money | None


@dataclass(frozen=True, slots=True)
class SupplierOrder:
    """Everything chosen from one supplier. Sums are ``None`` while a part is unknown. ``short_of_minimum`` counts goods
    without freight against the supplier's minimum value."""

    supplier: str
    name: str
    lines: tuple[OrderLine, ...]
    goods: Money
    ppn: Money | None
    freight: Money | None
    total: Money | None
    short_of_minimum: Money | None
    payment: str | None


def compare(asked: Iterable[tuple[Want, Sequence[Candidate]]], circumstances: Circumstances) -> Comparison:
    """Work out and rank every candidate of every want. Pure; candidates must already be matched to their want."""
    worked = [_evaluate_all(want, candidates, circumstances) for want, candidates in asked]
    _put_freight_in(worked, circumstances)
    rows = []
    for want, measure, offers in worked:
        ranking = rank(offers, ex_freight=not circumstances.count_freight)
        rows.append(Row(want, measure, ranking.offers, ranking.winner, ranking.why, ranking.break_evens))
    return Comparison(tuple(rows), _coverage(rows), circumstances)


_Worked = tuple[Want, Measure, list[Evaluated]]


def _evaluate_all(want: Want, candidates: Sequence[Candidate], circumstances: Circumstances) -> _Worked:
    measure = measure_of(want, candidates)
    offers = [evaluate(candidate, want, measure, circumstances) for candidate in candidates]
    for each in offers:
        if each.refusal is not None:
            each.likely = _likely(each, circumstances)
    return want, measure, offers


def _likely(each: Evaluated, circumstances: Circumstances) -> Evaluated | None:
    """The same offer under its likely reading; with the PPN open where that is all that is missing."""
    offer = each.offer
    if each.refusal is not None and each.refusal.code != "tax_unknown":
        meant = likely_offer(offer)
        if meant is None:
            return None
        offer = meant
    lenient = _ranking_unknown_tax(circumstances)
    candidate = Candidate(offer, each.candidate.relation, each.candidate.note)
    found = evaluate(candidate, each.want, each.measure, lenient)
    return found if found.refusal is None else None


def _ranking_unknown_tax(circumstances: Circumstances) -> Circumstances:
    return replace(circumstances, rules=replace(circumstances.rules, rank_unknown_tax=True))


def _put_freight_in(worked: Sequence[_Worked], circumstances: Circumstances) -> None:
    by_supplier: dict[str, list[list[Evaluated]]] = defaultdict(list)
    for _want, _measure, offers in worked:
        priced: dict[str, list[Evaluated]] = defaultdict(list)
        for each in offers:
            one = each.likely or each
            if one.refusal is None:
                priced[each.offer.supplier].append(one)
        for supplier, found in priced.items():
            by_supplier[supplier].append(found)
    for supplier, wants in by_supplier.items():
        if not circumstances.count_freight:
            for each in (each for found in wants for each in found):
                settle(each, (), circumstances)
        else:
            _share_freight(circumstances.routes.get(supplier, UNKNOWN_ROUTE), wants, circumstances)


def _share_freight(route: Route, wants: Sequence[list[Evaluated]], circumstances: Circumstances) -> None:
    """Share each drop over the basket of the supplier's cheapest article per want; the other articles bear what they
    would bear in its place."""
    basket = [min(found, key=_before_freight) for found in wants]
    loads = [each.load for each in basket]
    unquantified = any(each.measure.quantity is None for each in basket)
    for each, costs in zip(basket, carry(_drop_unknown(route) if unquantified else route, loads), strict=True):
        settle(each, costs, circumstances)
    weights = drop_weights(loads)
    for found, picked, weight in zip(wants, basket, weights, strict=True):
        for each in found:
            if each is not picked:
                settle(each, _instead(each, picked, route, loads, sum(weights) - weight, unquantified), circumstances)


def _before_freight(each: Evaluated) -> tuple[Decimal, str]:
    return Decimal(
        each.goods.rupiah + (each.ppn_if_added if each.ppn is None else each.ppn).rupiah
    ) / each.bought, each.offer.key


def _drop_unknown(route: Route) -> Route:
    """Without quantities nobody knows over what a drop is shared: a leg with a price per drop has an unknown price."""
    return Route(
        tuple(
            Leg(leg.name, days=leg.days, sailings=leg.sailings)
            if leg.per_drop is not None and leg.per_drop.rupiah
            else leg
            for leg in route.legs
        )
    )


def _instead(
    each: Evaluated, picked: Evaluated, route: Route, loads: Sequence[Load], others: Decimal, unquantified: bool
) -> list[Money | None]:
    """Freight per leg of an article in place of the supplier's cheapest one, the rest of the basket unchanged."""
    load = each.load
    by_weight = all(one.kg is not None for one in loads) and load.kg is not None
    own = load.kg if by_weight and load.kg is not None else Decimal(load.goods.rupiah)
    if not by_weight:
        others = Decimal(Money.total(one.goods for one in loads).rupiah - picked.goods.rupiah)
    worth = Money.total(one.goods for one in loads) - picked.goods + load.goods
    costs: list[Money | None] = []
    for leg in (_drop_unknown(route) if unquantified else route).legs:
        moving = moving_cost(leg, load) if leg.priced else None
        if leg.priced and leg.free_from is not None and worth >= leg.free_from:
            moving = Money(0)
        elif moving is not None and leg.per_drop is not None and leg.per_drop.rupiah:
            moving += Money.rounded(leg.per_drop.rupiah * own / (own + others)) if own + others else leg.per_drop
        costs.append(moving)
    return costs


def _coverage(rows: Sequence[Row]) -> tuple[Coverage, ...]:
    names: dict[str, str] = {}
    offered: dict[str, set[str]] = defaultdict(set)
    comparable: dict[str, set[str]] = defaultdict(set)
    winning: dict[str, int] = defaultdict(int)
    for row in rows:
        for each in row.offers:
            names[each.offer.supplier] = each.offer.supplier_name
            offered[each.offer.supplier].add(row.want.key)
            if each.comparable:
                comparable[each.offer.supplier].add(row.want.key)
        if row.winner is not None:
            winning[row.winner.offer.supplier] += 1
    covered = [
        Coverage(key, name, len(offered[key]), len(comparable[key]), winning[key]) for key, name in names.items()
    ]
    return tuple(sorted(covered, key=lambda each: (-each.comparable, -each.offered, each.name)))


def orders(chosen: Iterable[Evaluated], circumstances: Circumstances) -> tuple[SupplierOrder, ...]:
    """One order per supplier from the chosen offers, with freight shared over what is really in each.

    Raises ``ValueError`` for an offer that is not comparable: it has no price to order at.
    """
    by_supplier: dict[str, list[Evaluated]] = defaultdict(list)
    for each in chosen:
        if each.refusal is not None:
            raise ValueError(f"{each.offer.name} of {each.offer.supplier_name}: {each.refusal.sentence.english}")
        by_supplier[each.offer.supplier].append(each)
    return tuple(_order(supplier, lines, circumstances) for supplier, lines in by_supplier.items())


def _order(supplier: str, chosen: Sequence[Evaluated], circumstances: Circumstances) -> SupplierOrder:
    terms = circumstances.terms_of(supplier)
    route = circumstances.routes.get(supplier, UNKNOWN_ROUTE) if circumstances.count_freight else Route(())
    lines = tuple(
        _line(each, costs) for each, costs in zip(chosen, carry(route, [each.load for each in chosen]), strict=True)
    )
    goods = Money.total(line.goods for line in lines)
    short = None
    if terms.minimum_value is not None and goods < terms.minimum_value:
        short = terms.minimum_value - goods
    return SupplierOrder(
        supplier=supplier,
        name=chosen[0].offer.supplier_name,
        lines=lines,
        goods=goods,
        ppn=_all_known([line.ppn for line in lines]),
        freight=_all_known([line.freight for line in lines]),
        total=_all_known([line.total for line in lines]),
        short_of_minimum=short,
        payment=terms.payment,
    )


def _line(each: Evaluated, freight_by_leg: Sequence[Money | None]) -> OrderLine:
    freight = _all_known(freight_by_leg)
    total = None if each.ppn is None or freight is None else each.goods + each.ppn + freight
    return OrderLine(each, each.goods, each.ppn, freight, tuple(freight_by_leg), total)


def _all_known(amounts: Sequence[Money | None]) -> Money | None:
    known = [amount for amount in amounts if amount is not None]
    return Money.total(known) if len(known) == len(amounts) else None
