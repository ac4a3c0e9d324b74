"""Which article a row is: the same thing from list to list, however the list's order and columns move."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID

_BESIDE_WORDS = re.compile(r"(?:[^\w%]|_)+")
_SHORTEST_TELLING_WORD = 3
MOST_ALIKE = 20
"""Of how many articles with the same code or name the right one is looked for."""


def plain(text: str) -> str:
    """Lower case, without accents and signs, words one blank apart: what is the same to a reader is the same here."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return _BESIDE_WORDS.sub(" ", text.lower()).strip()


@dataclass(frozen=True, slots=True)
class Known:
    """An article the supplier has sold before. `name_key` is its plain name, `text_key` that with pack and unit."""

    id: UUID
    key: str
    name_key: str
    text_key: str
    sku: str | None
    barcode: str | None


_Free = dict[str, dict[UUID, Known]]


@dataclass(slots=True)
class ArticleIndex:
    """Finds the article of a row among those the supplier has sold before, and names the new ones.

    By his code first, then by barcode, then by name and pack in plain spelling. A code under which a wholly different
    name stands is not believed: suppliers give a freed code to another thing. What was found once is taken: no two rows
    of one list are the same article. Each step takes the same time however many articles share a name.
    """

    keys: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)
    by_sku: _Free = field(default_factory=dict)
    by_barcode: _Free = field(default_factory=dict)
    by_text: _Free = field(default_factory=dict)

    @classmethod
    def of(cls, articles: Iterable[Known]) -> ArticleIndex:
        index = cls()
        for article in articles:
            index.keys.add(article.key)
            for free, value in index._places(article):
                free.setdefault(value, {})[article.id] = article
        return index

    def take(self, sku: str | None, barcode: str | None, name_key: str, text_key: str) -> Known | None:
        """The article of a row, which no other row of the list gets after that; None when it is new."""
        known = (
            _first(self.by_sku.get(sku or ""), text_key, lambda each: share_a_word(each.name_key, name_key))
            or _first(self.by_barcode.get(barcode or ""), text_key, lambda each: share_a_word(each.name_key, name_key))
            or _first(self.by_text.get(text_key), text_key, lambda each: _codes_agree(each, sku, barcode))
        )
        if known is not None:
            for free, value in self._places(known):
                del free[value][known.id]
        return known

    def new_key(self, sku: str | None, barcode: str | None, text_key: str) -> str:
        """A key for an article that is new, unlike every other of the supplier, and kept from then on."""
        key = f"sku:{sku}" if sku else f"barcode:{barcode}" if barcode else f"text:{text_key}"
        if key in self.keys and (sku or barcode):
            key = f"{key} {text_key}"
        numbered, number = key, self.numbers.get(key, 1)
        while numbered in self.keys:
            number += 1
            numbered = f"{key} #{number}"
        self.numbers[key] = number
        self.keys.add(numbered)
        return numbered

    def _places(self, known: Known) -> Iterator[tuple[_Free, str]]:
        if known.sku:
            yield self.by_sku, known.sku
        if known.barcode:
            yield self.by_barcode, known.barcode
        yield self.by_text, known.text_key


def _first(free: dict[UUID, Known] | None, text_key: str, fits: Callable[[Known], bool]) -> Known | None:
    """Of the few nearest that fit the one spelt alike, else the first."""
    if not free:
        return None
    fitting = [known for known in islice(free.values(), MOST_ALIKE) if fits(known)]
    return next((known for known in fitting if known.text_key == text_key), fitting[0] if fitting else None)


def share_a_word(one: str, other: str) -> bool:
    """Whether two plain names have a telling word in common (three letters or more), or are equal."""
    if one == other:
        return True
    words = {word for word in one.split() if len(word) >= _SHORTEST_TELLING_WORD}
    return not words.isdisjoint(other.split())


def _codes_agree(known: Known, sku: str | None, barcode: str | None) -> bool:
    """A code or barcode that both have and that differs tells two things of one name apart."""
    return not (known.sku and sku and known.sku != sku) and not (known.barcode and barcode and known.barcode != barcode)
