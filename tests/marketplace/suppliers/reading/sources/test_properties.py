"""Whatever is in the cells, no record is lost, invented or moved."""

import csv
import io

from hypothesis import example, given, settings
from hypothesis import strategies as st

from marketplace.suppliers.reading.sheets import SENTENCES, UnreadableFile
from marketplace.suppliers.reading.sources import open_source
from marketplace.suppliers.reading.sources.decoding import decode
from marketplace.suppliers.reading.sources.delimited import physical_lines, read_delimited
from tests.marketplace.suppliers.reading.sources.files import xlsx

WORDS = st.sampled_from(["Gula", "Beras", 'pipa 7"', "a,b", "a;b", "12,5", "Rp 12.500,-", "baris\nbaris", "é½", ""])
CELLS = st.one_of(WORDS, st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12))
DELIMITERS = st.sampled_from(",;\t|")


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 6))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=20))
    return [["Nama", "Harga", "Isi", "Catatan", "Kode", "Merek"][:width], *rows]


def written(rows: list[list[str]], delimiter: str, end: str = "\n") -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows(rows)
    return buffer.getvalue()


@given(tables(), DELIMITERS, st.sampled_from(["\n", "\r\n"]))
def test_what_a_csv_writer_wrote_is_read_back(rows: list[list[str]], delimiter: str, end: str) -> None:
    records = read_delimited(physical_lines(written(rows, delimiter, end)), delimiter)
    assert records.rows == rows
    assert len(records.numbers) == len(rows)


@example(
    [["Nama", "Harga", "Isi", "Catatan", "Kode"], *[["baris\nbaris", "Gula", "baris\nbaris", "Gula", "Gula"]] * 2], ","
)
@given(tables(), DELIMITERS)
def test_each_record_is_numbered_by_its_first_physical_line(rows: list[list[str]], delimiter: str) -> None:
    numbers = list(read_delimited(physical_lines(written(rows, delimiter)), delimiter).numbers)
    expected = [1]
    for row in rows[:-1]:
        expected.append(expected[-1] + 1 + sum(cell.count("\n") for cell in row))
    assert numbers == expected


@given(st.lists(st.text(st.sampled_from('ab",; \\'), max_size=12), min_size=1, max_size=30))
def test_however_marks_are_scattered_every_letter_comes_out(lines: list[str]) -> None:
    records = read_delimited(physical_lines("\n".join(lines) + "\n"), ",")
    found = "".join(cell for row in records.rows for cell in row)
    assert [sum(map(found.count, "ab"))] == [sum(map("".join(lines).count, "ab"))]
    assert list(records.numbers) == sorted(set(records.numbers))


@given(
    st.text(st.sampled_from("Gula Pasir éüñ½ 12.500\n;"), min_size=1).filter(str.strip),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_decoding_gives_back_what_was_encoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        outcome = open_source(data, file="daftar.csv").sheets[0].kind
    except UnreadableFile as refused:
        outcome = refused.code
    assert outcome in {"table", "text", *SENTENCES}


@settings(max_examples=25)
@given(st.lists(st.lists(st.one_of(st.integers(-(10**12), 10**12), WORDS.filter(bool)), max_size=6), max_size=12))
def test_a_workbook_gives_back_its_cells(rows: list[list[int | str]]) -> None:
    (sheet,) = open_source(xlsx([row for row in rows if row]), file="a.xlsx").sheets
    assert [row for row in sheet.rows if row] == [row for row in rows if row]
