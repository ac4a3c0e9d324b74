"""Which article a row is: the same thing from list to list, however the list's order and columns move."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

_BESIDE_WORDS = re.compile(r"(?:[^\w%]|_)+")
_SHORTEST_TELLING_WORD = 3


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


@dataclass(slots=True)
class ArticleIndex:
    """Finds the article of a row among those the supplier has sold before, and names the new ones.

    By his code first, then by barcode, then by name and pack in plain spelling. A code under which a wholly different
    name stands is not believed: suppliers give a freed code to another thing.
    """

    by_key: dict[str, Known] = field(default_factory=dict)
    by_sku: dict[str, list[Known]] = field(default_factory=dict)
    by_barcode: dict[str, list[Known]] = field(default_factory=dict)
    by_text: dict[str, list[Known]] = field(default_factory=dict)

    @classmethod
    def of(cls, articles: Iterable[Known]) -> ArticleIndex:
        index = cls()
        for article in articles:
            index.add(article)
        return index

    def add(self, article: Known) -> None:
        self.by_key[article.key] = article
        if article.sku:
            self.by_sku.setdefault(article.sku, []).append(article)
        if article.barcode:
            self.by_barcode.setdefault(article.barcode, []).append(article)
        self.by_text.setdefault(article.text_key, []).append(article)

    def find(
        self, sku: str | None, barcode: str | None, name_key: str, text_key: str, taken: set[UUID]
    ) -> Known | None:
        """The article of a row that is not `taken` by another row of the same list; None when it is new."""
        for found in (self.by_sku.get(sku or ""), self.by_barcode.get(barcode or "")):
            if found:
                free = [known for known in found if known.id not in taken and share_a_word(known.name_key, name_key)]
                if free:
                    return next((known for known in free if known.text_key == text_key), free[0])
        same_text = self.by_text.get(text_key, ())
        free = [known for known in same_text if known.id not in taken and _codes_agree(known, sku, barcode)]
        return free[0] if free else None

    def new_key(self, sku: str | None, barcode: str | None, text_key: str) -> str:
        """A key for an article that is new, unlike every other of the supplier."""
        key = f"sku:{sku}" if sku else f"barcode:{barcode}" if barcode else f"text:{text_key}"
        if key not in self.by_key:
            return key
        key = f"{key} {text_key}" if sku or barcode else key
        number = 2
        numbered = key
        while numbered in self.by_key:
            numbered, number = f"{key} #{number}", number + 1
        return numbered


def share_a_word(one: str, other: str) -> bool:
    """Whether two plain names have a telling word in common (three letters or more), or are equal."""
    if one == other:
        return True
    words = {word for word in one.split() if len(word) >= _SHORTEST_TELLING_WORD}
    return not words.isdisjoint(other.split())


def _codes_agree(known: Known, sku: str | None, barcode: str | None) -> bool:
    """A code or barcode that both have and that differs tells two things of one name apart."""
    return not (known.sku and sku and known.sku != sku) and not (known.barcode and barcode and known.barcode != barcode)
