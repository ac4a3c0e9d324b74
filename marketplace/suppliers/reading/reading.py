"""A price list's cells to its reading: rows with prices, content and comparable prices, and a reason for every other record.

Each table is read twice: once to collect its items and what they show together, once to decide about each row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any, NamedTuple

from marketplace.suppliers.reading.chat import ChatLine, read_lines
from marketplace.suppliers.reading.columns import (
    Column,
    Layout,
    PricePart,
    lay_out,
    repeated_blocks,
    sample_rows,
    understand_columns,
)
from marketplace.suppliers.reading.headings import plain
from marketplace.suppliers.reading.issues import issue
from marketplace.suppliers.reading.kinds import RUPIAH, Kind, is_maybe_liquid, is_plausible, kind_of
from marketplace.suppliers.reading.memory import Memory
from marketplace.suppliers.reading.numbers import Amount, Mark, decimal_mark, read_amount, written
from marketplace.suppliers.reading.packs import EMPTY, scan
from marketplace.suppliers.reading.questions import EXAMPLES, Question, ask
from marketplace.suppliers.reading.rows import (
    Skips,
    filled_cells,
    is_other_heading,
    is_repeated_heading,
    reason_for_blank_price,
)
from marketplace.suppliers.reading.sales import (
    _VESSEL,
    Candidate,
    Choice,
    Evidence,
    Options,
    Texts,
    choose,
    packet_content,
    read_texts,
    vote,
)
from marketplace.suppliers.reading.sheets import Cell, Language, Sheet, Source
from marketplace.suppliers.reading.tables import find_heading, text_of
from marketplace.suppliers.reading.tax import TaxBasis, basis_of, basis_of_cell
from marketplace.suppliers.reading.terms import terms_in
from marketplace.suppliers.reading.units import UNITS

VOTERS = 4_000
CHEAPEST_USUAL = 200  # rupiah: a list whose usual price is less is in another money, or in thousands
SISTERS_UP_TO = 30_000
TENFOLD = (Decimal("7.5"), Decimal("13.5"))


class Item(NamedTuple):
    """One price of one record, before anything is decided about it."""

    index: int
    part: int
    name: str
    category: str | None
    amount: Amount
    raw_price: str
    options: Options
    raw_unit: str
    raw_pack: str
    table: Table
    price_part: PricePart | None
    line: ChatLine | None = None


@dataclass(slots=True)
class Table:
    """One block of columns of one sheet, and what its items show together."""

    sheet: Sheet
    layout: Layout | None
    name: str | None
    evidence: Evidence = field(default_factory=Evidence)
    currency: str = "IDR"
    tax: TaxBasis = field(default_factory=TaxBasis)
    in_thousands: bool = False
    span: tuple[int, int | None] = (0, None)

    @property
    def rate(self) -> int:
        return RUPIAH.get(self.currency, 1)


@dataclass(slots=True)
class SheetReading:
    """What one sheet became."""

    name: str | None
    header_row: int | None
    columns: list[Column]
    items: list[Item]
    skips: Skips
    tables: list[Table]

    @property
    def tax(self) -> str | None:
        return self.tables[0].tax.basis if self.tables else None

    def describe(self) -> dict[str, Any]:
        return {
            "header_row": self.header_row,
            "columns": [{"index": c.index, "heading": c.heading, "meaning": c.meaning} for c in self.columns],
            "tax": self.tax,
        }


class Reading:
    """A whole file, understood. ``rows()`` decides about each item as it goes, so that long lists stay small."""

    def __init__(self, source: Source, sheets: list[SheetReading], language: Language, memory: Memory) -> None:
        self.source = source
        self.sheets = sheets
        self.language = language
        self.memory = memory

    def head(self) -> dict[str, Any]:
        """The answer without its rows and skipped records."""
        first = next((sheet for sheet in self.sheets if sheet.items), self.sheets[0] if self.sheets else None)
        described = first.describe() if first else {"header_row": None, "columns": [], "tax": None}
        head = {
            "file": self.source.file,
            "encoding": self.source.encoding,
            "delimiter": self.source.delimiter,
            **described,
        }
        if len(self.sheets) > 1:
            head["sheets"] = [{"sheet": sheet.name, **sheet.describe()} for sheet in self.sheets]
        return head

    def iterate(self) -> Iterator[dict[str, Any]]:
        """Rows of the answer, sheet by sheet, in the order of the file."""
        for sheet in self.sheets:
            sisters = _Sisters(sheet.items) if len(sheet.items) <= SISTERS_UP_TO else None
            for item in sheet.items:
                yield _row(item, sisters, self.language)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return list(self.iterate())

    @property
    def item_count(self) -> int:
        return sum(len(sheet.items) for sheet in self.sheets)

    def skipped(self) -> list[dict[str, Any]]:
        return [entry for sheet in self.sheets for entry in sheet.skips.to_json()]

    def to_json(self) -> dict[str, Any]:
        return {**self.head(), "rows": self.rows, "skipped": self.skipped()}

    @cached_property
    def questions(self) -> list[Question]:
        """One question per pattern of doubt, with examples."""
        counts: Counter[str] = Counter()
        suggestions: dict[str, Counter[str]] = {}
        examples: dict[str, list[dict[str, Any]]] = {}
        items = (item for sheet in self.sheets for item in sheet.items)
        for item, row in zip(items, self.rows, strict=True):
            pattern = item.options.pattern
            if pattern is None or row["comparable"] is not None or row["price"] is None:
                continue
            counts[pattern] += 1
            likely = _likely(item.options, row)
            if likely:
                suggestions.setdefault(pattern, Counter())[likely] += 1
            shown = examples.setdefault(pattern, [])
            if len(shown) < EXAMPLES:
                shown.append(row)
        doubts = [(p, n, suggestions[p].most_common(1)[0][0] if p in suggestions else None) for p, n in counts.items()]
        if not any(sheet.tax for sheet in self.sheets) and "tax" not in self.memory.answers and self.item_count:
            doubts.append(("tax", self.item_count, None))
        questions = ask(doubts)
        for question in questions:
            question.examples = examples.get(question.pattern, [])
        return questions

    def confirmed_meanings(self) -> dict[str, str]:
        """Plain heading -> meaning, to be remembered once a person agrees."""
        return {plain(c.heading): c.meaning for sheet in self.sheets for c in sheet.columns if c.heading}


def _likely(options: Options, row: dict[str, Any]) -> str | None:
    unit = next(
        (entry["suggestion"].get("order_unit") for entry in row["issues"] if isinstance(entry["suggestion"], dict)),
        None,
    )
    if unit is None or len(options.candidates) < 2:
        return "single" if unit == "pcs" else None
    single = options.candidates[0] if options.mode != "stated_case" else options.candidates[1]
    return "single" if unit == single.unit else "whole"


def read_price_list(source: Source, *, memory: Memory | None = None, language: Language = "id") -> Reading:
    """Understand every sheet that holds prices. Pure: same cells and memory, same reading."""
    memory = memory or Memory()
    sheets = [_read_sheet(sheet, memory, len(source.sheets) > 1) for sheet in source.sheets if not sheet.hidden]
    priced = [sheet for sheet in sheets if sheet.items]
    if priced and len(priced) < len(sheets):
        for sheet in sheets:
            if not sheet.items and sheet.skips.ranges:
                sheet.skips.ranges = _whole_sheet(sheet)
    return Reading(source, sheets if len(sheets) < 2 else priced + [s for s in sheets if not s.items], language, memory)


def _whole_sheet(sheet: SheetReading) -> list[dict[str, Any]]:
    first, last = sheet.skips.ranges[0], sheet.skips.ranges[-1]
    return [{**first, "to": last["to"], "reason": "no_prices", "_index": last["_index"]}]


def _read_sheet(sheet: Sheet, memory: Memory, several: bool) -> SheetReading:
    name = sheet.name if several else None
    reader = _ChatReader(sheet, memory, name) if sheet.kind == "text" else _TableReader(sheet, memory, name)
    return reader.read()


class _TableReader:
    """Walks the records of one sheet; a different heading on the way begins a new table."""

    def __init__(self, sheet: Sheet, memory: Memory, name: str | None) -> None:
        self.sheet = sheet
        self.memory = memory
        self.name = name
        self.items: list[Item] = []
        self.skips = Skips()
        self.tables: list[Table] = []
        self.columns: list[Column] = []
        self.header_row: int | None = None
        self.headings: tuple[str, ...] = ()
        self.category: str | None = None

    def read(self) -> SheetReading:
        heading = find_heading(self.sheet)
        start = 0
        if heading is not None:
            for index in range(heading.first):
                self.skips.add(self.sheet, index, self._before(index), self.name)
            for index in range(heading.first, heading.last + 1):
                self.skips.add(self.sheet, index, "heading", self.name)
            self.header_row = self.sheet.numbers[heading.first]
            self.headings = heading.texts
            start = heading.last + 1
        blocks = self._begin_tables(start)
        self._walk(start, blocks)
        self._settle()
        return SheetReading(self.name, self.header_row, self.columns, self.items, self.skips, self.tables)

    def _before(self, index: int) -> str:
        return "title" if filled_cells(self.sheet.rows[index]) else "blank"

    def _begin_tables(self, start: int) -> list[Table]:
        """The tables that begin at ``start``: one, or one per block of columns side by side."""
        sample = sample_rows(self.sheet.rows, start)
        blocks = repeated_blocks(self.headings) or [(0, None)]
        tables = []
        for first, end in blocks:
            headings = self.headings if end is None else self.headings[:end]
            rows = sample if end is None else [row[:end] for row in sample]
            columns = understand_columns(headings, rows, self.memory.meanings, first)
            layout = lay_out(columns)
            table = Table(self.sheet, layout, self.name, span=(first, end))
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
        table.in_thousands = bool(part and part.thousands)
        table.currency = (part.currency if part else None) or self._signed_currency(columns, part) or "IDR"

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
        readers = [_RowReader(self, table) for table in tables]
        rows = self.sheet.rows
        heading_until = -1
        for index in range(start, len(rows)):
            if index <= heading_until:
                continue
            row = rows[index]
            before = len(self.items)
            reasons = [reader.read(index, row, len(self.items) - before) for reader in readers]
            if len(self.items) > before:
                continue
            reason = reasons[0] if len(reasons) == 1 else _joint(reasons)
            if reason == "other_heading":
                heading = find_heading(self.sheet, index, 1)
                if heading is not None:
                    heading_until = heading.last
                    for line in range(index, heading.last + 1):
                        self.skips.add(self.sheet, line, "heading", self.name)
                    self.headings = heading.texts
                    readers = [_RowReader(self, table) for table in self._begin_tables(heading.last + 1)]
                    continue
                reason = "repeated_heading"
            if reason == "category":
                self.category = (
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
            _weigh([item for item in self.items if item.table is table], table)
        _note_units(texts, self.tables)


def _joint(reasons: list[str | None]) -> str | None:
    told = [reason for reason in reasons if reason not in (None, "blank")]
    return told[0] if told else "blank"


def _note_units(texts: list[str], tables: list[Table]) -> None:
    """`harga per karton` in a note or title is the unit of every price that states none."""
    for text in texts:
        if "harga" in text.lower() or "price" in text.lower():
            per = scan(text).per
            if per:
                for table in tables:
                    table.evidence.default_unit = per


def _weigh(items: list[Item], table: Table) -> None:
    """Let the items vote; a list whose prices fit nothing is in another money, and then plausibility keeps silent."""
    step = max(1, len(items) // VOTERS)
    for item in items[::step]:
        value = item.amount.value
        if value is not None and value > 0:
            vote(item.options, value, table.rate, table.evidence)
    evidence = table.evidence
    evidence.packet_units = _packet_units(items)
    priced = [i.amount.value for i in items[::step] if i.amount.value]
    if table.currency == "IDR" and priced:
        usual = median(priced)
        evidence.trusted = usual >= 1_000 or (usual >= CHEAPEST_USUAL and evidence.unfitting <= 2 * evidence.fitting)
        evidence.in_thousands = not evidence.trusted and usual < CHEAPEST_USUAL and _fits_in_thousands(items)


def _packet_units(items: Sequence[Item]) -> frozenset[str]:
    """Outer units (`box`, `bag`, even `dus`) that this list uses for single packets: where nearly everything is sold by
    the piece and such a unit costs no more than a few pieces do."""
    prices: dict[str, list[Decimal]] = {}
    singles: list[Decimal] = []
    for item in items:
        value = item.amount.value
        unit = UNITS.get(item.options.stated or "")
        if not value or value < 0 or unit is None:
            continue
        if unit.kind == "each":
            singles.append(value)
        elif unit.kind == "outer":
            prices.setdefault(unit.name, []).append(value)
    if len(singles) < 20 or len(singles) < 3 * sum(map(len, prices.values())):
        return frozenset()
    usual = median(singles)
    return frozenset(unit for unit, values in prices.items() if len(values) >= 8 and median(values) <= 4 * usual)


def _fits_in_thousands(items: Sequence[Item]) -> bool:
    """Whether a list of small figures becomes plausible where each is read as so many thousand rupiah."""
    checked = fitting = 0
    for item in items[:VOTERS]:
        value, candidates = item.amount.value, item.options.candidates
        kind = item.options.kind
        if not value or kind is None or not candidates or candidates[0].total is None or candidates[0].per is None:
            continue
        fits = is_plausible(value * 1_000 / candidates[0].total, candidates[0].per, kind, 1)
        checked += fits is not None
        fitting += fits is True
    return checked >= 3 and fitting >= 0.7 * checked


class _RowReader:
    """Reads records of one table into items; everything that repeats is read once."""

    def __init__(self, reader: _TableReader, table: Table) -> None:
        layout = table.layout
        assert layout is not None
        self.reader = reader
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
        self.unit_columns = [layout.units.get(p.group) for p in self.parts]
        self.pack_columns = [layout.packs.get(p.group) for p in self.parts]
        self.count_columns = [self._count_column(p) for p in self.parts]
        self.count_units = [
            self._heading_unit(i) or self._heading_unit(j)
            for i, j in zip(self.count_columns, self.pack_columns, strict=True)
        ]
        self.case_unit_index = layout.first("case_unit")
        self.size_index = layout.first("size")
        self.heading_words = frozenset(text.lower() for text in reader.headings if text)
        self.whole_parts = any(p.unit is not None for p in layout.parts)

    def _count_column(self, part: PricePart) -> int | None:
        counts = self.layout.case_counts
        if part.group in counts:
            return counts[part.group]
        return next(iter(counts.values())) if counts and part.group == 1 and len(counts) == 1 else None

    def _heading_unit(self, index: int | None) -> str | None:
        """The outer unit that a heading such as `Isi/Dus` names."""
        column = next((c for c in self.layout.columns if c.index == index), None) if index is not None else None
        unit = column.read.unit if column is not None and column.read is not None else None
        return unit if unit is not None and UNITS[unit].kind not in ("mass", "volume") and unit != "pcs" else None

    def read(self, index: int, row: list[Cell], items_before: int) -> str | None:
        """Append this record's items; else the reason why it has none."""
        width = len(row)
        amounts = self._amounts(index, row, width)
        name_index = self.name_index
        name = row[name_index] if name_index is not None and name_index < width else ""
        name = name.strip() if isinstance(name, str) else text_of(name)
        priced = [
            amount is not None and (amount[0].value is not None or amount[0].doubt is not None) for amount in amounts
        ]
        if not any(priced):
            reason = self._without_price(row, name)
            if reason is not None:
                return reason
            self._append(index, row, width, name, items_before, 0, Amount(None), "")
            return None
        first = next(i for i, is_priced in enumerate(priced) if is_priced)
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
        for part_index, entry in enumerate(amounts):
            if not priced[part_index] or entry is None:
                continue
            value = entry[0].value
            if several and part_index > 0 and (value is None or value == 0):
                continue
            self._append(index, row, width, name, count, part_index, entry[0], entry[1])
            count += 1

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
        if is_repeated_heading(row, self.heading_words):
            return "repeated_heading"
        if is_other_heading(row):
            return "other_heading"
        return reason_for_blank_price(row, self.layout, self.table.span)

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
        if not name and not any(character.isdigit() for character in raw):
            return "note"
        return None

    def _is_total(self, row: list[Cell]) -> bool:
        return any(self._is_total_name(cell) for cell in filled_cells(row, *self.table.span)[:3])

    @staticmethod
    def _is_total_name(text: str) -> bool:
        line = text.lower()
        return (
            line.startswith(("total", "grand total", "sub total", "subtotal"))
            and len(line) < 24
            or line in ("jumlah", "jumlah total")
        )

    def _name_above(self, row: list[Cell]) -> str:
        """A second unit under the same name, where the name's cell is merged or left blank."""
        unit = self.unit_columns[0]
        has_unit = unit is not None and unit < len(row) and text_of(row[unit])
        return self.last_name if has_unit else ""

    def _append(
        self, index: int, row: list[Cell], width: int, name: str, count: int, part_index: int, amount: Amount, raw: str
    ) -> None:
        part = self.parts[part_index]
        category = self._category(row, width)
        unit = _cell(row, self.unit_columns[part_index], width)
        pack = _cell(row, self.pack_columns[part_index], width) or part.content
        counted = _cell(row, self.count_columns[part_index], width)
        case_unit = _cell(row, self.case_unit_index, width)
        size = _cell(row, self.size_index, width)
        told_unit = case_unit or (self.count_units[part_index] if counted or pack else None) or ""
        options = self._options(name, category, unit, pack, counted, told_unit, size, part, amount.unit)
        raw_pack = pack or " ".join(filter(None, (case_unit, counted)))
        self.reader.items.append(
            Item(index, count + 1, name, category, amount, raw, options, unit, raw_pack, self.table, part)
        )

    def _category(self, row: list[Cell], width: int) -> str | None:
        for index in self.category_indices:
            text = _cell(row, index, width)
            if text and text != "-":
                return text
        return self.reader.category

    def _options(
        self, name: str, category: str | None, unit: str, pack: str, counted: str, case_unit: str, size: str,
        part: PricePart, cell_unit: str | None,
    ) -> Options:  # fmt: skip
        signature = self.signatures.get((name, category))
        if signature is None:
            signature = self.signatures[(name, category)] = _signature(name, category)
        key = (signature[0], unit, pack, counted, case_unit, size, part.unit, part.single, part.group, cell_unit)
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
                beside_whole=self.whole_parts,
            )
            options = self.options[key] = _grouped(read_texts(texts, signature[1]), part.group, counted or pack, name)
        return options


