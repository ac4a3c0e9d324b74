"""What strangers may send, one by one, through the child process as the product does it."""

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from marketplace.suppliers.reading.sheets import Source, UnreadableFile
from marketplace.suppliers.reading.sources import open_source
from marketplace.suppliers.reading.sources.sandbox import run_in_child
from tests.marketplace.suppliers.reading.sources.files import (
    SHEET,
    ods,
    ods_cell,
    ods_row,
    ods_table,
    unzipped,
    xlsx,
    xlsx_with_sheet,
    zipped,
)

GOOD = xlsx([["Nama", "Harga"], ["Gula", 12500]])


def opened(data: bytes, file: str = "daftar.xlsx") -> Source:
    return open_source(data, file=file)


def read(data: bytes, file: str = "daftar.csv") -> Source:
    return run_in_child(opened, data, file, seconds=30)


def bomb(size: int = 300_000_000) -> bytes:
    """A workbook whose sheet inflates to ``size`` and says so."""
    return xlsx_with_sheet("<!--" + " " * size + "-->")


def lying_bomb(size: int = 30_000_000) -> bytes:
    """A member that says it is small and inflates far beyond."""
    data = bytearray(zipped({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": b" " * size}))
    real, claim = struct.pack("<I", size), struct.pack("<I", 1000)
    return bytes(data.replace(real, claim))


def two_gigabyte_claim() -> bytes:
    members = unzipped(GOOD)
    size = len(members["xl/worksheets/sheet1.xml"])
    data = zipped(members)
    start = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02"))
    return data[:start] + data[start:].replace(struct.pack("<I", size), struct.pack("<I", 2_000_000_000))


def far_cell(reference: str) -> bytes:
    cells = f'<row r="1"><c r="A1"><v>1</v></c></row><row><c r="{reference}"><v>2</v></c></row>'
    return xlsx_with_sheet(f'<worksheet xmlns="{SHEET}"><sheetData>{cells}</sheetData></worksheet>')


def disguised_far_cell() -> bytes:
    """Written so that the look beforehand does not see how far the cell is; only the child's memory limit does."""
    cells = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r = 'XFD1048576'><v>2</v></c></row>"
    return xlsx_with_sheet(f'<worksheet xmlns="{SHEET}"><sheetData>{cells}</sheetData></worksheet>')


def with_entities(member: str) -> bytes:
    members = unzipped(GOOD)
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(10))
    content = members[member]
    assert isinstance(content, bytes)
    xml = content.decode()
    start = xml.index("?>") + 2 if xml.startswith("<?xml") else 0
    members[member] = xml[:start] + f"<!DOCTYPE x [{entities}]>" + xml[start:].replace("Gula", "&e9;")
    return zipped(members)


def locked() -> bytes:
    """An encrypted workbook is an OLE container with this stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 480


def locked_member() -> bytes:
    data = bytearray(GOOD)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(signature, place + 1)
    return bytes(data)


def damaged_sheet() -> bytes:
    return xlsx_with_sheet(f'<worksheet xmlns="{SHEET}"><sheetData><row><c r="A1"><v>1</wrong>')


def damaged_stream() -> bytes:
    data = bytearray(GOOD)
    start = GOOD.index(b"xl/worksheets/sheet1.xml") + 40
    data[start : start + 40] = b"\xff" * 40
    return bytes(data)


def twice_the_same_name() -> bytes:
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 100

REFUSED = {
    "zip bomb": (bomb, "too_large"),
    "zip bomb that lies about its size": (lying_bomb, "broken_archive"),
    "2 GB claim": (two_gigabyte_claim, "too_large"),
    "far cell in disguise": (disguised_far_cell, "out_of_memory"),
    "entity bomb in a sheet": (lambda: with_entities("xl/worksheets/sheet1.xml"), "unsafe_content"),
    "entity bomb in the workbook": (lambda: with_entities("xl/workbook.xml"), "unsafe_content"),
    "locked workbook": (locked, "encrypted"),
    "locked archive": (locked_member, "encrypted"),
    "cut archive": (lambda: GOOD[: len(GOOD) // 2], "broken_archive"),
    "only the beginning of an archive": (lambda: GOOD[:30], "broken_archive"),
    "damaged sheet": (damaged_sheet, "broken_archive"),
    "damaged stream": (damaged_stream, "broken_archive"),
    "two members of one name": (twice_the_same_name, "broken_archive"),
    "archive of two lists": (lambda: zipped({"a.csv": "Gula,12500", "b.csv": "Gula,12500"}), "archive"),
    "archive of an archive": (lambda: zipped({"a.xlsx": zipped({"b.csv": "Gula,12500"})}), "archive"),
    "archive of a bomb": (lambda: zipped({"a.xlsx": bomb()}), "too_large"),
    "archive of a picture": (lambda: zipped({"a.jpg": PICTURE}), "archive"),
    "presentation": (lambda: zipped({"ppt/presentation.xml": "<p/>"}), "not_a_price_list_file"),
    "document without text": (lambda: zipped({"word/document.xml": "<document/>"}), "empty"),
    "picture renamed .xlsx": (lambda: PICTURE, "picture"),
    "photograph renamed .xlsx": (lambda: b"\xff\xd8\xff\xe0" + os.urandom(500), "picture"),
    "half an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "broken_archive"),
    "program": (lambda: b"\x7fELF" + os.urandom(500), "not_a_price_list_file"),
    "noise": (lambda: b"\x00\x01\x02\x03" * 500, "not_a_price_list_file"),
    "nothing": (lambda: b"", "empty"),
    "only NUL bytes": (lambda: b"\0" * 10_000, "empty"),
    "PDF without content": (lambda: b"%PDF-1.7\n%%EOF\n", "broken_archive"),
    "one line of ten million cells": (lambda: b"Gula,1\n" + b"1,x," * 5_000_000, "not_a_price_list_file"),
    "a hundred thousand cells in a line": (lambda: b"Gula,1\n" * 9 + b"1,x," * 50_000, "too_many_columns"),
    "rows repeated to the end of the sheet": (
        lambda: ods(ods_table(ods_row(ods_cell("x"), attributes='table:number-rows-repeated="1048576"'))),
        "too_many_rows",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_one_sentence(name: str) -> None:
    build, code = REFUSED[name]
    with pytest.raises(UnreadableFile) as refused:
        read(build())
    assert refused.value.code == code
    assert refused.value.message("id") != refused.value.message("en")


@pytest.mark.parametrize("reference", ["XFD1048576", "XFD2", "A1048576"])
def test_a_far_cell_is_read_where_it_stands(reference: str) -> None:
    (sheet,) = read(far_cell(reference)).sheets
    assert [cell for row in sheet.rows for cell in row if cell != ""] == [1, 2]
    assert sheet.numbers[len(sheet.rows) - 1] == int(reference.lstrip("XFDA"))


def test_a_million_empty_rows_are_nothing() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(2, 1_000_001))
    cells = '<row r="1"><c r="A1"><v>12500</v></c></row>'
    data = xlsx_with_sheet(f'<worksheet xmlns="{SHEET}"><sheetData>{cells}{rows}</sheetData></worksheet>')
    assert read(data).sheets[0].rows == [[12500]]
    assert read(b"Gula,12500\n" + b",\n" * 1_000_000, "a.csv").sheets[0].rows == [["Gula", "12500"]]


def test_nul_bytes_in_a_list_cost_nothing() -> None:
    assert read(b"Nama,Harga\nGula\0,125\x0000\n", "a.csv").sheets[0].rows == [["Nama", "Harga"], ["Gula", "12500"]]


def test_a_workbook_named_csv_and_a_list_named_xlsx_are_read_for_what_they_are() -> None:
    assert read(GOOD, "daftar.csv").format == "xlsx"
    assert read(b"Nama,Satuan,Harga\nGula,kg,12500\n", "daftar.xlsx").format == "csv"


def test_a_list_that_is_alone_in_an_archive_is_read() -> None:
    chat = "12/11/25 08.15 - Pak Budi: Gula 1 kg 17.500\n"
    source = read(zipped({"IMG-1.jpg": PICTURE, "_chat.txt": chat, "__MACOSX/._chat.txt": "x"}), "chat.zip")
    assert (source.file, source.sheets[0].rows) == ("chat.zip", [["Gula 1 kg 17.500"]])
    assert read(zipped({"daftar.xlsx": GOOD}), "daftar.zip").format == "xlsx"


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xlsx"
    secret.write_bytes(GOOD)
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = f"='file://{secret}'#$Harga.A2"
    workbook.active["B1"] = "Kopi"
    buffer = io.BytesIO()
    workbook.save(buffer)
    (sheet,) = read(buffer.getvalue()).sheets
    assert (sheet.rows, sheet.unvalued) == ([["", "Kopi"]], {(0, 0)})


def test_a_stream_in_a_pdf_that_inflates_without_end_meets_the_limits() -> None:
    packed = zlib.compress(zlib.compress(b" " * 400_000_000, 9), 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    data = body + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    with pytest.raises(UnreadableFile) as refused:
        run_in_child(opened, data, "daftar.pdf", seconds=10)
    assert refused.value.code in ("out_of_memory", "too_slow", "empty")
