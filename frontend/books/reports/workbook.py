"""A report as an XLSX workbook: text only ever as text, figures only ever as whole rupiah."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from flask import Response

from .sheets import Sheet, SheetRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_FIGURE = '#,##0;-#,##0;"–"'
_STRONG = ("heading", "group", "sum", "total")
_RULED = ("sum", "total")


def workbook(sheets: Sequence[Sheet], heads: Sequence[str], file_name: str) -> Response:
    """The answer that brings the file; `heads` are the lines above each table: whose report, of which days."""
    body = as_workbook(sheets, heads)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name)}.xlsx"}
    return Response(body, mimetype=XLSX, headers=headers)


def as_workbook(sheets: Sequence[Sheet], heads: Sequence[str]) -> bytes:
    """A worksheet for each sheet: the heads, the columns, the rows."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _SAFE)
    formats = {
        (strong, ruled): {
            "text": book.add_format({"bold": strong, "top": int(ruled)}),
            "figure": book.add_format({"bold": strong, "top": int(ruled), "num_format": _FIGURE}),
        }
        for strong in (False, True)
        for ruled in (False, True)
    }
    for number, sheet in enumerate(sheets, 1):
        _write(book.add_worksheet(f"{number} {_tab(sheet.title)}"), sheet, heads, formats)
    book.close()
    return buffer.getvalue()


def _write(page: Any, sheet: Sheet, heads: Sequence[str], formats: dict[Any, Any]) -> None:
    page.set_column(0, 0, 10)
    page.set_column(1, 1, 44)
    page.set_column(2, 1 + len(sheet.columns), 18)
    page.fit_to_pages(1, 0)
    for at, head in enumerate((sheet.title, *heads)):
        page.write_string(at, 0, head, formats[at == 0, False]["text"])
    top = len(heads) + 2
    for column, name in enumerate(sheet.columns, 2):
        page.write_string(top, column, name, formats[True, False]["text"])
    page.freeze_panes(top + 1, 2)
    page.repeat_rows(top)
    for at, row in enumerate(sheet.rows, top + 1):
        _write_row(page, at, row, formats[row.kind in _STRONG, row.kind in _RULED])


def _write_row(page: Any, at: int, row: SheetRow, formats: dict[str, Any]) -> None:
    page.write_string(at, 0, row.code, formats["text"])
    page.write_string(at, 1, row.label, formats["text"])
    for column, amount in enumerate(row.amounts, 2):
        if amount is None:
            page.write_blank(at, column, None, formats["figure"])
        else:
            page.write_number(at, column, amount, formats["figure"])


def _tab(title: str) -> str:
    """A worksheet's name: at most 28 characters, none of those Excel forbids."""
    return "".join(each for each in title if each not in "[]:*?/\\'")[:28].strip()
