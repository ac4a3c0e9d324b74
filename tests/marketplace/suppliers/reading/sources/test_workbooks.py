import datetime
import io

import openpyxl
import pytest
import xlsxwriter
import xlwt

from marketplace.suppliers.reading.sheets import Sheet, UnreadableFile
from marketplace.suppliers.reading.sources import Limits, open_source
from tests.marketplace.suppliers.reading.sources.files import SHEET, unzipped, xlsx, xlsx_with_sheet, zipped

NOVEMBER = datetime.datetime(2026, 11, 1, 8, 15)  # noqa: DTZ001 (a sheet knows no time zones)


def only_sheet(data: bytes, limits: Limits | None = None) -> Sheet:
    (sheet,) = open_source(data, file="daftar.xlsx", limits=limits).sheets
    return sheet


def code_of(data: bytes, limits: Limits | None = None, sheet: str | None = None) -> str:
    with pytest.raises(UnreadableFile) as refused:
        open_source(data, file="daftar.xlsx", limits=limits, sheet=sheet)
    return refused.value.code


def test_cells_keep_their_types_and_places() -> None:
    sheet = only_sheet(
        xlsx([
            [],
            [None, "Nama", "Harga", "Kode", "Tanggal", "Ada"],
            [None, "Gula", 12500, "0123", datetime.date(2026, 11, 1), True],
            [None, "Kopi", 0.1 + 0.2, "12500", NOVEMBER, None],
        ])
    )  # fmt: skip
    assert sheet.rows == [
        [],
        ["", "Nama", "Harga", "Kode", "Tanggal", "Ada"],
        ["", "Gula", 12500, "0123", datetime.date(2026, 11, 1), True],
        ["", "Kopi", 0.3, "12500", NOVEMBER],
    ]
    assert [type(cell) for cell in sheet.rows[2][1:4]] == [str, int, str]
    assert list(sheet.numbers) == [1, 2, 3, 4]


def test_a_formula_without_a_stored_value_and_an_error_are_flagged() -> None:
    def formulas(workbook: openpyxl.Workbook) -> None:
        workbook.active["C2"] = "=B2*24"
        workbook.active["C3"] = "#REF!"
        workbook.active["C3"].data_type = "e"

    sheet = only_sheet(xlsx([["Nama", "Harga", "Dus"], ["Gula", 12500], ["Kopi", 3000]], formulas))
    assert sheet.unvalued == {(1, 2), (2, 2)}


def test_a_formula_with_its_value_gives_the_value() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["Nama", "Harga"])
        page.write_formula(1, 1, "=2*6250", value=12500)
    sheet = only_sheet(buffer.getvalue())
    assert (sheet.rows[1], sheet.unvalued) == (["", 12500], frozenset())


def test_a_formula_whose_stored_value_is_an_empty_text_has_a_value() -> None:
    cells = '<c r="A1"><v>5</v></c><c r="B1" t="str"><f>IF(A1,"","")</f><v></v></c>'
    xml = f'<worksheet xmlns="{SHEET}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    assert only_sheet(xlsx_with_sheet(xml)).unvalued == frozenset()


