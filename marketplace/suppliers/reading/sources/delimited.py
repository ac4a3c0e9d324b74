"""Delimited text to records, with the physical line each record begins on.

The csv module does the work. It is watched for one thing: a quotation mark that somebody typed for inches
(``"7" pipa``) opens a quoted cell and swallows every record up to the next mark. Such a line is read again with
its marks taken as plain characters.
"""

from __future__ import annotations

import csv
import gc
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

LONGEST_RECORD = 200  # physical lines; a longer one is a quotation mark that never closes
MOST_REPAIRS = 1_000  # after so many, the rest of the file is read without quoting, so that the work stays linear
AS_FORMULA = re.compile(r'="((?:[^"]|"")*)"\s*')


@dataclass(slots=True)
class Records:
    rows: list[Any]  # of lists of str; Any because a list of lists of str is no list of lists of cells
    numbers: Sequence[int]  # 1-based first physical line of each record


def physical_lines(text: str) -> list[str]:
    """Lines with their ends; CR, LF and CRLF each end one."""
    return list(io.StringIO(text, newline=""))


def read_delimited(lines: Sequence[str], delimiter: str) -> Records:
    """Every record of ``lines``. A blank line is an empty record; nothing is left out."""
    options = _options(lines[:1000], delimiter)
    records = _read_quickly(lines, options)
    well_formed = records is not None
    records = records or _read_watchfully(lines, options)
    _mend(records, lines, options, well_formed)
    if any('="' in line for line in lines):
        records.rows = [[_without_formula(cell) for cell in row] for row in records.rows]
    return records


