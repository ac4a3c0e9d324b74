"""Tables that programs save as web pages or as Excel 2003 XML and name ``.xls``."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser

from marketplace.suppliers.reading.sheets import Cell, Sheet, Source, UnreadableFile
from marketplace.suppliers.reading.sources.decoding import decode
from marketplace.suppliers.reading.sources.limits import Limits
from marketplace.suppliers.reading.sources.workbooks import check_wanted, number
from marketplace.suppliers.reading.sources.xml_events import parse

SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet "
UNSEEN = {"style", "script", "title", "head"}
LINE_ENDS = {"br", "p", "div", "li", "h1", "h2", "h3", "h4"}
LARGEST_SPAN = 1_000


def read_html(data: bytes, file: str, limits: Limits) -> Source:
    """All tables of the page one under the other, and the lines between them, as a spreadsheet shows such a file."""
    text, encoding = decode(data)
    page = _Page(limits)
    page.feed(text)
    page.close()
    page.end_line()
    if not any(page.rows):
        raise UnreadableFile("empty")
    return Source(file, "html", encoding, None, [Sheet(None, "table", page.rows, range(1, len(page.rows) + 1))])


class _Page(HTMLParser):
    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.rows: list[list[Cell]] = []
        self.row: list[Cell] | None = None
        self.cell: list[str] | None = None
        self.loose: list[str] = []
        self.unseen = 0
        self.span = 1
        self.cells = 0
        self.reserved: dict[int, int] = {}  # column -> rows that a cell above still covers
        self.high = 1

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag in ("table", "tr"):
            self.end_row()
            self.end_line()
            self.reserved = {} if tag == "table" else self.reserved
            self.row = [] if tag == "tr" else None
        elif tag in ("td", "th") and self.row is not None:
            self.end_cell()
            self._skip_reserved()
            self.cell = []
            spans = dict(attributes)
            self.span, self.high = _span(spans.get("colspan")), _span(spans.get("rowspan"))
        elif tag in LINE_ENDS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(self.unseen - 1, 0)
        elif tag in ("td", "th"):
            self.end_cell()
        elif tag in ("tr", "table"):
            self.end_row()
        elif tag in LINE_ENDS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            (self.loose if self.cell is None else self.cell).append(re.sub(r"\s+", " ", data))

    def end_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        column = len(self.row)
        self.row.append("\n".join(line.strip() for line in "".join(self.cell).split("\n")).strip())
        self.row += [""] * (self.span - 1)
        if self.high > 1:
            self.reserved.update(dict.fromkeys(range(column, column + self.span), self.high))
        self.cells += self.span
        self.cell = None
        if len(self.row) > self.limits.columns:
            raise UnreadableFile("too_many_columns", limit=self.limits.columns)
        if self.cells > self.limits.cells:
            raise UnreadableFile("too_many_cells", limit=self.limits.cells)

    def end_row(self) -> None:
        self.end_cell()
        if self.row is None:
            return
        self.reserved = {column: rows - 1 for column, rows in self.reserved.items() if rows > 1}
        self._append(self.row)
        self.row = None

    def end_line(self) -> None:
        line = " ".join("".join(self.loose).split())
        self.loose = []
        if line:
            self._append([line])

    def _append(self, row: list[Cell]) -> None:
        self.rows.append(row)
        if len(self.rows) > self.limits.rows:
            raise UnreadableFile("too_many_rows", limit=self.limits.rows)

    def _break(self) -> None:
        if self.cell is not None:
            self.cell.append("\n")
        elif self.row is None:
            self.end_line()

    def _skip_reserved(self) -> None:
        assert self.row is not None
        while len(self.row) in self.reserved and len(self.row) < self.limits.columns:
            self.row.append("")


def _span(text: str | None) -> int:
    return min(max(int(text), 1), LARGEST_SPAN) if text and text.isdecimal() and len(text) < 10 else 1


def read_workbook_xml(data: bytes, file: str, wanted: str | None, limits: Limits) -> Source:
    """The XML that Excel 2003 wrote and that accounting programs still write. Raises ``UnreadableFile``."""
    workbook = _Workbook(limits)
    parse([data], workbook)
    check_wanted(wanted, [sheet.name or "" for sheet in workbook.sheets])
    return Source(file, "xml", None, None, [sheet for sheet in workbook.sheets if wanted in (None, sheet.name)])


class _Workbook:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.sheets: list[Sheet] = []
        self.numbers: list[int] = []
        self.row: list[Cell] = []
        self.row_number = 0
        self.column = 0
        self.across = 0
        self.cells = 0
        self.kind = "String"
        self.text: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == SPREADSHEET + "Worksheet":
            self.numbers, self.row_number = [], 0
            self.sheets.append(Sheet(attributes.get(SPREADSHEET + "Name"), "table", [], self.numbers))
        elif name == SPREADSHEET + "Row":
            self.row, self.column = [], 0
            self.row_number = _index(attributes, self.row_number + 1)
        elif name == SPREADSHEET + "Cell":
            self.column = _index(attributes, self.column + 1)
            merged = SPREADSHEET + "MergeAcross"
            self.across = _span(attributes[merged]) if merged in attributes else 0
        elif name == SPREADSHEET + "Data":
            self.kind, self.text = attributes.get(SPREADSHEET + "Type", "String"), []

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        if name == SPREADSHEET + "Data" and self.text is not None:
            self._put(_typed(self.kind, "".join(self.text)))
            self.text = None
        elif name == SPREADSHEET + "Cell":
            self.column += self.across
        elif name == SPREADSHEET + "Row" and self.row:
            self.sheets[-1].rows.append(self.row)
            self.numbers.append(self.row_number)
            self.cells += len(self.row)
            if self.cells > self.limits.cells:
                raise UnreadableFile("too_many_cells", limit=self.limits.cells)
            if len(self.numbers) > self.limits.rows:
                raise UnreadableFile("too_many_rows", limit=self.limits.rows)

    def _put(self, value: Cell) -> None:
        if self.column > self.limits.columns:
            raise UnreadableFile("too_many_columns", limit=self.limits.columns)
        self.row += [""] * (self.column - len(self.row))
        self.row[self.column - 1] = value


def _index(attributes: dict[str, str], following: int) -> int:
    text = attributes.get(SPREADSHEET + "Index", "")
    return int(text) if text.isdecimal() and 0 < len(text) < 9 and int(text) else following


def _typed(kind: str, text: str) -> Cell:
    try:
        if kind == "Number":
            return number(float(text))
        if kind == "DateTime":
            return datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text