def _grouped(options: Options, group: int, counted: str, name: str) -> Options:
    """The second and third unit of a row hold as many of the first as their own content column tells."""
    if group == 1:
        return options
    number = int(counted) if counted.isdigit() else (scan(counted).pieces or 0) if counted else 0
    stated = options.stated
    if number < 1:
        return Options("unknown", [Candidate(stated, None)], options.kind, options.issues, None, stated)
    content = packet_content(name, options.kind).times(number)
    mode = "sure" if stated else "coded"
    issues = tuple(entry for entry in options.issues if entry[0] != "bundle_counted")
    return Options(mode, [Candidate(stated, content)], options.kind, issues, options.pattern, stated, options.muted)


def _signature(name: str, category: str | None) -> tuple[Any, Kind | None]:
    """Names that tell nothing about packs share one reading per kind of good."""
    kind = kind_of(name, category)
    if scan(name) is EMPTY and not any(character.isdigit() for character in name):
        vessel = _VESSEL.search(name.lower()) is not None
        return (kind.name if kind else None, is_maybe_liquid(name, category), vessel), kind
    return (name, category), kind


def _cell(row: Sequence[Cell], index: int | None, width: int) -> str:
    if index is None or index >= width:
        return ""
    cell = row[index]
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell)


def _differs(cell: str, mark: Mark | None) -> bool:
    """A cell that cannot be written in its column's style."""
    if mark is None or cell.isdigit():
        return False
    own = decimal_mark((cell,))
    return own is not None and own != mark


