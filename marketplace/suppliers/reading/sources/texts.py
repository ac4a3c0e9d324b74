"""A file of plain text: a delimited table, a table aligned by blanks, or a pasted chat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from marketplace.suppliers.reading.sheets import Cell, Sheet, Source, UnreadableFile
from marketplace.suppliers.reading.sources.chats import without_prefixes
from marketplace.suppliers.reading.sources.decoding import decode
from marketplace.suppliers.reading.sources.delimited import physical_lines, read_delimited, split_sample
from marketplace.suppliers.reading.sources.delimiters import Choice, choose_delimiter, declared_delimiter
from marketplace.suppliers.reading.sources.limits import Limits

SAMPLE_LINES = 1_000
SAMPLE_CHARACTERS = 20_000  # of one line
NAMES_OF_TABLES = {".csv", ".tsv", ".tab", ".psv", ".bnn"}
BLANK = " \t\r\n,;|\"'"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What it takes for text to be a table split by some delimiter."""

    agreement: float
    width: int


# A person who names his file .csv means a table. In other text a tab or a bar hardly ever stands by chance, a
# semicolon seldom, and a comma all the time.
NAMED_AS_TABLE = Evidence(0.15, 2)
BY_DELIMITER = {"\t": Evidence(0.25, 2), "|": Evidence(0.6, 2), ";": Evidence(0.6, 2), ",": Evidence(0.8, 3)}
ALIGNED = Evidence(0.6, 2)
TABS_AGREE = 0.9


def read_text(data: bytes, file: str, limits: Limits) -> Source:
    """Raises ``UnreadableFile`` (``empty``, ``not_a_price_list_file``, ``too_many_rows`` and its sisters)."""
    text, encoding = decode(data)
    lines = _within_limit(physical_lines(text), limits)
    del text
    delimiter = declared_delimiter(lines[0])
    if delimiter is None and (chat := without_prefixes(lines)):
        return Source(file, "text", encoding, None, [chat])
    if delimiter is None:
        lines, delimiter = _split_by(lines, file)
    if delimiter == "\t" and not _named_as_table(file) and not _is_even(lines) and (sheet := _aligned(lines)):
        return Source(file, "text", encoding, None, [sheet])
    if delimiter:
        return Source(file, "csv", encoding, delimiter, [_table(lines, delimiter, limits)])
    return Source(file, "text", encoding, None, [_aligned(lines) or _lines(lines)])


def _within_limit(lines: list[str], limits: Limits) -> list[str]:
    """A long tail of empty rows is no reason to refuse a list; a line as long as a book is no line of one."""
    if max(map(len, lines)) > limits.line_characters:
        raise UnreadableFile("not_a_price_list_file")
    if len(lines) > limits.rows:
        while lines and not lines[-1].strip(BLANK):
            lines.pop()
    if len(lines) > limits.rows:
        raise UnreadableFile("too_many_rows", limit=limits.rows)
    return lines


def _split_by(lines: list[str], file: str) -> tuple[list[str], str | None]:
    """The lines to split, and the delimiter, None where they are no delimited table."""
    choice = choose_delimiter(_sample(lines), split_sample)
    bare = _without_outer_quotes(lines) if choice is None else None
    if bare and (inner := choose_delimiter(_sample(bare), split_sample)):
        return bare, inner.delimiter
    return lines, choice.delimiter if choice and _is_table(choice, file) else None


def _sample(lines: Sequence[str]) -> list[str]:
    return [line[:SAMPLE_CHARACTERS] for line in lines[:SAMPLE_LINES]]


def _is_table(choice: Choice, file: str) -> bool:
    needed = NAMED_AS_TABLE if _named_as_table(file) else BY_DELIMITER.get(choice.delimiter)
    return needed is not None and choice.agreement >= needed.agreement and choice.width >= needed.width


def _named_as_table(file: str) -> bool:
    return PurePath(file).suffix.lower() in NAMES_OF_TABLES


def _without_outer_quotes(lines: Sequence[str]) -> list[str] | None:
    """Lines that a second export wrapped whole, as one quoted cell each."""
    wrapped = [line for line in lines[:SAMPLE_LINES] if re.fullmatch(r'".*"\s*', line)]
    filled = [line for line in lines[:SAMPLE_LINES] if line.strip()]
    if len(wrapped) < 0.9 * len(filled):
        return None
    return [re.sub(r'^"(.*)"(\s*)$', r"\1\2", line, flags=re.DOTALL).replace('""', '"') for line in lines]


def _is_even(lines: Sequence[str]) -> bool:
    """Whether tabs separate cells; where their number differs from line to line they only move to the next stop."""
    sample = [line.rstrip("\r\n") for line in lines[:SAMPLE_LINES] if "\t" in line.strip()]
    counts = Counter(line.count("\t") for line in sample)
    return not any("\t\t" in line for line in sample) or max(counts.values()) > TABS_AGREE * len(sample)


def _table(lines: list[str], delimiter: str, limits: Limits) -> Sheet:
    if any(len(line) > limits.columns and line.count(delimiter) >= limits.columns for line in lines):
        raise UnreadableFile("too_many_columns", limit=limits.columns)
    records = read_delimited(lines, delimiter)
    if sum(map(len, records.rows)) > limits.cells:
        raise UnreadableFile("too_many_cells", limit=limits.cells)
    return Sheet(None, "table", records.rows, records.numbers)


def _lines(lines: Sequence[str]) -> Sheet:
    rows: list[list[Cell]] = [[line.rstrip("\r\n")] for line in lines]
    return Sheet(None, "text", rows, range(1, len(rows) + 1))


def _aligned(lines: Sequence[str]) -> Sheet | None:
    """Columns held apart by two blanks or more, as a printer or a terminal shows them."""
    lines = [line.expandtabs() for line in lines]
    if sum("  " in line.strip() for line in lines) < ALIGNED.agreement * sum(bool(line.strip()) for line in lines):
        return None
    from marketplace.suppliers.reading.sources.page_lines import columns_of, into_cells, typed_line

    typed = [typed_line(line.rstrip()) if line.strip() else None for line in lines]
    columns = columns_of([line for line in typed if line])
    if len(columns) < ALIGNED.width:
        return None
    rows = [into_cells(line, columns) if line else [] for line in typed]
    return Sheet(None, "table", rows, range(1, len(rows) + 1))
