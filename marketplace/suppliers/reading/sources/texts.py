"""A file of plain text: a delimited table, a table aligned by blanks, or a pasted chat."""

from __future__ import annotations

from marketplace.suppliers.reading.sheets import Cell, Sheet, Source
from marketplace.suppliers.reading.sources.decoding import decode
from marketplace.suppliers.reading.sources.delimited import physical_lines, read_delimited, split_sample
from marketplace.suppliers.reading.sources.delimiters import choose_delimiter, declared_delimiter
from marketplace.suppliers.reading.sources.limits import Limits

SAMPLE_LINES = 1_000


def read_text(data: bytes, file: str, limits: Limits) -> Source:
    text, encoding = decode(data)
    lines = physical_lines(text)
    del text
    declared = declared_delimiter(lines[0])
    choice = None if declared else choose_delimiter(lines[:SAMPLE_LINES], split_sample)
    delimiter = declared or (choice.delimiter if choice else None)
    if delimiter is None:
        rows: list[list[Cell]] = [[line.rstrip("\r\n")] for line in lines]
        return Source(file, "text", encoding, None, [Sheet(None, "text", rows, range(1, len(rows) + 1))])
    records = read_delimited(lines, delimiter)
    return Source(file, "csv", encoding, delimiter, [Sheet(None, "table", records.rows, records.numbers)])