class _ChatReader:
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
        _weigh(items, self.table)
        _note_units(skips.texts, [self.table])
        return SheetReading(self.name, None, [], items, skips, [self.table])

    def _items(self, line: ChatLine, category: str | None, items: list[Item]) -> None:
        for part, price in enumerate(line.prices):
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


class _Sisters:
    """Prices of articles whose names begin alike, to notice a zero too many or too few."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.prices: dict[tuple[Any, ...], list[Decimal]] = {}
        for item in items:
            if item.amount.value and (key := self.key(item)):
                self.prices.setdefault(key, []).append(item.amount.value)

    @staticmethod
    def key(item: Item) -> tuple[Any, ...] | None:
        words = item.name.lower().split()
        if len(words) < 2 or not item.options.candidates:
            return None
        return (*words[:2], item.options.candidates[0].total, item.options.stated, item.part)

    def slip(self, item: Item) -> Decimal | None:
        """The likely price where this one is about ten times its sisters', who agree among themselves."""
        value = item.amount.value
        key = self.key(item)
        if not value or key is None:
            return None
        others = list(self.prices.get(key, ()))
        if len(others) < 4:
            return None
        others.remove(value)
        middle = median(others)
        if max(others) > 3 * min(others):
            return None
        if TENFOLD[0] <= value / middle <= TENFOLD[1]:
            return value / 10
        if TENFOLD[0] <= middle / value <= TENFOLD[1]:
            return value * 10
        return None


