"""A name taken apart: kind, brand and model, variants, grades, size; whatever order and spelling it was written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from .articles import Article, PackContent
from .words import (
    BRANDS,
    CAPABLE_OF_FLAVOUR,
    GRADES,
    KINDS,
    MEANT,
    NOISE,
    PACKINGS,
    PHRASES,
    SAME_KIND,
    STRONG_HEADS,
    VARIANTS,
)

Size = tuple[str, Decimal]
"""Base measure (kg, l) and the size of a single item in it."""

_MEASURE = r"(kgs?|kilo|kilogram|gr?|grm|gram|ml|mili|cc|l|lt|ltr|liter|litre|ons|oz)"
_NUMBER = r"(\d+(?:[.,]\d+)?|[.,]\d+)"
_SIZE = re.compile(rf"(?<![a-wyz]){_NUMBER}\s*{_MEASURE}(?![a-z])")
_FRACTION = re.compile(rf"(?<!\d)1\s*/\s*([248])\s*{_MEASURE}(?![a-z])")
_BRACKETS = re.compile(r"\([^)]*(?:/|isi|@|x\s*\d|\d\s*x)[^)]*\)|\[[^\]]*\]")
_COUNTS = re.compile(
    r"(?<![a-z0-9])(?:\d+\s*[x×]\s*)+\d*|(?<![a-z])[x×@]\s*\d+|\bisi\s*\d+|"
    r"\b\d+\s*(?:pcs|pc|s|'s|btr|butir|lbr|lembar|pack|pak|bks|sct|sachet|"
    r"btl|botol|dus|ctn|karton|biji|bj|buah|bh|btg|batang|tablet|tab|kapsul|rcg|renceng)\b|\d+\s*'\s*s\b"
)
_WORD = re.compile(r"[a-z]+|\d+")
_DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[013](?=[a-z])")
_MEND = {"0": "o", "1": "i", "3": "e"}
_TO_BASE = {
    "k": ("kg", Decimal(1)),
    "g": ("kg", Decimal("0.001")),
    "o": ("kg", Decimal("0.1")),
    "l": ("l", Decimal(1)),
    "m": ("l", Decimal("0.001")),
    "c": ("l", Decimal("0.001")),
}
_PACK_BASE = {"kg": "k", "g": "g", "l": "l", "ml": "m"}


@dataclass(frozen=True, slots=True)
class Name:
    """What a name says. ``kind`` is what the thing is (``None`` when only its brand is named); other kinds in the name
    are flavours and stand among the ``variants``. ``identity`` holds brand and model words in the order written,
    ``numbers`` are numbers that are no size, ``packing`` the packing words."""

    kind: str | None
    identity: tuple[str, ...]
    variants: frozenset[str]
    grades: frozenset[str]
    numbers: frozenset[str]
    packing: frozenset[str]
    size: Size | None

    @property
    def form(self) -> tuple[object, ...]:
        """Equal for names that say the same thing, whatever the word order; size and packing stand apart."""
        return (self.kind, frozenset(self.identity), self.variants, self.grades, self.numbers)

    @property
    def extent(self) -> tuple[Size | None, frozenset[str]]:
        """The size, or where none is stated the packing: a tin and a sachet of one name are not the same size."""
        return (self.size, frozenset()) if self.size is not None else (None, self.packing)


def name_of(article: Article) -> Name:
    """The article's name with its brand, its size taken from the declared pack where there is one."""
    text = article.name
    if article.brand and article.brand.lower() not in text.lower():
        text = f"{article.brand} {text}"
    name = read_name(text)
    declared = size_of(article.pack)
    if declared is None or declared == name.size:
        return name
    return replace(name, size=declared)


def size_of(pack: PackContent | None) -> Size | None:
    """The size of a single item of the pack; ``None`` where it only counts pieces."""
    if pack is None or pack.unit == "piece":
        return None
    base, factor = _TO_BASE[_PACK_BASE[pack.unit]]
    return base, (pack.size * factor).normalize()


@lru_cache(maxsize=200_000)
def read_name(text: str) -> Name:
    """Take a name apart. Pure; the same text always gives the same parts."""
    lowered = _BRACKETS.sub(" ", text.lower())
    size = _size_in(lowered)
    bare = _COUNTS.sub(" ", _SIZE.sub(" ", _FRACTION.sub(" ", lowered)))
    bare = _DIGIT_IN_WORD.sub(lambda found: _MEND[found.group()], bare)
    return _sort_words(_joined(_meant(_WORD.findall(bare))), size)


def _size_in(lowered: str) -> Size | None:
    fraction = _FRACTION.search(lowered)
    if fraction:
        base, factor = _TO_BASE[fraction.group(2)[0]]
        return base, (factor / int(fraction.group(1))).normalize()
    found = _SIZE.findall(lowered)
    if not found:
        return None
    number, measure = found[-1]
    if measure == "oz":
        return None
    base, factor = _TO_BASE["m" if measure.startswith("m") else measure[0]]
    return base, (Decimal(number.replace(",", ".").rjust(2, "0")) * factor).normalize()


