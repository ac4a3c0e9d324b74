"""What a cooperative wants, in its own words, against what suppliers call it.

A want may name a brand or leave it open (``Minyak goreng 1 l``): open wants are answered by every brand of that kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .articles import Article, Found, PackContent, Reason, Relation
from .barcodes import global_number
from .judging import SURE, Weights, grade_conflict, identity_likeness, listed
from .naming import Name, name_of, read_name, size_of, skeleton
from .words import USUAL


class Catalogue:
    """Articles of many suppliers, indexed once by the sound of their words and by kind."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = list(articles)
        written = [name_of(article) for article in self.articles]
        self.weights = Weights(written)
        self.names = [name if name.kind else self._with_kind(name) for name in written]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_kind: dict[str, list[int]] = defaultdict(list)
        self._by_barcode: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(self.names):
            self._enter(index, name)

    def _with_kind(self, name: Name) -> Name:
        """GULAKU 1 KG is sugar, though it does not say so."""
        return replace(name, kind=self.weights.implied_kind(name.identity))

    def _enter(self, index: int, name: Name) -> None:
        for word in {skeleton(word) for word in name.identity} | {skeleton("".join(name.identity))}:
            self._by_word[word].append(index)
        if name.kind is not None:
            for kind in (name.kind, *_broader(name.kind)):
                self._by_kind[kind].append(index)
        number = global_number(self.articles[index].barcode)
        if number is not None:
            self._by_barcode[number].append(index)

    def find(self, wanted: str, *, barcode: str | None = None, item: PackContent | None = None) -> list[Found]:
        """Articles that may answer, best first. ``item`` is the wanted size where the words do not say it.

        Unsure ones of a supplier come only where that supplier has nothing better.
        """
        name = read_name(wanted)
        if item is not None and size_of(item) is not None:
            name = replace(name, size=size_of(item))
        found = {index: _by_number(self.articles[index]) for index in self._by_barcode.get(_number(barcode), ())}
        for index in self._candidates(name):
            if index not in found:
                answer = _answers(name, self.names[index], self.articles[index], self.weights)
                if answer is not None:
                    found[index] = answer
        return _without_needless_doubt(sorted(found.values(), key=lambda each: (-each.score, each.article.key)))

    def _candidates(self, wanted: Name) -> Iterable[int]:
        if not wanted.identity:
            return self._by_kind.get(wanted.kind, ()) if wanted.kind else ()
        words = [skeleton(word) for word in wanted.identity]
        hits = [self._by_word.get(word, []) for word in [*words, skeleton("".join(wanted.identity))]]
        return sorted({index for block in hits for index in block})


def _number(barcode: str | None) -> str:
    return global_number(barcode) or ""


def _by_number(article: Article) -> Found:
    return Found(article, "same", 100, (Reason("same_barcode"),))


def _broader(kind: str) -> list[str]:
    """``minyak_goreng`` also answers ``minyak``; the other way round is judged by the want."""
    parts = kind.split("_")
    return ["_".join(parts[:length]) for length in range(1, len(parts))]


def _answers(wanted: Name, name: Name, article: Article, weights: Weights) -> Found | None:
    alike = _identity_answers(wanted, name, weights)
    if alike is None or not _kinds_answer(wanted, name):
        return None
    if (wanted.identity or wanted.numbers) and not wanted.numbers <= name.numbers:
        return None
    missing = wanted.variants - name.variants
    if missing and (name.variants or not wanted.identity):
        return None
    conflict = grade_conflict(wanted, name)
    if conflict is not None:
        return Found(article, "different_grade", 60, (Reason("other_grade", *conflict),))
    return _found(wanted, name, article, alike)


def _identity_answers(wanted: Name, name: Name, weights: Weights) -> float | None:
    """How well brand and model answer: 1 where the want leaves them open."""
    if not wanted.identity:
        return 1.0
    if not name.identity:
        return None
    shared = tuple(word for word in name.identity if any(_sounds_like(word, mine) for mine in wanted.identity))
    joined = "".join(wanted.identity) in "".join(name.identity)
    covered = 1.0 if joined else identity_likeness(wanted.identity, shared, weights)
    if covered < SURE:
        return None
    return max(identity_likeness(wanted.identity, name.identity, weights), 0.6)


def _sounds_like(one: str, other: str) -> bool:
    return one == other or (len(one) > 2 and len(other) > 2 and skeleton(one) == skeleton(other))


def _kinds_answer(wanted: Name, name: Name) -> bool:
    """A want for minyak is answered by minyak_goreng; with a brand it may be answered by the brand alone."""
    if wanted.kind is None:
        return True
    if name.kind is None:
        return bool(wanted.identity)
    return name.kind == wanted.kind or _narrower(wanted, name) or wanted.kind in _broader_than(name, wanted)


def _narrower(wanted: Name, name: Name) -> bool:
    return wanted.kind is not None and name.kind is not None and name.kind.startswith(wanted.kind + "_")


def _broader_than(name: Name, wanted: Name) -> list[str]:
    """With a brand, an article that only says minyak may answer minyak_goreng."""
    if not wanted.identity or wanted.kind is None or name.kind is None:
        return []
    return [wanted.kind] if wanted.kind.startswith(name.kind + "_") else []


def _found(wanted: Name, name: Name, article: Article, alike: float) -> Found | None:
    score = round(70 + 30 * alike)
    doubts: list[Reason] = []
    missing_grades = wanted.grades - name.grades
    if missing_grades:
        doubts.append(Reason("grade_unknown", listed(missing_grades)))
    named_variants = (wanted.variants ^ name.variants) if wanted.identity else (wanted.variants - name.variants)
    if named_variants:
        doubts.append(Reason("variant_unknown", listed(named_variants)))
    if _narrower(wanted, name) and USUAL.get(wanted.kind or "") != name.kind:
        doubts.append(Reason("variant_unknown", listed([name.kind or ""])))
    if wanted.identity and alike < 0.75:
        doubts.append(Reason("similar_name"))
    if len(doubts) > 1 and not wanted.identity:
        return None
    relation: Relation = "unsure" if doubts else "same"
    if not doubts and wanted.size is not None and name.size is not None and wanted.size != name.size:
        relation, doubts = "same_other_size", [Reason("other_size")]
        score -= 5
    return Found(article, relation, score - 12 * (relation == "unsure"), tuple(doubts or [Reason("answers_the_want")]))


def _without_needless_doubt(found: Sequence[Found]) -> list[Found]:
    sure = {each.article.supplier for each in found if each.relation in ("same", "same_other_size")}
    return [each for each in found if each.relation in ("same", "same_other_size") or each.article.supplier not in sure]