def _row(item: Item, sisters: _Sisters | None, language: Language) -> dict[str, Any]:
    """One row of the answer."""
    table = item.table
    sheet = table.sheet
    amount = item.amount
    value = amount.value
    options = item.options
    choice = choose(options, value, table.rate, table.evidence)
    choice = _with_default(choice, item, table)
    issues = [
        issue(code, language, likely.as_suggestion(value) if likely else None, **details)
        for code, details, likely in choice.issues
        if value is not None or code not in ("price_unit_unknown", "price_unit_doubtful")
    ]
    claims = choice.comparable and value is not None and value > 0
    claims = _price_issues(item, value, issues, language) and claims
    row = sheet.rows[item.index]
    if table.layout is not None:
        claims = _row_checks(item, row, value, sisters, issues, language) and claims
    candidate = choice.candidate
    comparable = None
    if claims and candidate is not None and candidate.total and value is not None:
        comparable = {"price": written(value / candidate.total), "per": candidate.per}
    extra = _extras(item, row, candidate, value, issues, language)
    return {
        "row": sheet.numbers[item.index],
        "sheet": table.name,
        "page": sheet.pages[item.index] if sheet.pages is not None else None,
        "part": item.part,
        "name": item.name,
        "sku": extra["sku"],
        "barcode": extra["barcode"],
        "brand": extra["brand"],
        "category": item.category,
        "raw": {"price": item.raw_price or None, "unit": item.raw_unit or None, "pack": item.raw_pack or None},
        "order_unit": candidate.unit if candidate is not None else None,
        "pack": candidate.pack_json if candidate is not None and not (options.muted and not comparable) else None,
        "case": candidate.case_json if candidate is not None else None,
        "price": written(value) if value is not None else None,
        "currency": amount.currency or table.currency,
        "tiers": extra["tiers"],
        "terms": extra["terms"],
        "tax": extra["tax"],
        "comparable": comparable,
        "issues": issues,
    }