def split_sample(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    return read_delimited(lines, delimiter).rows


def _options(sample: Sequence[str], delimiter: str) -> dict[str, object]:
    """Two habits of programs that write CSV their own way: blanks before a quoted cell, and ``\\"`` inside one."""
    options: dict[str, object] = {"delimiter": delimiter}
    if delimiter != "\t" and any(f'{delimiter} "' in line for line in sample):
        options["skipinitialspace"] = True
    if any(r"\"" in line for line in sample) and not any('""' in line.replace(r"\"", "") for line in sample):
        options["escapechar"] = "\\"
    return options


def _read_quickly(lines: Sequence[str], options: dict[str, object]) -> Records | None:
    """One pass where every line is a well-formed record, which is nearly every file; None where one is not."""
    try:
        with _no_collection():
            rows = list(csv.reader(lines, strict=True, **options))  # type: ignore[arg-type]
    except csv.Error:
        return None
    return Records(rows, range(1, len(rows) + 1)) if len(rows) == len(lines) else None


@contextmanager
def _no_collection() -> Iterator[None]:
    """A million new strings hold no cycle; looking for one takes longer than reading them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _complaint(lines: Sequence[str], options: dict[str, object]) -> str:
    """What a strict reader has to say about the quoting of ``lines``, empty where nothing."""
    try:
        for _ in csv.reader(lines, strict=True, **options):  # type: ignore[arg-type]
            pass
    except csv.Error as error:
        return str(error)
    return ""


class _TooLong(Exception):
    pass


class _Feed:
    """Lines from ``start``, ending a record that takes too many of them."""

    def __init__(self, lines: Sequence[str], start: int) -> None:
        self.lines = lines
        self.next = start
        self.record = start

    def __iter__(self) -> Iterator[str]:
        while self.next < len(self.lines):
            if self.next - self.record >= LONGEST_RECORD:
                raise _TooLong
            self.next += 1
            yield self.lines[self.next - 1]


def _read_watchfully(lines: Sequence[str], options: dict[str, object]) -> Records:
    usual = _expected_width(lines[:1000], options)
    rows: list[list[str]] = []
    numbers: list[int] = []
    start = repairs = 0
    while start < len(lines) and repairs < MOST_REPAIRS:
        start = _read_until_swallowed(lines, start, options, usual, rows, numbers)
        if start < len(lines):
            rows.append(_plainly(lines[start], options, usual))
            numbers.append(start + 1)
            start += 1
            repairs += 1
    rows += [_unquoted(line, options) for line in lines[start:]]
    numbers += range(start + 1, len(lines) + 1)
    return Records(rows, numbers)


def _expected_width(sample: Sequence[str], options: dict[str, object]) -> int:
    """The width of records that a strict reader finds; of lines with marks in pairs where it finds fault."""
    try:
        return _usual_width(list(csv.reader(sample, strict=True, **options)))  # type: ignore[arg-type]
    except csv.Error:
        balanced = [line for line in sample if line.count('"') % 2 == 0]
        return _usual_width([next(csv.reader([line], **options), []) for line in balanced])  # type: ignore[arg-type]


def _read_until_swallowed(
    lines: Sequence[str],
    start: int,
    options: dict[str, object],
    usual: int,
    rows: list[list[str]],
    numbers: list[int],
) -> int:
    """Append records from line ``start`` on; the index of the first line whose quoting cannot be trusted."""
    feed = _Feed(lines, start)
    try:
        for row in csv.reader(feed, **options):  # type: ignore[arg-type]
            taken = lines[feed.record : feed.next]
            if len(taken) > 1 and _swallowed(row, taken, options, usual):
                return feed.record
            if feed.next == len(lines) and "unexpected end" in _complaint(taken, options):
                return feed.record
            rows.append(row)
            numbers.append(feed.record + 1)
            feed.record = feed.next
    except (csv.Error, _TooLong):
        return feed.record
    return len(lines)


def _swallowed(row: list[str], taken: Sequence[str], options: dict[str, object], usual: int) -> bool:
    """Whether lines that the csv module took for one record look like records of their own."""
    if usual < 2:
        return len(row) == 1 and len(taken) > 10
    alone = [len(_unquoted(line, options)) for line in taken]
    whole = alone.count(usual)
    return whole == len(taken) or (len(row) != usual and whole > 0 and whole >= len(taken) - 1)


def _unquoted(line: str, options: dict[str, object]) -> list[str]:
    line = line.rstrip("\r\n")
    return line.split(str(options["delimiter"])) if line else []


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0] if widths else 1


def _mend(records: Records, lines: Sequence[str], options: dict[str, object], well_formed: bool) -> None:
    """A one-line record of odd width, or of odd quoting, whose plain reading has the usual width is read plainly."""
    usual = _usual_width(records.rows[:1000])
    if usual < 2:
        return
    for index, row in enumerate(records.rows):
        if len(row) < 2 or (well_formed and len(row) == usual):
            continue
        line = lines[records.numbers[index] - 1]
        if '"' not in line or not _one_line(records, index, lines):
            continue
        if len(row) != usual or _complaint([line], options):
            plain = _plainly(line, options, usual)
            records.rows[index] = plain if len(plain) == usual else row


def _plainly(line: str, options: dict[str, object], usual: int) -> list[str]:
    """Cells of a line whose marks cannot be trusted: marks around whole cells are taken off, others are signs."""
    cells = _marks_at_edges(line.rstrip("\r\n"), str(options["delimiter"]))
    return cells if len(cells) == usual else _unquoted(line, options)


def _marks_at_edges(line: str, delimiter: str) -> list[str]:
    """A mark opens a cell only at its beginning and closes it only before a delimiter or the end of the line."""
    cells = []
    start = 0
    while True:
        end = line.find('"' + delimiter, start + 1) if line.startswith('"', start) else -1
        if end >= 0:
            cells.append(line[start + 1 : end].replace('""', '"'))
            start = end + 1 + len(delimiter)
            continue
        if line.startswith('"', start) and line.endswith('"') and len(line) > start + 1:
            return [*cells, line[start + 1 : -1].replace('""', '"')]
        end = line.find(delimiter, start)
        if end < 0:
            return [*cells, line[start:]]
        cells.append(line[start:end])
        start = end + len(delimiter)


def _one_line(records: Records, index: int, lines: Sequence[str]) -> bool:
    following = records.numbers[index + 1] if index + 1 < len(records.numbers) else len(lines) + 1
    return following - records.numbers[index] == 1


def _without_formula(cell: str) -> str:
    """``="0123"``, the way to keep leading zeros in a CSV that a spreadsheet opens, is the text 0123."""
    found = AS_FORMULA.fullmatch(cell)
    return found.group(1).replace('""', '"') if found else cell
