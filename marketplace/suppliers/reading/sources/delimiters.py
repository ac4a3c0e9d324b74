"""Which delimiter a text file uses: the one that gives its records the same width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2, sqrt

CANDIDATES = "\t;|,^~"
LOOKS_LIKE_A_DECIMAL = 0.8  # of the splits fall between two digits
LOOKS_LIKE_PROSE = 0.6  # of the splits fall between digits, or before a blank and a word
PUNCTUATION_PENALTY = 0.5
TAB_BONUS = 1.3  # nobody types one inside a cell
DECLARATION = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)

Split = Callable[[Sequence[str], str], list[list[str]]]


@dataclass(frozen=True, slots=True)
class Choice:
    delimiter: str
    width: int
    score: float  # higher is better
    agreement: float  # share of the filled records that have the width


def declared_delimiter(first_line: str) -> str | None:
    """Spreadsheet programs write ``sep=;`` as a first line."""
    found = DECLARATION.match(first_line)
    return found.group(1) if found else None


def choose_delimiter(lines: Sequence[str], split: Split) -> Choice | None:
    """The best candidate over ``lines``, or None where none splits two records alike."""
    present = [candidate for candidate in CANDIDATES if any(candidate in line for line in lines)]
    choices = [choice for candidate in present if (choice := _rate(candidate, split(lines, candidate)))]
    return max(choices, key=lambda choice: choice.score, default=None)


def _rate(delimiter: str, records: list[list[str]]) -> Choice | None:
    filled = [record for record in records if any(cell.strip() for cell in record)]
    widths = Counter(len(record) for record in filled if len(record) > 1)
    if not widths:
        return None
    width, matching = max(widths.items(), key=lambda item: (item[1], item[0]))
    score = widths.total() / len(filled) * sqrt(matching / widths.total()) * (1 + log2(width) / 6)
    if delimiter in ",;" and _punctuates(filled):
        score *= PUNCTUATION_PENALTY
    if delimiter == "\t":
        score *= TAB_BONUS
    return Choice(delimiter, width, score, matching / len(filled))


def _punctuates(records: list[list[str]]) -> bool:
    """Whether the sign mostly stands inside numbers (``12,5``) or after words (``Gula, Kopi``)."""
    pairs = [(left[-1:], right[:2]) for record in records for left, right in pairwise(record)]
    within = sum(left.isdigit() and right[:1].isdigit() for left, right in pairs)
    after = sum(left.isalnum() and right[:1] == " " and right[1:].isalnum() for left, right in pairs)
    return within > LOOKS_LIKE_A_DECIMAL * len(pairs) or within + after > LOOKS_LIKE_PROSE * len(pairs)
