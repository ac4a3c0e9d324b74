"""The sheet XML of an xlsx, looked through before the spreadsheet library sees it.

Two things the library cannot tell: how far the sheet reaches (it reserves a cell for every position up to the
farthest one) and which formulas were stored without a value. Tags are found by pattern in pieces of a megabyte,
which is ten times faster than parsing; a sheet written to deceive the patterns meets the child's memory limit instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

LONGEST_PIECE = 16 << 20
FORMAT_SAMPLE = 5_000  # filled cells from the top that vote on their column's number format
ROOT = re.compile(rb"<(\w+:)?worksheet\b")
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
STYLE = re.compile(rb"""\bs=["']([0-9]+)["']""")
NO_NUMBER = re.compile(rb"""\bt=["'](?!n["'])""")
HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
BOUNDS = re.compile(rb"""\b(min|max)=["']([0-9]{1,5})["']""")
ROW_NUMBER = re.compile(rb"""\br=["']([0-9]{1,7})["']""")
ERROR = re.compile(rb"""\bt=["']e["']""")
TEXT_RESULT = re.compile(rb"""\bt=["']str["']""")


@dataclass(slots=True)
class Scan:
    filled: int = 0  # cells with a value, a text or a formula
    rows: set[int] = field(default_factory=set)  # 1-based, with a filled cell
    columns: set[int] = field(default_factory=set)  # 1-based
    unvalued: set[tuple[int, int]] = field(default_factory=set)  # 0-based (row, column)
    hidden_rows: set[int] = field(default_factory=set)  # 0-based
    hidden_columns: set[int] = field(default_factory=set)  # 0-based
    styles: dict[int, Counter[int]] = field(default_factory=dict)  # 0-based column -> style index -> cells

    @property
    def height(self) -> int:
        return max(self.rows, default=0)

    @property
    def width(self) -> int:
        return max(self.columns, default=0)


def column_number(letters: bytes) -> int:
    """``b"A"`` is 1, ``b"XFD"`` 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def column_letters(number: int) -> bytes:
    letters = b""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = bytes([65 + rest]) + letters
    return letters


def scan_sheet(chunks: Iterable[bytes]) -> Scan:
    scan = Scan()
    for prefix, piece in pieces(chunks):
        _scan_piece(piece, prefix, scan)
    return scan


def pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """(namespace prefix, XML that ends before a row begins), so that no cell is cut in two."""
    prefix: bytes | None = None
    kept = b""
    for chunk in chunks:
        kept += chunk
        if prefix is None and (root := ROOT.search(kept)):
            prefix = root.group(1) or b""
        end = kept.rfind(b"<" + (prefix or b"") + b"row")
        if end > 0 or len(kept) > LONGEST_PIECE:
            end = end if end > 0 else len(kept)
            yield prefix or b"", kept[:end]
            kept = kept[end:]
    yield prefix or b"", kept


def _scan_piece(piece: bytes, prefix: bytes, scan: Scan) -> None:
    tag = b"<" + prefix
    cells = re.findall(tag + rb"c\s([^>]*(?<!/))>\s*" + tag + b"[vfi]", piece)
    if len(scan.styles) == 0 or scan.filled < FORMAT_SAMPLE:
        _count_styles(cells[:FORMAT_SAMPLE], scan)
    references = REFERENCE.findall(b"\n".join(cells))
    scan.filled += len(cells)
    scan.rows.update(map(int, {row for _, row in references}))
    scan.columns.update(map(column_number, {letters for letters, _ in references}))
    if HIDDEN.search(piece):
        _note_hidden(piece, tag, scan)
    if tag + b"f" in piece or ERROR.search(piece):
        scan.unvalued.update(_unvalued(piece, tag))


def _note_hidden(piece: bytes, tag: bytes, scan: Scan) -> None:
    for row in re.findall(tag + rb"row\s([^>]*)>", piece):
        if HIDDEN.search(row) and (found := ROW_NUMBER.search(row)):
            scan.hidden_rows.add(int(found.group(1)) - 1)
    for columns in re.findall(tag + rb"col\s([^>]*)>", piece):
        bounds = dict(BOUNDS.findall(columns))
        if HIDDEN.search(columns) and len(bounds) == 2:
            scan.hidden_columns.update(range(int(bounds[b"min"]) - 1, min(int(bounds[b"max"]), 16_384)))


def _unvalued(piece: bytes, tag: bytes) -> Iterator[tuple[int, int]]:
    """Formula cells that hold no result, and cells whose result is an error such as #REF!."""
    formula = tag + b"f"
    value = re.compile(tag + rb"v(?:\s[^>]*)?>[^<]|" + tag + b"is")
    for cell in piece.split(tag + b"c ")[1:]:
        opening = cell[: cell.find(b">")]
        stored = value.search(cell) or TEXT_RESULT.search(opening)
        lacking = formula in cell and not stored
        if (lacking or ERROR.search(opening)) and (reference := REFERENCE.search(opening)):
            yield int(reference.group(2)) - 1, column_number(reference.group(1)) - 1


def _count_styles(cells: list[bytes], scan: Scan) -> None:
    for attributes in cells:
        if NO_NUMBER.search(attributes) or not (reference := REFERENCE.search(attributes)):
            continue
        style = STYLE.search(attributes)
        column = column_number(reference.group(1)) - 1
        scan.styles.setdefault(column, Counter())[int(style.group(1)) if style else 0] += 1


def close_gaps(chunks: Iterable[bytes], scan: Scan) -> Iterator[bytes]:
    """The same sheet with its filled rows and columns moved together: the n-th filled row becomes row n."""
    rows = {b"%d" % row: b"%d" % (index + 1) for index, row in enumerate(sorted(scan.rows))}
    columns = {column_letters(column): column_letters(i + 1) for i, column in enumerate(sorted(scan.columns))}

    def move(reference: re.Match[bytes]) -> bytes:
        letters, row = reference.groups()
        return b'r="%s%s"' % (columns[letters], rows[row]) if letters in columns and row in rows else b""

    for prefix, piece in pieces(chunks):
        tag = b"<" + prefix
        piece = re.sub(tag + rb"c\s[^>]*>", lambda opening: REFERENCE.sub(move, opening.group()), piece)
        yield re.sub(tag + rb"row\b[^>]*>", _without_number, piece)


def _without_number(opening: re.Match[bytes]) -> bytes:
    return re.sub(rb"""\s(?:r|spans)=["'][^"']*["']""", b"", opening.group())
