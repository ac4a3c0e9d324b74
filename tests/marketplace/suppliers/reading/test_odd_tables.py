"""No table, however odd, stops the reading, and none of its records is lost."""

from __future__ import annotations

import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.suppliers.reading import read_price_list
from marketplace.suppliers.reading.sheets import Cell, Sheet, Source

ODD: list[Cell] = [
    "",
    "Nama Barang",
    "Harga",
    "Harga/Dus",
    "Satuan",
    "Isi",
    "Isi 2",
    "Harga 2",
    "Min Order",
    "Harga Grosir",
    "Rp 12.500,-",
    "12.500",
    "13o",
    "1jt2",
    "0",
    "-",
    "kg",
    "Dus",
    "dus isi 24",
    "(24/dus)",
    "Indomie 85g x 40 Pcs",
    "0/0",
    "1/0 kg",
    "0 kg",
    "5X0g",
    "isi 0",
    "1.2.3",
    "Total",
    "BERAS",
    "12/24/dus",
    "0/dus",
    "9" * 30,
    "1e400",
    "NaN",
    "²",
    "½ kg",
    "per kg",
    "10 3/0 OZ",
    "bonus 10+1",
    "=1+1",
    ">= 10 dus",
    "1-9",
    "0 lusin",
    "12 x",
    "@",
    "'",
    "0's",
    "(ISI 20-25)",
    "٣٤",
    "１２",
    "12 pak x 10 pcs",
    "999999999999 x 999999999999 g",
    "1..5 kg",
    ",5 l",
    "a" * 300,
    "\x00",
    12,
    12.5,
    -3,
    0,
    True,
    None,
    1e300,
    float("nan"),
    float("inf"),
    datetime.date(2025, 1, 1),
]


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(st.sampled_from(ODD), max_size=8), max_size=14),
    heading=st.none()
    | st.lists(st.sampled_from([cell for cell in ODD if isinstance(cell, str)]), min_size=2, max_size=8),
)
def test_every_record_of_any_table_is_read_or_explained(rows: list[list[Cell]], heading: list[Cell] | None) -> None:
    table = rows if heading is None else [heading, *rows]
    sheet = Sheet(None, "table", table, range(1, len(table) + 1))

    answer = read_price_list(Source("x.csv", "csv", "utf-8", ",", [sheet])).to_json()

    told = {row["row"] for row in answer["rows"]}
    told |= {line for entry in answer["skipped"] for line in range(entry["row"], entry["to"] + 1)}
    assert told == set(range(1, len(table) + 1))


@settings(max_examples=100, deadline=None)
@given(lines=st.lists(st.lists(st.sampled_from(ODD), min_size=1, max_size=4), max_size=12))
def test_any_pasted_text_is_read(lines: list[list[Cell]]) -> None:
    table: list[list[Cell]] = [[" ".join(str(word) for word in line)] for line in lines]
    sheet = Sheet(None, "text", table, range(1, len(table) + 1))

    answer = read_price_list(Source("x.txt", "text", "utf-8", None, [sheet])).to_json()

    assert all(row["comparable"] is None or row["price"] is not None for row in answer["rows"])


def test_a_hidden_column_is_never_the_price() -> None:
    rows: list[list[Cell]] = [["Beras Pulen 5 kg", 61_000, 72_500], ["Gula 1 kg", 14_800, 17_250]]
    sheet = Sheet("Harga", "table", [["Nama", "Harga", "Harga Jual"], *rows], [1, 2, 3], hidden_columns=frozenset([1]))

    answer = read_price_list(Source("a.xlsx", "xlsx", None, None, [sheet])).to_json()

    assert [row["price"] for row in answer["rows"]] == ["72500", "17250"]


def test_a_list_whose_only_price_is_hidden_has_no_price() -> None:
    rows: list[list[Cell]] = [["Beras Pulen 5 kg", 61_000], ["Gula 1 kg", 14_800]]
    sheet = Sheet("Harga", "table", [["Nama", "Harga"], *rows], [1, 2, 3], hidden_columns=frozenset([1]))

    answer = read_price_list(Source("a.xlsx", "xlsx", None, None, [sheet])).to_json()

    assert [row["price"] for row in answer["rows"]] in ([], [None, None])


def test_a_hidden_row_is_no_offer_and_is_explained() -> None:
    rows: list[list[Cell]] = [["Nama", "Harga"], ["Beras Pulen 5 kg", 72_500], ["Gula 1 kg", 17_250]]
    sheet = Sheet("Harga", "table", rows, [1, 2, 3], hidden_rows=frozenset([1]))

    answer = read_price_list(Source("a.xlsx", "xlsx", None, None, [sheet])).to_json()

    assert [row["row"] for row in answer["rows"]] == [3]
    assert ("hidden", 2) in [(entry["reason"], entry["row"]) for entry in answer["skipped"]]
