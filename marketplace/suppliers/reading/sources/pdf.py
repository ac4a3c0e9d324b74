"""PDF lists to one sheet over all pages: ruled tables by their rules, other tables by the gutters between columns.

Every line of text becomes a record, in reading order, also those above, between and under the tables.
"""

from __future__ import annotations

import io
import logging
import struct
import warnings
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from marketplace.suppliers.reading.sheets import Cell, Sheet, Source, UnreadableFile
from marketplace.suppliers.reading.sources.limits import Limits
from marketplace.suppliers.reading.sources.page_lines import (
    Line,
    columns_between,
    columns_for,
    columns_of,
    into_cells,
    lines_of,
)

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

MOST_EDGES = 20_000  # of one page; more is a drawing, in which looking for tables takes minutes
MOST_CHARACTERS = 100_000  # of one page
UNMAPPED = 0.3  # share of characters the font gives no letter for; more and the text cannot be read
PRINTED_TWICE = 0.2  # share of characters that stand on an equal one: some programs make bold that way
LINES_IN_A_CELL = 2.5  # on average; more and the table has rules between columns but none between rows
GRID = 1.5  # a grid has about as many columns as its lines have parts; a frame or a shade has far fewer
OPEN = 0.5  # lines beside the table, per row of it
WORDS = {"x_tolerance_ratio": 0.2, "keep_blank_chars": False}

# A block is a table's records or one line of text, with its place on the page (top, left).
Block = tuple[float, float, list[list[Cell]]]


def read_pdf(data: bytes, file: str, limits: Limits) -> Source:
    """Raises ``UnreadableFile``: ``pdf_without_text``, ``encrypted``, ``broken_archive``, ``too_many_pages``, ..."""
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    broken = (PSException, MalformedPDFException, PdfminerException, KeyError, TypeError, ValueError, IndexError)
    also_broken = (AttributeError, AssertionError, RecursionError, struct.error, zlib.error, ArithmeticError, OSError)
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it tells on standard error of every oddity it forgives
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Source(file, "pdf", None, None, [_read(data, limits)])
    except (*broken, *also_broken) as error:
        locked = (PDFPasswordIncorrect, PDFEncryptionError)
        if isinstance(error, locked) or any(isinstance(cause, locked) for cause in error.args):
            raise UnreadableFile("encrypted") from error
        raise UnreadableFile("broken_archive") from error


def _read(data: bytes, limits: Limits) -> Sheet:
    import pdfplumber

    pages: list[_Page] = []
    pictures = 0
    with pdfplumber.open(io.BytesIO(data), unicode_norm="NFC") as document:
        for page in document.pages[: limits.pages + 1]:
            if len(pages) == limits.pages:
                raise UnreadableFile("too_many_pages", limit=limits.pages)
            pages.append(_read_page(page))
            pictures += len(page.images)
            page.close()
    if not any(page.characters for page in pages):
        raise UnreadableFile("pdf_without_text" if pictures else "empty")
    if sum(page.unmapped for page in pages) > UNMAPPED * sum(page.characters for page in pages):
        raise UnreadableFile("pdf_without_text")
    return _sheet(pages, limits)


class _Page:
    """What is kept of a page: its tables' records, and the lines that stand in no table."""

    def __init__(self) -> None:
        self.characters = self.unmapped = 0
        self.tables: list[Block] = []
        self.lines: list[Line] = []


def _read_page(page: Page) -> _Page:
    kept = _Page()
    kept.characters = len(page.chars)
    kept.unmapped = sum(character["text"].startswith("(cid:") for character in page.chars)
    if kept.characters > MOST_CHARACTERS:
        raise UnreadableFile("too_many_cells", limit=MOST_CHARACTERS)
    if _printed_twice(page.chars):
        page = page.dedupe_chars()
    words = page.extract_words(**WORDS)
    tables = page.find_tables() if len(page.edges) <= MOST_EDGES else []
    outside = [word for word in words if not any(_within(word, table.bbox) for table in tables)]
    for table in tables:
        if _is_open(table, outside):
            continue
        inside = [word for word in words if _within(word, table.bbox)]
        if records := _records(table, inside):
            kept.tables.append((table.bbox[1], table.bbox[0], records))
            words = [word for word in words if not _within(word, table.bbox)]
    kept.lines = lines_of(words)
    return kept


def _is_open(table: Table, outside: list[dict[str, Any]]) -> bool:
    """Whether cells stand beside the ruled part: a grid without outer rules, whose edge columns belong to it."""
    beside = [word for word in outside if table.bbox[1] < (word["top"] + word["bottom"]) / 2 < table.bbox[3]]
    return len(lines_of(beside)) > OPEN * len(table.rows)


def _printed_twice(characters: list[dict[str, Any]]) -> bool:
    places = {(c["text"], round(c["x0"]), round(c["top"])) for c in characters if c["text"] != " "}
    printed = sum(c["text"] != " " for c in characters)
    return printed - len(places) > PRINTED_TWICE * max(printed, 1)


def _within(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _records(table: Table, words: list[dict[str, Any]]) -> list[list[Cell]]:
    """The table's records, or none where its rules are a frame or a shade and not a grid."""
    lines = lines_of(words)
    width = max(len(row.cells) for row in table.rows)
    if width < 2 or not lines or width * GRID < _usual_segments(lines):
        return []
    if len(lines) > LINES_IN_A_CELL * len(table.rows):
        edges = sorted({cell[0] for cell in table.cells} | {cell[2] for cell in table.cells})
        return [into_cells(line, columns_between(edges)) for line in lines]
    return [[_text(cell) for cell in row] for row in table.extract(**WORDS)]


def _usual_segments(lines: list[Line]) -> int:
    counts = sorted(len(line.segments) for line in lines)
    return counts[len(counts) // 2]


def _text(cell: str | None) -> str:
    return (cell or "").strip()


def _sheet(pages: Iterable[_Page], limits: Limits) -> Sheet:
    pages = list(pages)
    common = columns_of([line for page in pages for line in page.lines])
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    on_page: list[int] = []
    for number, page in enumerate(pages, start=1):
        columns = columns_for(page.lines, common)
        alone = [(line.top, line.left, [into_cells(line, columns)]) for line in page.lines]
        records = [record for block in sorted(page.tables + alone, key=_place) for record in block[2]]
        rows += records
        numbers += range(1, len(records) + 1)
        on_page += [number] * len(records)
        if len(rows) > limits.rows:
            raise UnreadableFile("too_many_rows", limit=limits.rows)
    return Sheet(None, "table", rows, numbers, on_page)


def _place(block: Block) -> tuple[float, float]:
    return block[0], block[1]