def _with_default(choice: Choice, item: Item, table: Table) -> Choice:
    """A note that tells the unit of all prices decides where the row itself does not."""
    default = table.evidence.default_unit
    if choice.candidate is not None or default is None:
        return choice
    texts = Texts(item.name, item.raw_unit, item.raw_pack, heading_unit=default, category=item.category)
    return choose(read_texts(texts, item.options.kind), item.amount.value, table.rate, table.evidence)


def _price_issues(item: Item, value: Decimal | None, issues: list[dict[str, Any]], language: Language) -> bool:
    """Add what is wrong with the price itself; False where nothing may be derived from it."""
    amount = item.amount
    if amount.doubt is not None:
        likely = {"price": written(amount.likely)} if amount.likely is not None else None
        issues.append(issue(amount.doubt, language, likely, price=item.raw_price))
        if amount.doubt != "number_style":
            return False
    if value is None:
        if amount.doubt is None:
            is_known = item.table.layout is None or bool(item.table.layout.parts)
            issues.append(issue("price_missing" if is_known else "price_column_unknown", language))
        return False
    if value == 0:
        issues.append(issue("price_zero", language))
        return False
    if not item.name:
        issues.append(issue("name_missing", language))
    if item.table.evidence.in_thousands:
        issues.append(issue("price_thousands", language, {"price": written(value * 1_000)}))
        return False
    return True


