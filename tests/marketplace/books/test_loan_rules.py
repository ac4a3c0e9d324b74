"""Schedules add up to the rupiah, payments go to the oldest first, and lateness makes the grade."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from marketplace.books.rules.arrears import (
    Grade,
    Graded,
    allowance_needed,
    arrears_on,
    default_tables,
    is_a_grade_table,
    portfolio,
    table_on,
)
from marketplace.books.rules.repayment import owed_after, parts_of, settlement
from marketplace.books.rules.schedule import (
    METHODS,
    STEPS,
    Terms,
    TooSmallForItsTerm,
    even_parts,
    months_after,
    schedule,
)

D = Decimal
FIRST = date(2026, 1, 31)


def terms(**values: Any) -> Terms:
    given = {"principal": 6_000_000, "monthly_rate": D("1.5"), "months": 6, "method": "flat", "first_due_on": FIRST}
    return Terms(**{**given, **values})


def totals(**values: Any) -> list[int]:
    return [each.total for each in schedule(terms(**values))]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, [1_090_000] * 6),
        ({"method": "declining"}, [1_090_000, 1_075_000, 1_060_000, 1_045_000, 1_030_000, 1_015_000]),
        # 6,000,000 x 0.015 / (1 - 1.015^-6) = 1,053,151.28..., up to the rupiah; the last one takes what is left
        ({"method": "annuity"}, [1_053_152] * 5 + [1_053_144]),
        ({"method": "annuity", "step": 1000}, [1_054_000] * 5 + [1_048_712]),
        ({"method": "once"}, [6_540_000]),
        ({"monthly_rate": D(0)}, [1_000_000] * 6),
        ({"monthly_rate": D(0), "method": "annuity"}, [1_000_000] * 6),
        ({"principal": 1_000_000, "months": 3, "monthly_rate": D(1)}, [343_334, 343_334, 343_332]),
        ({"principal": 1_000_000, "months": 3, "monthly_rate": D(1), "step": 500}, [343_500, 343_500, 343_000]),
        ({"carried": 100_000}, [1_106_667] * 4 + [1_106_666] * 2),
    ],
)
def test_instalments_by_method(values: dict[str, Any], expected: list[int]) -> None:
    assert totals(**values) == expected


def test_instalments_fall_on_the_same_day_or_the_last_of_a_shorter_month() -> None:
    days = [each.due_on for each in schedule(terms())]
    assert days[:4] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert schedule(terms(method="once"))[0].due_on == date(2026, 6, 30)
    assert months_after(date(2027, 11, 30), 3) == date(2028, 2, 29)


@given(
    principal=st.integers(500_000, 10**10),
    rate=st.decimals(0, 5, places=2),
    months=st.integers(1, 120),
    method=st.sampled_from(METHODS),
    step=st.sampled_from(STEPS),
    carried=st.integers(0, 10**7),
)
def test_the_principal_parts_add_up_exactly_and_every_part_is_above_zero(
    principal: int, rate: Decimal, months: int, method: Any, step: int, carried: int
) -> None:
    asked = terms(principal=principal, monthly_rate=rate, months=months, method=method, step=step, carried=carried)
    try:
        rows = schedule(asked)
    except TooSmallForItsTerm:
        assert principal < months * step * months or method == "annuity"
        return
    assert sum(each.principal for each in rows) == principal
    assert all(each.principal > 0 and each.interest >= 0 for each in rows)
    assert [each.number for each in rows] == list(range(1, len(rows) + 1))
    bare = schedule(terms(principal=principal, monthly_rate=rate, months=months, method=method, step=step))
    assert sum(each.interest for each in rows) - sum(each.interest for each in bare) == carried
    assert all(each.total % step == 0 for each in bare[:-1])
    assert bare[-1].total <= bare[0].total


@given(principal=st.integers(10**6, 10**9), rate=st.decimals("0.1", 3, places=2), months=st.integers(2, 36))
def test_the_fairer_the_method_the_less_interest(principal: int, rate: Decimal, months: int) -> None:
    flat, annuity, declining = (
        sum(each.interest for each in schedule(terms(principal=principal, monthly_rate=rate, months=months, method=m)))
        for m in ("flat", "annuity", "declining")
    )
    assert flat >= annuity >= declining


def test_a_loan_too_small_for_its_months_is_refused() -> None:
    with pytest.raises(TooSmallForItsTerm):
        schedule(terms(principal=5_000, months=12, step=1000))


@given(st.integers(0, 10**9), st.integers(1, 200))
def test_even_parts_differ_by_one_at_most(rupiah: int, count: int) -> None:
    parts = even_parts(rupiah, count)
    assert sum(parts) == rupiah
    assert max(parts) - min(parts) <= 1


def test_interest_of_the_oldest_is_paid_first_then_its_principal_then_the_next() -> None:
    rows = schedule(terms())  # 1,000,000 + 90,000 each
    assert parts_of(rows, 0, 50_000) == (50_000, 0)
    assert parts_of(rows, 50_000, 100_000) == (40_000, 60_000)
    assert parts_of(rows, 0, 1_090_000) == (90_000, 1_000_000)
    assert parts_of(rows, 1_000_000, 200_000) == (90_000, 110_000)
    with pytest.raises(ValueError, match="more than the whole"):
        parts_of(rows, 0, 6_540_001)


@given(st.lists(st.integers(1, 3_000_000), min_size=1, max_size=12))
def test_payments_in_parts_are_spread_as_one_payment_of_the_sum(amounts: list[int]) -> None:
    rows = schedule(terms(method="annuity"))
    assume(sum(amounts) <= sum(each.total for each in rows))
    paid = interest = principal = 0
    for amount in amounts:
        parts = parts_of(rows, paid, amount)
        assert parts.total == amount
        paid, interest, principal = paid + amount, interest + parts.interest, principal + parts.principal
    assert parts_of(rows, 0, paid) == (interest, principal)
    assert sum(each.total for each in owed_after(rows, paid)) == sum(each.total for each in rows) - paid


@pytest.mark.parametrize(
    ("day", "early", "interest"),
    [
        (date(2025, 12, 31), "running_month", 0),  # the day it was given
        (date(2026, 1, 1), "running_month", 90_000),
        (date(2026, 1, 31), "running_month", 90_000),
        (date(2026, 2, 1), "running_month", 180_000),
        (date(2026, 7, 1), "running_month", 540_000),
        (date(2026, 1, 1), "whole_term", 540_000),
    ],
)
def test_paying_back_in_advance_asks_interest_up_to_the_running_month(day: date, early: Any, interest: int) -> None:
    rows = owed_after(schedule(terms()), 0)
    assert settlement(rows, date(2025, 12, 31), day, early) == (interest, 6_000_000)


def test_what_was_paid_ahead_is_not_asked_again() -> None:
    rows = owed_after(schedule(terms()), 1_090_000 + 45_000)
    assert settlement(rows, date(2025, 12, 31), date(2026, 2, 10), "running_month") == (45_000, 5_000_000)


@pytest.mark.parametrize(
    ("days", "grade"),
    [(0, 1), (1, 2), (90, 2), (91, 3), (120, 3), (121, 4), (180, 4), (181, 5), (1000, 5)],
)
def test_the_grade_follows_the_days_past_due(days: int, grade: int) -> None:
    day = FIRST + timedelta(days=days)
    late = arrears_on(day, owed_after(schedule(terms(months=1)), 0))
    assert late.days == days
    assert table_on(day, default_tables()).grade_of(late.days).grade == grade


def test_arrears_count_what_was_due_before_the_day_and_the_age_of_the_oldest() -> None:
    rows = owed_after(schedule(terms()), 1_090_000 + 30_000)
    late = arrears_on(date(2026, 3, 31), rows)  # the third is due today, the second partly paid
    assert (late.interest, late.principal, late.days) == (60_000, 1_000_000, 31)
    assert arrears_on(date(2026, 2, 28), rows).total == 0


def test_a_table_holds_from_its_day_and_must_be_whole() -> None:
    (default,) = default_tables()
    later = replace(default, valid_from=date(2026, 7, 1))
    assert table_on(date(2026, 6, 30), [later, default]) is default
    assert table_on(date(2026, 7, 1), [later, default]) is later
    assert table_on(date(2019, 1, 1), [later, default]) is default
    assert is_a_grade_table(default.grades)
    assert not is_a_grade_table(default.grades[:4])
    falling = (*default.grades[:4], Grade(5, 121, D(100), "x"))
    assert not is_a_grade_table(falling)
    assert all(grade.source for grade in default.grades)


def test_rates_of_all_loans_and_what_is_set_aside() -> None:
    found = portfolio([Graded(1, 6_000_000, 0), Graded(2, 3_000_000, 500_000), Graded(5, 1_000_000, 1_000_000)])
    assert (found.outstanding, found.overdue, found.count) == (10_000_000, 1_500_000, 3)
    assert (found.arrears_rate, found.non_performing_rate) == (D("0.1500"), D("0.1000"))
    needed = allowance_needed(found.by_grade, default_tables()[0])
    assert needed == {1: 60_000, 2: 150_000, 3: 0, 4: 0, 5: 1_000_000}
    assert allowance_needed({1: 101}, default_tables()[0])[1] == 2  # rounded up
    empty = portfolio([])
    assert (empty.arrears_rate, empty.non_performing_rate, empty.count) == (None, None, 0)
