from datetime import date
from decimal import Decimal

import pytest

from marketplace.money import Money
from marketplace.suppliers.comparing import load_rates, rate_on


@pytest.mark.parametrize(
    ("day", "net", "ppn"),
    [
        (date(2022, 3, 31), 1_000_000, 100_000),
        (date(2022, 4, 1), 1_000_000, 110_000),
        (date(2025, 1, 1), 1_000_000, 110_000),
        (date(2026, 11, 22), 119_990_000, 13_198_900),
        (date(2026, 11, 22), 5, 1),
    ],
)
def test_ppn_follows_the_rate_in_force_that_day(day: date, net: int, ppn: int) -> None:
    assert rate_on(load_rates(), day).added_to(Money(net)) == Money(ppn)


def test_the_ppn_inside_a_price_is_what_was_added_to_its_net() -> None:
    rate = rate_on(load_rates(), date(2026, 11, 22))
    for net in (1, 999, 16_000, 894_000, 119_990_000):
        gross = Money(net) + rate.added_to(Money(net))
        assert abs(rate.inside(gross).rupiah - rate.added_to(Money(net)).rupiah) <= 1


def test_before_the_first_known_rate_there_is_none() -> None:
    with pytest.raises(LookupError):
        rate_on(load_rates(), date(1990, 1, 1))


def test_every_rate_names_its_source() -> None:
    assert all(rate.source and rate.percent > Decimal(0) for rate in load_rates())
