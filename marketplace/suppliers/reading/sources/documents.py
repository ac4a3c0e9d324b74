"""Word documents: the rows of their tables, and the lines around them, in reading order."""

from __future__ import annotations

from marketplace.suppliers.reading.sheets import Cell, Sheet, Source, UnreadableFile
from marketplace.suppliers.reading.sources.archives import Archive
from marketplace.suppliers.reading.sources.limits import Limits
from marketplace.suppliers.reading.sources.xml_events import parse

DOCUMENT = "word/document.xml"
ASIDE = {"del", "moveFrom", "fldData", "instrText", "txbxContent"}  # deleted, moved away, codes, and boxes told twice


def read_docx(archive: Archive, file: str, limits: Limits) -> Source:
    """Raises ``UnreadableFile``."""
    reader = _Body(limits)
    parse(archive.chunks(DOCUMENT), reader)
    if not any(any(row) for row in reader.rows):
        raise UnreadableFile("empty")
    return Source(file, "docx", None, None, [reader.sheet()])


class _Body:
    """Takes the parser's events. A table inside a cell is text of that cell."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows: list[list[Cell]] = []
        self.depth = 0  # of tables
        self.aside = 0
        self.row: list[Cell] = []
        self.span = 1
        self.text: list[str] = []
        self.in_text = False
        self.cells = 0

    def sheet(self) -> Sheet:
        tabbed = any(len(row) > 1 for row in self.rows)
        return Sheet(None, "table" if tabbed else "text", self.rows, range(1, len(self.rows) + 1))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if self.aside or name in ASIDE:
            self.aside += 1
        elif name == "tbl":
            self.depth += 1
        elif name == "tr" and self.depth == 1:
            self.row = []
        elif name == "tc" and self.depth == 1:
            self.text, self.span = [], 1
        elif name == "gridSpan" and self.depth == 1:
            self.span = _span(attributes)
        elif name in ("tab", "br"):
            self.text.append("\t" if name == "tab" else "\n")
        self.in_text = name == "t"

    def end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        self.in_text = False
        if self.aside:
            self.aside -= 1
        elif name == "tbl":
            self.depth -= 1
        elif name == "p":
            self._end_paragraph()
        elif name == "tc" and self.depth == 1:
            self._end_cell()
        elif name == "tr" and self.depth == 1:
            self._append(self.row)

    def characters(self, text: str) -> None:
        if self.in_text and not self.aside:
            self.text.append(text)

    def _end_paragraph(self) -> None:
        if self.depth:
            self.text.append("\n")
            return
        for line in "".join(self.text).split("\n"):
            self._append([cell.strip() for cell in line.split("\t")] if line.strip() else [])
        self.text = []

    def _end_cell(self) -> None:
        self.row.append("".join(self.text).strip())
        self.row += [""] * (self.span - 1)
        self.text = []
        if len(self.row) > self.limits.columns:
            raise UnreadableFile("too_many_columns", limit=self.limits.columns)

    def _append(self, row: list[Cell]) -> None:
        self.rows.append(row)
        self.cells += len(row)
        if len(self.rows) > self.limits.rows:
            raise UnreadableFile("too_many_rows", limit=self.limits.rows)
        if self.cells > self.limits.cells:
            raise UnreadableFile("too_many_cells", limit=self.limits.cells)


def _span(attributes: dict[str, str]) -> int:
    text = next((value for name, value in attributes.items() if name.endswith("val")), "1")
    return min(max(int(text), 1), 1_000) if text.isdecimal() and len(text) < 6 else 1
