"""Files of other systems as what they say, by their form. Nothing is written; workbooks come as cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from cooperative_ledger.imports import ReadFile, csv_rows, read_beancount, read_opening, read_table


def read_rows(rows: Sequence[Sequence[Any]], day: date | None) -> ReadFile:
    """The rows of a table: balances of `day`, or a journal where none is given."""
    return read_table(rows) if day is None else read_opening(rows, day)


def read_csv_bytes(data: bytes, day: date | None) -> ReadFile:
    """A CSV file, as `read_rows` has it."""
    return read_rows(csv_rows(data), day)


def read_beancount_text(data: bytes) -> ReadFile:
    """A Beancount file in rupiah."""
    return read_beancount(data.decode("utf-8-sig", "replace"))
