from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.quantities import UNITS, Factor, Quantity, UnitsDoNotMeet, UnknownUnit, unit

SACK = Factor(unit("sak"), Quantity.of(25, "kg"))
MEASURES = [each for each in UNITS.values() if each.base is not None]


@pytest.mark.parametrize(
    ("written", "word", "code"),
    [("Kg", "kg", "KGM"), ("GR", "g", "GRM"), ("ltr.", "l", "LTR"), ("Ctn", "karton", "XCT"), ("butir", "butir", "H87"),
     ("zak", "sak", "XSA"), ("Lusin", "lusin", "DZN")],
)  # fmt: skip
def test_a_written_unit_is_known_by_its_code(written: str, word: str, code: str) -> None:
    assert (unit(written).word, unit(written).code) == (word, code)


def test_a_word_that_is_no_unit_is_refused_by_name() -> None:
    with pytest.raises(UnknownUnit, match="genggam"):
        unit("genggam")


@pytest.mark.parametrize(
    ("amount", "word", "other", "expected"),
    [
        ("1.5", "kg", "g", "1500"),
        ("2", "kuintal", "kg", "200"),
        ("250", "ml", "l", "0.25"),
        ("2", "lusin", "butir", "24"),
    ],
)
def test_units_of_one_dimension_convert_exactly(amount: str, word: str, other: str, expected: str) -> None:
    assert Quantity.of(amount, word).to(unit(other)).amount == Decimal(expected)


@pytest.mark.parametrize(
    ("word", "other"), [("kg", "l"), ("butir", "kg"), ("sak", "kg"), ("kodi", "pcs"), ("karton", "dus")]
)
def test_what_no_declared_factor_joins_is_refused(word: str, other: str) -> None:
    with pytest.raises(UnitsDoNotMeet):
        Quantity.of(1, word).to(unit(other))


def test_a_declared_factor_opens_a_package_both_ways() -> None:
    assert Quantity.of(4, "sak").to(unit("kg"), SACK) == Quantity.of(100, "kg")
    assert Quantity.of(50, "kg").to(unit("sak"), SACK) == Quantity.of(2, "sak")


def test_a_factor_of_another_package_opens_nothing() -> None:
    with pytest.raises(UnitsDoNotMeet):
        Quantity.of(4, "karung").to(unit("kg"), SACK)


def test_sums_and_comparisons_keep_the_unit() -> None:
    assert Quantity.of(1, "kg") + Quantity.of(500, "g") == Quantity.of("1.5", "kg")
    assert Quantity.of(1, "kg") - Quantity.of(500, "g") == Quantity.of("0.5", "kg")
    assert Quantity.of(900, "g") < Quantity.of(1, "kg") <= Quantity.of(1000, "g")
    with pytest.raises(UnitsDoNotMeet):
        Quantity.of(1, "kg") + Quantity.of(1, "l")


def test_a_quantity_is_exact_and_never_a_truth_value() -> None:
    with pytest.raises(TypeError):
        Quantity(1.5, unit("kg"))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        bool(Quantity.of(0, "kg"))


@given(st.decimals(0, 10**9, places=4), st.sampled_from(MEASURES), st.sampled_from(MEASURES))
def test_there_and_back_is_where_it_started(amount: Decimal, one: object, other: object) -> None:
    assert hasattr(one, "dimension")
    assert hasattr(other, "dimension")
    if one.dimension != other.dimension:
        return
    there_and_back = Quantity(amount, one).to(other).to(one)  # type: ignore[arg-type]
    assert abs(there_and_back.amount - amount) <= Decimal("1e-12")
