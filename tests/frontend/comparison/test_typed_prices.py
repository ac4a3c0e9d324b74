"""Selling prices from a file."""

from __future__ import annotations

from decimal import Decimal

import pytest

from frontend.comparison.typed_prices import read_prices
from marketplace.orders.comparison import SellingPrice

OIL = SellingPrice("Minyak goreng 1 l", Decimal(17_500), "piece")


@pytest.mark.parametrize(
    "content",
    [
        b"Nama Barang;Harga Jual\nMinyak goreng 1 l;17.500\n",
        b"nama,harga\nMinyak goreng 1 l,17500\n",
        b"\xef\xbb\xbfnama\tharga jual\nMinyak goreng 1 l\tRp 17.500,-\n",
        b"Minyak goreng 1 l;17.500\n",
        b"kode;harga;nama\nA1;17.500;Minyak goreng 1 l\n",
    ],
)
def test_the_columns_are_found_with_and_without_headings(content: bytes) -> None:
    assert read_prices(content) == ([OIL], [])


def test_a_unit_says_for_what_the_price_is_and_how_much_is_sold() -> None:
    content = b"nama;harga;satuan;sebulan\nGula pasir;18.000;kg;200\nTerasi;2.500;ons;10\n"
    assert read_prices(content) == (
        [
            SellingPrice("Gula pasir", Decimal(18_000), "kg", Decimal(200)),
            SellingPrice("Terasi", Decimal(25_000), "kg", Decimal(1)),
        ],
        [],
    )


def test_lines_that_cannot_be_read_are_named_and_the_others_kept() -> None:
    content = b"nama;harga\nMinyak goreng 1 l;17.500\nGula;mahal\n;5.000\n\nGaram;0\n"
    assert read_prices(content) == ([OIL], [3, 4, 6])


def test_windows_encoding_is_read() -> None:
    assert read_prices("nama;harga\nKopi Café;5.000\n".encode("cp1252"))[0][0].words == "Kopi Café"


def test_an_empty_file_gives_nothing() -> None:
    assert read_prices(b"") == ([], [])
