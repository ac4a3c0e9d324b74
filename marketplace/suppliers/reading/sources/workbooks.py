"""Excel workbooks (xlsx, xlsm, xlsb, xls) to sheets, by python-calamine.

Macros are never looked at and links to other files never followed; a formula gives the value stored with it.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any

from marketplace.suppliers.reading.sheets import Cell, Sheet, Source, UnreadableFile
from marketplace.suppliers.reading.sources.archives import Archive
from marketplace.suppliers.reading.sources.limits import Limits
from marketplace.suppliers.reading.sources.xlsx_parts import number_formats, sheet_parts
from marketplace.suppliers.reading.sources.xlsx_scan import Scan, close_gaps, scan_sheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

SIGNIFICANT_DIGITS = 15  # what a spreadsheet keeps and shows of a number; the binary rest is noise


def read_xlsx(archive: Archive, data: bytes, file: str, wanted: str | None, limits: Limits) -> Source:
    """``wanted`` names the only sheet to read. Raises ``UnreadableFile``."""
    parts = {name: part for name, part in sheet_parts(archive).items() if wanted is None or name == wanted}
    scans = {name: scan_sheet(archive.chunks(part)) for name, part in parts.items()}
    for part in archive.members:
        if (
            part.endswith((".xml", ".rels", ".bin"))
            and part not in parts.values()
            and not part.endswith("vbaProject.bin")
        ):
            for _ in archive.chunks(part):  # counted, because the library will inflate it too
                pass
    sparse = {parts[name]: scan for name, scan in scans.items() if _has_gaps(scan, limits)}
    for scan in scans.values():
        _check_size(scan, limits)
    if sparse:
        data = _rewritten(archive, sparse)
    formats = number_formats(archive)
    sheets = []
    for found in _sheets(data, wanted, limits):
        scan = scans.get(found.name or "", Scan())
        if parts.get(found.name or "") in sparse:
            _restore_positions(found, scan)
        else:
            found.unvalued = frozenset(scan.unvalued)
            found.hidden_rows, found.hidden_columns = frozenset(scan.hidden_rows), frozenset(scan.hidden_columns)
        found.formats = _formats(scan, formats)
        sheets.append(found)
    return Source(file, "xlsx", None, None, sheets)


def read_library(data: bytes, file: str, kind: str, wanted: str | None, limits: Limits) -> Source:
    """xls, whose grid is bounded by its format, and xlsb, which only the child's memory limit bounds."""
    return Source(file, kind, None, None, list(_sheets(data, wanted, limits)))


def check_wanted(wanted: str | None, names: Sequence[str]) -> None:
    if wanted is not None and wanted not in names:
        raise UnreadableFile("no_such_sheet", sheet=wanted, sheets=", ".join(names))


def _has_gaps(scan: Scan, limits: Limits) -> bool:
    """Whether the rectangle around the filled cells is larger than a list may be."""
    beyond = scan.height > limits.rows or scan.width > limits.columns
    return beyond or scan.height * scan.width > limits.cells


def _check_size(scan: Scan, limits: Limits) -> None:
    """Gaps can be closed; what is filled, and the grid it spans without its gaps, cannot be made smaller."""
    if len(scan.rows) > limits.rows:
        raise UnreadableFile("too_many_rows", limit=limits.rows)
    if len(scan.columns) > limits.columns:
        raise UnreadableFile("too_many_columns", limit=limits.columns)
    if max(scan.filled, len(scan.rows) * len(scan.columns)) > limits.cells:
        raise UnreadableFile("too_many_cells", limit=limits.cells)


def _rewritten(archive: Archive, sparse: dict[str, Scan]) -> bytes:
    """The workbook with the gaps of its far-flung sheets closed, so that the library need not fill them."""
    archive.inflated = 0
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as rewritten:
        for name in archive.members:
            chunks: Iterable[bytes] = archive.chunks(name)
            if name in sparse:
                chunks = close_gaps(chunks, sparse[name])
            with rewritten.open(name, "w") as stream:
                for chunk in chunks:
                    stream.write(chunk)
    return output.getvalue()


