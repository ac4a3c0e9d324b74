"""Everybody against everybody, in blocks: only names that share a rare word are ever compared.

Articles with equal names (after reading) are one *thing* with several sizes; fuzzy comparison runs between things, of
which there are far fewer than articles. One suggestion joins two things, not every pair of their articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from .articles import Article, Decision, Reason, Suggestion
from .barcodes import global_number
from .judging import Weights, identity_likeness, judge, size_relation
from .naming import Name, name_of, skeleton

_RAREST_WORDS = 3
_NEIGHBOURS = 12
_LEAST_SCORE = 60
_FULL_BLOCK = 3000
"""Beyond this a word stands in too many things to tell any two of them apart; their rarer words do."""


Extent = tuple[object, frozenset[str]]


@dataclass(slots=True)
class Thing:
    """All articles whose names say the same, by the extent (size or packing) of the single item."""

    text: str
    sizes: dict[Extent, tuple[Name, list[Article]]] = field(default_factory=dict)

    @property
    def name(self) -> Name:
        return next(iter(self.sizes.values()))[0]


class _Suggestions:
    """The best suggestion per pair; decided pairs are never suggested again."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.decided = {decision.pair: decision.relation for decision in decisions}
        self.found: dict[tuple[str, str], Suggestion] = {}

    def add(self, suggestion: Suggestion) -> None:
        pair = _pair(suggestion.one, suggestion.other)
        known = self.found.get(pair)
        if pair not in self.decided and (known is None or known.score < suggestion.score):
            self.found[pair] = suggestion

    def refused(self, some: Iterable[Article], others: Sequence[Article]) -> bool:
        if not self.decided:
            return False
        pairs = (_pair(one.key, other.key) for one in some for other in others)
        return any(pair in self.decided and self.decided[pair] is None for pair in pairs)


def suggest(articles: Sequence[Article], decisions: Sequence[Decision] = ()) -> list[Suggestion]:
    """What may be the same thing at different suppliers, best first, with what people already decided.

    Confirmed pairs come back with score 100 and the reason ``confirmed``; refused pairs never do.
    """
    names = {article.key: name_of(article) for article in articles}
    things = _things(articles, names)
    weights = Weights(names.values())
    found = _Suggestions(decisions)
    _by_barcode(articles, names, weights, found)
    for thing in things:
        _within(thing, found)
    _between(things, weights, found)
    known = {article.key for article in articles}
    confirmed = [
        Suggestion(decision.one, decision.other, decision.relation, 100, (Reason("confirmed"),))
        for decision in decisions
        if decision.relation is not None and decision.one in known and decision.other in known
    ]
    return confirmed + sorted(found.found.values(), key=lambda each: (-each.score, each.one, each.other))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _things(articles: Iterable[Article], names: dict[str, Name]) -> list[Thing]:
    things: dict[tuple[object, ...], Thing] = {}
    for article in articles:
        name = names[article.key]
        if name.kind is None and not name.identity:
            continue
        thing = things.get(name.form)
        if thing is None:
            thing = things[name.form] = Thing(" ".join(sorted(set(name.identity))))
        thing.sizes.setdefault(name.extent, (name, []))[1].append(article)
    return list(things.values())


def _by_barcode(articles: Iterable[Article], names: dict[str, Name], weights: Weights, found: _Suggestions) -> None:
    same: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        number = global_number(article.barcode)
        if number is not None:
            same[number].append(article)
    for group in same.values():
        for other in group[1:]:
            if other.supplier != group[0].supplier:
                found.add(_same_barcode(group[0], other, names, weights))


def _same_barcode(one: Article, other: Article, names: dict[str, Name], weights: Weights) -> Suggestion:
    mine, theirs = names[one.key], names[other.key]
    likeness = identity_likeness(mine.identity, theirs.identity, weights)
    sizes_differ = mine.size is not None and theirs.size is not None and mine.size != theirs.size
    kinds_differ = mine.kind is not None and theirs.kind is not None and mine.kind != theirs.kind
    if sizes_differ or (likeness < 0.3 and kinds_differ):
        return Suggestion(one.key, other.key, "unsure", 70, (Reason("same_barcode_other_name"),))
    return Suggestion(one.key, other.key, "same", 100, (Reason("same_barcode"),))


