"""How two names relate: one table of what must agree, what may be missing, what excludes."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from .articles import Reason, Relation
from .naming import Name, skeleton
from .words import BEFORE_SPECIES, BRAND_KINDS, GRADES

SURE, POSSIBLE = 0.88, 0.72
"""Share of brand and model words that must agree for the same thing, and for a suggestion at all."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A relation with its score (0 to 100) and reasons."""

    relation: Relation
    score: int
    reasons: tuple[Reason, ...]


class Weights:
    """What all names together teach about brand and model words: rare words tell more than words that stand in every
    third name, and a brand that makes one kind of thing need not name it."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.counts: Counter[str] = Counter()
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        for name in names:
            for word in set(name.identity):
                self.counts[word] += 1
                if name.kind is not None and name.kind not in BEFORE_SPECIES:
                    self.kinds[word][name.kind] += 1

    def implied_kind(self, identity: Iterable[str]) -> str | None:
        """The kind that one of the words stands for: the only one seen beside it, and often enough; else as known."""
        for word in identity:
            seen = self.kinds.get(word)
            if seen and len(seen) == 1 and 4 * seen.total() >= self.counts[word]:
                return next(iter(seen))
            if word in BRAND_KINDS and not (seen and len(seen) > 1):
                return BRAND_KINDS[word]
        return None

    def of(self, word: str) -> float:
        return 1 / (1 + math.log(self.counts.get(word, 1) or 1))


def judge(one: Name, other: Name, weights: Weights) -> Verdict | None:
    """The relation of two names, or ``None`` when they are different things."""
    if bool(one.identity) != bool(other.identity) or not _kinds_agree(one, other):
        return None
    if _exclude(one.variants, other.variants) or _exclude(one.numbers, other.numbers):
        return None
    alike = 1.0 if not one.identity else identity_likeness(one.identity, other.identity, weights)
    return _verdict(one, other, alike, weights) if alike >= POSSIBLE else None


def _exclude(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each side says something that the other does not: pedas beside coklat, 12 beside 16."""
    return bool(one - other and other - one)


def _verdict(one: Name, other: Name, alike: float, weights: Weights) -> Verdict:
    columns = grade_conflict(one, other)
    if columns is not None:
        return Verdict("different_grade", round(100 * alike), (Reason("other_grade", *columns),))
    doubts: list[Reason] = []
    if one.grades != other.grades:
        doubts.append(Reason("grade_unknown", listed(one.grades ^ other.grades)))
    if one.variants != other.variants:
        doubts.append(Reason("variant_unknown", listed(one.variants ^ other.variants)))
    if one.numbers != other.numbers:
        doubts.append(Reason("number_unknown", listed(one.numbers ^ other.numbers)))
    if one.kind != other.kind and None in (one.kind, other.kind) and weights.implied_kind(one.identity) is None:
        doubts.append(Reason("kind_unknown"))
    if alike < SURE:
        doubts.append(Reason("similar_name"))
    return _with_size(one, other, alike, doubts)


def _with_size(one: Name, other: Name, alike: float, doubts: list[Reason]) -> Verdict:
    exact = Reason("same_name" if alike > 0.999 else "similar_name")
    score = 100 * alike - 12 * len(doubts)
    relation, reason = size_relation(one, other)
    if relation == "unsure":
        doubts = [*doubts, reason]
        score -= 10
    if doubts:
        return Verdict("unsure", _bounded(score), tuple(doubts if alike < SURE else [exact, *doubts]))
    if relation == "same_other_size":
        return Verdict(relation, _bounded(score - 5), (reason,))
    return Verdict("same", _bounded(score), (reason if alike > 0.999 else exact,))


def size_relation(one: Name, other: Name) -> tuple[Relation, Reason]:
    """What the sizes alone say about two articles of one name."""
    if one.size is None and other.size is None:
        if one.packing != other.packing:
            return "unsure", Reason("size_unknown")
        return "same", Reason("same_name")
    if one.size is None or other.size is None or one.size[0] != other.size[0]:
        return "unsure", Reason("size_unknown")
    if one.size == other.size:
        return "same", Reason("same_name_and_size")
    return "same_other_size", Reason("other_size")


def _bounded(score: float) -> int:
    return max(0, min(100, round(score)))


def listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(word.replace("_", " ") for word in words))


def _kinds_agree(one: Name, other: Name) -> bool:
    """Whether the kinds do not contradict each other; goods without a brand must both name theirs."""
    if one.kind is None or other.kind is None:
        return bool(one.identity)
    return one.kind == other.kind or _broader(one.kind, other.kind)


def _broader(one: str, other: str) -> bool:
    """``minyak`` says less than ``minyak_goreng`` and does not contradict it."""
    return one.startswith(other + "_") or other.startswith(one + "_")


def grade_conflict(one: Name, other: Name) -> tuple[str, str] | None:
    """The two grades of one column that exclude each other, or ``None``."""
    for grade in sorted(one.grades - other.grades):
        for rival in sorted(other.grades - one.grades):
            if GRADES[grade] == GRADES[rival]:
                return grade.replace("_", " "), rival.replace("_", " ")
    return None


def identity_likeness(one: tuple[str, ...], other: tuple[str, ...], weights: Weights) -> float:
    """0 to 1: how much of the brand and model words agree, spelling noise forgiven, word order ignored."""
    mine, theirs = set(one), set(other)
    if mine == theirs or "".join(one) == "".join(other):
        return 1.0
    shared = mine & theirs
    agreed = 2 * sum(weights.of(word) for word in shared)
    whole = agreed
    left, right = sorted(mine - shared), sorted(theirs - shared)
    for word in left:
        likeness, twin = max(((_word_likeness(word, rival), rival) for rival in right), default=(0.0, ""))
        weight = weights.of(word)
        whole += weight
        if likeness >= 0.8:
            right.remove(twin)
            whole += weight
            agreed += 2 * weight * likeness
    whole += sum(weights.of(word) for word in right)
    return agreed / whole if whole else 0.0


def _word_likeness(one: str, other: str) -> float:
    if len(one) < 3 or len(other) < 3 or one[0] != other[0]:
        return 0.0
    likeness = fuzz.ratio(one, other) / 100
    if skeleton(one) == skeleton(other) and likeness >= 0.7:
        return 0.97
    if one.startswith(other) or other.startswith(one):
        return 0.9
    return likeness if min(len(one), len(other)) >= 5 else 0.0