def _restore_positions(sheet: Sheet, scan: Scan) -> None:
    """Sheet rows as the person sees them; columns stay closed up, since only their order means anything."""
    rows = sorted(scan.rows)
    row_index = {row - 1: index for index, row in enumerate(rows)}
    column_index = {column - 1: index for index, column in enumerate(sorted(scan.columns))}
    sheet.numbers = rows[: len(sheet.rows)]
    sheet.merged = ()
    sheet.unvalued = frozenset((row_index[row], column_index[column]) for row, column in scan.unvalued)
    sheet.hidden_rows = frozenset(row_index[row] for row in scan.hidden_rows if row in row_index)
    sheet.hidden_columns = frozenset(column_index[c] for c in scan.hidden_columns if c in column_index)
    scan.styles = {column_index[column]: styles for column, styles in scan.styles.items()}


def _formats(scan: Scan, formats: Sequence[str]) -> dict[int, str] | None:
    found = {}
    for column, styles in scan.styles.items():
        style = styles.most_common(1)[0][0]
        if style < len(formats) and formats[style] != "General":
            found[column] = formats[style]
    return found or None


def _sheets(data: bytes, wanted: str | None, limits: Limits) -> Iterable[Sheet]:
    from python_calamine import SheetTypeEnum

    workbook = _open(data)
    names = [sheet.name for sheet in workbook.sheets_metadata]
    check_wanted(wanted, names)
    if len(names) > limits.sheets:
        raise UnreadableFile("too_many_sheets", limit=limits.sheets)
    for metadata in workbook.sheets_metadata:
        if wanted in (None, metadata.name) and metadata.typ == SheetTypeEnum.WorkSheet:
            yield _sheet(_guarded(partial(workbook.get_sheet_by_name, metadata.name)), metadata, limits)


def _open(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return _guarded(partial(CalamineWorkbook.from_filelike, io.BytesIO(data)))


def _guarded(call: Callable[[], Any]) -> Any:
    from python_calamine import CalamineError, PasswordError

    try:
        return call()
    except PasswordError as error:
        raise UnreadableFile("encrypted") from error
    except CalamineError as error:
        raise UnreadableFile("broken_archive") from error


def _sheet(sheet: CalamineSheet, metadata: SheetMetadata, limits: Limits) -> Sheet:
    from python_calamine import SheetVisibleEnum

    left = sheet.start[1] if sheet.start else 0
    rows: list[list[Cell]] = []
    filled = 0
    for cells in sheet.iter_rows() if sheet.start else ():
        row = _row(cells, left)
        filled += len(row)
        rows.append(row)
        if filled > limits.cells:
            raise UnreadableFile("too_many_cells", limit=limits.cells)
    if len(rows) > limits.rows:
        raise UnreadableFile("too_many_rows", limit=limits.rows)
    merged = tuple((first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or ())
    visible = metadata.visible == SheetVisibleEnum.Visible
    return Sheet(metadata.name, "table", rows, range(1, len(rows) + 1), merged=merged, hidden=not visible)


def _row(cells: list[Any], left: int) -> list[Cell]:
    if cells.count("") == len(cells):
        return []
    row: list[Cell] = [""] * left
    row += [cell if type(cell) is str else _cell(cell) for cell in cells]
    while row and row[-1] == "":
        row.pop()
    return row


def _cell(cell: Any) -> Cell:
    if isinstance(cell, float):
        return number(cell)
    if isinstance(cell, str | bool | int | datetime.date) or cell is None:
        return cell
    return str(cell)  # a time of day or a duration


def number(value: float) -> Cell:
    """12500.0 as 12500, and 0.30000000000000004 as 0.3, which is what the sheet shows."""
    if not isfinite(value):
        return str(value)
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
