"""The arithmetic behind a landed price, line by line, each with the place in the list where its figure stands.

Goods + PPN + freight − creditable PPN = cost, and cost ÷ quantity = landed price: exact to the rupiah; exact beyond it
where no quantity is wanted, since no line is paid then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from marketplace.money import Money

from .carriage import Leg
from .circumstances import Circumstances
from .evaluating import Evaluated
from .sentences import Figure, Sentence, number_figure, price_figure, say

StepKind = Literal["packs", "goods", "ppn", "freight", "credit", "cost", "landed"]


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what it is, how it is worked out, its figure (``None``: unknown) in ``unit``, and its source."""

    kind: StepKind
    label: Sentence
    detail: Sentence
    figure: Money | Decimal | None
    unit: Sentence
    source: Sentence

    @property
    def figure_text(self) -> Sentence:
        if self.figure is None:
            return say("step_unknown")
        if isinstance(self.figure, Money):
            return Sentence(self.figure.text("id"), self.figure.text("en"))
        return number_figure(self.figure) if self.kind == "packs" else price_figure(self.figure)


_NONE = Sentence("", "")
_RUPIAH = Sentence("Rp", "Rp")


def steps(each: Evaluated, circumstances: Circumstances) -> tuple[Step, ...]:
    """The lines for a comparable offer, in the order of working; empty for one that cannot be compared."""
    if each.refusal is not None:
        return ()
    return (
        _packs(each),
        _goods(each),
        _ppn(each, circumstances),
        *_freight(each),
        *_credit(each),
        _cost(each),
        _landed(each, circumstances),
    )


def _source(each: Evaluated) -> Sentence:
    source = each.offer.source
    return Sentence(source.text("id"), source.text("en"))


def _packs(each: Evaluated) -> Step:
    unit = each.offer.order_unit or ""
    content = number_figure(each.content, each.measure.word)
    if each.measure.quantity is None:
        detail = say("step_one_unit", unit=unit, content=content)
    elif each.measure.package:
        detail = number_figure(each.measure.quantity, each.measure.package)
    else:
        quantity = number_figure(each.measure.quantity, each.measure.word)
        detail = Sentence(f"{quantity.indonesian} ÷ {content.indonesian}", f"{quantity.english} ÷ {content.english}")
    extras = [detail, *_why_more(each)]
    return Step("packs", say("step_packs"), _listed(extras), each.packs, Sentence(unit, unit), _source(each))


def _why_more(each: Evaluated) -> Iterable[Sentence]:
    unit = each.offer.order_unit or ""
    if each.fewer_packs is not None:
        packs, fewer = number_figure(each.packs, unit), number_figure(each.fewer_packs, unit)
        yield say("cheaper_by_tier", packs=packs, fewer=fewer)
    elif each.offer.minimum is not None and each.packs == each.offer.minimum:
        yield say("step_minimum", minimum=number_figure(each.offer.minimum, unit))
    if each.offer.multiple is not None and each.offer.multiple != 1:
        yield say("step_multiple", multiple=number_figure(each.offer.multiple, unit))
    if each.surplus:
        yield say("step_surplus", surplus=number_figure(each.surplus, each.measure.word))


def _goods(each: Evaluated) -> Step:
    packs = number_figure(each.packs, each.offer.order_unit or "")
    price = price_figure(each.price)
    detail = Sentence(f"{packs.indonesian} × {price.indonesian}", f"{packs.english} × {price.english}")
    reached = [tier.min_quantity for tier in each.offer.tiers if tier.min_quantity <= each.packs]
    if reached:
        tier = say("step_tier", least=number_figure(max(reached), each.offer.order_unit or ""))
        detail = _listed([detail, tier])
    figure = each.goods if each.measure.quantity is not None else each.price * each.packs
    return Step("goods", say("step_goods"), detail, figure, _RUPIAH, _source(each))


def _ppn(each: Evaluated, circumstances: Circumstances) -> Step:
    tax = circumstances.tax
    source = Sentence(each.offer.tax_source or "", each.offer.tax_source or "")
    basis = each.offer.tax or circumstances.terms_of(each.offer.supplier).tax
    if basis == "excluded":
        percent = number_figure(tax.percent)
        detail = say("step_ppn_added", percent=percent, part=f"{tax.numerator}/{tax.denominator}", source=tax.source)
    elif basis is None:
        detail = say("tax_unknown")
    else:
        detail = say("step_ppn_included" if basis == "included" else "step_ppn_exempt")
    figure: Money | Decimal | None = each.ppn
    if basis == "excluded" and each.measure.quantity is None:
        figure = tax.part_of(each.price * each.packs)
    return Step("ppn", Sentence("PPN", "PPN"), detail, figure, _RUPIAH, source)


def _freight(each: Evaluated) -> Iterable[Step]:
    if each.route is None:
        yield from (
            Step("freight", say("step_freight"), say("step_freight_unknown"), cost, _RUPIAH, _NONE)
            for cost in each.freight_by_leg
        )
        return
    for leg, cost in zip(each.route.legs, each.freight_by_leg, strict=False):
        source = Sentence(leg.source or "", leg.source or "")
        yield Step("freight", Sentence(leg.name, leg.name), _leg_detail(leg, each, cost), cost, _RUPIAH, source)


def _leg_detail(leg: Leg, each: Evaluated, cost: Money | None) -> Sentence:
    if cost is None:
        return say("step_freight_unknown")
    parts: list[Sentence] = []
    if leg.per_kg:
        kilograms, rate = number_figure(each.kg or Decimal(0), "kg"), price_figure(leg.per_kg)
        parts.append(Sentence(f"{kilograms.indonesian} × {rate.indonesian}", f"{kilograms.english} × {rate.english}"))
    if leg.per_package:
        packs, rate = number_figure(each.packs, each.offer.order_unit or ""), price_figure(leg.per_package)
        parts.append(Sentence(f"{packs.indonesian} × {rate.indonesian}", f"{packs.english} × {rate.english}"))
    if leg.per_drop is not None and leg.per_drop.rupiah:
        drop = Sentence(leg.per_drop.text("id"), leg.per_drop.text("en"))
        parts.append(say("step_drop_share", drop=drop))
    if cost.rupiah == 0 and (parts or leg.free_from is not None):
        return say("step_free")
    return _listed(parts) if parts else say("step_free")


def _credit(each: Evaluated) -> Iterable[Step]:
    if each.creditable.rupiah:
        yield Step("credit", say("step_credit"), say("step_credit_why"), -each.creditable, _RUPIAH, _NONE)


def _cost(each: Evaluated) -> Step:
    exact = each.landed * each.bought if each.measure.quantity is None and each.landed is not None else None
    return Step("cost", say("step_cost"), _NONE, each.cost if exact is None else exact, _RUPIAH, _NONE)


def _landed(each: Evaluated, circumstances: Circumstances) -> Step:
    bought = number_figure(each.bought, each.measure.word)
    detail = Sentence(f"÷ {bought.indonesian}", f"÷ {bought.english}")
    word = Sentence(f"/{each.measure.word.indonesian}", f"/{each.measure.word.english}")
    return Step(
        "landed",
        say("step_landed" if circumstances.count_freight else "step_ex_freight"),
        detail,
        each.landed,
        word,
        _NONE,
    )


def _listed(parts: Iterable[Figure]) -> Sentence:
    given = [part if isinstance(part, Sentence) else Sentence(str(part), str(part)) for part in parts]
    return Sentence("; ".join(part.indonesian for part in given), "; ".join(part.english for part in given))
