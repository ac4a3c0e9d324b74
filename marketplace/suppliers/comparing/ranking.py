"""Who is best, and why, and what would change it.

★ ``best``: wins under every reading of everything that is unknown. ◇ ``cheapest_complete``: the cheapest offer that is
known entirely, while some other one might turn out cheaper; then the break-evens say when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from .evaluating import Evaluated
from .sentences import Figure, Sentence, joined, number_figure, price_figure, say

BreakEvenKind = Literal["freight", "tax", "content", "reading", "terms"]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """What would make ``offer`` cheaper than the cheapest complete one.

    ``freight_below`` is in rupiah per kg (per unit of comparison where the weight is unknown), ``content_above`` in
    units of comparison per order unit.
    """

    offer: Evaluated
    kinds: tuple[BreakEvenKind, ...]
    sentence: Sentence
    freight_below: Decimal | None = None
    content_above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The offers in the order in which they are shown, the winner first, and the words that go with it."""

    offers: tuple[Evaluated, ...]
    winner: Evaluated | None
    why: Sentence
    break_evens: tuple[BreakEven, ...] = ()


def rank(offers: Sequence[Evaluated], *, ex_freight: bool = False) -> Ranking:
    """Order the offers of one want, mark the winner, and say why."""
    if not offers:
        return Ranking((), None, say("nobody_offers"))
    winner, threats = _winner(offers)
    if winner is not None:
        winner.state = "cheapest_complete" if threats else "best"
    ordered = tuple(sorted(offers, key=lambda each: _place(each, winner)))
    if winner is None:
        return Ranking(ordered, None, _why_none(ordered))
    break_evens = tuple(_break_even(each, winner) for each in threats)
    why = [_why(winner, ordered, ex_freight), *_only_looks_cheaper(winner, ordered)]
    return Ranking(ordered, winner, joined([*why, *_told(break_evens)]), break_evens)


_BREAK_EVENS_TOLD = 2


def _told(break_evens: Sequence[BreakEven]) -> list[Sentence]:
    """The likeliest break-even of each supplier, of at most two suppliers; the row holds them all."""
    first: dict[str, Sentence] = {}
    for each in break_evens:
        first.setdefault(each.offer.offer.supplier, each.sentence)
    return list(first.values())[:_BREAK_EVENS_TOLD]


def _winner(offers: Sequence[Evaluated]) -> tuple[Evaluated | None, list[Evaluated]]:
    fitting = [each for each in offers if each.fits]
    bounded = sorted((each for each in fitting if each.landed_high is not None), key=_bounded_order)
    if bounded and not _threats(bounded[0], offers):
        return bounded[0], []
    complete = [each for each in bounded if each.complete] or _forced(offers)
    if not complete:
        return None, []
    return complete[0], _threats(complete[0], offers)


def _forced(offers: Sequence[Evaluated]) -> list[Evaluated]:
    """Where every offer forces one to buy too much, the one that takes the least money is still an answer."""
    if any(each.fits for each in offers):
        return []
    only_too_much = [
        each for each in offers if each.complete and all(obstacle.code == "too_much" for obstacle in each.obstacles)
    ]
    return sorted(only_too_much, key=lambda each: (each.total is None, each.total, _bounded_order(each)))


def _bounded_order(each: Evaluated) -> tuple[Decimal, date, str, str]:
    assert each.landed_high is not None
    return each.landed_high, each.arrives or date.max, each.offer.supplier_name, each.offer.key


def _threats(winner: Evaluated, offers: Sequence[Evaluated]) -> list[Evaluated]:
    """Offers that some reading of what is unknown makes cheaper than the winner's worst case, the likeliest first."""
    assert winner.landed_high is not None
    threats = [each for each in offers if each is not winner and _lowest(each) < winner.landed_high]
    return sorted(threats, key=lambda each: (not each.comparable, _lowest(each), each.offer.supplier_name))


_OPEN_QUESTIONS = frozenset(
    {
        "content_unknown",
        "pack_unknown",
        "pack_ambiguous",
        "size_ambiguous",
        "price_unit_unknown",
        "price_unit_doubtful",
        "unit_missing",
        "unit_unknown",
        "unit_contradicts_name",
        "units_do_not_meet",
    }
)
"""Refusals, the reader's issue codes among them, that leave open how much the price buys: it might be more."""


