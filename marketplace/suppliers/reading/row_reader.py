"""One record to its items, one per unit that it prices; everything that repeats is read once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marketplace.suppliers.reading.candidates import packet_content, read_texts
from marketplace.suppliers.reading.columns import (
    Layout,
    PricePart,
)
from marketplace.suppliers.reading.contents import Candidate, Options, Texts
from marketplace.suppliers.reading.items import Collected, Item, Table, cell_text
from marketplace.suppliers.reading.kinds import (
    Kind,
    is_maybe_liquid,
    kind_of,
)
from marketplace.suppliers.reading.numbers import Amount, Mark, decimal_mark, read_amount, written
from marketplace.suppliers.reading.packet import VESSEL
from marketplace.suppliers.reading.packs import EMPTY, scan
from marketplace.suppliers.reading.part_columns import columns_of, measures_of, own_content, packed_unit, single_of
from marketplace.suppliers.reading.parts import reconciled
from marketplace.suppliers.reading.rows import (
    TOTAL,
    filled_cells,
    is_other_heading,
    is_repeated_heading,
    reason_for_blank_price,
)
from marketplace.suppliers.reading.sheets import Cell
from marketplace.suppliers.reading.tables import text_of
from marketplace.suppliers.reading.units import unit_named


class RowReader:
    """Reads records of one table into items; everything that repeats is read once."""

    def __init__(self, collected: Collected, table: Table) -> None:
        layout = table.layout
        assert layout is not None
        self.collected = collected
        self.table = table
        self.layout = layout
        self.name_index = layout.first("name")
        self.price_indices = [index for part in layout.parts for index in part.columns]
        self.category_indices = layout.by_meaning.get("category", [])
        self.old_index = layout.first("old_price")
        self.parts = layout.parts or [PricePart([])]
        self.caches: list[dict[Cell, Amount]] = [{} for _ in self.parts]
        self.options: dict[tuple[Any, ...], Options] = {}
        self.signatures: dict[tuple[str, str | None], tuple[Any, Kind | None]] = {}
        self.sheet = table.sheet
        self.unvalued = table.sheet.unvalued
        self.rupiah = table.currency == "IDR"
        self.last_name = ""
        self.part_columns = [columns_of(part, layout, self.parts) for part in self.parts]
        self.measures = measures_of(layout)
        self.case_unit_index = layout.first("case_unit")
        self.variant_index = _sized_variant(layout)
        self.size_index = layout.first("size")
        self.heading_words = frozenset(text.lower() for text in collected.headings if text)
        self.whole_parts = any(p.unit is not None for p in layout.parts)

    def read(self, index: int, row: list[Cell], items_before: int) -> str | None:
        """Append this record's items; else the reason why it has none."""
        width = len(row)
        amounts = self._amounts(index, row, width)
        name_index = self.name_index
        name = row[name_index] if name_index is not None and name_index < width else ""
        name = name.strip() if isinstance(name, str) else text_of(name)
        priced = [entry is not None and (entry[0].value is not None or entry[0].doubt is not None) for entry in amounts]
        if True not in priced:
            reason = self._without_price(row, name)
            if reason is not None:
                return reason
            self._append(index, row, width, name, items_before, 0, Amount(None), "")
            return None
        first = priced.index(True)
        amount, raw = amounts[first]  # type: ignore[misc]
        if (
            amount.value is None
            and amount.doubt == "price_unreadable"
            and (reason := self._not_an_item(row, name, raw))
        ):
            return reason
        if not name:
            if self._is_total(row):
                return "total"
            name = self._name_above(row)
        elif self._is_total_name(name):
            return "total"
        self.last_name = name
        self._append_all(index, row, width, name, items_before, amounts, priced)
        return None

    def _append_all(
        self,
        index: int,
        row: list[Cell],
        width: int,
        name: str,
        items_before: int,
        amounts: list[tuple[Amount, str] | None],
        priced: list[bool],
    ) -> None:
        count = items_before
        several = sum(priced) > 1
        before = len(self.collected.items)
        for part_index, entry in enumerate(amounts):
            if not priced[part_index] or entry is None:
                continue
            value = entry[0].value
            if several and part_index > 0 and (value is None or value == 0):
                continue
            self._append(index, row, width, name, count, part_index, entry[0], entry[1])
            count += 1
        if several:
            self.collected.items[before:] = reconciled(self.collected.items[before:])

    def _amounts(self, index: int, row: list[Cell], width: int) -> list[tuple[Amount, str] | None]:
        found: list[tuple[Amount, str] | None] = []
        for part_index, part in enumerate(self.parts):
            entry: tuple[Amount, str] | None = None
            for column in part.columns:
                if self.unvalued and (index, column) in self.unvalued:
                    entry = (Amount(None, doubt="price_formula"), "")
                    break
                cell = row[column] if column < width else ""
                if cell == "" or cell is None:
                    continue
                cache = self.caches[part_index]
                amount = cache.get(cell)
                if amount is None:
                    amount = cache[cell] = self._amount(cell, column, part)
                if amount.value is not None or amount.doubt is not None:
                    entry = (
                        amount,
                        cell.strip() if isinstance(cell, str) else written(read_amount(cell, None).value or Decimal(0)),
                    )
                    break
                if entry is None:
                    entry = (amount, text_of(cell))
            found.append(entry)
        if self.old_index is not None and not any(e and (e[0].value is not None or e[0].doubt) for e in found):
            self._old_price(row, width, found)
        return found

    def _old_price(self, row: list[Cell], width: int, found: list[tuple[Amount, str] | None]) -> None:
        """A blank promotion price: the ordinary price holds."""
        index = self.old_index
        if index is None or index >= width or not found or not self.layout.parts:
            return
        column = next(c for c in self.layout.columns if c.index == self.layout.parts[0].columns[0])
        if column.meaning == "promo_price" and (cell := row[index]) not in ("", None):
            found[0] = (read_amount(cell, self.layout.marks.get(index), rupiah=self.rupiah), text_of(cell))

    def _amount(self, cell: Cell, column: int, part: PricePart) -> Amount:
        mark = self.layout.marks.get(column)
        amount = read_amount(cell, mark, rupiah=self.rupiah)
        value = amount.value
        if (
            value is not None
            and not isinstance(cell, str)
            and self.rupiah
            and value < 1_000
            and self._is_thousands_format(column)
        ):
            return Amount(value * 1_000, amount.currency, amount.unit)
        if value is not None and part.thousands and self.rupiah and value < 100_000:
            return Amount(value * 1_000, amount.currency, amount.unit)
        if value is not None and isinstance(cell, str) and _differs(cell, mark):
            return Amount(value, amount.currency, amount.unit, amount.doubt or "number_style", amount.likely)
        return amount

    def _is_thousands_format(self, column: int) -> bool:
        """12.5 shown as `12.500`: somebody typed a thousand where the program read a decimal."""
        return (self.sheet.formats or {}).get(column, "").replace("\\", "") in ("0.000", "#.000", "#,##0.000", "#.##0")

    def _without_price(self, row: list[Cell], name: str) -> str | None:
        if name and self._is_coded(row) and not self._is_total_name(name) and not self._is_heading(row):
            return None
        if is_repeated_heading(row, self.heading_words):
            return "repeated_heading"
        if is_other_heading(row):
            return "other_heading"
        return reason_for_blank_price(row, self.layout, self.table.span)

    def _is_coded(self, row: list[Cell]) -> bool:
        """Whether a code shows an article, even one without a price."""
        width = len(row)
        return any(
            index < width and row[index] not in ("", None)
            for index in (*self.table.reach.sku, *self.table.reach.barcode)
        )

    def _is_heading(self, row: list[Cell]) -> bool:
        return is_repeated_heading(row, self.heading_words) or is_other_heading(row)

    def _not_an_item(self, row: list[Cell], name: str, raw: str) -> str | None:
        if is_repeated_heading(row, self.heading_words):
            return "repeated_heading"
        if is_other_heading(row):
            return "other_heading"
        cells = filled_cells(row, *self.table.span)
        if self._is_total(row):
            return "total"
        if len(set(cells)) == 1:
            return reason_for_blank_price(row, self.layout, self.table.span) or "note"
        if not name and not any(character.isdecimal() for character in raw):
            return "note"
        return None

    def _is_total(self, row: list[Cell]) -> bool:
        return any(self._is_total_name(cell) for cell in filled_cells(row, *self.table.span)[:3])

    @staticmethod
    def _is_total_name(text: str) -> bool:
        return text[0] in "TtGgSsJj" and TOTAL.match(text) is not None

    def _name_above(self, row: list[Cell]) -> str:
        """A second unit under the same name, where the name's cell is merged or left blank."""
        unit = self.part_columns[0].unit
        has_unit = unit is not None and unit < len(row) and text_of(row[unit])
        return self.last_name if has_unit else ""

    def _append(
        self, index: int, row: list[Cell], width: int, name: str, count: int, part_index: int, amount: Amount, raw: str
    ) -> None:
        part = self.parts[part_index]
        category = self._category(row, width)
        columns = self.part_columns[part_index]
        unit = cell_text(row, columns.unit, width) if columns.unit is not None else ""
        pack = (self._pack(row, columns.pack, width) if columns.pack is not None else "") or part.content
        counted = cell_text(row, columns.count, width) if columns.count is not None else ""
        if counted.isdecimal() and columns.inner is not None and (each := cell_text(row, columns.inner, width)):
            counted = f"{counted} x {each}" if each.isdecimal() else ""
        case_unit = cell_text(row, self.case_unit_index, width) if self.case_unit_index is not None else ""
        told_unit = case_unit or (columns.count_unit if counted or pack else None) or ""
        raw_pack = pack or (f"{case_unit} {counted}".strip() if case_unit or counted else "")
        if columns.own is not None and part.unit is not None and (own := cell_text(row, columns.own, width)):
            raw_pack = raw_pack or own
            pack = f"{pack} {own_content(own, part.unit, self.measures.get(columns.own))}".strip()
            counted = told_unit = ""
        if columns.is_case_pack:
            pack = single_of(pack)
        size = cell_text(row, self.size_index, width) if self.size_index is not None else ""
        cell_unit = amount.unit or (packed_unit(pack) if part.per_pack and pack else None)
        first = cell_text(row, self.part_columns[0].unit, width) if part.group > 1 else ""
        if self.variant_index is not None:
            name_told = f"{name} {cell_text(row, self.variant_index, width)}".strip()
        else:
            name_told = name
        options = self._options(name_told, category, unit, pack, counted, told_unit, size, part, cell_unit, first)
        self.collected.items.append(
            Item(index, count + 1, name, category, amount, raw, options, unit, raw_pack, self.table, part)
        )

    def _pack(self, row: list[Cell], column: int, width: int) -> str:
        """A pack cell; a bare number below `Berat (gr)` is so many grams, below `Berat` alone it tells nothing."""
        text = cell_text(row, column, width)
        if column in self.measures and text and text.replace(".", "").replace(",", "").isdecimal():
            measure = self.measures[column]
            return f"{text} {measure}" if measure else ""
        return text

    def _category(self, row: list[Cell], width: int) -> str | None:
        for index in self.category_indices:
            text = cell_text(row, index, width)
            if text and text != "-":
                return text
        return self.collected.category

    def _options(
        self, name: str, category: str | None, unit: str, pack: str, counted: str, case_unit: str, size: str,
        part: PricePart, cell_unit: str | None, first_unit: str,
    ) -> Options:  # fmt: skip
        signature = self.signatures.get((name, category))
        if signature is None:
            signature = self.signatures[(name, category)] = _signature(name, category)
        key = (
            signature[0],
            unit,
            pack,
            counted,
            case_unit,
            size,
            part.unit,
            part.single,
            part.group,
            cell_unit,
            first_unit,
        )
        options = self.options.get(key)
        if options is None:
            texts = Texts(
                name=name,
                unit=unit,
                pack=pack if part.group == 1 or not counted else "",
                heading_unit=part.unit,
                cell_unit=cell_unit,
                single=part.single,
                case_unit=case_unit if part.group == 1 else "",
                case_count=counted if part.group == 1 else "",
                size=size,
                category=category,
                beside_whole=self.whole_parts or part.beside_retail,
            )
            options = self.options[key] = _grouped(
                read_texts(texts, signature[1]), part.group, counted or pack, name, first_unit
            )
        return options


