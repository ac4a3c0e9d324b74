import io
import random
from collections.abc import Sequence

import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from marketplace.suppliers.reading.sheets import Sheet, UnreadableFile
from marketplace.suppliers.reading.sources import Limits, open_source

HEADING = ["No.", "Nama Barang", "Satuan", "Harga"]
NAMES = [
    "GULA PASIR",
    "BERAS PANDAN WANGI 5 KG",
    "MINYAK GORENG 2 L",
    "TEPUNG TERIGU",
    "KOPI",
    "TEH CELUP 25",
    "SUSU UHT",
]


def items(count: int) -> list[list[str]]:
    choose = random.Random(7)
    units = ["Kg", "Sak", "Pouch", "Dus", "Pcs"]
    return [
        [str(n), choose.choice(NAMES), choose.choice(units), f"Rp {choose.randint(2, 400)}.{choose.randint(100, 999)}"]
        for n in range(1, count + 1)
    ]


def ruled(rows: Sequence[Sequence[str]], style: Sequence[tuple[object, ...]], repeat: int = 0) -> bytes:
    buffer = io.BytesIO()
    words = getSampleStyleSheet()["Normal"]
    title = [Paragraph("DAFTAR HARGA CV MAJU", words), Paragraph("Berlaku 1 November 2026, belum PPN", words)]
    table = Table(rows, style=list(style), repeatRows=repeat, colWidths=[40, 200, 80, 100])
    note = Paragraph("Harga dapat berubah", words)
    SimpleDocTemplate(buffer, pagesize=A4).build([*title, table, note])
    return buffer.getvalue()


def printed(rows: Sequence[Sequence[str]], title: str = "DAFTAR HARGA CV MAJU") -> bytes:
    """Columns held apart by nothing but space, amounts aligned on the right."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    print_on(canvas, rows, title)
    canvas.save()
    return buffer.getvalue()


def print_on(
    canvas: Canvas, rows: Sequence[Sequence[str]], title: str, places: Sequence[int] = (50, 90, 300, 450)
) -> None:
    top = 0.0
    for row in [[title], *rows]:
        if top < 60:
            if top:
                canvas.showPage()
            canvas.setFont("Helvetica", 10)
            top = 800
        for place, cell in zip(places, row, strict=False):
            (canvas.drawRightString if place == 450 else canvas.drawString)(place, top, cell)
        top -= 14


def only_sheet(data: bytes, limits: Limits | None = None) -> Sheet:
    (sheet,) = open_source(data, file="daftar.pdf", limits=limits).sheets
    return sheet


def code_of(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as refused:
        open_source(data, file="daftar.pdf", limits=limits)
    return refused.value.code


GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
BETWEEN_COLUMNS = [("BOX", (0, 0), (-1, -1), 0.5, colors.black), ("LINEAFTER", (0, 0), (-1, -1), 0.5, colors.black)]
STRIPES = [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.whitesmoke, colors.lightgrey])]


@pytest.mark.parametrize("style", [GRID, BETWEEN_COLUMNS, STRIPES], ids=["grid", "rules between columns", "stripes"])
def test_a_table_over_several_pages_comes_out_with_the_lines_around_it(style: list[tuple[object, ...]]) -> None:
    rows = items(100)
    sheet = only_sheet(ruled([HEADING, *rows], style, repeat=1))
    assert sheet.pages is not None
    filled = [[cell for cell in row if cell != ""] for row in sheet.rows]
    assert filled[:2] == [["DAFTAR HARGA CV MAJU"], ["Berlaku 1 November 2026, belum PPN"]]
    assert filled[-1] == ["Harga dapat berubah"]
    assert [row for row in sheet.rows if str(row[0]).isdigit()] == rows
    assert filled.count(HEADING) == max(sheet.pages) == 3
    assert len(sheet.rows) == 100 + 3 + 3


@pytest.mark.parametrize("count", [5, 60])
def test_a_grid_without_outer_rules_keeps_its_edge_columns(count: int) -> None:
    inner = [("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black)]
    rows = items(count)
    sheet = only_sheet(ruled([HEADING, *rows], inner))
    assert [row for row in sheet.rows if str(row[0]).isdigit()] == rows


def test_numbers_count_per_page() -> None:
    sheet = only_sheet(ruled([HEADING, *items(60)], GRID))
    assert sheet.pages is not None
    first_of_second = list(sheet.pages).index(2)
    assert list(sheet.numbers[:3]) == [1, 2, 3]
    assert sheet.numbers[first_of_second] == 1


def test_a_table_without_rules_is_split_at_the_gutters() -> None:
    rows = items(100)
    sheet = only_sheet(printed([HEADING, *rows]))
    assert sheet.rows[0] == ["DAFTAR HARGA CV MAJU"]
    assert sheet.rows[1:] == [HEADING, *rows]


def test_a_name_that_reaches_into_the_next_column_stays_with_its_row() -> None:
    rows = items(40)
    rows[20] = ["21", "BERAS PANDAN WANGI SUPER KEPALA ISTIMEWA 25", "", "Rp 400.000"]
    sheet = only_sheet(printed([HEADING, *rows]))
    assert sheet.rows[22] == rows[20]


def test_a_page_that_is_laid_out_differently_has_columns_of_its_own() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    print_on(canvas, items(50), "KATALOG")
    canvas.showPage()
    short = [[name, unit, price] for _, name, unit, price in items(30)]
    print_on(canvas, short, "ECERAN", places=(50, 210, 280))
    canvas.save()
    sheet = only_sheet(buffer.getvalue())
    assert sheet.rows[1:51] == items(50)
    assert sheet.rows[52:] == short


def test_a_price_printed_twice_for_boldness_is_one_price() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for line, row in enumerate(items(10)):
        for shift in (0, 0.2):
            for place, cell in zip((50, 90, 300, 400), row, strict=True):
                canvas.drawString(place + shift, 800 - 14 * line, cell)
    canvas.save()
    assert only_sheet(buffer.getvalue()).rows == items(10)


def test_a_scan_says_that_it_has_no_text() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "white")), 0, 0, 500, 700)
    canvas.save()
    assert code_of(buffer.getvalue()) == "pdf_without_text"


def test_a_blank_a_locked_a_broken_and_an_endless_pdf_are_refused() -> None:
    blank, locked, long = io.BytesIO(), io.BytesIO(), io.BytesIO()
    canvas = Canvas(blank)
    canvas.showPage()
    canvas.save()
    assert code_of(blank.getvalue()) == "empty"
    canvas = Canvas(locked, encrypt="rahasia")
    canvas.drawString(50, 800, "Gula 12.500")
    canvas.save()
    assert code_of(locked.getvalue()) == "encrypted"
    canvas = Canvas(long)
    for _ in range(4):
        canvas.drawString(50, 800, "Gula 12.500")
        canvas.showPage()
    canvas.save()
    assert code_of(long.getvalue(), Limits(pages=3)) == "too_many_pages"
    assert code_of(long.getvalue()[:300] + b"%%EOF") == "broken_archive"
