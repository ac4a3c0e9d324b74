"""The comparison as a table for a terminal: goods down, suppliers across, the widest coverage first."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from .comparison import Comparison, Row
from .sentences import Sentence
from .wording import basis, cell, summary, wanted

_GOODS, _CELL = 30, 22
_HEADINGS = Sentence("Barang · butuh", "Goods · wanted")


def as_table(comparison: Comparison, *, width: int = 120, language: str = "id") -> str:
    """Text of at most ``width`` columns. Suppliers that do not fit beside each other follow in further blocks."""
    across = max(1, (width - _GOODS) // (_CELL + 2))
    suppliers = [(each.supplier, each.name) for each in comparison.suppliers]
    blocks = [suppliers[start : start + across] for start in range(0, len(suppliers), across)] or [[]]
    lines = [basis(comparison).in_language(language), summary(comparison).in_language(language), ""]
    for number, block in enumerate(blocks):
        lines += _block(comparison.rows, block, language, width, why=number == len(blocks) - 1)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _block(
    rows: Sequence[Row], suppliers: Sequence[tuple[str, str]], language: str, width: int, *, why: bool
) -> list[str]:
    heading = _fit(_HEADINGS.in_language(language), _GOODS)
    lines = [heading + "".join("  " + _fit(name, _CELL) for _key, name in suppliers)]
    lines.append("─" * min(width, len(lines[0])))
    for row in rows:
        lines += _row(row, suppliers, language)
        if why:
            lines += ["  " + line for line in wrapped(row.why.in_language(language), width - 2)]
    return [*lines, ""]


def _row(row: Row, suppliers: Sequence[tuple[str, str]], language: str) -> list[str]:
    by_supplier = row.by_supplier
    cells: list[list[str]] = [wrapped(_clean(row.want.name), _GOODS)]
    cells[0].append(wanted(row).in_language(language))
    for key, _name in suppliers:
        offers = by_supplier.get(key)
        cells.append(wrapped(cell(offers[0]).in_language(language), _CELL) if offers else ["–"])
    height = max(len(lines) for lines in cells)
    widths = [_GOODS, *[_CELL] * len(suppliers)]
    padded = [[*lines, *[""] * (height - len(lines))] for lines in cells]
    return [
        "  ".join(_fit(lines[line], width) for lines, width in zip(padded, widths, strict=True))
        for line in range(height)
    ]


def wrapped(text: str, width: int) -> list[str]:
    """Lines of whole words; a word longer than a line is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word[:width]
        else:
            line = f"{line} {word}".strip()[:width]
    return [*lines, line]


def _clean(text: str) -> str:
    """Without control characters: a name in a list must not steer the reader's terminal."""
    return "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")


def _fit(text: str, width: int) -> str:
    plain = _clean(text)
    return plain[: width - 1] + "…" if len(plain) > width else plain.ljust(width)
