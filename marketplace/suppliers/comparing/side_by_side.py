"""Lists side by side without a database: match their articles, answer wants, compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from marketplace.suppliers.matching import Article, Catalogue, Decision, PackContent, Suggestion, group, suggest
from marketplace.suppliers.matching.articles import Reason

from .offers import LOOSE_UNITS, Candidate, Offer, Pack
from .sentences import Sentence
from .wants import Want

Asked = list[tuple[Want, list[Candidate]]]


def article_of(offer: Offer) -> Article:
    """What matching needs to know of an offer. Goods sold by the scale have no item size of their own."""
    pack = offer.doubt.likely.pack if offer.pack is None and offer.doubt and offer.doubt.likely else offer.pack
    content = None if pack is None or offer.order_unit in LOOSE_UNITS else _content(pack)
    return Article(offer.key, offer.supplier, offer.name, offer.brand, offer.barcode, content)


def _content(pack: Pack) -> PackContent:
    return PackContent(pack.count, pack.size, pack.unit)


def answer_wants(wants: Sequence[Want], offers: Sequence[Offer]) -> Asked:
    """For each want the offers that may answer it, as sure as the names allow."""
    by_key = {offer.key: offer for offer in offers}
    catalogue = Catalogue([article_of(offer) for offer in offers])
    asked: Asked = []
    for want in wants:
        item = None if want.package or want.item is None else _content(want.item)
        found = catalogue.find(want.name, item=item)
        candidates = [
            Candidate(by_key[each.article.key], each.relation, _note(each.reasons, each.relation)) for each in found
        ]
        asked.append((want, candidates))
    return asked


def same_things(offers: Sequence[Offer], decisions: Sequence[Decision] = ()) -> tuple[Asked, list[Suggestion]]:
    """Everything that at least two suppliers offer, as wants without a quantity; and the pairs left for a person.

    Offers of a doubtful pair (another grade, not surely the same) stand beside the group as not comparable, where
    their supplier has nothing surer in it.
    """
    articles = [article_of(offer) for offer in offers]
    by_key = {offer.key: offer for offer in offers}
    suggestions = suggest(articles, decisions)
    groups = [members for members in group(articles, suggestions, decisions) if len({a.supplier for a in members}) > 1]
    home = {article.key: number for number, members in enumerate(groups) for article in members}
    beside: dict[int, dict[str, Candidate]] = {}
    doubtful = [each for each in suggestions if each.relation in ("different_grade", "unsure")]
    for each in doubtful:
        for inside, outside in ((each.one, each.other), (each.other, each.one)):
            if inside in home and outside not in home:
                note = _note(each.reasons, each.relation)
                beside.setdefault(home[inside], {})[outside] = Candidate(by_key[outside], each.relation, note)
    asked = [_asked(number, members, beside.get(number, {}), by_key) for number, members in enumerate(groups)]
    asked += _other_grades(doubtful, home, by_key, len(asked))
    return asked, doubtful


def _other_grades(
    doubtful: Sequence[Suggestion], home: Mapping[str, int], by_key: Mapping[str, Offer], number: int
) -> Asked:
    """Rows of two lone articles that differ only in grade: side by side, and said not to be comparable."""
    asked: Asked = []
    seen: set[str] = set()
    for each in doubtful:
        if each.relation != "different_grade" or {each.one, each.other} & (seen | home.keys()):
            continue
        seen |= {each.one, each.other}
        one, other = by_key[each.one], by_key[each.other]
        candidates = [Candidate(one), Candidate(other, each.relation, _note(each.reasons, each.relation))]
        asked.append((Want(key=str(number + len(asked)), name=one.name), candidates))
    return asked


def _asked(
    number: int, members: Sequence[Article], beside: Mapping[str, Candidate], by_key: Mapping[str, Offer]
) -> tuple[Want, list[Candidate]]:
    name = min((article.name for article in members), key=lambda text: (len(text), text))
    offers = [by_key[article.key] for article in members]
    sizes = Counter(offer.pack.item for offer in offers if offer.pack is not None and offer.order_unit is not None)
    usual = sizes.most_common(1)[0][0] if sizes else None
    candidates = [_member(offer, usual) for offer in offers]
    suppliers = {offer.supplier for offer in offers}
    candidates += [each for each in beside.values() if each.offer.supplier not in suppliers]
    return Want(key=str(number), name=name), candidates


def _member(offer: Offer, usual: tuple[str, Decimal] | None) -> Candidate:
    same = offer.pack is None or offer.pack.item is None or usual is None or offer.pack.item == usual
    return Candidate(offer, "same" if same or offer.order_unit in LOOSE_UNITS else "same_other_size")


def _note(reasons: Sequence[Reason], relation: str) -> Sentence | None:
    if relation not in ("different_grade", "unsure"):
        return None
    return Sentence("; ".join(each.text("id") for each in reasons), "; ".join(each.text("en") for each in reasons))
