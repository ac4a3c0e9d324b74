"""A price list's cells to its reading: rows with prices and contents, and a reason for every other record.

Each table is read twice: once to collect its items and what they show together, once to decide about each row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from marketplace.suppliers.reading.answers import row_of
from marketplace.suppliers.reading.chat_reader import ChatReader
from marketplace.suppliers.reading.contents import Options
from marketplace.suppliers.reading.headings import plain
from marketplace.suppliers.reading.items import SheetReading
from marketplace.suppliers.reading.memory import Memory
from marketplace.suppliers.reading.questions import EXAMPLES, Question, ask
from marketplace.suppliers.reading.sheets import Language, Sheet, Source
from marketplace.suppliers.reading.table_reader import TableReader
from marketplace.suppliers.reading.weighing import Sisters

SISTERS_UP_TO = 30_000


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
            sisters = Sisters(sheet.items) if len(sheet.items) <= SISTERS_UP_TO else None
            for item in sheet.items:
                yield row_of(item, sisters, self.language)

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
            if pattern is None or row["price"] is None or pattern in self.memory.answers:
                continue
            if row["comparable"] is not None:
                if pattern.endswith("/n") and row["pack"]["count"] > 1:  # a sister that tells how many one holds
                    suggestions.setdefault(pattern[:-2], Counter())[str(row["pack"]["count"])] += 1
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
    sheets = [_read_sheet(sheet, memory) for sheet in source.sheets if not sheet.hidden]
    priced = [sheet for sheet in sheets if sheet.items]
    if priced and len(priced) < len(sheets):
        for sheet in sheets:
            if not sheet.items and sheet.skips.ranges:
                sheet.skips.ranges = _whole_sheet(sheet)
    return Reading(source, sheets if len(sheets) < 2 else priced + [s for s in sheets if not s.items], language, memory)


def _whole_sheet(sheet: SheetReading) -> list[dict[str, Any]]:
    first, last = sheet.skips.ranges[0], sheet.skips.ranges[-1]
    return [{**first, "to": last["to"], "reason": "no_prices", "_index": last["_index"]}]


def _read_sheet(sheet: Sheet, memory: Memory) -> SheetReading:
    name = sheet.name
    reader = ChatReader(sheet, memory, name) if sheet.kind == "text" else TableReader(sheet, memory, name)
    return reader.read()
