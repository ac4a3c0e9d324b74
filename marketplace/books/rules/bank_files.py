"""A bank's file as rows of cells, each cell a text as it was written: CSV in the usual spellings, or a workbook.

Small and bounded: at most 2 MB, 10,000 rows, 60 columns. A workbook's members are inflated piece by piece, so that one
that swells is refused before it fills the memory.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook

FILE_BYTES = 2_000_000
INFLATED_BYTES = 40_000_000
ROWS = 10_000
COLUMNS = 60
CELL_CHARACTERS = 500
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_PIECE = 1 << 16

Row = tuple[str, ...]


class UnreadableFile(ValueError):
    """No file of rows; `reason` is a key of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def rows_of(content: bytes) -> tuple[Row, ...]:
    """The filled rows of the file's (first) sheet. Raises UnreadableFile."""
    if not content.strip():
        raise UnreadableFile("empty")
    if len(content) > FILE_BYTES:
        raise UnreadableFile("too_large")
    found = _workbook(content) if content.startswith((_ZIP, _OLE)) else _delimited(_decoded(content))
    filled = tuple(row for row in found if any(cell.strip() for cell in row))
    if not filled:
        raise UnreadableFile("empty")
    return filled


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")
    if "\0" in text or text.lstrip().startswith(("%PDF", "<")):
        raise UnreadableFile("kind")
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
    if content.startswith(_ZIP):
        _check_archive(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = book.sheet_names
        rows = book.get_sheet_by_index(0).to_python() if sheets else []
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFile("kind") from error
    return [_row([_written(cell) for cell in cells]) for cells in _bounded(rows)]


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inflated = 0
            for member in archive.infolist():
                with archive.open(member) as stream:
                    while piece := stream.read(_PIECE):
                        inflated += len(piece)
                        if inflated > INFLATED_BYTES:
                            raise UnreadableFile("too_large")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile("kind") from error


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
