"""Pasted and exported chats: the date, time and sender before a message are no part of the list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from marketplace.suppliers.reading.sheets import Cell, Sheet

DATE = r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}"
TIME = r"\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
STAMPS = (
    rf"\[{DATE},?\s+{TIME}\]\s*",  # [12/11/25 08.15.33] Pak Budi: ...
    rf"\[{TIME},?\s+{DATE}\]\s*",  # [08.15, 12/11/2025] Pak Budi: ..., as WhatsApp Web copies it
    rf"{DATE},?\s+{TIME}\s+[-–]\s+",  # 12/11/25 08.15 - Pak Budi: ...
)
PREFIX = re.compile(rf"(?:{'|'.join(STAMPS)})(?:[^:\n]{{1,60}}?:(?:\s+|$))?")
DIRECTION_MARKS = dict.fromkeys(
    map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)
SAMPLE_LINES = 1_000


def without_prefixes(lines: Sequence[str]) -> Sheet | None:
    """The messages' own lines, the prefixes apart in ``text_before``; None where the text is no chat."""
    cleaned = [line.rstrip("\r\n").translate(DIRECTION_MARKS) for line in lines[:SAMPLE_LINES]]
    if not any(PREFIX.match(line) for line in cleaned):
        return None
    rows: list[list[Cell]] = []
    prefixes: dict[str, None] = {}
    for line in lines:
        line = line.rstrip("\r\n").translate(DIRECTION_MARKS)
        if found := PREFIX.match(line):
            prefixes[found.group().strip()] = None
            line = line[found.end() :]
        rows.append([line])
    return Sheet(None, "text", rows, range(1, len(rows) + 1), text_before=tuple(prefixes))
