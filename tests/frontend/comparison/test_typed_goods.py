"""Wanted goods as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from frontend.comparison.typed_goods import read_good, read_goods


@pytest.mark.parametrize(
    ("line", "words", "quantity", "unit"),
    [
        ("gula pasir 100 kg", "gula pasir", "100", "kg"),
        ("minyak goreng 1 l 60 l", "minyak goreng 1 l", "60", "l"),
        ("mie goreng 85 g 10 dus", "mie goreng 85 g", "10", "dus"),
        ("60 l minyak goreng", "minyak goreng", "60", "l"),
        ("beras: 1.000 kg", "beras", "1000", "kg"),
        ("telur 2,5 kg", "telur", "2.5", "kg"),
        ("kopi = 40pcs", "kopi", "40", "pcs"),
        ("- garam 20 kg", "garam", "20", "kg"),
        ("3. garam 20 kg", "garam", "20", "kg"),
        ("• sabun 12 renceng", "sabun", "12", "renceng"),
        ("Kecap manis Cap Nyiur 520 ml: 24 buah", "Kecap manis Cap Nyiur 520 ml", "24", "buah"),
    ],
)
def test_a_line_gives_words_quantity_and_unit(line: str, words: str, quantity: str, unit: str) -> None:
    goods, unread = read_goods(line)
    assert unread == []
    assert [(good.words, good.quantity) for good in goods] == [(words, Decimal(quantity))]
    assert goods[0].unit in {unit, "pcs", "buah"} if unit in {"pcs", "buah"} else goods[0].unit == unit


@pytest.mark.parametrize("line", ["gula pasir", "100 kg", "gula 0 kg", "gula seratus kg"])
def test_a_line_without_a_quantity_of_something_is_given_back(line: str) -> None:
    assert read_good(line) is None
    assert read_goods(f"beras 5 kg\n{line}\n\n") == ([read_good("beras 5 kg")], [line])
