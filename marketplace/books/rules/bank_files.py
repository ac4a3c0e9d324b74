"""A bank's file as rows of cells, each cell a text as it was written: CSV in the usual spellings, or a workbook.

Small and bounded: at most 2 MB, 10,000 rows, 60 columns.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal

from .table_files import UnreadableFile, check_size, is_workbook, sheets_of, text_of

ROWS = 10_000
COLUMNS = 60
CELL_CHARACTERS = 500

Row = tuple[str, ...]


def rows_of(content: bytes) -> tuple[Row, ...]:
    """The filled rows of the file's (first) sheet. Raises UnreadableFile."""
    check_size(content)
    found = _workbook(content) if is_workbook(content) else _delimited(_decoded(content))
    filled = tuple(row for row in found if any(cell.strip() for cell in row))
    if not filled:
        raise UnreadableFile("empty")
    return filled


def _decoded(content: bytes) -> str:
    text = text_of(content)
    if "\0" in text or text.lstrip().startswith(("%PDF", "<")):
        raise UnreadableFile("kind")
    return text


def _delimited(text: str) -> list[Row]:
    delimiter = max(",;\t|", key=lambda each: _steadiness(text, each))
    try:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        return [_row([str(cell) for cell in cells]) for cells in _bounded(reader)]
    except csv.Error as error:
        raise UnreadableFile("kind") from error


def _steadiness(text: str, delimiter: str) -> int:
    """In how many of the first lines the delimiter stands as often as in most of them, quoted parts left out."""
    counts = [re.sub(r'"[^"]*"', "", line).count(delimiter) for line in text.split("\n")[:60] if line.strip()]
    counts = [count for count in counts if count]
    return max((counts.count(each) * min(each, 8) for each in set(counts)), default=0)


def _bounded(rows: object) -> list[list[object]]:
    taken = []
    for number, cells in enumerate(rows):  # type: ignore[arg-type, var-annotated]
        if number >= ROWS or len(cells) > COLUMNS:
            raise UnreadableFile("too_large")
        taken.append(cells)
    return taken


def _row(cells: list[str]) -> Row:
    return tuple(cell.replace("\0", "")[:CELL_CHARACTERS] for cell in cells)


def _workbook(content: bytes) -> list[Row]:
    rows = next(sheets_of(content), [])
    return [_row([_written(cell) for cell in cells]) for cells in _bounded(rows)]


def _written(cell: object) -> str:
    """A workbook's value as text; a number without its binary tail, with a point before the decimals."""
    match cell:
        case bool():
            return ""
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float():
            number = Decimal(repr(cell)).quantize(Decimal("0.01"))
            return f"{number:f}".removesuffix(".00")
        case _:
            return str(cell)
