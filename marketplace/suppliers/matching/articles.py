"""What matching takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Relation = Literal["same", "same_other_size", "different_grade", "unsure"]

REASONS: dict[str, tuple[str, str]] = {
    "confirmed": ("sudah dibenarkan orang", "confirmed by a person"),
    "same_barcode": ("barcode sama", "same barcode"),
    "same_barcode_other_name": ("barcode sama, namanya lain", "same barcode, another name"),
    "other_barcode": ("barcodenya lain", "the barcodes differ"),
    "same_name_and_size": ("nama dan ukuran sama", "same name and size"),
    "same_name": ("nama sama", "same name"),
    "similar_name": ("nama mirip", "similar name"),
    "other_size": ("barang sama, ukuran lain", "same thing, other size"),
    "size_unknown": ("ukuran tidak disebut di salah satunya", "one does not state its size"),
    "other_grade": ("mutu lain: {one}/{other}", "other grade: {one}/{other}"),
    "grade_unknown": ("mutu hanya disebut di salah satunya: {one}", "only one states the grade: {one}"),
    "variant_unknown": ("jenis hanya disebut di salah satunya: {one}", "only one states the variant: {one}"),
    "number_unknown": ("nomor hanya disebut di salah satunya: {one}", "only one states the number: {one}"),
    "kind_unknown": ("jenis barang hanya disebut di salah satunya", "only one says what kind of thing it is"),
    "answers_the_want": ("sesuai yang dibutuhkan", "answers what is wanted"),
}
"""Reason -> Indonesian, English. Closed list."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two articles are thought related; ``one`` and ``other`` fill the braces of the sentence."""

    code: str
    one: str = ""
    other: str = ""

    def text(self, language: str = "id") -> str:
        return REASONS[self.code][language == "en"].format(one=self.one, other=self.other)


@dataclass(frozen=True, slots=True)
class PackContent:
    """The whole content of one order unit: ``count`` items of ``size`` ``unit`` (kg, g, l, ml, piece) each."""

    count: Decimal
    size: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Article:
    """One thing as one supplier names it. ``key`` is unique over all suppliers and stable from list to list."""

    key: str
    supplier: str
    name: str
    brand: str | None = None
    barcode: str | None = None
    pack: PackContent | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said about two articles: the relation confirmed, or ``None``: they are not the same thing."""

    one: str
    other: str
    relation: Relation | None

    @property
    def pair(self) -> tuple[str, str]:
        return (self.one, self.other) if self.one <= self.other else (self.other, self.one)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two articles (keys) that may be the same thing. ``score`` is 0 to 100."""

    one: str
    other: str
    relation: Relation
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An article that may answer a want."""

    article: Article
    relation: Relation
    score: int
    reasons: tuple[Reason, ...]
