"""The shape of real lists, which are private and not part of the repository."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from marketplace.suppliers.reading.sheets import Source
from marketplace.suppliers.reading.sources import open_source

pytestmark = pytest.mark.private_data


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def read(path: Path) -> Source:
    return open_source(path, file=path.name)


def test_every_list_is_read_and_every_physical_line_belongs_to_a_record(price_lists: Path) -> None:
    for path in price_lists.glob("*/*.csv"):
        (sheet,) = read(path).sheets
        with path.open(encoding="utf-8-sig", newline="") as stream:
            expected = list(csv.reader(stream, delimiter=str(read(path).delimiter)))
        assert sheet.rows == expected, path
        assert list(sheet.numbers) == sorted(set(sheet.numbers))
        assert len(sheet.numbers) == len(sheet.rows)


def test_every_item_of_the_pdf_comes_out_as_somebody_typed_it(price_lists: Path) -> None:
    folder = only(price_lists, "01_*")
    (sheet,) = read(only(folder, "*.pdf")).sheets
    found = [row for row in sheet.rows if str(row[0]).isdigit()]
    (typed,) = read(only(folder, "*.csv")).sheets
    assert len(found) == 306
    assert [[*row[:4], re.sub(r"\D", "", str(row[4]))] for row in found] == [
        [str(cell).strip() for cell in row[:5]] for row in typed.rows[1:]
    ]
    assert len(sheet.rows) == 306 + 4
    assert sheet.pages is not None
    assert max(sheet.pages) == 6


def test_the_same_list_has_equal_cells_in_csv_ods_xls_and_xlsx(price_lists: Path) -> None:
    folder = only(price_lists, "11_*")
    sources = {suffix: read(only(folder, f"foodsoft_file_01.{suffix}")) for suffix in ("csv", "ods", "xls", "xlsx")}
    assert [source.format for source in sources.values()] == ["csv", "ods", "xls", "xlsx"]
    as_text = {
        suffix: [[str(cell) for cell in row] for row in source.sheets[0].rows] for suffix, source in sources.items()
    }
    assert as_text["ods"] == as_text["xls"] == as_text["xlsx"]
    padded = [row + [""] * (18 - len(row)) for row in as_text["xlsx"]]
    assert padded == as_text["csv"]


def test_a_wholesale_list_of_old_programs_is_read(price_lists: Path) -> None:
    folder = only(price_lists, "11_*")
    source = read(only(folder, "bnn_file_01.bnn"))
    assert (source.delimiter, Counter(map(len, source.sheets[0].rows))[69]) == (";", 4)
    source = read(only(folder, "bnn_flawless_special.BNN"))
    assert (source.encoding, source.delimiter) == ("cp850", ";")
    assert "Kräuter" in str(source.sheets[0].rows[1])


def test_chatter_above_the_heading_stays(price_lists: Path) -> None:
    (sheet,) = read(only(only(price_lists, "11_*"), "bioromeo*")).sheets
    assert len(sheet.rows) == 12
    assert sheet.rows[9][0] == "Artnr."


def test_line_breaks_in_cells_do_not_shift_the_line_numbers(price_lists: Path) -> None:
    path = only(price_lists, "07_*/barang.csv")
    (sheet,) = read(path).sheets
    lines = path.read_text(encoding="utf-8").split("\n")
    assert len(sheet.rows) < len(lines)
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        assert lines[number - 1].lstrip('"').startswith(str(row[0]))


def test_the_large_list_is_whole(price_lists: Path) -> None:
    (sheet,) = read(only(price_lists, "16_*/*.csv")).sheets
    assert len(sheet.rows) == 92_332
    assert set(map(len, sheet.rows)) == {13}
