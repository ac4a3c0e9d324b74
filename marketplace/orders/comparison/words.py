"""What names say, as words to look up: the kind of thing, the sound of its brand, its barcode, its size.

The same words are kept for every article in force and asked for by every want, so that a want given as people say it
(`minyak goreng`) finds what a list calls `MNYK GRG`, also where the brand stands in a column of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...suppliers.matching.barcodes import global_number
from ...suppliers.matching.naming import Name, read_name, skeleton
from ...suppliers.matching.words import BRAND_KINDS

UNNAMED_KIND = "kind:"
"""Stands for an article whose name does not say what kind of thing it is."""
_BARCODE = re.compile(r"\b\d{8,14}\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """An article answers perhaps when it has one of `first` and, unless that is empty, one of `also`.

    `size` is preferred; `barcode` is the one that the words name, if any.
    """

    first: tuple[str, ...]
    also: tuple[str, ...]
    size: str | None
    barcode: str | None


def words_of_article(name: str, brand: str | None, barcode: str | None) -> list[str]:
    """Every word under which an article is kept."""
    text = name if not brand or brand.lower() in name.lower() else f"{brand} {name}"
    read = read_name(text)
    found = {*_sounds(read), *(f"kind:{kind}" for kind in _kinds(read))}
    if size := size_word(read):
        found.add(size)
    if number := global_number(barcode):
        found.add(f"barcode:{number}")
    return sorted(found)


def asked_of(words: str) -> Asked:
    """What to look up for a want in these words."""
    read = read_name(words)
    number = next(filter(None, map(global_number, _BARCODE.findall(words))), None)
    if number is not None:
        return Asked((f"barcode:{number}",), (), None, number)
    kinds = () if read.kind is None else (f"kind:{read.kind}",)
    if not read.identity:
        return Asked(kinds, (), size_word(read), None)
    also = (*(f"kind:{kind}" for kind in broader(read.kind)), UNNAMED_KIND) if read.kind else ()
    return Asked(tuple(_sounds(read)), also, size_word(read), None)


def size_word(name: Name) -> str | None:
    """`size:l:0.5`: the size of a single item."""
    return None if name.size is None else f"size:{name.size[0]}:{name.size[1]:f}"


def broader(kind: str) -> list[str]:
    """A kind and what it is a kind of: `minyak_goreng`, `minyak`."""
    parts = kind.split("_")
    return ["_".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _sounds(name: Name) -> Iterable[str]:
    """Brand and model words by their sound, each and all joined."""
    joined = (skeleton("".join(name.identity)),) if name.identity else ()
    return dict.fromkeys(f"brand:{sound}" for sound in (*map(skeleton, name.identity), *joined))


def _kinds(name: Name) -> Iterable[str]:
    """What kinds of thing the name can be; of a known brand the one it makes."""
    if name.kind is not None:
        return broader(name.kind)
    known = [BRAND_KINDS[word] for word in name.identity if word in BRAND_KINDS]
    return [*broader(known[0]), ""] if known else [""]
