"""Prices as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.suppliers.reading.numbers import Mark, decimal_mark, parse_number, read_amount, written


@pytest.mark.parametrize(
    ("text", "value", "currency", "unit"),
    [
        ("1.250.000,50", "1250000.50", None, None),
        ("Rp 12.500,-", "12500", "IDR", None),
        ("Rp    153.000", "153000", "IDR", None),
        ("Rp4.699.000 ", "4699000", "IDR", None),
        ("12.500", "12500", None, None),
        ("12,500", "12500", None, None),
        ("12500.00", "12500", None, None),
        ("18,5", "18.5", None, None),
        ("@ 12rb", "12000", None, None),
        ("12,5rb", "12500", None, None),
        ("12rb5", "12500", None, None),
        ("1jt2", "1200000", None, None),
        ("1jt250", "1250000", None, None),
        ('"""Rp 11.000"""', "11000", "IDR", None),
        ("12.500/kg", "12500", None, "kg"),
        ("215.000/dus isi 12", "215000", None, "dus isi 12"),
        ("Rp 1 250 000", "1250000", "IDR", None),
        ("€ 1.00 ", "1", "EUR", None),
        ("$3.49", "3.49", "USD", None),
        ("0", "0", None, None),
    ],
)
def test_a_price_is_read_with_its_sign_and_unit(text: str, value: str, currency: str | None, unit: str | None) -> None:
    amount = read_amount(text, None)

    assert (amount.value, amount.currency, amount.unit, amount.doubt) == (Decimal(value), currency, unit, None)


def test_a_price_written_13o_is_flagged_and_not_mended() -> None:
    amount = read_amount("13o", None)

    assert (amount.value, amount.doubt, amount.likely) == (None, "price_unreadable", Decimal(130))


@pytest.mark.parametrize("text", ["", "-", "kosong", "Call", "N/A", "habis"])
def test_a_word_for_no_price_is_no_price_and_no_doubt(text: str) -> None:
    amount = read_amount(text, None)

    assert (amount.value, amount.doubt) == (None, None)


@pytest.mark.parametrize("text", ["12.000 - 13.000", "12rb-13rb", "12.000 s/d 15.000"])
def test_a_range_is_not_a_price(text: str) -> None:
    assert read_amount(text, None).doubt == "price_range"


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["12.500", "18,5"], ","),
        (["12.500", "9.75"], "."),
        (["1.250.000", "3.000"], ","),
        (["1,250,000", "3,000"], "."),
        (["12.500", "14.000"], ","),
        (["12,500", "14,000"], "."),
        (["0.250", "0.5"], "."),
        (["12500", "14000"], None),
    ],
)
def test_the_marks_are_decided_for_the_column(cells: list[str], mark: Mark | None) -> None:
    assert decimal_mark(cells) == mark


def test_rupiah_are_never_written_with_three_decimals() -> None:
    assert read_amount("12.500", ".").value == Decimal(12500)
    assert read_amount("12.500", ".", rupiah=False).value == Decimal("12.500")


@pytest.mark.parametrize("text", ["1.25.000", "12..500", "1.250,000.5,0"])
def test_marks_that_make_no_number_make_none(text: str) -> None:
    assert parse_number(text, None, money=True) is None


@given(st.integers(0, 10**12))
def test_every_whole_amount_is_read_back_from_all_its_spellings(value: int) -> None:
    dotted = f"{value:,}".replace(",", ".")

    for text in (str(value), dotted, f"Rp {dotted}", f"{dotted},-", f"Rp{dotted},00", f"{value:,}.00"):
        assert read_amount(text, None).value == value


@pytest.mark.parametrize(
    ("value", "text"), [("12500.00", "12500"), ("0.12345", "0.1235"), ("2.5", "2.5"), ("100", "100"), ("1E+3", "1000")]
)
def test_figures_have_four_decimals_at_most_and_no_trailing_zeros(value: str, text: str) -> None:
    assert written(Decimal(value)) == text
