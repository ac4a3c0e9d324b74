import datetime

import pytest

from marketplace.suppliers.reading.sheets import Sheet, UnreadableFile
from marketplace.suppliers.reading.sources import Limits, open_source
from tests.marketplace.suppliers.reading.sources.files import ods, ods_cell, ods_row, ods_table

GULA = ods_cell("Gula")
REST_OF_THE_ROW = '<table:table-cell table:number-columns-repeated="16384"/>'


def only_sheet(body: str, limits: Limits | None = None) -> Sheet:
    (sheet,) = open_source(ods(body), file="daftar.ods", limits=limits).sheets
    return sheet


def code_of(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as refused:
        open_source(data, file="daftar.ods", limits=limits)
    return refused.value.code


def test_cells_keep_their_types() -> None:
    row = ods_row(
        GULA,
        ods_cell("Rp12.500", 'office:value-type="currency" office:value="12500"'),
        ods_cell("11%", 'office:value-type="percentage" office:value="0.11"'),
        ods_cell("1 Nov", 'office:value-type="date" office:date-value="2026-11-01"'),
        ods_cell("YA", 'office:value-type="boolean" office:boolean-value="true"'),
        ods_cell("0123"),
    )
    assert only_sheet(ods_table(row)).rows == [["Gula", 12500, 0.11, datetime.date(2026, 11, 1), True, "0123"]]


def test_counts_of_empty_rows_and_cells_only_move_the_position() -> None:
    sheet = only_sheet(
        ods_table(
            ods_row(GULA, REST_OF_THE_ROW),
            ods_row(REST_OF_THE_ROW, attributes='table:number-rows-repeated="900000"'),
            ods_row('<table:table-cell table:number-columns-repeated="3"/>', GULA),
            ods_row(REST_OF_THE_ROW, attributes='table:number-rows-repeated="148575"'),
        )
    )
    assert sheet.rows == [["Gula"], ["", "", "", "Gula"]]
    assert list(sheet.numbers) == [1, 900_002]


def test_equal_rows_and_cells_that_are_stored_once_are_all_there() -> None:
    twice = ods_cell("Gula", 'office:value-type="string" table:number-columns-repeated="2"')
    sheet = only_sheet(ods_table(ods_row(twice, attributes='table:number-rows-repeated="3"')))
    assert sheet.rows == [["Gula", "Gula"]] * 3
    assert list(sheet.numbers) == [1, 2, 3]


def test_lines_blanks_and_comments_of_a_cell() -> None:
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>lama</text:p></office:annotation>'
        '<text:p>Gula<text:s text:c="2"/><text:span>pasir</text:span></text:p><text:p>1 kg</text:p></table:table-cell>'
    )
    assert only_sheet(ods_table(ods_row(cell))).rows == [["Gula  pasir\n1 kg"]]


def test_a_formula_without_a_stored_value_is_flagged() -> None:
    formula = '<table:table-cell table:formula="of:=[.A1]*2"/>'
    valued = ods_cell("8", 'table:formula="of:=4*2" office:value-type="float" office:value="8"')
    failed = ods_cell("#REF!", 'table:formula="of:=[.#REF!]" office:value-type="string"')
    sheet = only_sheet(ods_table(ods_row(GULA), ods_row(GULA, formula, valued, failed)))
    assert sheet.unvalued == {(1, 1), (1, 3)}


def test_merged_ranges_and_hidden_sheets_are_told() -> None:
    styles = (
        '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    merged = ods_cell("Daftar", 'office:value-type="string" table:number-columns-spanned="3"')
    covered = '<table:covered-table-cell table:number-columns-repeated="2"/>'
    hidden = ods_table(ods_row(GULA), name="Lama").replace("<table:table ", '<table:table table:style-name="ta2" ')
    source = open_source(ods(ods_table(ods_row(merged, covered)) + hidden, styles=styles), file="a.ods")
    assert [(s.name, s.hidden, s.merged) for s in source.sheets] == [
        ("Harga", False, ((0, 0, 0, 2),)),
        ("Lama", True, ()),
    ]
    assert [
        s.name for s in open_source(ods(ods_table(name="A") + ods_table(name="B")), file="a", sheet="B").sheets
    ] == ["B"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ods_row(GULA, attributes='table:number-rows-repeated="1048576"'), "too_many_rows"),
        (ods_row('<table:table-cell table:number-columns-repeated="16383"/>', GULA), "too_many_columns"),
        (
            ods_row(ods_cell("x", 'office:value-type="string" table:number-columns-repeated="9000000"')),
            "too_many_columns",
        ),
    ],
)
def test_counts_of_filled_cells_beyond_the_limits_are_refused(row: str, code: str) -> None:
    assert code_of(ods(ods_table(row))) == code


def test_a_document_with_entities_is_refused_and_a_broken_one_too() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    assert code_of(ods(ods_table(ods_row(ods_cell("&c;"))), prolog=bomb)) == "unsafe_content"
    assert code_of(ods("<table:table>")) == "broken_archive"