def _meant(words: Iterable[str]) -> list[str]:
    meant: list[str] = []
    for word in words:
        full = MEANT.get(word) or (word if word in _KNOWN else _BY_SKELETON.get(word, word))
        meant.extend(full.split("_") if "_" in full else (full,))
    return meant


def _joined(words: list[str]) -> list[str]:
    """Words that together name one thing become one word, also with one other word between them."""
    for phrase in _JOINABLE:
        if phrase[0] not in words:
            continue
        places = _places(words, phrase)
        if places:
            rest = [word for index, word in enumerate(words) if index not in places[1:]]
            rest[places[0]] = "_".join(phrase)
            words = rest
    return words


def _places(words: Sequence[str], phrase: Sequence[str]) -> list[int]:
    start = words.index(phrase[0])
    places = [start]
    for part in phrase[1:]:
        after = next(
            (index for index in (places[-1] + 1, places[-1] + 2) if index < len(words) and words[index] == part), -1
        )
        if after < 0:
            return []
        places.append(after)
    return places


def _sort_words(words: Sequence[str], size: Size | None) -> Name:
    kinds: list[str] = []
    identity: list[str] = []
    columns: dict[str, set[str]] = {name: set() for name in ("variant", "grade", "number", "packing", "initial")}
    flavour = False
    for word in words:
        if word in CAPABLE_OF_FLAVOUR:
            flavour = True
            continue
        column = _column(word, flavour, bool(kinds or identity))
        if column == "kind":
            kinds.append(SAME_KIND.get(word, word))
        elif column == "identity":
            identity.append(word)
        elif column == "packing":
            columns[column].add(PACKINGS[word])
        elif column == "number":
            columns[column].add(word.lstrip("0") or "0")
        elif column is not None:
            columns[column].add(word.lstrip("~"))
    kind = _head(kinds)
    said = set((kind or "").split("_")) | {"original"}
    variants = (columns["variant"] | (set(kinds) - {kind or ""})) - said
    return Name(
        kind=kind,
        identity=tuple(identity) or tuple(sorted(columns["initial"])),
        variants=frozenset(variants),
        grades=frozenset(columns["grade"]),
        numbers=frozenset(columns["number"]),
        packing=frozenset(columns["packing"]),
        size=size,
    )


def _column(word: str, flavour: bool, begun: bool) -> str | None:
    if word in PACKINGS:
        return "packing"
    if word in NOISE:
        return None
    if len(word) == 1 and not word.isdigit():
        return "initial"
    if word.isdigit():
        return "number"
    if word in GRADES:
        return "grade"
    if word[0] == "~" or flavour or (word in VARIANTS and (begun or word not in KINDS)):
        return "variant"
    return "kind" if word in KINDS else "identity"


def _head(kinds: Sequence[str]) -> str | None:
    """Indonesian names the thing first, then its flavours; a strong head rules wherever it stands."""
    if not kinds:
        return None
    head = next((kind for kind in kinds if kind in STRONG_HEADS), kinds[0])
    return max((kind for kind in kinds if kind == head or kind.startswith(head + "_")), key=len)


_SOUNDS = [(re.compile(old), new) for old, new in (
    ("ch", "c"), ("kh", "k"), ("sy", "s"), ("oe", "u"), ("tj", "c"), ("dj", "j"), ("ph", "f"), ("v", "f"), ("z", "s"),
    ("x", "ks"), ("q", "k"), ("ck", "k"), ("h", ""), ("c(?=[eiy])", "s"), ("c", "k"), (r"(.)\1+", r"\1"),
)]  # fmt: skip
_VOWELS = re.compile(r"(?<!^)[aeiouy]")


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """How a word sounds without its vowels: ``sedaap`` and ``sedap``, ``indomie`` and ``indomi`` are the same."""
    for old, new in _SOUNDS:
        word = old.sub(new, word)
    return re.sub(r"(.)\1+", r"\1", _VOWELS.sub("", word))


def _skeletons(known: Iterable[str]) -> dict[str, str]:
    """Known words by their consonants, where only one known word has them: MNYK can only be minyak."""
    found: dict[str, str | None] = {}
    for word in known:
        if len(word) < 4 or "_" in word:
            continue
        consonants = word[0] + re.sub("[aeiou]", "", word[1:])
        if len(consonants) >= 3 and consonants != word:
            found[consonants] = None if found.get(consonants, word) != word else word
    return {consonants: word for consonants, word in found.items() if word}


_JOINABLE = sorted([*PHRASES, *BRANDS], key=len, reverse=True)
_KNOWN = frozenset(KINDS | VARIANTS | set(GRADES) | NOISE)
_BY_SKELETON = _skeletons(sorted(KINDS | VARIANTS | set(GRADES)))