def test_a_formula_without_value_is_found_whatever_the_namespace_prefix() -> None:
    xml = (
        f'<x:worksheet xmlns:x="{SHEET}"><x:sheetData><x:row r="1">'
        '<x:c r="A1"><x:v>5</x:v></x:c><x:c r="B1"><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert only_sheet(xlsx_with_sheet(xml)).unvalued == {(0, 1)}


def test_merged_ranges_and_number_formats_are_told() -> None:
    def style(workbook: openpyxl.Workbook) -> None:
        page = workbook.active
        page.merge_cells("A1:B1")
        for row in (2, 3):
            page.cell(row, 2).number_format = "0.000"
            page.cell(row, 3).number_format = "0%"

    sheet = only_sheet(xlsx([["Daftar harga"], ["Gula", 12.5, 0.11], ["Kopi", 18.25, 0.11]], style))
    assert sheet.merged == ((0, 0, 0, 1),)
    assert sheet.rows[0] == ["Daftar harga"]
    assert sheet.formats == {1: "0.000", 2: "0%"}


def test_every_sheet_is_read_hidden_ones_say_so_and_charts_are_no_sheets() -> None:
    def sheets(workbook: openpyxl.Workbook) -> None:
        workbook.create_sheet("Lama").sheet_state = "hidden"
        workbook.create_chartsheet("Grafik")
        workbook.create_sheet("Eceran").append(["Kopi", 3000])

    data = xlsx([["Gula", 12500]], sheets)
    assert [(s.name, s.hidden) for s in open_source(data, file="a").sheets] == [
        ("Harga", False),
        ("Lama", True),
        ("Eceran", False),
    ]
    assert [s.name for s in open_source(data, file="a", sheet="Eceran").sheets] == ["Eceran"]
    assert code_of(data, sheet="Grosir") == "no_such_sheet"


def test_rows_and_columns_that_the_supplier_hides_are_told() -> None:
    def hide(workbook: openpyxl.Workbook) -> None:
        workbook.active.row_dimensions[2].hidden = True
        workbook.active.column_dimensions["B"].hidden = True

    sheet = only_sheet(xlsx([["Nama", "Modal", "Jual"], ["Gula", 1, 2], ["Kopi", 3, 4]], hide))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1}, {1})
    assert sheet.rows[1] == ["Gula", 1, 2]


def test_a_far_cell_costs_nothing_and_keeps_its_row_number() -> None:
    def far(workbook: openpyxl.Workbook) -> None:
        workbook.active["XFD1048576"] = "catatan"
        workbook.active["F3"] = "=B2"
        workbook.active["XFC7"].number_format = "0.00"

    sheet = only_sheet(xlsx([["Nama", "Harga"], ["Gula", 12500]], far))
    assert sheet.rows == [["Nama", "Harga"], ["Gula", 12500], [], ["", "", "", "catatan"]]
    assert list(sheet.numbers) == [1, 2, 3, 1048576]
    assert sheet.unvalued == {(2, 2)}


def test_filled_cells_too_scattered_to_be_a_table_are_refused() -> None:
    def scattered(workbook: openpyxl.Workbook) -> None:
        for place in range(1, 900):
            workbook.active.cell(place * 1000, place, "x")

    assert code_of(xlsx([], scattered), Limits(cells=100_000)) == "too_many_cells"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(rows=5), "too_many_rows"),
        (Limits(columns=2), "too_many_columns"),
        (Limits(cells=20), "too_many_cells"),
        (Limits(sheets=0), "too_many_sheets"),
        (Limits(file_bytes=1000), "too_large"),
        (Limits(inflated_bytes=2000), "too_large"),
        (Limits(members=3), "too_large"),
    ],
)
def test_a_workbook_beyond_the_limits_is_refused(limits: Limits, code: str) -> None:
    assert code_of(xlsx([["a", "b", "c"]] * 10), limits) == code


def test_macros_are_ignored_and_the_values_read() -> None:
    members = unzipped(xlsx([["Gula", 12500]]))
    members["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 Sub Auto_Open()"
    assert only_sheet(zipped(members)).rows == [["Gula", 12500]]


def test_an_old_workbook_is_read() -> None:
    workbook = xlwt.Workbook()
    page = workbook.add_sheet("Harga")
    for column, value in enumerate(["Gula", 12500, 18.5]):
        page.write(3, column + 1, value)
    page.write_merge(0, 0, 0, 2, "Daftar")
    buffer = io.BytesIO()
    workbook.save(buffer)
    sheet = only_sheet(buffer.getvalue())
    assert sheet.rows == [["Daftar"], [], [], ["", "Gula", 12500, 18.5]]
    assert sheet.merged == ((0, 0, 0, 2),)


def test_the_far_corner_of_an_old_workbook_is_read() -> None:
    workbook = xlwt.Workbook()
    page = workbook.add_sheet("Harga")
    page.write(0, 0, "Gula")
    page.write(65535, 255, "jauh")
    buffer = io.BytesIO()
    workbook.save(buffer)
    sheet = only_sheet(buffer.getvalue())
    assert (sheet.rows[0], sheet.rows[65535][255], sheet.numbers[65535]) == (["Gula"], "jauh", 65536)
