"""The records of one sheet to items; a different heading on the way begins a new table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from marketplace.suppliers.reading.columns import (
    Column,
    PricePart,
    repeated_blocks,
    understand_columns,
)
from marketplace.suppliers.reading.headings import tells_thousands
from marketplace.suppliers.reading.items import Collected, Reach, SheetReading, Table
from marketplace.suppliers.reading.layouts import lay_out
from marketplace.suppliers.reading.memory import Memory
from marketplace.suppliers.reading.numbers import read_amount
from marketplace.suppliers.reading.profiles import sample_rows
from marketplace.suppliers.reading.row_reader import RowReader
from marketplace.suppliers.reading.rows import (
    Skips,
    filled_cells,
)
from marketplace.suppliers.reading.sheets import Sheet
from marketplace.suppliers.reading.tables import find_heading
from marketplace.suppliers.reading.tax import TaxBasis, basis_of
from marketplace.suppliers.reading.weighing import note_units, weigh


class TableReader:
    """Walks the records of one sheet; a different heading on the way begins a new table."""

    def __init__(self, sheet: Sheet, memory: Memory, name: str | None) -> None:
        self.sheet = sheet
        self.memory = memory
        self.name = name
        self.collected = Collected()
        self.skips = Skips()
        self.tables: list[Table] = []
        self.columns: list[Column] = []
        self.header_row: int | None = None

    def read(self) -> SheetReading:
        heading = find_heading(self.sheet, known=self.memory.meanings)
        start = 0
        if heading is not None:
            for index in range(heading.first):
                self.skips.add(self.sheet, index, self._before(index), self.name)
            for index in range(heading.first, heading.last + 1):
                self.skips.add(self.sheet, index, "heading", self.name)
            self.header_row = self.sheet.numbers[heading.first]
            self.collected.headings = heading.texts
            start = heading.last + 1
        blocks = self._begin_tables(start)
        self._walk(start, blocks)
        self._end_notes()
        self._settle()
        return SheetReading(self.name, self.header_row, self.columns, self.collected.items, self.skips, self.tables)

    def _end_notes(self) -> None:
        """A short text below the last article heads nothing: it is a note."""
        last = self.collected.items[-1].record if self.collected.items else -1
        self.skips.turn_after(last, "category", "note")

    def _before(self, index: int) -> str:
        return "title" if filled_cells(self.sheet.rows[index]) else "blank"

    def _begin_tables(self, start: int) -> list[Table]:
        """The tables that begin at ``start``: one, or one per block of columns side by side."""
        sample = sample_rows(self.sheet.rows, start)
        blocks: Sequence[tuple[int, int | None]] = repeated_blocks(self.collected.headings) or [(0, None)]
        tables = []
        for first, end in blocks:
            headings = self.collected.headings if end is None else self.collected.headings[:end]
            rows = sample if end is None else [row[:end] for row in sample]
            columns = understand_columns(headings, rows, self.memory.meanings, first, self.sheet.hidden_columns)
            layout = lay_out(columns)
            table = Table(self.sheet, layout, self.name, span=(first, end), reach=Reach.of(layout))
            self._equip(table, columns)
            tables.append(table)
            self.columns.extend(columns)
        self.tables.extend(tables)
        return tables

    def _equip(self, table: Table, columns: list[Column]) -> None:
        layout = table.layout
        assert layout is not None
        evidence = table.evidence
        evidence.answers = self.memory.answers
        evidence.has_unit_column = bool(layout.units)
        packs = [c for c in columns if c.meaning == "pack"]
        evidence.sized_in_column = any(c.profile.measured > 0.5 for c in packs)
        part = layout.parts[0] if layout.parts else None
        if any(map(tells_thousands, (*self.skips.texts, *self.sheet.text_before, *self._last_texts()))):
            for each in layout.parts:
                each.thousands = True
        if part is not None and not layout.units and self._near_advised(columns, part):
            part.single = part.beside_retail = True
        table.in_thousands = bool(part and part.thousands)
        table.currency = (part.currency if part else None) or self._signed_currency(columns, part) or "IDR"

    def _near_advised(self, columns: list[Column], part: PricePart) -> bool:
        """Prices a little below the advised retail price are for what a consumer buys: one piece, never a carton."""
        advised = next((c for c in columns if c.meaning == "advised_price" and c.profile.numeric > 0.7), None)
        price = next((c for c in columns if c.index == part.columns[0]), None)
        if advised is None or price is None or part.unit is not None or advised.read is None or advised.read.unit:
            return False
        return advised.profile.middle * 2 < price.profile.middle * 5 <= advised.profile.middle * 5

    def _last_texts(self) -> list[str]:
        """The notes at the foot of the sheet, before its records are read."""
        return [text for row in self.sheet.rows[-6:] if len(cells := filled_cells(row)) == 1 for text in cells]

    def _signed_currency(self, columns: list[Column], part: PricePart | None) -> str | None:
        """The currency whose sign most cells of the price column carry."""
        if part is None:
            return None
        column = next((c for c in columns if c.index == part.columns[0]), None)
        if column is None or column.profile.signed < 0.3:
            return None
        signs: Counter[str] = Counter()
        for row in sample_rows(self.sheet.rows, 0)[:80]:
            if column.index < len(row):
                currency = read_amount(row[column.index], None).currency
                if currency:
                    signs[currency] += 1
        return signs.most_common(1)[0][0] if signs else None

    def _walk(self, start: int, tables: list[Table]) -> None:
        readers = [RowReader(self.collected, table) for table in tables]
        rows = self.sheet.rows
        heading_until = -1
        hidden = self.sheet.hidden_rows
        for index in range(start, len(rows)):
            if index <= heading_until:
                continue
            row = rows[index]
            if index in hidden:
                self.skips.add(self.sheet, index, "hidden", self.name)
                continue
            before = len(self.collected.items)
            reasons = [reader.read(index, row, len(self.collected.items) - before) for reader in readers]
            if len(self.collected.items) > before:
                continue
            reason = reasons[0] if len(reasons) == 1 else _joint(reasons)
            if reason == "other_heading":
                heading = find_heading(self.sheet, index, 1)
                if heading is not None:
                    heading_until = heading.last
                    for line in range(index, heading.last + 1):
                        self.skips.add(self.sheet, line, "heading", self.name)
                    self.collected.headings = heading.texts
                    readers = [RowReader(self.collected, table) for table in self._begin_tables(heading.last + 1)]
                    continue
                reason = "repeated_heading"
            if reason == "category":
                self.collected.category = (
                    filled_cells(row)[-1] if len(set(filled_cells(row))) == 1 else " ".join(filled_cells(row)[1:])
                )
            self.skips.add(self.sheet, index, reason or "unpriced_text", self.name)

    def _settle(self) -> None:
        """What the whole list shows: tax basis from notes, then votes about what the prices buy."""
        texts = [*self.skips.texts, *self.sheet.text_before]
        basis = basis_of(texts)
        for table in self.tables:
            table.tax = basis
            if basis.basis is None and "tax" in self.memory.answers:
                table.tax = TaxBasis(self.memory.answers["tax"], basis.exempt_words)
            weigh([item for item in self.collected.items if item.table is table], table)
        note_units(texts, self.tables)


def _joint(reasons: list[str | None]) -> str | None:
    told = [reason for reason in reasons if reason not in (None, "blank")]
    return told[0] if told else "blank"
