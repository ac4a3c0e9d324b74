"""Real lists that are not part of the repository, read against what their own columns tell."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from marketplace.suppliers.reading import read_price_list
from marketplace.suppliers.reading.sources import open_source

pytestmark = pytest.mark.private_data


def _rows(price_lists: Path, pattern: str) -> list[dict[str, Any]]:
    path = next(price_lists.glob(pattern))
    return read_price_list(open_source(path, file=path.name)).rows


def _records(price_lists: Path, pattern: str) -> list[dict[str, str]]:
    with next(price_lists.glob(pattern)).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_pdf_agrees_with_its_typed_copy(price_lists: Path) -> None:
    typed = _records(price_lists, "01*/*.csv")
    rows = _rows(price_lists, "01*/*.pdf")

    assert [(row["name"], row["price"]) for row in rows] == [
        (" ".join(record["Nama Barang"].split()), record["Harga"]) for record in typed
    ]


def test_prices_of_the_cooperative_shop_are_per_piece_and_not_per_case(price_lists: Path) -> None:
    rows = _rows(price_lists, "02*/*.csv")

    assert {row["order_unit"] for row in rows} <= {"pcs", None}
    assert sum(row["comparable"] is not None for row in rows if row["price"]) >= 0.97 * len(rows) - 10


def test_the_price_after_discount_is_taken(price_lists: Path) -> None:
    records = _records(price_lists, "04*/*.csv")
    rows = _rows(price_lists, "04*/*.csv")

    expected = [record["Harga"].replace("Rp", "").replace(".", "").strip() for record in records]
    assert [row["price"] for row in rows] == expected


def test_the_selling_price_is_taken_and_never_cost_or_member_price(price_lists: Path) -> None:
    prices = {record["kd_barang"]: record["harga_jual"] for record in _records(price_lists, "05*/barang.csv")}
    rows = _rows(price_lists, "05*/barang.csv")

    assert [row for row in rows if row["price"] != prices[row["sku"]]] == []


def test_three_units_of_a_row_are_three_parts(price_lists: Path) -> None:
    records = _records(price_lists, "07*/barang.csv")
    rows = _rows(price_lists, "07*/barang.csv")
    expected = [
        (index, Decimal(record[column]))
        for index, record in enumerate(records)
        for column in ("barang_harga", "barang_harga_s2", "barang_harga_s3")
        if Decimal(record[column] or 0) > 0
    ]

    found = [Decimal(row["price"]) for row in rows if row["price"] not in (None, "0")]
    assert found == [price for _, price in expected]
