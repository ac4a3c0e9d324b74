"""Pasted text to items: one good a line."""

from __future__ import annotations

from marketplace.suppliers.reading.candidates import read_texts
from marketplace.suppliers.reading.chat import ChatLine, read_lines
from marketplace.suppliers.reading.contents import Texts
from marketplace.suppliers.reading.items import Item, SheetReading, Table
from marketplace.suppliers.reading.kinds import (
    kind_of,
)
from marketplace.suppliers.reading.memory import Memory
from marketplace.suppliers.reading.numbers import read_amount
from marketplace.suppliers.reading.rows import (
    Skips,
)
from marketplace.suppliers.reading.sheets import Sheet
from marketplace.suppliers.reading.tax import TaxBasis, basis_of
from marketplace.suppliers.reading.weighing import note_units, weigh


class ChatReader:
    """Pasted text: one good a line."""

    def __init__(self, sheet: Sheet, memory: Memory, name: str | None) -> None:
        self.sheet = sheet
        self.table = Table(sheet, None, name)
        self.table.evidence.answers = memory.answers
        self.memory = memory
        self.name = name

    def read(self) -> SheetReading:
        items: list[Item] = []
        skips = Skips()
        category: str | None = None
        lines = read_lines(self.sheet.rows)
        for line in lines:
            if line.kind == "item":
                self._items(line, category, items)
            elif line.kind != "continued":
                if line.kind == "category":
                    category = line.name
                skips.add(self.sheet, line.index, line.kind, self.name)
        self.table.tax = basis_of(skips.texts)
        if self.table.tax.basis is None and "tax" in self.memory.answers:
            self.table.tax = TaxBasis(self.memory.answers["tax"], self.table.tax.exempt_words)
        weigh(items, self.table)
        note_units(skips.texts, [self.table])
        return SheetReading(self.name, None, [], items, skips, [self.table])

    def _items(self, line: ChatLine, category: str | None, items: list[Item]) -> None:
        before = sum(item.record == line.index for item in items[-4:])
        for part, price in enumerate(line.prices, before):
            amount = read_amount(price.text, None)
            unit = price.unit
            kind = kind_of(line.name, category)
            options = read_texts(Texts(line.name, "", line.pack, cell_unit=unit, category=category), kind)
            items.append(
                Item(
                    line.index,
                    part + 1,
                    line.name,
                    category,
                    amount,
                    price.text,
                    options,
                    unit or "",
                    line.pack,
                    self.table,
                    None,
                    line,
                )
            )
