"""Reading a file from outside: run in a child process under memory and time limits (`reading.sources.sandbox`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..reading import Memory, read_price_list
from ..reading.sources import open_source
from .rows import Understanding, flat_rows


def understand(path: str, file: str, memory: dict[str, Any]) -> Understanding:
    """Read the file at `path` (called `file`) with what was learnt from the supplier's former lists.

    Raises UnreadableFile.
    """
    source = open_source(Path(path), file=file)
    reading = read_price_list(source, memory=Memory.from_json(memory))
    document = reading.to_json()
    return Understanding(
        rows=flat_rows(document["rows"]),
        questions=[question.to_json() for question in reading.questions],
        sheets=document.get("sheets") or [{key: document[key] for key in ("header_row", "columns", "tax")}],
        skipped=document["skipped"],
        tax=document["tax"],
        meanings=reading.confirmed_meanings(),
    )