def _row_checks(
    item: Item,
    row: list[Cell],
    value: Decimal | None,
    sisters: _Sisters | None,
    issues: list[dict[str, Any]],
    language: Language,
) -> bool:
    """Checks against other cells of the row and against sister rows; False where the price is in doubt."""
    table = item.table
    layout = table.layout
    assert layout is not None
    sound = True
    if (
        layout.units
        and not item.raw_unit
        and item.price_part
        and item.price_part.unit is None
        and item.options.mode != "sure"
    ):
        issues.append(issue("unit_missing", language))
        sound = False
    if value is None or value <= 0:
        return sound
    cost_index = layout.first("cost")
    if cost_index is not None and item.part == 1 and cost_index < len(row):
        cost = read_amount(row[cost_index], layout.marks.get(cost_index)).value
        if cost and cost > 0:
            sound = _against_cost(value, cost, issues, language) and sound
    likely = sisters.slip(item) if sisters is not None else None
    if likely is not None:
        direction = _direction(value > likely, language)
        issues.append(issue("price_tenfold", language, {"price": written(likely)}, direction=direction))
        sound = False
    return sound


def _direction(is_dearer: bool, language: Language) -> str:
    if language == "en":
        return "dearer" if is_dearer else "cheaper"
    return "mahal" if is_dearer else "murah"


