"""Headings, and the columns they stand over."""

from __future__ import annotations

import pytest

from marketplace.suppliers.reading.columns import repeated_blocks, understand_columns
from marketplace.suppliers.reading.headings import MEANINGS, read_heading
from marketplace.suppliers.reading.layouts import lay_out
from marketplace.suppliers.reading.sheets import Cell, Sheet
from marketplace.suppliers.reading.tables import find_heading


@pytest.mark.parametrize(
    ("heading", "meaning", "unit"),
    [
        ("Harga/Dus", "price", "dus"),
        ("Harga Karton", "price", "karton"),
        ("Hrg Pcs", "price", "pcs"),
        ("Rp/Kg", "price", "kg"),
        ("Harga per Kg", "price", "kg"),
        ("H.Jual", "price", None),
        ("hargajual", "price", None),
        ("harga_jual", "price", None),
        ("Sale Price", "promo_price", None),
        ("Harga Netto", "promo_price", None),
        ("Harga Baru", "promo_price", None),
        ("Harga Lama", "old_price", None),
        ("Harga Sebelum Diskon", "old_price", None),
        ("HPP", "cost", None),
        ("barang_harpok", "cost", None),
        ("Harga Modal", "cost", None),
        ("HET", "advised_price", None),
        ("MRP", "advised_price", None),
        ("Harga Member", "member_price", None),
        ("H. Grosir", "wholesale_price", None),
        ("3 Ctn", "tier_price", "karton"),
        (">= 10 dus", "tier_price", "dus"),
        ("Min. Order", "min_quantity", None),
        ("Disc %", "discount", None),
        ("Isi/Dus", "case_count", "dus"),
        ("Qty/Ctn", "case_count", "karton"),
        ("satuan_beli", "case_unit", None),
        ("Kemasan", "pack", None),
        ("NAMA PRODUK", "name", None),
        ("Pricelist Items/Product Template", "name", None),
        ("Product Description", "name", None),
        ("UoM", "unit", None),
        ("Stok Minimal", "stock", None),
    ],
)
def test_a_heading_in_any_wording_has_its_meaning(heading: str, meaning: str, unit: str | None) -> None:
    read = read_heading(heading)

    assert read is not None
    assert (read.meaning, read.unit) == (meaning, unit)
    assert read.meaning in MEANINGS


def _sheet(*rows: list[Cell]) -> Sheet:
    return Sheet(None, "table", list(rows), range(1, len(rows) + 1))


def test_a_heading_of_two_lines_is_joined() -> None:
    heading = find_heading(
        _sheet(
            ["PT X", "", "", ""], ["No", "Nama Barang", "Harga", ""], ["", "", "Dus", "Pcs"], [1, "Teh", 100000, 5000]
        )
    )

    assert heading is not None
    assert (heading.first, heading.last) == (1, 2)
    assert heading.texts == ("No", "Nama Barang", "Harga Dus", "Harga Pcs")


def test_a_column_of_another_content_than_its_heading_is_believed_for_its_content() -> None:
    rows: list[list[Cell]] = [["Beras", "kg", "12.000"], ["Gula", "kg", "17.000"], ["Telur", "butir", "2.000"]]

    columns = understand_columns(["Nama", "Harga", "Harga"], rows)

    assert [column.meaning for column in columns] == ["name", "unit", "price"]


def test_cost_advised_and_member_prices_are_never_the_price() -> None:
    rows: list[list[Cell]] = [["Beras 5kg", "56.000", "62.500", "59.000"]] * 3

    layout = lay_out(understand_columns(["Nama", "Harga Beli", "HET", "Harga Member"], rows))

    assert layout.parts == []


def test_the_same_price_with_and_without_tax_is_taken_with_tax() -> None:
    rows: list[list[Cell]] = [["Sabun", "10.000", "11.100"]] * 3

    layout = lay_out(understand_columns(["Nama", "Harga Excl PPN", "Harga Incl PPN"], rows))

    assert [(part.columns, part.tax) for part in layout.parts] == [([2], "included")]


def test_tables_side_by_side_are_blocks() -> None:
    assert repeated_blocks(["Nama", "Harga", "", "Nama", "Harga"]) == [(0, 3), (3, 5)]
    assert repeated_blocks(["Nama", "Satuan", "Harga"]) == []


def test_columns_without_headings_are_told_by_what_they_hold() -> None:
    rows: list[list[Cell]] = [
        ["1", "Beras Rojolele 10 kg", "sak", "145000"],
        ["2", "Gula Pasir", "kg", "17500"],
        ["3", "Minyak Goreng", "liter", "18000"],
    ]

    columns = understand_columns([], rows)

    assert [column.meaning for column in columns] == ["other", "name", "unit", "price"]
