"""Why an offer cannot be compared yet: the first reason that a person would ask about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from marketplace.quantities import UNITS

from .circumstances import Circumstances
from .measures import BUNDLES, WORDS, Measure, canonical_package, content_in
from .offers import LOOSE_UNITS, Candidate, Offer
from .sentences import Sentence, date_figure, say
from .wants import Want

MOST_PRICE = Decimal(10) ** 12
LEAST_CONTENT, MOST_CONTENT = Decimal("0.000001"), Decimal(10) ** 7
"""Beyond these a figure of a list is a slip, and exact arithmetic on it would tell nothing."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an offer cannot be compared yet, and the ways out (codes of sentences)."""

    code: str
    sentence: Sentence
    ways_out: tuple[str, ...] = ()


def refuse(candidate: Candidate, want: Want, measure: Measure, circumstances: Circumstances) -> Refusal | None:
    """The first reason why the offer cannot be compared, or ``None``. The order is that of what a person would ask."""
    offer, today = candidate.offer, circumstances.today
    if candidate.relation == "different_grade":
        return Refusal("different_grade", candidate.note or say("different_grade"))
    if candidate.relation == "unsure":
        return Refusal("unsure_match", candidate.note or say("unsure_match"), ("confirm_match",))
    if offer.valid_until is not None and offer.valid_until < today:
        return Refusal("expired", say("expired", date=date_figure(offer.valid_until)), ("ask_new_list",))
    if offer.valid_from is not None and offer.valid_from > today:
        return Refusal("not_yet_valid", say("not_yet_valid", date=date_figure(offer.valid_from)))
    if offer.zones is not None and circumstances.zone is not None and circumstances.zone not in offer.zones:
        return Refusal("not_delivered", say("not_delivered", zone=circumstances.place or circumstances.zone))
    if offer.currency != "IDR":
        return Refusal("other_currency", say("other_currency", currency=offer.currency), ("ask_supplier",))
    return _unreadable(offer, want, measure) or _untaxed(offer, circumstances)


def _unreadable(offer: Offer, want: Want, measure: Measure) -> Refusal | None:
    ask = ("ask_supplier", "fill_in")
    if offer.doubt is not None:
        ways = ("confirm_reading", *ask) if offer.doubt.likely else ask
        return Refusal(offer.doubt.code, offer.doubt.sentence, ways)
    if offer.price is None or offer.price <= 0:
        return Refusal("price_missing", say("price_missing"), ask)
    if offer.price > MOST_PRICE:
        return Refusal("price_absurd", say("price_absurd"), ask)
    if offer.order_unit is None:
        return Refusal("price_unit_unknown", say("price_unit_unknown"), ask)
    if offer.pack is None or not LEAST_CONTENT <= offer.pack.content <= MOST_CONTENT:
        return Refusal("content_unknown", say("content_unknown", unit=offer.order_unit), ask)
    if measure.per == "piece" and offer.pack.base == "piece" and _hides_its_count(offer, measure):
        return Refusal("content_unknown", say("content_unknown", unit=offer.order_unit), ask)
    if (
        measure.package
        and canonical_package(offer.order_unit) != canonical_package(measure.package)
        and want.item is None
    ):
        return Refusal(
            "package_unclear", say("package_unclear", package=measure.package, unit=offer.order_unit), ("fill_in",)
        )
    if content_in(offer, want, measure) is None:
        if _is_package(offer.order_unit) and offer.pack.base == "piece":
            return Refusal("content_unknown", say("content_unknown", unit=offer.order_unit), ask)
        unit = offer.order_unit if offer.order_unit in LOOSE_UNITS else WORDS[offer.pack.base]
        return Refusal("units_do_not_meet", say("units_do_not_meet", unit=unit, per=measure.word), ("declare_factor",))
    return None


def _hides_its_count(offer: Offer, measure: Measure) -> bool:
    """Whether one order unit may hold many pieces though it counts as one: an unopened dus beside single bottles."""
    if offer.pack is None or offer.pack.content != 1:
        return False
    bundle = canonical_package(offer.order_unit or "") in BUNDLES
    return measure.counted_inside or (bundle and not measure.one_unit and not measure.package)


def _is_package(order_unit: str) -> bool:
    """Whether the unit is a package whose content differs from article to article (bal, sak), not a thing (butir)."""
    named = UNITS.get(canonical_package(order_unit))
    return named is not None and named.dimension == "package"


def _untaxed(offer: Offer, circumstances: Circumstances) -> Refusal | None:
    if circumstances.rules.rank_unknown_tax or tax_basis(offer, circumstances) is not None:
        return None
    return Refusal("tax_unknown", say("tax_unknown"), ("ask_supplier", "fill_in"))


def tax_basis(offer: Offer, circumstances: Circumstances) -> str | None:
    return offer.tax or circumstances.terms_of(offer.supplier).tax
