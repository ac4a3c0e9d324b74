from decimal import Decimal

import pytest

from frontend import formatting
from frontend.typed_numbers import NotANumber, typed_number, typed_rupiah


@pytest.fixture(autouse=True)
def _request(in_page):
    return in_page


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1250000", "id", "1250000"),
        ("1.250.000", "id", "1250000"),
        ("Rp 1.250.000,-", "id", "1250000"),
        ("rp12.500", "id", "12500"),
        ("12,5", "id", "12.5"),
        ("12.5", "id", "12.5"),
        ("0,25", "id", "0.25"),
        (" 1 250 ", "id", "1250"),
        ("1.250,75", "id", "1250.75"),
        ("1,250,000", "en", "1250000"),
        ("1,250.5", "en", "1250.5"),
        ("12,5", "en", "12.5"),
        ("0", "id", "0"),
    ],
)
def test_a_number_is_read_as_it_is_written_here(text, language, value):
    assert typed_number(text, language) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "banyak", "13o", "-5", "1e5", "1.25.000", "1,250,000", "1.250.00", "12.", ",", "٣"]
)
def test_what_is_no_number_or_could_be_two_is_refused(text):
    with pytest.raises(NotANumber):
        typed_number(text)


def test_a_number_too_large_for_the_books_is_refused():
    with pytest.raises(NotANumber, match="terlalu besar"):
        typed_number("9" * 16)


def test_rupiah_are_whole():
    assert typed_rupiah("Rp1.250.000") == 1_250_000
    with pytest.raises(NotANumber, match="bulat"):
        typed_rupiah("1250,5")


@pytest.mark.parametrize("value", [0, 7, 999, 1_000, 15_250, 1_250_000, 10**14])
@pytest.mark.parametrize("language", ["id", "en"])
def test_what_the_page_writes_can_be_typed_back(value, language):
    assert typed_rupiah(formatting.rupiah(value, language), language) == value
