"""Thirty days ahead: what is known, what comes again, the lowest day, and for how long the money lasts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.books.queries.forecast import cash_forecast
from marketplace.books.rules.forecast import (
    DAYS,
    Forecast,
    Known,
    KnownKind,
    Recurring,
    Restocking,
    forecast,
    looked_back,
    placed,
)
from marketplace.clock import now, today
from marketplace.database import transaction
from marketplace.errors import NotPermitted
from tests.marketplace.books.test_cash import line, record
from tests.marketplace.orders.conftest import World, offer, world

__all__ = ["world"]

TODAY = date(2026, 11, 22)
NO_SUPPLIERS = Recurring("2-1100", "", 0, 56)


def known(amount: int, days: int, kind: KnownKind = "payable") -> Known:
    return Known(TODAY + timedelta(days=days), amount, kind, "")


def ahead(start: int, *given: Known, recurring: tuple[Recurring, ...] = (), paid: Recurring = NO_SUPPLIERS) -> Forecast:
    return forecast(start, TODAY, given, recurring, paid)


@pytest.mark.parametrize(
    ("first", "days"),
    [
        (None, 7),
        (TODAY, 7),
        (TODAY - timedelta(days=9), 10),
        (TODAY - timedelta(days=55), 56),
        (TODAY - timedelta(days=400), 56),
    ],
)
def test_averages_go_back_eight_weeks_or_to_the_first_movement_but_a_week_at_least(
    first: date | None, days: int
) -> None:
    assert looked_back(first, TODAY) == days


def test_averages_are_rounded_towards_less_money() -> None:
    assert Recurring("4-1100", "", 100, 56).per_day == 1
    assert Recurring("6-1200", "", -100, 56).per_day == -2


def test_an_overdue_bill_counts_tomorrow_and_an_overdue_receivable_not_at_all() -> None:
    counted, uncertain = placed([known(-100, -3), known(70, 0, "receivable"), known(50, 2, "receivable")], TODAY)
    assert [(each.day - TODAY, each.amount) for each in counted] == [
        (timedelta(days=1), -100),
        (timedelta(days=2), 50),
    ]
    assert uncertain == 70


def test_what_lies_beyond_thirty_days_does_not_count() -> None:
    assert placed([known(-100, DAYS), known(-100, DAYS + 1)], TODAY)[0] == (known(-100, DAYS),)


def test_the_lowest_day_and_for_how_long_it_lasts_are_told() -> None:
    found = ahead(100, known(-80, 5), known(-40, 10), known(500, 12, "receivable"))
    assert found.lowest.day == TODAY + timedelta(days=10)
    assert found.lowest.balance == -20
    assert found.lasts == 9
    assert found.days[-1].balance == 480
    rich = ahead(1_000, known(-80, 5))
    assert (rich.lasts, rich.runs_out, rich.lowest.balance) == (None, None, 920)


def test_stock_that_is_usually_bought_is_counted_less_what_is_known() -> None:
    paid = Recurring("2-1100", "", -5_600, 56)
    assert ahead(10_000, paid=paid).restocking == Restocking(3_000, 0)
    some = ahead(10_000, known(-1_000, 3), paid=paid)
    assert (some.restocking.known, some.restocking.per_day) == (1_000, -67)
    assert ahead(10_000, known(-9_000, 3), paid=paid).restocking.per_day == 0


@settings(max_examples=80, deadline=None)
@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.tuples(st.integers(-(10**8), 10**8).filter(bool), st.integers(-40, 40)), max_size=20),
    st.lists(st.integers(-(10**8), 10**8), max_size=5),
)
def test_each_day_follows_from_the_day_before_and_everything_known_is_counted_once(
    start: int, moves: list[tuple[int, int]], totals: list[int]
) -> None:
    given_known = [known(amount, days, "receivable" if amount > 0 else "payable") for amount, days in moves]
    recurring = tuple(Recurring("6-1200", "", total, 56) for total in totals)
    found = ahead(start, *given_known, recurring=recurring)
    balance = start
    for each in found.days:
        balance += each.came - each.went
        assert each.balance == balance
    per_day = sum(each.per_day for each in recurring) + found.restocking.per_day
    assert found.days[-1].balance == start + sum(each.amount for each in found.known) + DAYS * per_day
    assert found.lowest.balance == min(each.balance for each in found.days)


def test_the_forecast_is_made_of_the_ledger_and_of_what_falls_due(world: World) -> None:
    for days in (1, 2):
        record(world.cashier, line(70_000, happened_at=now() - timedelta(days=days)))
        record(world.cashier, line(7_000, "power", None, happened_at=now() - timedelta(days=days)))
    record(world.cashier, line(30_000, "to_bank", None, happened_at=now() - timedelta(days=1)))
    record(world.cashier, line(999_000))  # today is not over: no average yet, but in the money at hand
    order = world.received((offer(price="100000", tax="exempt"), "2"))
    world.bill(order, "2", invoice_number="F-9", due_on=today() + timedelta(days=9))
    with transaction() as session:
        found = cash_forecast(session, world.supervisor, today())
    assert found.start == 999_000 + 2 * 63_000
    assert [(each.account, each.total, each.days) for each in found.recurring] == [
        ("4-1110", 140_000, 7),
        ("6-1200", -14_000, 7),
    ]
    [bill] = found.known
    assert (bill.kind, bill.amount, bill.day) == ("payable", -200_000, today() + timedelta(days=9))
    assert found.days[-1].balance == found.start + 30 * 18_000 - 200_000
    with pytest.raises(NotPermitted), transaction() as session:
        cash_forecast(session, world.seller, today())
