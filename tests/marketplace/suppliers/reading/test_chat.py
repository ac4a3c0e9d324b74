"""Pasted chat text."""

from __future__ import annotations

import pytest

from marketplace.suppliers.reading.chat import read_lines


@pytest.mark.parametrize(
    ("line", "name", "price", "unit"),
    [
        ("Beras 5kg 72rb", "Beras 5kg", "72rb", None),
        ("Minyak goreng 1L x12 = 215.000/dus", "Minyak goreng 1L x12", "215.000", "dus"),
        ("- Gula pasir 17.500/kg", "Gula pasir", "17.500", "kg"),
        ("3. Telur ayam 28,5rb/kg", "Telur ayam", "28,5rb", "kg"),
        ("✅ Tepung segitiga 1kg @ 12.500", "Tepung segitiga 1kg", "12.500", None),
        ("Wortel Rp 14.500,-/kg", "Wortel", "Rp 14.500,-", "kg"),
        ("*Kopi* 165gr : Rp 15.500", "Kopi  165gr", "Rp 15.500", None),
        ("Emas 1jt2", "Emas", "1jt2", None),
    ],
)
def test_a_line_is_a_name_and_a_price(line: str, name: str, price: str, unit: str | None) -> None:
    (read,) = read_lines([[line]])

    assert (read.kind, read.name) == ("item", name)
    assert [(p.text, p.unit) for p in read.prices] == [(price, unit)]


def test_a_price_on_the_next_line_belongs_to_the_name_above() -> None:
    first, second = read_lines([["Kopi Kapal Api 165gr"], ["Rp 15.500"]])

    assert (first.kind, first.prices[0].text, second.kind) == ("item", "Rp 15.500", "continued")


def test_a_line_may_price_two_units() -> None:
    (read,) = read_lines([["Indomie goreng 3.100/pcs, 118.000/dus isi 40"]])

    assert [(p.text, p.unit) for p in read.prices] == [("3.100", "pcs"), ("118.000", "dus isi 40")]


def test_a_quantity_price_is_a_tier() -> None:
    (read,) = read_lines([["Telur 28rb/kg (min 10 kg 27rb)"]])

    assert (read.prices[0].text, read.tiers) == ("28rb", [("10", "27rb")])


@pytest.mark.parametrize("line", ["Hub 0812 3456 7890", "Harga sewaktu-waktu dapat berubah", "Terima kasih"])
def test_contact_lines_and_notes_are_no_goods(line: str) -> None:
    kinds = [read.kind for read in read_lines([["Gula 17.500"], [line]])]

    assert kinds == ["item", "note"]
