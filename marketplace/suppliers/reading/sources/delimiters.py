"""Which delimiter a text file uses: the one that gives its records the same width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2, sqrt

CANDIDATES = "\t;|,^~"
LOOKS_LIKE_A_DECIMAL = 0.8  # of the splits fall between two digits: the comma is inside numbers
DECIMAL_PENALTY = 0.5
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
    score = widths.total() / len(filled) * sqrt(matching / widths.total()) * (1 + log2(width) / 10)
    if delimiter == "," and _between_digits(filled) > LOOKS_LIKE_A_DECIMAL:
        score *= DECIMAL_PENALTY
    return Choice(delimiter, width, score, matching / len(filled))


def _between_digits(records: list[list[str]]) -> float:
    pairs = [(left[-1:], right[:1]) for record in records for left, right in pairwise(record)]
    return sum(left.isdigit() and right.isdigit() for left, right in pairs) / max(len(pairs), 1)
