"""The cells of a workbook from outside, read in a child process that may crash alone; it imports little for that."""

from __future__ import annotations

from typing import Any

from marketplace.suppliers.reading.sources import open_source
from marketplace.suppliers.reading.sources.sandbox import run_in_child


def workbook_rows(data: bytes, file_name: str) -> list[list[Any]]:
    """The rows of the first sheet that has any. Raises UnreadableFile."""
    return run_in_child(_rows, data, file_name)


def _rows(data: bytes, file_name: str) -> list[list[Any]]:
    source = open_source(data, file=file_name)
    return next((sheet.rows for sheet in source.sheets if sheet.rows), [])