def _lowest(each: Evaluated) -> Decimal:
    """The lowest landed price that any reading gives; infinite for an offer that is no rival whatever it means."""
    never = Decimal("Infinity")
    if each.comparable:
        return each.landed_low if each.unknown and each.fits else never
    if each.likely is not None:
        return each.likely.landed_low if each.likely.fits else never
    assert each.refusal is not None
    return Decimal(0) if each.refusal.code in _OPEN_QUESTIONS and each.offer.price else never


def _place(each: Evaluated, winner: Evaluated | None) -> tuple[int, Decimal, str, str]:
    if each is winner:
        group, figure = 0, Decimal(0)
    elif not each.comparable:
        group, figure = 4, Decimal(0)
    elif each.obstacles:
        group, figure = 3, each.landed_low
    elif each.complete:
        group, figure = 1, each.landed or Decimal(0)
    else:
        group, figure = 2, each.landed_low
    return group, figure, each.offer.supplier_name, each.offer.key


def _why(winner: Evaluated, ordered: Sequence[Evaluated], ex_freight: bool) -> Sentence:
    if winner.obstacles:
        return say("best_forced", obstacle=winner.obstacles[0].sentence)
    rivals = [each for each in ordered if each is not winner and each.fits]
    settled = [each for each in rivals if each.landed is not None]
    rivals = settled or rivals
    others = [each for each in rivals if each.offer.supplier != winner.offer.supplier]
    runner_up = next(iter(others or rivals), None)
    if runner_up is None:
        return say("best_alone")
    basis = say("basis_ex_freight" if ex_freight else "basis_landed")
    price = winner.landed if winner.landed is not None else winner.landed_high
    assert price is not None
    difference = (runner_up.landed if runner_up.landed is not None else runner_up.landed_low) - price
    if difference < 0:
        return say("best_alone")
    if difference == 0:
        sooner = winner.arrives is not None and runner_up.arrives is not None and winner.arrives < runner_up.arrives
        return say("best_equal_sooner" if sooner else "best_equal", basis=basis, runner_up=_called(runner_up, winner))
    return say(
        "best_below",
        basis=basis,
        difference=price_figure(difference),
        per=winner.measure.word,
        runner_up=_called(runner_up, winner),
    )


def _called(each: Evaluated, winner: Evaluated) -> str:
    """A supplier by name; another article of the winner's own supplier by that article's name."""
    return each.offer.name if each.offer.supplier == winner.offer.supplier else each.offer.supplier_name


def _only_looks_cheaper(winner: Evaluated, ordered: Sequence[Evaluated]) -> list[Sentence]:
    """One sentence for the offer whose list price beats the winner's, though it does not beat it at the door."""
    assert winner.list_price is not None
    losers = [
        each
        for each in ordered
        if each is not winner and each.comparable and (each.obstacles or each.complete)
        and each.list_price is not None and each.list_price < winner.list_price
    ]  # fmt: skip
    if not losers:
        return []
    tempting = min(losers, key=lambda each: (each.list_price, each.offer.key))
    reason = _why_not(tempting, winner)
    if reason is None:
        return []
    assert tempting.list_price is not None
    return [
        say(
            "looks_cheaper",
            supplier=_called(tempting, winner),
            price=price_figure(tempting.list_price),
            per=tempting.measure.word,
            reason=reason,
        )
    ]


def _why_not(tempting: Evaluated, winner: Evaluated) -> Sentence | None:
    if tempting.obstacles:
        return tempting.obstacles[0].sentence
    if tempting.ppn is None or tempting.freight is None:
        return None
    tax = tempting.ppn.rupiah - tempting.creditable.rupiah
    if tax <= 0 and tempting.freight.rupiah <= 0:
        return None
    if tax >= tempting.freight.rupiah:
        return say("looks_because_tax")
    freight = price_figure(Decimal(tempting.freight.rupiah) / tempting.bought)
    return say("looks_because_freight", freight=freight, per=tempting.measure.word)


def _break_even(each: Evaluated, winner: Evaluated) -> BreakEven:
    assert winner.landed_high is not None
    kinds, conditions, freight_below, content_above = _conditions(each, winner)
    condition: Figure = conditions[0]
    for further in conditions[1:]:
        condition = say("and", one=condition, other=further)
    sentence = say("cheaper_if", supplier=_called(each, winner), condition=condition)
    return BreakEven(each, tuple(kinds), sentence, freight_below, content_above)


_Conditions = tuple[list[BreakEvenKind], list[Sentence], Decimal | None, Decimal | None]