def _against_cost(value: Decimal, cost: Decimal, issues: list[dict[str, Any]], language: Language) -> bool:
    if value / cost >= TENFOLD[0]:
        issues.append(
            issue("price_tenfold", language, {"price": written(value / 10)}, direction=_direction(True, language))
        )
        return False
    if value < cost:
        issues.append(issue("price_below_cost", language, cost=written(cost)))
    return True


def _extras(
    item: Item,
    row: list[Cell],
    candidate: Candidate | None,
    value: Decimal | None,
    issues: list[dict[str, Any]],
    language: Language,
) -> dict[str, Any]:
    """The row's other columns: codes, tiers, terms and tax."""
    table = item.table
    layout = table.layout
    if layout is None:
        tiers = _chat_tiers(item, value)
        return {"sku": None, "barcode": None, "brand": None, "tiers": tiers, "terms": list(terms_in(item.line.pack if item.line else "")),
                "tax": _tax(item, None)}  # fmt: skip
    width = len(row)
    by = layout.by_meaning
    terms: list[str] = []
    for meaning in ("note", "terms", "discount"):
        for index in by.get(meaning, ()):
            terms.extend(_column_terms(meaning, _cell(row, index, width)))
    terms.extend(terms_in(item.name))
    tiers = _tiers(item, row, candidate, value, terms)
    tax_index = layout.first("tax")
    return {
        "sku": _first_cell(row, by, "sku", width),
        "barcode": _first_cell(row, by, "barcode", width),
        "brand": _first_cell(row, by, "brand", width),
        "tiers": tiers,
        "terms": list(dict.fromkeys(terms)),
        "tax": _tax(item, _cell(row, tax_index, width) if tax_index is not None else None),
    }


