"""Dues by month and interest by day: tables of what is owed, what is earned, what is withheld."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.books.rules.dues import DatedAmount, amount_on, mandatory_due, principal_due, settled_by, standing
from marketplace.books.rules.members import masked_nik, number_after
from marketplace.books.rules.savings import add_months
from marketplace.books.rules.savings_interest import Rate, interest_taxes, month_interest, rate_on, tax_on

AMOUNTS = [DatedAmount(date(2026, 1, 1), 10_000), DatedAmount(date(2026, 7, 1), 15_000)]


@pytest.mark.parametrize(
    ("last", "following"),
    [(None, "A-0001"), ("A-0099", "A-0100"), ("9", "10"), ("KP/07/B", "KP/08/B"), ("A-9999", "A-10000"), ("X", "X-2")],
)
def test_the_next_number_counts_the_last_one_up(last: str | None, following: str) -> None:
    assert number_after(last) == following


def test_a_nik_is_masked_but_for_its_end() -> None:
    assert (masked_nik("1234"), masked_nik(None)) == ("************1234", "")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 15), -3, date(2025, 12, 15)),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("day", "amount"),
    [(date(2025, 12, 31), 0), (date(2026, 1, 1), 10_000), (date(2026, 6, 30), 10_000), (date(2026, 7, 1), 15_000)],
)
def test_an_amount_holds_from_its_day_on(day: date, amount: int) -> None:
    assert amount_on(AMOUNTS, day) == amount


def test_mandatory_dues_fall_due_each_month_from_joining_on() -> None:
    due = mandatory_due(AMOUNTS, date(2026, 5, 20), date(2026, 8, 3), due_day=10)
    assert [(each.month.month, each.amount, each.due_on) for each in due] == [
        (5, 10_000, date(2026, 5, 20)),
        (6, 10_000, date(2026, 6, 10)),
        (7, 15_000, date(2026, 7, 10)),
        (8, 15_000, date(2026, 8, 10)),
    ]


def test_what_was_brought_in_stands_for_every_month_up_to_it() -> None:
    due = mandatory_due(AMOUNTS, date(2020, 5, 20), date(2026, 9, 3), due_day=10, after=date(2026, 6, 30))
    assert [each.month.month for each in due] == [7, 8, 9]
    assert mandatory_due(AMOUNTS, date(2020, 1, 1), date(2026, 2, 1), due_day=1)[0].month == date(2026, 1, 1)


def test_principal_dues_are_owed_once_by_what_held_on_joining() -> None:
    assert principal_due([DatedAmount(date(2026, 1, 1), 100_000)], date(2026, 3, 9))[0].amount == 100_000
    assert principal_due([DatedAmount(date(2026, 1, 1), 100_000)], date(2025, 3, 9)) == []


def test_payments_go_to_the_oldest_month_and_only_what_is_past_its_day_is_late() -> None:
    due = mandatory_due(AMOUNTS, date(2026, 1, 1), date(2026, 4, 5), due_day=10)
    found = standing(due, 15_000, date(2026, 4, 5))
    assert [(each.month.month, each.amount) for each in found.unpaid] == [(2, 5_000), (3, 10_000), (4, 10_000)]
    assert (found.owed, found.late) == (25_000, 15_000)
    assert standing(due, 1_000_000, date(2026, 4, 5)).owed == 0


@given(st.lists(st.integers(1, 10**9), max_size=20), st.integers(0, 10**10))
def test_what_settles_never_exceeds_what_is_owed_or_paid(amounts: list[int], paid: int) -> None:
    parts = settled_by(amounts, paid)
    assert all(0 <= part <= amount for part, amount in zip(parts, amounts, strict=True))
    assert sum(parts) == min(paid, sum(amounts))


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=24), st.integers(0, 10**9))
def test_what_is_unpaid_and_what_is_paid_are_all_that_is_due(amounts: list[int], paid: int) -> None:
    months = [DatedAmount(add_months(date(2024, 1, 1), number), amount) for number, amount in enumerate(amounts)]
    due = mandatory_due(months, date(2024, 1, 1), add_months(date(2024, 1, 1), len(amounts) - 1), due_day=10)
    assert standing(due, paid, date(2024, 1, 1)).owed == max(0, sum(amounts) - paid)


JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
SIX = [Rate(date(2020, 1, 1), Decimal(6))]


@pytest.mark.parametrize(
    ("opening", "changes", "rates", "interest"),
    [
        (1_000_000, {}, SIX, 5_095),  # 1,000,000 x 31 x 6 % / 365 = 5,095.89
        (0, {date(2026, 1, 31): 1_000_000}, SIX, 164),  # one day: 164.38
        (1_000_000, {date(2026, 1, 1): -1_000_000}, SIX, 0),
        (1_000_000, {}, [], 0),
        (1_000_000, {}, [*SIX, Rate(date(2026, 1, 16), Decimal(3))], 3_780),  # 15 days at 6, 16 at 3: 3,780.8
        (-5, {}, SIX, 0),
    ],
)
def test_interest_is_earned_by_the_day_and_rounded_down_once(
    opening: int, changes: dict[date, int], rates: list[Rate], interest: int
) -> None:
    assert month_interest(opening, changes, rates, *JANUARY) == interest


@pytest.mark.parametrize(
    ("interest", "tax"), [(0, 0), (240_000, 0), (240_001, 24_000), (300_000, 30_000), (1_000_009, 100_000)]
)
def test_interest_above_the_free_sum_is_taxed_whole(interest: int, tax: int) -> None:
    assert tax_on(interest, interest_taxes(), date(2026, 1, 31)) == tax


def test_there_was_no_such_tax_before_its_rule_and_no_rate_before_the_first() -> None:
    assert tax_on(10**6, interest_taxes(), date(2008, 1, 1)) == 0
    assert rate_on(SIX, date(2019, 12, 31)) == 0
