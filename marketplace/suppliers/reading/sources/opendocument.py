"""OpenDocument spreadsheets, read in one pass over content.xml.

The format stores a run of equal rows or cells once, with a count; a count of a million is an ordinary way to say
"the rest is empty". So counts of empty rows and cells move the position and never make cells.
"""

from __future__ import annotations

import datetime
from typing import Any

from marketplace.suppliers.reading.sheets import Cell, Sheet, Source, UnreadableFile
from marketplace.suppliers.reading.sources.archives import Archive
from marketplace.suppliers.reading.sources.limits import Limits
from marketplace.suppliers.reading.sources.workbooks import check_wanted, number
from marketplace.suppliers.reading.sources.xml_events import parse

TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
REPEATED_COLUMNS = TABLE + "number-columns-repeated"
REPEATED_ROWS = TABLE + "number-rows-repeated"
WIDE = TABLE + "number-columns-spanned"
HIGH = TABLE + "number-rows-spanned"
FORMULA = TABLE + "formula"
VALUE_TYPE = OFFICE + "value-type"
VALUE = OFFICE + "value"
STRING_VALUE = OFFICE + "string-value"
DATE_VALUE = OFFICE + "date-value"
PARAGRAPH = TEXT + "p"
VISIBILITY = TABLE + "visibility"
ROW = TABLE + "table-row"
ASIDE = (OFFICE + "annotation", TABLE + "shapes", TABLE + "tracked-changes")  # comments, drawings, old versions


def read_ods(archive: Archive, file: str, wanted: str | None, limits: Limits) -> Source:
    """``wanted`` names the only sheet to read. Raises ``UnreadableFile``."""
    reader = _Content(limits)
    parse(archive.chunks("content.xml"), reader)
    check_wanted(wanted, [sheet.name or "" for sheet in reader.sheets])
    return Source(file, "ods", None, None, [sheet for sheet in reader.sheets if wanted in (None, sheet.name)])


