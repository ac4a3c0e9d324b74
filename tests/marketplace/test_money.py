from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.money import Money, number_text, rupiah_text


@pytest.mark.parametrize(
    ("amount", "rupiah"),
    [("12500", 12500), ("12500.5", 12501), ("12500.4999", 12500), ("-0.5", -1), ("0", 0)],
)
def test_a_fraction_of_a_rupiah_is_rounded_half_up_on_purpose(amount: str, rupiah: int) -> None:
    assert Money.rounded(Decimal(amount)) == Money(rupiah)


@pytest.mark.parametrize("wrong", [12500.0, True, "12500", Decimal(12500)])
def test_money_refuses_everything_but_whole_rupiah(wrong: object) -> None:
    with pytest.raises(TypeError):
        Money(wrong)  # type: ignore[arg-type]


def test_money_is_never_multiplied_by_a_fraction() -> None:
    with pytest.raises(TypeError):
        Money(100) * 1.5  # type: ignore[operator]


def test_nothing_owed_is_not_mistaken_for_nothing_known() -> None:
    with pytest.raises(TypeError, match="is None"):
        bool(Money(0))


@pytest.mark.parametrize(
    ("amount", "indonesian", "english"),
    [
        ("1250000", "Rp1.250.000", "Rp1,250,000"),
        ("-4200", "-Rp4.200", "-Rp4,200"),
        ("312.5", "Rp312,5", "Rp312.5"),
        ("15250.006", "Rp15.250,01", "Rp15,250.01"),
        ("0", "Rp0", "Rp0"),
    ],
)
def test_rupiah_are_written_as_people_write_them(amount: str, indonesian: str, english: str) -> None:
    assert rupiah_text(Decimal(amount)) == indonesian
    assert rupiah_text(Decimal(amount), "en") == english


def test_numbers_lose_trailing_zeros_and_nothing_else() -> None:
    assert number_text(Decimal("1200.50")) == "1.200,5"
    assert number_text(Decimal("1200")) == "1.200"
    assert number_text(Decimal("0.0005"), decimals=3) == "0,001"


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=30).filter(lambda weights: sum(weights) > 0),
)
def test_shared_parts_add_up_and_stay_within_a_rupiah_of_the_exact_share(rupiah: int, weights: list[Decimal]) -> None:
    parts = Money(rupiah).shared(weights)
    assert Money.total(parts) == Money(rupiah)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.rupiah - rupiah * weight / sum(weights)) <= 1


@pytest.mark.parametrize("weights", [[], [Decimal(0)], [Decimal(1), Decimal(-1)]])
def test_an_amount_cannot_be_shared_by_no_weight_or_a_negative_one(weights: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(1000).shared(weights)
