"""The journal as an XLSX workbook (needs `xlsxwriter`): text only ever as text, so no cell of it can be a formula."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter

from .table import COLUMNS, Cell, rows
from .year import YearOfBooks

_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "default_date_format": "dd/mm/yyyy",
}
_WIDTHS = {"narration": 40, "account_name": 28, "reference": 24, "posting_date": 12, "document_date": 12}
MOST_ROWS = 1_048_576


class TooManyRows(ValueError):
    """A workbook holds no more rows than this; take CSV."""


def workbook(books: YearOfBooks) -> bytes:
    """The file of one year.

    Raises:
        TooManyRows: the year has more lines than a sheet has rows.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _SAFE)
    sheet = book.add_worksheet(f"Jurnal {books.year}")
    formats = {"head": book.add_format({"bold": True}), "money": book.add_format({"num_format": "#,##0"})}
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(name, 14))
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows(books, books.account_names)):
        if number == MOST_ROWS:
            raise TooManyRows(f"the year has more than {MOST_ROWS} lines")
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, formats)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, formats["head"] if row == 0 else None)
    elif cell is not None:
        sheet.write_number(row, column, cell, formats["money"])