def _column_terms(meaning: str, text: str) -> list[str]:
    """A terms column is a term as it stands; a discount column only where it is more than one plain percentage or zero."""
    if not text or text in ("0", "-", "0%"):
        return []
    if meaning == "terms":
        return [text]
    if meaning == "discount":
        return [text] if "+" in text else []
    return list(terms_in(text))


def _first_cell(row: list[Cell], by: dict[str, list[int]], meaning: str, width: int) -> str | None:
    for index in by.get(meaning, ()):
        text = _cell(row, index, width)
        if text:
            return text
    return None


def _tax(item: Item, cell: str | None) -> str | None:
    """The price column's heading, then the row's own cell, then exempt goods of a note, then the list's basis."""
    table = item.table
    if cell and (own := basis_of_cell(cell)):
        return own
    if item.price_part is not None and item.price_part.tax:
        return item.price_part.tax
    words = table.tax.exempt_words
    if words and any(word in words for word in item.name.lower().split()):
        return "exempt"
    return table.tax.basis


def _tiers(
    item: Item, row: list[Cell], candidate: Candidate | None, value: Decimal | None, terms: list[str]
) -> list[dict[str, str]]:
    """Quantity prices in order units, ascending; what cannot be counted in them stays a term."""
    part = item.price_part
    layout = item.table.layout
    if part is None or layout is None or value is None:
        return []
    minimum_index = layout.first("min_quantity")
    if not part.tiers and not part.wholesale and minimum_index is None:
        return []
    width = len(row)
    minimum = _quantity(row, minimum_index, width)
    found: dict[Decimal, Decimal] = {}
    for tier in part.tiers:
        amount = _tier_amount(row, tier.column, width, layout)
        if amount is None or tier.minimum is None:
            continue
        in_units = _in_order_units(tier.minimum, tier.unit, candidate)
        if in_units is None:
            terms.append(f">= {written(tier.minimum)} {tier.unit}: {written(amount)}")
        elif in_units > 1:
            found[in_units] = amount
    for column in part.wholesale:
        amount = _tier_amount(row, column, width, layout)
        if amount is not None and minimum is not None and minimum > 1 and minimum not in found:
            found[minimum] = amount
        elif amount is not None and amount != value:
            terms.append(f"grosir: {written(amount)}")
    if not found and minimum is not None and minimum > 1 and not part.wholesale:
        found[minimum] = value
    return [{"min_quantity": written(quantity), "price": written(found[quantity])} for quantity in sorted(found)]


def _tier_amount(row: list[Cell], column: int, width: int, layout: Layout) -> Decimal | None:
    cell = row[column] if column < width else ""
    amount = read_amount(cell, layout.marks.get(column)).value if cell not in ("", None) else None
    return amount if amount and amount > 0 else None


def _quantity(row: list[Cell], index: int | None, width: int) -> Decimal | None:
    text = _cell(row, index, width)
    digits = "".join(character for character in text.split(" ")[0] if character.isdigit())
    return Decimal(digits) if digits else None


def _in_order_units(minimum: Decimal, unit: str | None, candidate: Candidate | None) -> Decimal | None:
    if unit is None or candidate is None or unit == candidate.unit:
        return minimum
    case = candidate.case
    if case is not None and case[0] in (unit, None):
        return minimum * case[1]
    return None


def _chat_tiers(item: Item, value: Decimal | None) -> list[dict[str, str]]:
    if item.line is None or value is None or item.part > 1:
        return []
    tiers = []
    for minimum, price in item.line.tiers:
        amount = read_amount(price, None).value
        if amount is not None and minimum.isdigit():
            tiers.append({"min_quantity": minimum, "price": written(amount)})
    return sorted(tiers, key=lambda tier: int(tier["min_quantity"]))
