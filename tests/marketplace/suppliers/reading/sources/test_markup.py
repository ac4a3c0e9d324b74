import pytest

from marketplace.suppliers.reading.sheets import UnreadableFile
from marketplace.suppliers.reading.sources import Limits, open_source

PAGE = """<html><head><style>td {color: red}</style><title>x</title></head><body>
<h1>Daftar harga</h1>Berlaku <b>1 November</b>
<table border=1><tr><th rowspan=2>Nama</th><th colspan="2">Harga &amp; isi</th></tr>
<tr><th>Rp</th><th>Isi</th></tr>
<tr><td>Gula<br>pasir<td> 12.500 </td><td>24</td></tr></table>
<p>Terima kasih</p></body></html>"""

WORKBOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="Harga"><Table>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Daftar</Data></Cell><Cell><Data ss:Type="String">x</Data></Cell></Row>
<Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="String">Gula</Data></Cell><Cell><Data ss:Type="Number">12500.0</Data></Cell></Row>
</Table></Worksheet><Worksheet ss:Name="Lama"><Table/></Worksheet></Workbook>"""  # noqa: E501


def test_a_web_page_named_xls_gives_its_table_and_the_lines_around_it() -> None:
    source = open_source(PAGE.encode(), file="daftar.xls")
    assert source.format == "html"
    assert source.sheets[0].rows == [
        ["Daftar harga"],
        ["Berlaku 1 November"],
        ["Nama", "Harga & isi", ""],
        ["", "Rp", "Isi"],
        ["Gula\npasir", "12.500", "24"],
        ["Terima kasih"],
    ]


def test_the_workbook_xml_of_2003_gives_cells_at_their_places() -> None:
    source = open_source(WORKBOOK.encode(), file="daftar.xls")
    assert source.format == "xml"
    assert source.sheets[0].rows == [["Daftar", "", "x"], ["", "Gula", 12500]]
    assert list(source.sheets[0].numbers) == [1, 4]
    assert [sheet.name for sheet in open_source(WORKBOOK.encode(), file="a", sheet="Lama").sheets] == ["Lama"]


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (WORKBOOK.replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "b">]><Workbook'), Limits(), "unsafe_content"),
        (WORKBOOK[:-20], Limits(), "broken_archive"),
        (WORKBOOK.replace('ss:Index="2"', 'ss:Index="16000"'), Limits(), "too_many_columns"),
        (WORKBOOK, Limits(rows=1), "too_many_rows"),
        ("<?xml version='1.0'?><invoice/>", Limits(), "not_a_price_list_file"),
        ("<html><body></body></html>", Limits(), "empty"),
        (PAGE, Limits(rows=3), "too_many_rows"),
        (PAGE.replace('colspan="2"', 'colspan="90000000"'), Limits(columns=500), "too_many_columns"),
        ("<table>" + "<tr><td colspan=900>x" * 50, Limits(cells=9000), "too_many_cells"),
    ],
)
def test_markup_beyond_the_limits_or_out_of_order_is_refused(data: str, limits: Limits, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        open_source(data.encode(), file="daftar.xls", limits=limits)
    assert refused.value.code == code