def _conditions(each: Evaluated, winner: Evaluated) -> _Conditions:
    if not each.comparable and each.likely is None:
        content, sentence = _content_above(each, winner)
        return ["content"], [sentence], None, content
    kinds: list[BreakEvenKind] = []
    conditions: list[Sentence] = []
    worked = each
    if not each.comparable:
        assert each.likely is not None
        worked = each.likely
        if each.refusal is not None and each.refusal.code != "tax_unknown":
            kinds.append("reading")
            conditions.append(_reading_condition(each, worked))
    freight_below = None
    ways: list[tuple[BreakEvenKind, Callable[[], Sentence]]] = [
        ("tax", lambda: say("if_tax_included")),
        ("terms", lambda: say("if_terms_hold", text=", ".join(_open_terms(worked)))),
    ]
    for kind, sentence_of in ways:
        if kind in worked.unknown and _needs(worked, winner):
            kinds.append(kind)
            conditions.append(sentence_of())
    if "freight" in worked.unknown:
        kinds.append("freight")
        freight_below, sentence = _freight_below(worked, winner)
        conditions.append(sentence)
    if not conditions:
        kinds.append("reading")
        conditions.append(_reading_condition(each, worked))
    return kinds, conditions, freight_below, None


def _needs(worked: Evaluated, winner: Evaluated) -> bool:
    """Whether the unknown has to fall the right way for the offer to be cheaper; with freight open it always does."""
    assert winner.landed_high is not None
    return worked.landed_high is None or worked.landed_high >= winner.landed_high


def _open_terms(each: Evaluated) -> list[str]:
    return [term.text for term in each.offer.terms if term.factor is not None]


def _freight_below(each: Evaluated, winner: Evaluated) -> tuple[Decimal, Sentence]:
    assert winner.landed_high is not None
    room = (winner.landed_high - each.landed_low) * each.bought
    whole, per = (each.kg, Sentence("kg", "kg")) if each.kg else (each.bought, each.measure.word)
    exact = room / whole
    below = exact.to_integral_value(ROUND_FLOOR) if exact >= 1 else exact.quantize(Decimal("0.01"), ROUND_FLOOR)
    return below, say("if_freight_below", freight=price_figure(below), per=per)


def _content_above(each: Evaluated, winner: Evaluated) -> tuple[Decimal, Sentence]:
    assert each.offer.price is not None
    assert winner.landed_high is not None
    content = (each.offer.price / winner.landed_high).quantize(Decimal("0.1"), ROUND_CEILING)
    figure = number_figure(content, winner.measure.word)
    unit = each.offer.order_unit or Sentence("satuan", "unit")
    return content, say("if_content_above", content=figure, unit=unit)


def _reading_condition(each: Evaluated, worked: Evaluated) -> Sentence:
    """What has to be true for the likely reading to hold, by what it changes of the row."""
    if worked.offer.order_unit != each.offer.order_unit and worked.offer.order_unit is not None:
        return say("if_unit_holds", unit=worked.offer.order_unit)
    if worked.offer.price != each.offer.price and worked.offer.price is not None:
        return say("if_price_holds", price=price_figure(worked.offer.price))
    return say("if_reading_holds", reading=reading_of(worked))


def reading_of(each: Evaluated) -> Sentence:
    """``12 × 1 l``, as the likely reading of one order unit."""
    pack, unit = each.offer.pack, each.offer.order_unit or ""
    if pack is None:
        return Sentence(unit, unit)
    size = number_figure(pack.size, {"piece": "pcs"}.get(pack.unit, pack.unit))
    if pack.count == 1:
        return Sentence(f"per {unit} {size.indonesian}", f"per {unit} {size.english}")
    count = number_figure(pack.count)
    return Sentence(f"{count.indonesian} × {size.indonesian}", f"{count.english} × {size.english}")


def _why_none(ordered: Sequence[Evaluated]) -> Sentence:
    fitting = [each for each in ordered if each.fits]
    if fitting:
        unknown = [say(f"unknown_{kind}") for kind in ("tax", "freight") if any(kind in e.unknown for e in fitting)]
        figure: Figure = unknown[0]
        for further in unknown[1:]:
            figure = say("and", one=figure, other=further)
        return say("none_complete", unknown=figure)
    hindered = [each for each in ordered if each.obstacles]
    if hindered:
        return say("none_fits", obstacle=hindered[0].obstacles[0].sentence)
    return say("none_comparable")
