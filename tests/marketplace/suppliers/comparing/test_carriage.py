from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.money import Money
from marketplace.suppliers.comparing.carriage import (
    ANY_SUPPLIER,
    Leg,
    Load,
    Route,
    Sailings,
    Tariff,
    arrival,
    carry,
    latest_departure,
    routes_to,
)


def load(kg: str | None, goods: int = 100_000, packages: str = "1") -> Load:
    return Load(None if kg is None else Decimal(kg), Decimal(packages), Money(goods))


LOADS = st.lists(
    st.builds(
        Load,
        st.none() | st.decimals(0, 5000, places=2),
        st.decimals(1, 100, places=0),
        st.integers(0, 10**8).map(Money),
    ),
    min_size=1,
    max_size=20,
)


@given(st.integers(0, 10**7), LOADS)
def test_the_shares_of_a_drop_add_up_to_the_drop(drop: int, loads: list[Load]) -> None:
    costs = carry(Route((Leg("antar", per_drop=Money(drop)),)), loads)
    assert Money.total(each[0] for each in costs if each[0] is not None) == Money(drop)


def test_a_drop_is_shared_by_weight_and_by_value_where_a_weight_is_unknown() -> None:
    drop = Route((Leg("antar", per_drop=Money(100_000)),))
    assert carry(drop, [load("75"), load("25")]) == [[Money(75_000)], [Money(25_000)]]
    assert carry(drop, [load(None, 100_000), load("25", 300_000)]) == [[Money(25_000)], [Money(75_000)]]


@pytest.mark.parametrize(
    ("leg", "kg", "cost"),
    [
        (Leg("a", per_kg=Decimal("350.5")), "60", 21_030),
        (Leg("a", per_package=Decimal(4200)), "60", 4_200),
        (Leg("a", per_kg=Decimal(10), per_package=Decimal(5), per_drop=Money(7)), "3", 42),
        (Leg("a", per_kg=Decimal(350)), None, None),
        (Leg("a"), "60", None),
        (Leg("a", per_drop=Money(0)), None, 0),
        (Leg("a", per_kg=Decimal(350), free_from=Money(100_000)), "60", 0),
        (Leg("a", per_kg=Decimal(350), free_from=Money(100_001)), "60", 21_000),
    ],
)
def test_a_leg_costs_what_its_tariff_says_and_is_unknown_where_it_says_nothing(
    leg: Leg, kg: str | None, cost: int | None
) -> None:
    expected = None if cost is None else Money(cost)
    assert carry(Route((leg,)), [load(kg)]) == [[expected]]


def test_the_way_over_land_and_sea_and_the_own_carriage_add_up() -> None:
    route = Route(
        (Leg("darat", per_kg=Decimal(200)), Leg("kapal", per_kg=Decimal(150)), Leg("sendiri", per_drop=Money(9_000)))
    )
    assert carry(route, [load("100")]) == [[Money(20_000), Money(15_000), Money(9_000)]]


BOATS = Sailings(
    weekdays=frozenset({1}), dates=frozenset({date(2026, 11, 27)}), cancelled=frozenset({date(2026, 11, 24)})
)


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        (date(2026, 11, 22), date(2026, 11, 27), date(2026, 11, 17)),
        (date(2026, 11, 27), date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 28), date(2026, 12, 1), date(2026, 11, 27)),
    ],
)
def test_sailings_skip_what_is_cancelled(day: date, after: date, before: date) -> None:
    assert (BOATS.on_or_after(day), BOATS.on_or_before(day)) == (after, before)


def test_a_calendar_without_sailings_never_arrives() -> None:
    route = Route((Leg("kapal", days=1, sailings=Sailings()),))
    assert arrival(route, date(2026, 11, 22)) is None
    assert latest_departure(route, date(2026, 11, 22)) is None


def test_unknown_days_make_the_arrival_unknown() -> None:
    assert arrival(Route((Leg("a", days=1), Leg("b"))), date(2026, 11, 22)) is None


@given(st.integers(0, 6), st.integers(0, 6), st.dates(date(2026, 1, 1), date(2026, 12, 1)))
def test_goods_ready_on_the_latest_day_are_there_in_time_and_a_day_later_are_not(
    weekday: int, days: int, needed: date
) -> None:
    route = Route((Leg("darat", days=1), Leg("kapal", days=days, sailings=Sailings(weekdays=frozenset({weekday})))))
    ready = latest_departure(route, needed)
    assert ready is not None
    there, late = arrival(route, ready), arrival(route, date.fromordinal(ready.toordinal() + 1))
    assert there is not None
    assert late is not None
    assert there <= needed < late


def test_routes_take_the_zones_own_tariff_then_the_shared_legs() -> None:
    boat = Leg("kapal", per_kg=Decimal(100))
    tariffs = [
        Tariff(Leg("darat", per_kg=Decimal(1)), "CV"),
        Tariff(Leg("pulau", per_kg=Decimal(2)), "CV", "pulau"),
        Tariff(Leg("kota", per_kg=Decimal(3)), "UD", "kota"),
        Tariff(boat, None, "pulau"),
    ]
    routes = routes_to("pulau", tariffs, ["CV", "UD"])
    assert [leg.name for leg in routes["CV"].legs] == ["pulau", "kapal"]
    assert not routes["UD"].legs[0].priced
    assert routes["UD"].legs[1] is boat


def test_a_tariff_for_everybody_stands_in_where_a_supplier_has_none() -> None:
    tariffs = [Tariff(Leg("umum", per_kg=Decimal(5)), ANY_SUPPLIER), Tariff(Leg("sendiri", per_kg=Decimal(1)), "CV")]
    routes = routes_to(None, tariffs, ["CV", "UD"])
    assert (routes["CV"].legs[0].name, routes["UD"].legs[0].name) == ("sendiri", "umum")
