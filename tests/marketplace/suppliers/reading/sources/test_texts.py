import pytest

from marketplace.suppliers.reading.sheets import Source, UnreadableFile
from marketplace.suppliers.reading.sources import Limits, open_source


def read(text: str, file: str = "daftar.txt", limits: Limits | None = None) -> Source:
    return open_source(text.encode(), file=file, limits=limits)


PREFIXES = [
    "[12/11/25 08.15.33] Pak Budi:",
    "12/11/25 08.15 - Pak Budi:",
    "12/11/2025, 08:15 - +62 812-0000-0000:",
    "\u200e[12/11/25, 8:15:33\u202fAM] Pak Budi:",
    "[08.15, 12/11/2025] Pak Budi:",
]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_date_time_and_sender_are_taken_off_a_chat_and_kept_beside_it(prefix: str) -> None:
    (sheet,) = read(f"{prefix} Gula 1 kg 17.500\nBeras 5 kg: 75rb\n{prefix} Telur\n").sheets
    assert sheet.kind == "text"
    assert sheet.rows == [["Gula 1 kg 17.500"], ["Beras 5 kg: 75rb"], ["Telur"]]
    assert list(sheet.numbers) == [1, 2, 3]
    assert sheet.text_before == (prefix.lstrip("\u200e"),)


def test_a_list_with_commas_in_its_sentences_stays_text() -> None:
    text = "Harga hari ini, silakan order\nBeras Rojolele 5kg, 68.000\nGula 1kg, 17.500\n\nMinyak 2L, 36.000\n"
    source = read(text)
    assert (source.format, source.delimiter, source.sheets[0].kind) == ("text", None, "text")
    assert source.sheets[0].rows == [[line] for line in text.splitlines()]


@pytest.mark.parametrize("delimiter", ["\t", "|", ";"])
def test_a_table_pasted_as_text_is_a_table(delimiter: str) -> None:
    source = read(delimiter.join(["Nama", "Satuan", "Harga"]) + "\n" + delimiter.join(["Gula", "kg", "17,5"]) + "\n")
    assert (source.format, source.delimiter) == ("csv", delimiter)
    assert source.sheets[0].rows == [["Nama", "Satuan", "Harga"], ["Gula", "kg", "17,5"]]


def test_a_csv_without_any_delimiter_is_lines() -> None:
    assert read("Gula 1 kg 17500\nBeras 5 kg 75000\n", "daftar.csv").sheets[0].kind == "text"


def test_a_table_aligned_by_blanks_keeps_its_empty_cells_in_place() -> None:
    text = (
        "DAFTAR HARGA JULI\n"
        "Nama Barang           Satuan    Harga\n"
        "Gula Pasir Putih      kg       17.500\n"
        "Beras                          75.000\n"
        "Minyak Goreng 2 L     pch      36.000\n"
        "Garam                 pak       2.000\n"
    )
    (sheet,) = read(text).sheets
    assert sheet.kind == "table"
    assert sheet.rows == [
        ["DAFTAR HARGA JULI"],
        ["Nama Barang", "Satuan", "Harga"],
        ["Gula Pasir Putih", "kg", "17.500"],
        ["Beras", "", "75.000"],
        ["Minyak Goreng 2 L", "pch", "36.000"],
        ["Garam", "pak", "2.000"],
    ]


def test_tabs_that_only_move_to_the_next_stop_are_blanks() -> None:
    (sheet,) = read("Nama\t\tHarga\nGula\t\t17.500\nBeras Pandan\t75.000\nKopi\t\t3.000\n").sheets
    assert sheet.rows == [["Nama", "Harga"], ["Gula", "17.500"], ["Beras Pandan", "75.000"], ["Kopi", "3.000"]]


def test_lines_that_were_quoted_whole_by_a_second_export_are_split() -> None:
    source = read('"Nama,Harga"\n"Gula,""12,5"""\n"Beras,13"\n', "daftar.csv")
    assert source.sheets[0].rows == [["Nama", "Harga"], ["Gula", "12,5"], ["Beras", "13"]]


def test_the_line_that_declares_the_delimiter_stays_a_record() -> None:
    (sheet,) = read("sep=;\nNama;Harga\nGula;12,5\n", "daftar.csv").sheets
    assert sheet.rows == [["sep=", ""], ["Nama", "Harga"], ["Gula", "12,5"]]
    assert list(sheet.numbers) == [1, 2, 3]


def test_a_long_tail_of_empty_rows_is_cut_and_a_long_list_refused() -> None:
    few = Limits(rows=10)
    assert len(read("Nama,Harga\nGula,1\n" + ",,,,\n" * 50, "a.csv", few).sheets[0].rows) == 2
    with pytest.raises(UnreadableFile) as refused:
        read("Gula,1\n" * 50, "a.csv", few)
    assert (refused.value.code, refused.value.details) == ("too_many_rows", {"limit": 10})


@pytest.mark.parametrize(
    ("text", "limits", "code"),
    [
        ("Gula,1\n" * 50, Limits(cells=20), "too_many_cells"),
        (",".join("x" * 50) + "\n" + ",".join("y" * 50), Limits(columns=20), "too_many_columns"),
        ("Gula,1\n" * 50, Limits(file_bytes=20), "too_large"),
    ],
)
def test_a_table_beyond_the_limits_is_refused(text: str, limits: Limits, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(text, "a.csv", limits)
    assert refused.value.code == code