def _sized_variant(layout: Layout) -> int | None:
    """A column of variants that tells sizes (`Balado 100 g`), where no other column does."""
    if any(column.meaning == "pack" and column.profile.measured > 0.5 for column in layout.columns):
        return None
    return next((c.index for c in layout.columns if c.meaning == "variant" and c.profile.measured > 0.5), None)


def _grouped(options: Options, group: int, counted: str, name: str, first_unit: str) -> Options:
    """The second and third unit of a row hold as many of the first as their own content column tells."""
    if group == 1:
        return options
    number = int(counted) if counted.isdecimal() else (scan(counted).pieces or 0) if counted else 0
    stated = options.stated
    if number < 1:
        return Options("unknown", [Candidate(stated, None)], options.kind, options.issues, None, stated)
    first = unit_named(first_unit)
    if first is not None and first.kind == "multiple" and first.factor is not None:
        number *= int(first.factor)  # five reams are 2,500 sheets
    content = packet_content(name, options.kind).times(number)
    mode = "sure" if stated else "coded"
    issues = tuple(entry for entry in options.issues if entry[0] != "bundle_counted")
    return Options(mode, [Candidate(stated, content)], options.kind, issues, options.pattern, stated, options.muted)


def _signature(name: str, category: str | None) -> tuple[Any, Kind | None]:
    """Names that tell nothing about packs share one reading per kind of good."""
    kind = kind_of(name, category)
    if scan(name) is EMPTY and not any(character.isdecimal() for character in name):
        vessel = VESSEL.search(name.lower()) is not None
        return (kind.name if kind else None, is_maybe_liquid(name, category), vessel), kind
    return (name, category), kind


def _differs(cell: str, mark: Mark | None) -> bool:
    """A cell that cannot be written in its column's style."""
    if mark is None or cell.isdecimal():
        return False
    own = decimal_mark((cell,))
    return own is not None and own != mark