class _Content:
    """Takes the parser's events and fills ``sheets``."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheets: list[Sheet] = []
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.aside = 0
        self.cells = 0
        self.row = self.row_count = 0
        self.values: dict[int, tuple[Cell, int]] = {}  # column -> value and how many times
        self.unvalued: set[int] = set()
        self.column = 0
        self.cell: dict[str, str] = {}
        self.paragraphs: list[str] | None = None
        self.numbers: list[int] = []
        self.sheet_unvalued: set[tuple[int, int]] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.row_hidden = False
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.columns = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self.aside or name in ASIDE:
            self.aside += 1
        elif name in CELLS:
            self.cell, self.paragraphs = attributes, []
        elif self.paragraphs is not None:
            self._start_inside_cell(name, attributes)
        elif name == ROW:
            self.values, self.unvalued, self.column = {}, set(), 0
            self.row_count = _count(attributes, REPEATED_ROWS)
            self.row_hidden = attributes.get(VISIBILITY, "visible") != "visible"
        elif name == TABLE + "table-column":
            self._pass_columns(attributes)
        elif name == TABLE + "table":
            self._start_sheet(attributes)
        elif name == STYLE + "style":
            self.style = attributes.get(STYLE + "name", "")
        elif name == STYLE + "table-properties" and attributes.get(TABLE + "display") == "false":
            self.hidden_styles.add(self.style)

    def _start_inside_cell(self, name: str, attributes: dict[str, str]) -> None:
        assert self.paragraphs is not None
        if name == PARAGRAPH:
            self.paragraphs.append("")
        elif self.paragraphs and name == TEXT + "s":
            self.paragraphs[-1] += " " * min(_count(attributes, TEXT + "c"), 100)
        elif self.paragraphs and name == TEXT + "tab":
            self.paragraphs[-1] += "\t"
        elif self.paragraphs and name == TEXT + "line-break":
            self.paragraphs[-1] += "\n"

    def end(self, name: str) -> None:
        if self.aside:
            self.aside -= 1
        elif name in CELLS:
            self._end_cell()
        elif name == ROW and self.paragraphs is None:
            self._end_row()
        elif name == TABLE + "table" and self.paragraphs is None and self.sheets:
            self.sheets[-1].unvalued = frozenset(self.sheet_unvalued)
            self.sheets[-1].merged = tuple(self.merged)
            self.sheets[-1].hidden_rows = frozenset(self.hidden_rows)
            self.sheets[-1].hidden_columns = frozenset(self.hidden_columns)

    def characters(self, text: str) -> None:
        if self.paragraphs and not self.aside:
            self.paragraphs[-1] += text

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        if len(self.sheets) >= self.limits.sheets:
            raise UnreadableFile("too_many_sheets", limit=self.limits.sheets)
        self.row, self.numbers = 1, []
        self.sheet_unvalued, self.merged, self.columns = set(), [], 0
        self.hidden_rows, self.hidden_columns = set(), set()
        hidden = attributes.get(TABLE + "style-name") in self.hidden_styles
        self.sheets.append(Sheet(attributes.get(TABLE + "name"), "table", [], self.numbers, hidden=hidden))

    def _pass_columns(self, attributes: dict[str, str]) -> None:
        first, self.columns = self.columns, self.columns + _count(attributes, REPEATED_COLUMNS)
        if attributes.get(VISIBILITY, "visible") != "visible":
            self.hidden_columns.update(range(first, min(self.columns, self.limits.columns)))

    def _end_cell(self) -> None:
        count = _count(self.cell, REPEATED_COLUMNS)
        value = _value(self.cell, "\n".join(self.paragraphs or ()))
        self.paragraphs = None
        if value != "":
            self.values[self.column] = (value, count)
        if FORMULA in self.cell and _has_no_result(self.cell, value):
            self.unvalued.add(self.column)
            self.values[self.column] = ("", 1)
        if WIDE in self.cell or HIGH in self.cell:
            self._merge()
        self.column += count

    def _merge(self) -> None:
        wide = _count(self.cell, WIDE)
        high = _count(self.cell, HIGH)
        if self.sheets and (wide > 1 or high > 1):
            first = len(self.sheets[-1].rows)
            self.merged.append((first, self.column, first + high - 1, self.column + wide - 1))

    def _end_row(self) -> None:
        sheet = self.sheets[-1]
        if self.values:
            row = self._filled_row()
            for again in range(self.row_count):
                self.cells += len(row)
                if len(sheet.rows) >= self.limits.rows:
                    raise UnreadableFile("too_many_rows", limit=self.limits.rows)
                if self.cells > self.limits.cells:
                    raise UnreadableFile("too_many_cells", limit=self.limits.cells)
                self.sheet_unvalued |= {(len(sheet.rows), column) for column in self.unvalued}
                if self.row_hidden:
                    self.hidden_rows.add(len(sheet.rows))
                sheet.rows.append(list(row))
                self.numbers.append(self.row + again)
        self.row += self.row_count

    def _filled_row(self) -> list[Cell]:
        width = max(column + count for column, (_, count) in self.values.items())
        if width > self.limits.columns:
            raise UnreadableFile("too_many_columns", limit=self.limits.columns)
        row: list[Cell] = [""] * width
        for column, (value, count) in self.values.items():
            row[column : column + count] = [value] * count
        return row


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name)
    if text is None:
        return 1
    return max(int(text), 1) if text.isdecimal() and len(text) < 10 else 1


def _has_no_result(attributes: dict[str, str], value: Cell) -> bool:
    nothing = value == "" and attributes.get(VALUE_TYPE) != "string"
    return nothing or str(value).startswith(("#", "Err:"))


def _value(attributes: dict[str, str], text: str) -> Cell:
    kind = attributes.get(VALUE_TYPE, "string")
    if kind == "string":
        return text or attributes.get(STRING_VALUE, "")
    stored: Any = attributes.get(DATE_VALUE if kind == "date" else VALUE)
    try:
        if kind in ("float", "currency", "percentage"):
            return number(float(stored))
        if kind == "date":
            moment = datetime.datetime.fromisoformat(stored)
            return moment if "T" in stored else moment.date()
    except (ValueError, TypeError):
        return text
    if kind == "boolean":
        return attributes.get(OFFICE + "boolean-value") == "true"
    return text
