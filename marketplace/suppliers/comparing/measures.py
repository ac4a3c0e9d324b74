"""In what an offer and a want are compared, and how much of it one order unit holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from .offers import LOOSE_UNITS, BaseUnit, Candidate, Offer, Pack
from .sentences import Sentence
from .wants import Want

_Value = TypeVar("_Value")
WORDS: dict[BaseUnit, Sentence] = {
    "kg": Sentence("kg", "kg"),
    "l": Sentence("l", "l"),
    "piece": Sentence("pcs", "piece"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """In what a want is compared: ``per`` kg, litre or piece; ``item`` the reference size when pieces are counted;
    ``quantity`` in ``per``, or in ``package``s; ``word`` what people call the piece (butir, botol).
    ``one_unit``: all offers are sold by the same unit, so that one ikat may be held against another.
    ``counted_inside``: some offer counts what is inside a packet (200 toothpicks), so that a packet which does not
    cannot be taken for one piece."""

    per: BaseUnit
    word: Sentence
    quantity: Decimal | None
    package: str | None = None
    item: tuple[BaseUnit, Decimal] | None = None
    counted_inside: bool = False
    one_unit: bool = True


def measure_of(want: Want, candidates: Iterable[Candidate]) -> Measure:
    """In what to compare a want: as it says, else in the commonest measure of the offers that are the same thing."""
    offers = [each.offer for each in candidates if each.relation in ("same", "same_other_size")]
    packs = [offer.pack for offer in offers if offer.pack]
    declared = want.item.base if want.package and want.item else want.per
    per = declared or _commonest(pack.base for pack in packs) or "piece"
    word = Sentence(want.unit_word, want.unit_word) if want.unit_word else WORDS[per]
    item = want.item.item if want.item else None
    if item is None and per == "piece":
        item = _commonest(pack.item for pack in packs if pack.item and not _is_measure(pack))
    counted_inside = per == "piece" and any(_counts_inside(offer) for offer in offers)
    units = {canonical_package(offer.order_unit) for offer in offers if offer.order_unit}
    return Measure(per, word, want.quantity, want.package, item, counted_inside, len(units) < 2)


_OUTER_UNITS = frozenset(
    {"karton", "lusin", "kodi", "gros", "rim", "slop", "bal", "peti", "krat", "tray", "renceng", "paket"}
)
BUNDLES = _OUTER_UNITS - {"lusin", "gros", "rim"} | {"ikat", "sisir", "tandan", "sak", "keranjang", "jerigen", "drum"}
"""Units that hold many of a thing: without a stated content, one of them is not one piece."""

_SAME_PACKAGE = {
    "dus": "karton",
    "kardus": "karton",
    "carton": "karton",
    "ctn": "karton",
    "karung": "sak",
    "zak": "sak",
    "ball": "bal",
}


def canonical_package(package: str) -> str:
    """One word for the packages that have several: dus and karton, karung and sak."""
    return _SAME_PACKAGE.get(package.lower(), package.lower())


def _counts_inside(offer: Offer) -> bool:
    """A packet, not a case of packets, whose content is counted."""
    return (
        offer.pack is not None
        and offer.pack.base == "piece"
        and offer.pack.content > 1
        and canonical_package(offer.order_unit or "") not in _OUTER_UNITS
    )


def _commonest(values: Iterable[_Value]) -> _Value | None:
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _is_measure(pack: Pack) -> bool:
    return pack.count == 1 and pack.content == 1 and pack.base != "piece"


def content_in(offer: Offer, want: Want, measure: Measure) -> Decimal | None:
    """How many kg, litres or (reference) pieces one order unit holds; ``None`` where no declared factor tells."""
    pack = offer.pack
    if pack is None:
        return None
    if measure.per == "piece":
        return _pieces(offer, pack, want, measure)
    if pack.base == measure.per:
        return pack.content
    if pack.base == "piece":
        return pack.content * want.kg_per_piece if want.kg_per_piece and measure.per == "kg" else None
    if want.kg_per_litre is None:
        return None
    return pack.content * want.kg_per_litre if measure.per == "kg" else pack.content / want.kg_per_litre


def _pieces(offer: Offer, pack: Pack, want: Want, measure: Measure) -> Decimal | None:
    item = pack.item
    if item is None:
        return pack.content
    if offer.order_unit in LOOSE_UNITS:
        return pack.content / want.kg_per_piece if want.kg_per_piece and pack.base == "kg" else None
    if measure.item is None or measure.item == item:
        return pack.count
    return pack.count * item[1] / measure.item[1] if measure.item[0] == item[0] else None
