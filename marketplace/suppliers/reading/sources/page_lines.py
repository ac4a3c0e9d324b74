"""Words with places to lines, lines to columns: for tables that are printed without rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from marketplace.suppliers.reading.sheets import Cell

SAME_LINE = 0.5  # of the letters' height: words whose middles differ by less stand on one line
COLUMN_GAP = 0.5  # of the letters' height: a wider blank separates two columns
CURRENCIES = {"rp", "rp.", "idr", "@"}  # stand apart at the left edge of a column of amounts
SAME_WIDTH = 0.02  # relative difference of letters' widths in a typewriter face
TYPED_GAP = 1.15  # letters' widths
WIDE_GAP = 15  # points; a line with none, reaching over a gutter, is a sentence and not a record
FEWEST_RECORDS = 3  # lines of several parts, for there to be columns at all
CROSSING = 0.04  # share of the lines that may reach into a gutter
CROWDED = 0.2  # share of a page's lines that may have two parts in one column
NARROWEST_GUTTER = 3  # points


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that belong together, from ``left`` to ``right`` in points."""

    left: float
    right: float
    text: str
    apart: bool = True  # from what stands before it, by more than the blank between two words


@dataclass(frozen=True, slots=True)
class Line:
    top: float
    segments: tuple[Segment, ...]

    @property
    def left(self) -> float:
        return self.segments[0].left


def lines_of(words: Sequence[dict[str, Any]]) -> list[Line]:
    """Words (``text x0 x1 top bottom``) in lines from top to bottom, joined where only a blank separates them."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"] + word["bottom"]) / 2):
        if lines and _on_line(word, lines[-1][0]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(sorted(line, key=lambda word: float(word["x0"]))) for line in lines]


TYPED_WIDTH, TYPED_HEIGHT = 6.0, 14.0  # points of one typed letter, so that one blank joins and two separate


def typed_line(text: str) -> Line:
    """A line of fixed-width text, as if printed."""
    words = [
        {
            "text": word.group(),
            "x0": word.start() * TYPED_WIDTH,
            "x1": word.end() * TYPED_WIDTH,
            "top": 0.0,
            "bottom": TYPED_HEIGHT,
        }
        for word in re.finditer(r"\S+", text.expandtabs())
    ]
    return _line(words)


def _on_line(word: dict[str, Any], first: dict[str, Any]) -> bool:
    distance = (word["top"] + word["bottom"] - first["top"] - first["bottom"]) / 2
    return bool(distance < SAME_LINE * min(word["bottom"] - word["top"], first["bottom"] - first["top"]))


def _line(words: list[dict[str, Any]]) -> Line:
    segments: list[Segment] = []
    letter = _typed_letter(words)
    for word in words:
        if segments and _belongs(word, segments[-1]):
            last = segments.pop()
            segments.append(Segment(last.left, word["x1"], f"{last.text} {word['text']}", last.apart))
        else:
            apart = not segments or word["x0"] - segments[-1].right > TYPED_GAP * letter
            segments.append(Segment(word["x0"], word["x1"], word["text"], apart))
    return Line(min(word["top"] for word in words), tuple(segments))


def _belongs(word: dict[str, Any], before: Segment) -> bool:
    near = word["x0"] - before.right < COLUMN_GAP * (word["bottom"] - word["top"])
    return near or (before.text.lower() in CURRENCIES and word["text"][:1].isdigit())


def _typed_letter(words: list[dict[str, Any]]) -> float:
    """The width of a letter in a typewriter face, where a blank is as wide; 0 in faces of narrow blanks."""
    widths = [(word["x1"] - word["x0"]) / len(word["text"]) for word in words]
    has_letters = any(sum(map(str.isalpha, word["text"])) > 2 for word in words)
    alike = has_letters and len(words) > 1 and max(widths) - min(widths) < SAME_WIDTH * max(widths)
    return float(widths[0]) if alike else 0.0


def columns_of(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """(left, right) of each column: what lies between the blank strips that nearly all table lines leave free."""
    voters = [line for line in lines if len(line.segments) > 2] or [line for line in lines if len(line.segments) > 1]
    if len(voters) < FEWEST_RECORDS:
        return []
    return _begun(_uncovered_strips(voters), voters)


def columns_for(lines: Sequence[Line], common: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The document's ``common`` columns, or a page's own where it is laid out differently."""
    crowded = _crowded(lines, common)
    if crowded <= CROWDED * len(lines):
        return common
    own = columns_of(lines)
    return own if _crowded(lines, own) * 2 < crowded else common


def _crowded(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> int:
    """How many lines have two parts in one column."""
    return sum(len({_column(segment, columns) for segment in line.segments}) < len(line.segments) for line in lines)


def _uncovered_strips(voters: Sequence[Line]) -> list[tuple[float, float]]:
    covered: Counter[int] = Counter()
    for line in voters:
        for segment in line.segments:
            covered.update(range(int(segment.left), int(segment.right) + 1))
    allowed = CROSSING * len(voters)
    columns: list[tuple[float, float]] = []
    for point in sorted(point for point, count in covered.items() if count > allowed):
        if columns and point - columns[-1][1] <= NARROWEST_GUTTER:
            columns[-1] = (columns[-1][0], point)
        else:
            columns.append((point, point))
    return columns


def _begun(columns: Sequence[tuple[float, float]], voters: Sequence[Line]) -> list[tuple[float, float]]:
    """Columns in which cells begin. One that is only reached into is the end of the long names on its left."""
    begun: list[tuple[float, float]] = []
    for left, right in columns:
        first = [next((s for s in line.segments if s.left <= right and s.right >= left), None) for line in voters]
        touching = [segment for segment in first if segment]
        beginning = sum(segment.apart and segment.left >= left - NARROWEST_GUTTER for segment in touching)
        if begun and beginning * 2 < len(touching):
            begun[-1] = (begun[-1][0], right)
        else:
            begun.append((left, right))
    return begun


def columns_between(edges: Sequence[float]) -> list[tuple[float, float]]:
    return list(pairwise(edges))


def into_cells(line: Line, columns: Sequence[tuple[float, float]]) -> list[Cell]:
    """One cell per column. A line of a single segment, such as a title, is one cell where it begins."""
    cells: list[Cell] = [""] * max(len(columns), 1)
    sentence = _is_sentence(line, columns)
    for segment in line.segments:
        index = _column(line.segments[0] if sentence else segment, columns)
        cells[index] = f"{cells[index]} {segment.text}".strip()
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _is_sentence(line: Line, columns: Sequence[tuple[float, float]]) -> bool:
    if any(after.left - before.right > WIDE_GAP for before, after in pairwise(line.segments)):
        return False
    return any(_touched(segment, columns) > 1 for segment in line.segments)


def _touched(segment: Segment, columns: Sequence[tuple[float, float]]) -> int:
    return sum(segment.left <= right and segment.right >= left for left, right in columns)


def _column(segment: Segment, columns: Sequence[tuple[float, float]]) -> int:
    """The first column the segment shares most of its width with."""
    shared = [min(segment.right, right) - max(segment.left, left) for left, right in columns]
    if not shared:
        return 0
    touched = [index for index, width in enumerate(shared) if width >= 0]
    if len(touched) > 1 and segment.left >= columns[touched[0]][0] - NARROWEST_GUTTER:
        return touched[0]
    return max(range(len(shared)), key=shared.__getitem__)
