"""Quarters as days, lines from accounts, indicators with the reason where there is none, one hash for one content."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from marketplace.books.rules.editions import content_hash, short_hash
from marketplace.books.rules.indicators import active_members, average, inventory_cycle, on_time
from marketplace.books.rules.quarters import (
    PLACES,
    Line,
    Movement,
    Punctuality,
    Quarter,
    as_content,
    figures_that_differ,
    from_content,
    journal_figures,
    place_of,
    quarter_of,
    uncosted_months,
)

Q3 = Quarter(2026, 3)


@pytest.mark.parametrize(
    ("day", "quarter", "first", "last"),
    [
        (date(2026, 1, 1), Quarter(2026, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2024, 2, 29), Quarter(2024, 1), date(2024, 1, 1), date(2024, 3, 31)),
        (date(2026, 6, 30), Quarter(2026, 2), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), Quarter(2026, 4), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_one_quarter(day: date, quarter: Quarter, first: date, last: date) -> None:
    assert quarter_of(day) == quarter
    assert (quarter.first, quarter.last) == (first, last)
    assert quarter_of(quarter.before.last) == quarter.before
    assert quarter.before.after == quarter


def test_a_running_quarter_is_told_up_to_today() -> None:
    assert Q3.through(date(2026, 8, 5)) == date(2026, 8, 5)
    assert Q3.through(date(2026, 11, 5)) == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("account", "account_type", "line"),
    [
        ("4-1100", "income", "sales_members"),
        ("4-1110", "income", "sales_others"),
        ("4-2200", "income", "fees"),
        ("4-7777", "income", "other_income"),
        ("5-1110", "expense", "goods_sold"),
        ("5-1200", "expense", "goods_costs"),
        ("6-1200", "expense", "running_costs"),
        ("8-1", "expense", "other_costs"),
        ("1-1200", "asset", "cash"),
        ("1-2490", "asset", "loans"),
        ("1-2500", "asset", "other_assets"),
        ("2-3100", "liability", "savings"),
        ("3-3200", "equity", "surplus"),
    ],
)
def test_every_account_has_its_line(account: str, account_type: str, line: str) -> None:
    assert place_of(account, PLACES[account_type]) == line


def test_every_type_takes_accounts_that_nobody_foresaw() -> None:
    for places in PLACES.values():
        assert place_of("X", places) == places[-1][0]


def moved(account: str, account_type: str, month: int | None, amount: int, *, closing: bool = False) -> Movement:
    day = None if month is None else date(2026, month, 1)
    return Movement(account, account_type, day, closing, max(amount, 0), max(-amount, 0))


def figures_of(*movements: Movement, has_before: bool = True) -> dict[str, object]:
    return as_content(
        journal_figures(
            Q3,
            Q3.last,
            movements,
            has_before=has_before,
            active=2,
            active_before=None,
            payables=Punctuality(2, 1, 30, 10),
            receivables=Punctuality(),
        )
    )


def test_costs_are_those_of_the_quarter_and_the_year_end_is_none_of_them() -> None:
    found = figures_of(
        moved("6-1100", "expense", None, 7),
        moved("6-1100", "expense", 5, 10),
        moved("6-1100", "expense", 8, 20),
        moved("6-1100", "expense", 9, -27, closing=True),
        moved("1-1100", "asset", 8, -20),
    )
    assert found["expenses"] == [["wages", 20, 10]]
    assert found["assets"] == [["cash", -20, 0]]


def test_what_was_left_belongs_to_the_equity_until_a_year_end_carries_it_over() -> None:
    found = figures_of(
        moved("4-1100", "income", None, -50),
        moved("4-1100", "income", 7, -30),
        moved("6-1100", "expense", 8, 10),
        moved("3-3200", "equity", 7, -5),
    )
    assert found["equity"] == [["surplus", 75, 50]]


def test_without_books_in_the_quarter_before_nothing_is_compared() -> None:
    found = figures_of(moved("4-1100", "income", 7, -30), has_before=False)
    assert found["income"] == [["sales_members", 30, None]]


def test_a_month_with_sales_and_without_their_cost_is_named() -> None:
    movements = (
        moved("4-1100", "income", 7, -30),
        moved("5-1110", "expense", 7, 20),
        moved("4-1110", "income", 8, -30),
        moved("4-3100", "income", 9, -5),
        moved("4-1100", "income", 6, -5),
    )
    assert uncosted_months(movements, Q3) == (date(2026, 8, 1),)


def test_figures_come_back_from_what_is_kept_and_what_differs_is_named() -> None:
    found = figures_of(moved("1-3100", "asset", 7, 40), moved("5-1100", "expense", 9, 12))
    assert as_content(from_content(found)) == found
    assert from_content(found).assets == (Line("stock", 40, 0),)
    assert figures_that_differ(found, {**found, "cost_of_goods": 13}) == ["cost_of_goods"]


@pytest.mark.parametrize(
    ("stock", "cost", "days", "cycle", "missing"),
    [
        ((900, 1100, 1000, 1000), 2_000, 92, Decimal("46.0"), ""),
        ((1, 2), 3, 90, Decimal("60.0"), ""),  # an average of one and a half is two rupiah
        ((0, 0), 3, 90, None, "no_stock"),
        ((5, 5), 0, 90, None, "no_cost"),
        ((5, 5), -3, 90, None, "no_cost"),
    ],
)
def test_the_inventory_cycle(stock: tuple[int, ...], cost: int, days: int, cycle: Decimal | None, missing: str) -> None:
    found = inventory_cycle(stock, cost, days)
    assert (found.days, found.missing) == (cycle, missing)


def test_an_average_of_nothing_is_nothing() -> None:
    assert average(()) == 0


def test_punctuality_by_count_and_by_rupiah() -> None:
    found = on_time(Punctuality(3, 2, 1_000, 100))
    assert (found.by_count, found.by_amount, found.missing) == (Decimal("0.667"), Decimal("0.100"), "")
    assert on_time(Punctuality()).missing == "nothing_due"


@pytest.mark.parametrize(
    ("now", "before", "growth", "missing"),
    [
        (33, 30, Decimal("0.100"), ""),
        (20, 30, Decimal("-0.333"), ""),
        (20, 0, None, "nobody_before"),
        (20, None, None, "books_young"),
    ],
)
def test_growth_of_active_members(now: int, before: int | None, growth: Decimal | None, missing: str) -> None:
    found = active_members(now, before)
    assert (found.growth, found.missing) == (growth, missing)


def test_the_same_content_has_the_same_hash_in_whatever_order() -> None:
    assert content_hash({"a": 1, "b": "é"}) == content_hash({"b": "é", "a": 1})
    assert content_hash({"a": 1}) != content_hash({"a": 2})
    # Written down once: a kept page must verify for ever.
    kept = "09ad9fd2fb648cb2f62141215828ea00a62c299db05d20aa9ade2f527a301cc6"
    assert content_hash({"a": 1, "b": "é"}) == kept
    assert short_hash("0123456789abcdef" + "0" * 48) == "0123 4567 89ab cdef"
