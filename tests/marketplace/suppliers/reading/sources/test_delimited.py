import pytest

from marketplace.suppliers.reading.sources.delimited import physical_lines, read_delimited, split_sample
from marketplace.suppliers.reading.sources.delimiters import choose_delimiter, declared_delimiter


def read(text: str, delimiter: str = ",") -> tuple[list[list[str]], list[int]]:
    records = read_delimited(physical_lines(text), delimiter)
    return records.rows, list(records.numbers)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_record(end: str) -> None:
    rows, numbers = read(end.join(["Nama,Harga", "Gula,12500", "", "Beras,75000"]))
    assert rows == [["Nama", "Harga"], ["Gula", "12500"], [], ["Beras", "75000"]]
    assert numbers == [1, 2, 3, 4]


def test_a_record_over_several_lines_is_numbered_by_its_first() -> None:
    rows, numbers = read('Nama,Catatan\n"Gula","manis\nputih\nhalus"\nBeras,pulen\n')
    assert rows == [["Nama", "Catatan"], ["Gula", "manis\nputih\nhalus"], ["Beras", "pulen"]]
    assert numbers == [1, 2, 5]


SWALLOWING = [
    # an inch mark opens a cell that no mark closes
    ('Nama,Satuan,Harga\nA,pcs,1\n"7 inci pipa,btg,25000\nB,pcs,2\nC,pcs,3\n', [3, '"7 inci pipa', "25000"]),
    # two such marks, many lines apart: the csv module would make one record of all between
    ('Nama,Satuan,Harga\nA,pcs,1\n"pipa,btg,25000\nB,pcs,2\nC,pcs,3\n"paku,kg,4\nD,pcs,5\n', [3, '"pipa', "25000"]),
]


@pytest.mark.parametrize(("text", "expected"), SWALLOWING)
def test_a_stray_quotation_mark_swallows_no_record(text: str, expected: list[object]) -> None:
    rows, numbers = read(text)
    assert len(rows) == text.count("\n")
    assert numbers == list(range(1, len(rows) + 1))
    assert {len(row) for row in rows} == {3}
    line, name, price = expected
    assert rows[int(str(line)) - 1][0::2] == [name, price]


def test_an_inch_mark_inside_a_cell_stays() -> None:
    assert read('Pipa 7",btg,25000\n')[0] == [['Pipa 7"', "btg", "25000"]]


def test_marks_that_join_two_cells_are_taken_as_plain_signs() -> None:
    rows, _ = read('a,b,c\nd,e,f\ng,h,i\n"7,8" pipa,btg,1\n"9,btg",3\n')
    assert rows[4] == ['"9', 'btg"', "3"]


def test_a_mark_that_a_program_forgot_to_double_stays_where_it_was() -> None:
    rows, _ = read('"No","Nama","Harga"\n"1","Pipa 3" besi","20.000"\n"2","Kabel 2"","9.000"\n"3","Siku, 1"","7.000"\n')
    assert rows[1:] == [["1", 'Pipa 3" besi', "20.000"], ["2", 'Kabel 2"', "9.000"], ["3", 'Siku, 1"', "7.000"]]


def test_a_stray_mark_does_not_break_a_true_cell_of_several_lines() -> None:
    rows, numbers = read('a,b,c\n1,"x\ny",2\n"7 pipa,btg,3\nd,e,f\n4,"p\nq",5\n')
    assert rows == [["a", "b", "c"], ["1", "x\ny", "2"], ['"7 pipa', "btg", "3"], ["d", "e", "f"], ["4", "p\nq", "5"]]
    assert numbers == [1, 2, 4, 5, 6]


def test_a_file_full_of_open_marks_is_read_in_a_bounded_number_of_tries() -> None:
    rows, _ = read('x","""\n' * 20_000)
    assert sum(map(len, rows)) >= 20_000


def test_leading_zeros_kept_by_a_formula_are_read() -> None:
    assert read('="0123",Gula\n"=""0456""",Beras\n')[0] == [["0123", "Gula"], ["0456", "Beras"]]


def test_quoted_cells_after_a_blank_and_marks_behind_a_backslash_are_read() -> None:
    assert read('a, "b, c", d\n')[0] == [["a", "b, c", "d"]]
    assert read('"pipa 7\\" besi",1\n"x",2\n')[0] == [['pipa 7" besi', "1"], ["x", "2"]]


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Nama;Harga;Isi\nGula;12,5;1\nBeras;13,5;2\n", ";"),
        ("Gula;12,5\nBeras;13,5\n", ";"),
        ("Nama\tHarga\nGula, pasir\t12,5\nBeras\t13\n", "\t"),
        ("Nama|Harga\nGula; halus|12500\nBeras|13\n", "|"),
        ("1,2500,300\n2,2600,310\n", ","),
        ("CV Maju, Jl. Raya 5, Ambon\nHarga, incl PPN\nGula, pasir\tkg\t17,5\n", "\t"),
        ("kode,nama,label\n1,Gula,a;b\n2,Beras,c;d\n3,Garam,e;f\n", ","),
        ("CV Maju Jaya, Jl. Raya 1, Ambon\nDaftar harga\n\nNama;Satuan;Harga\nA;kg;1,5\nB;kg;2,5\nC;kg;3,5\n", ";"),
    ],
)
def test_the_delimiter_is_the_one_that_gives_even_records(text: str, delimiter: str) -> None:
    choice = choose_delimiter(physical_lines(text), split_sample)
    assert choice is not None
    assert choice.delimiter == delimiter


def test_text_without_any_delimiter_has_none() -> None:
    assert choose_delimiter(["Gula 1 kg 12500\n", "Beras 5 kg 75000\n"], split_sample) is None


@pytest.mark.parametrize(
    ("line", "delimiter"), [("sep=;\r\n", ";"), ("SEP=\t\n", "\t"), ('"sep=|"\n', "|"), ("sep\n", None)]
)
def test_a_declared_delimiter_is_believed(line: str, delimiter: str | None) -> None:
    assert declared_delimiter(line) == delimiter