def _within(thing: Thing, found: _Suggestions) -> None:
    """Equal names: the same thing in the same size, and the same thing in other sizes."""
    earlier: list[tuple[Name, list[Article]]] = []
    for name, articles in thing.sizes.values():
        for other in articles[1:]:
            anchor = next(
                (one for one in articles if one.supplier != other.supplier and _open(one, other, found)), None
            )
            if anchor is not None:
                found.add(_equal_names(anchor, other, name))
        joined = False
        for before, others in earlier:
            pair = _of_two_suppliers(others, articles)
            relation, reason = size_relation(before, name)
            if pair is None or joined or found.refused(others, articles):
                continue
            score = 95 if relation == "same_other_size" else 80
            found.add(Suggestion(pair[0].key, pair[1].key, relation, score, (reason,)))
            joined = relation == "same_other_size"
        earlier.append((name, articles))


def _open(one: Article, other: Article, found: _Suggestions) -> bool:
    return found.decided.get(_pair(one.key, other.key), "open") is not None


def _equal_names(one: Article, other: Article, name: Name) -> Suggestion:
    mine, theirs = global_number(one.barcode), global_number(other.barcode)
    reason = Reason("same_name_and_size" if name.size is not None else "same_name")
    if mine is not None and theirs is not None and mine != theirs:
        return Suggestion(one.key, other.key, "unsure", 80, (reason, Reason("other_barcode")))
    return Suggestion(one.key, other.key, "same", 99 if name.size is not None else 94, (reason,))


def _of_two_suppliers(some: Sequence[Article], others: Sequence[Article]) -> tuple[Article, Article] | None:
    for one in some:
        for other in others:
            if one.supplier != other.supplier:
                return one, other
    return None


def _between(things: Sequence[Thing], weights: Weights, found: _Suggestions) -> None:
    for index, neighbours in _blocked(things):
        for other in neighbours:
            _two_things(things[index], things[other], weights, found)


def _blocked(things: Sequence[Thing]) -> Iterable[tuple[int, list[int]]]:
    """For each thing the later things worth judging: they share one of its rarest words and look alike."""
    keys = [_keys(thing.name) for thing in things]
    frequency: dict[str, int] = defaultdict(int)
    for words in keys:
        for word in words:
            frequency[word] += 1
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, words in enumerate(keys):
        for word in sorted(words, key=lambda word: (frequency[word], word))[:_RAREST_WORDS]:
            if frequency[word] <= _FULL_BLOCK:
                blocks[word].append(index)
    texts = [thing.text for thing in things]
    nearby: dict[int, set[int]] = defaultdict(set)
    for members in blocks.values():
        for place, index in enumerate(members[:-1]):
            nearby[index].update(_alike(texts, index, members[place + 1 :]))
    return ((index, sorted(others)) for index, others in nearby.items())


def _alike(texts: Sequence[str], index: int, others: Sequence[int]) -> list[int]:
    choices = [texts[other] for other in others]
    best = process.extract(texts[index], choices, scorer=fuzz.ratio, score_cutoff=60, limit=_NEIGHBOURS)
    return [others[place] for _text, _score, place in best]


def _keys(name: Name) -> set[str]:
    """Words of brand and model by their sound; for goods without a brand the kind itself."""
    if name.identity:
        return {skeleton(word) for word in name.identity} | {skeleton("".join(name.identity))}
    return {f"kind {name.kind}"} if name.kind else set()


def _two_things(one: Thing, other: Thing, weights: Weights, found: _Suggestions) -> None:
    extents = [extent for extent in one.sizes if extent in other.sizes]
    pairs = [(extent, extent) for extent in extents] or [(next(iter(one.sizes)), next(iter(other.sizes)))]
    for mine, theirs in pairs:
        (name, articles), (other_name, others) = one.sizes[mine], other.sizes[theirs]
        pair = _of_two_suppliers(articles, others)
        if pair is None or found.refused(articles, others):
            continue
        verdict = judge(name, other_name, weights)
        if verdict is not None and verdict.score >= _LEAST_SCORE:
            found.add(Suggestion(pair[0].key, pair[1].key, verdict.relation, verdict.score, verdict.reasons))
