import pytest

from marketplace.suppliers.reading.sheets import UnreadableFile
from marketplace.suppliers.reading.sources import Limits, open_source
from tests.marketplace.suppliers.reading.sources.files import zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str) -> bytes:
    return zipped({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text[:2]}</w:t></w:r><w:r><w:t>{text[2:]}</w:t></w:r></w:p>"


def cell(*lines: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, lines))}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


TABLE = (
    "<w:tbl>"
    + row(cell("Nama"), cell("Harga", properties='<w:gridSpan w:val="2"/>'))
    + row(cell("Gula", "pasir"), cell("12.500"), cell("kg"))
    + "</w:tbl>"
)


def test_tables_and_the_lines_around_them_come_in_reading_order() -> None:
    removed = "<w:p><w:del><w:r><w:delText>lama</w:delText></w:r></w:del><w:r><w:t>Terima kasih</w:t></w:r></w:p>"
    source = open_source(docx(paragraph("Daftar harga") + "<w:p/>" + TABLE + removed), file="daftar.docx")
    (sheet,) = source.sheets
    assert (source.format, sheet.kind) == ("docx", "table")
    assert sheet.rows == [
        ["Daftar harga"],
        [],
        ["Nama", "Harga", ""],
        ["Gula\npasir", "12.500", "kg"],
        ["Terima kasih"],
    ]


def test_lines_without_a_table_are_text_and_tabs_make_columns() -> None:
    assert open_source(docx(paragraph("Gula 1 kg 12.500")), file="a").sheets[0].kind == "text"
    tabbed = "<w:p><w:r><w:t>Gula</w:t><w:tab/><w:t>12.500</w:t></w:r></w:p>"
    (sheet,) = open_source(docx(tabbed), file="a").sheets
    assert (sheet.kind, sheet.rows) == ("table", [["Gula", "12.500"]])


@pytest.mark.parametrize(
    ("body", "limits", "code"),
    [
        ("", Limits(), "empty"),
        ("<w:p>", Limits(), "broken_archive"),
        (paragraph("Gula") * 9, Limits(rows=5), "too_many_rows"),
        (TABLE.replace('"2"', '"900"'), Limits(columns=500), "too_many_columns"),
        (TABLE * 9, Limits(cells=20), "too_many_cells"),
    ],
)
def test_a_document_beyond_the_limits_or_broken_is_refused(body: str, limits: Limits, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        open_source(docx(body), file="daftar.docx", limits=limits)
    assert refused.value.code == code
