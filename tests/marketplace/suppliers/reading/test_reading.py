"""From cells to the answer: rows, sheets, memory, questions."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from marketplace.suppliers.reading import Memory, Reading, read_price_list
from marketplace.suppliers.reading.sheets import Cell, Sheet, Source
from marketplace.suppliers.reading.writing import write_json

KEYS = [
    "row", "sheet", "page", "part", "name", "sku", "barcode", "brand", "category", "raw", "order_unit", "pack", "case",
    "price", "currency", "tiers", "terms", "tax", "comparable", "issues",
]  # fmt: skip


def _source(*tables: list[list[Cell]], **details: Any) -> Source:
    sheets = [
        Sheet(f"Sheet{number}", "table", table, range(1, len(table) + 1), **details)
        for number, table in enumerate(tables, 1)
    ]
    return Source("daftar.csv", "csv", "utf-8", ",", sheets)


def _read(*table: list[Cell], memory: Memory | None = None, **details: Any) -> Reading:
    return read_price_list(_source(list(table), **details), memory=memory)


def _codes(row: dict[str, Any]) -> list[str]:
    return [entry["code"] for entry in row["issues"]]


def test_a_row_of_the_answer_has_all_its_keys() -> None:
    answer = _read(["Nama", "Satuan", "Harga"], ["Beras", "kg", "12.500"]).to_json()

    assert list(answer) == ["file", "encoding", "delimiter", "header_row", "columns", "tax", "rows", "skipped"]
    assert list(answer["rows"][0]) == KEYS
    assert answer["header_row"] == 1
    assert answer["columns"][2] == {"index": 2, "heading": "Harga", "meaning": "price"}
    assert answer["rows"][0]["comparable"] == {"price": "12500", "per": "kg"}


def test_the_answer_written_in_portions_is_the_same_answer() -> None:
    reading = _read(["Nama", "Satuan", "Harga"], *[[f"Beras {n}", "kg", str(12_000 + n)] for n in range(50)])
    stream = io.BytesIO()

    write_json(reading, stream)

    assert json.loads(stream.getvalue()) == reading.to_json()


def test_every_sheet_with_prices_is_read_and_the_others_are_explained() -> None:
    source = _source(
        [["Nama", "Satuan", "Harga"], ["Beras", "kg", 12_500]],
        [["Catatan"], ["Terima kasih"]],
        [["Nama", "Satuan", "Harga"], ["Gula", "kg", 17_500]],
    )

    answer = read_price_list(source).to_json()

    assert [(row["sheet"], row["name"]) for row in answer["rows"]] == [("Sheet1", "Beras"), ("Sheet3", "Gula")]
    assert {entry["sheet"]: entry["reason"] for entry in answer["skipped"]}["Sheet2"] == "no_prices"
    assert [sheet["sheet"] for sheet in answer["sheets"]] == ["Sheet1", "Sheet3", "Sheet2"]


def test_a_formula_without_a_stored_value_is_flagged() -> None:
    reading = _read(["Nama", "Satuan", "Harga"], ["Beras", "kg", ""], unvalued=frozenset({(1, 2)}))

    assert (reading.rows[0]["price"], _codes(reading.rows[0])) == (None, ["price_formula"])


def test_a_thousand_typed_into_an_english_spreadsheet_is_read_as_it_is_shown() -> None:
    reading = _read(["Nama", "Satuan", "Harga"], ["Beras", "kg", 12.5], ["Gula", "kg", 17.25], formats={2: "0.000"})

    assert [row["price"] for row in reading.rows] == ["12500", "17250"]


def test_a_tenfold_slip_against_its_sisters_is_kept_and_flagged() -> None:
    names = ["Sabun Lux Merah", "Sabun Lux Putih", "Sabun Lux Ungu", "Sabun Lux Biru", "Sabun Lux Hijau"]
    prices = ["4.000", "4.100", "4.000", "4.200", "41.000"]

    row = _read(["Nama", "Satuan", "Harga"], *map(list, zip(names, ["pcs"] * 5, prices, strict=True))).rows[4]

    assert (row["price"], row["comparable"]) == ("41000", None)
    assert row["issues"][0]["code"] == "price_tenfold"
    assert row["issues"][0]["suggestion"] == {"price": "4100"}


def test_a_price_below_cost_is_said() -> None:
    reading = _read(["Nama", "Satuan", "Harga Beli", "Harga Jual"], ["Baterai", "pcs", "57.300", "18.500"])

    assert _codes(reading.rows[0]) == ["price_below_cost"]


def test_a_blank_promotion_price_means_the_ordinary_price() -> None:
    reading = _read(
        ["Nama", "Satuan", "Harga", "Harga Promo"], ["A", "kg", "10.000", ""], ["B", "kg", "9.000", "8.000"]
    )

    assert [row["price"] for row in reading.rows] == ["10000", "8000"]


def test_a_confirmed_heading_is_known_again_when_its_column_has_moved() -> None:
    memory = Memory()
    memory.remember_column("Angka Sakti", "price")

    reading = _read(
        ["Angka Sakti", "Kode", "Nama"], ["12.500", "77", "Beras 1 kg"], memory=Memory.from_json(memory.to_json())
    )

    assert reading.rows[0]["price"] == "12500"


def _brackets(memory: Memory | None = None) -> Reading:
    rows: list[list[Cell]] = [[f"BARANG {n} ANEH (24/dus)", str(50_000 + n)] for n in range(30)]
    return _read(["Nama", "Harga"], *rows, memory=memory)


def test_doubt_is_asked_per_pattern_most_rows_first() -> None:
    question = _brackets().questions[0]

    assert (question.pattern, question.kind, question.rows) in [
        ("bracket:dus", "price_unit", 30),
        ("tax", "tax", 30),
    ]
    assert len(_brackets().questions) == 2


def test_an_answer_is_remembered_and_not_asked_again() -> None:
    memory = Memory()
    memory.remember_answer("bracket:dus", "whole")
    memory.remember_answer("tax", "included")

    reading = _brackets(memory)

    assert reading.questions == []
    assert {row["order_unit"] for row in reading.rows} == {"dus"}
    assert {row["tax"] for row in reading.rows} == {"included"}


@pytest.mark.parametrize(
    ("note", "basis"),
    [
        ("Harga sudah termasuk PPN 11%", "included"),
        ("Harga belum termasuk PPN", "excluded"),
        ("All prices exclude VAT", "excluded"),
        ("Harga bebas PPN", "exempt"),
        ("Harga sewaktu-waktu berubah", None),
    ],
)
def test_the_tax_basis_is_told_by_a_note(note: str, basis: str | None) -> None:
    answer = _read([note], ["Nama", "Satuan", "Harga"], ["Sirup", "botol", "12.500"]).to_json()

    assert (answer["tax"], answer["rows"][0]["tax"]) == (basis, basis)


def test_a_note_tells_the_unit_of_all_prices() -> None:
    reading = _read(["Semua harga per karton"], ["Nama", "Isi", "Harga"], ["Teh Aneh", "24", "50.000"])

    assert reading.rows[0]["order_unit"] == "karton"
    assert reading.rows[0]["comparable"] == {"price": "2083.3333", "per": "piece"}


def test_messages_are_in_the_language_asked_for() -> None:
    source = _source([["Nama", "Satuan", "Harga"], ["Beras", "kg", "0"]])

    messages = [read_price_list(source, language=language).rows[0]["issues"][0]["message"] for language in ("id", "en")]

    assert messages == ["Harga nol.", "The price is zero."]


def _cartons(memory: Memory | None = None) -> Reading:
    told: list[list[Cell]] = [[f"Teh Aneh {n} 200 ml", "karton", "40", "100.000"] for n in range(3)]
    untold: list[list[Cell]] = [[f"Kopi Aneh {n} 200 ml", "karton", "", "100.000"] for n in range(4)]
    return _read(["Nama", "Satuan", "Isi", "Harga"], *told, *untold, memory=memory)


def test_the_content_of_a_carton_is_asked_once_for_all_its_rows_with_the_sisters_count_as_suggestion() -> None:
    question = next(question for question in _cartons().questions if question.pattern == "unit:karton")

    assert (question.kind, question.rows, question.suggestion) == ("case_count", 4, "40")


def test_the_answered_content_of_a_carton_makes_its_rows_comparable() -> None:
    memory = Memory()
    memory.remember_answer("unit:karton", "40")

    rows = _cartons(memory).rows

    assert {json.dumps(row["comparable"]) for row in rows} == {'{"price": "12500", "per": "l"}'}
