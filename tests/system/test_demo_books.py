"""The books of the sample region are whole: they balance, no till is below zero, every page has something to show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from cooperative_ledger.reports import Days, balance_sheet, income_statement
from marketplace.books.queries.cash import expected_on
from marketplace.books.queries.editions import check, editions_of, live_link
from marketplace.books.queries.ledger import trial_balance
from marketplace.books.queries.loans import portfolio_on
from marketplace.books.queries.needs import needs
from marketplace.books.rules.quarters import Quarter, from_content, quarter_of, total, total_before
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.demo.calendar import Year, months_after
from marketplace.demo.members import LOANS, NAMES

from .sample import actor_of

TREASURER, CHAIR, SUPERVISOR, MEMBER = 1, 2, 3, 12


def test_the_books_of_the_sample_are_whole(sample: Flask) -> None:
    with sample.app_context(), transaction() as session:
        treasurer, supervisor = actor_of(session, TREASURER), actor_of(session, SUPERVISOR)
        year = Year(today())
        balance = trial_balance(session, treasurer, first=year.first, last=year.today)
        assert balance.debit == balance.credit > 100_000_000
        for month in range(len(year.months)):
            assert expected_on(session, treasurer.organisation_id, "1-1100", year.end(month)) >= 0
            assert expected_on(session, treasurer.organisation_id, "1-1200", year.end(month)) >= 0
        lent = portfolio_on(session, treasurer.organisation_id, year.today)
        assert 0 < lent.overdue < lent.outstanding
        assert lent.count <= len(LOANS)
        told = {need.code for need in needs(session, treasurer, year.today)}
        assert {"counts_to_sign", "uncounted_days", "months_to_close", "bank_lines"} <= told
        assert [need.code for need in needs(session, supervisor, year.today)] == ["books_unchecked"]
        assert needs(session, actor_of(session, MEMBER), year.today) == []
        [edition] = editions_of(session, supervisor, quarter_of(year.today).before)
        assert check(session, supervisor, edition.id).holds
        assert live_link(session, supervisor, edition.id) is not None
        figures = from_content((edition.content or {})["journal"])
        assert figures.surplus > 0
        past, connection = quarter_of(year.today).before, session.connection()
        earned = income_statement(connection, treasurer.organisation_id, Days(past.before.first, past.before.last),
                                  Days(past.first, past.last))  # fmt: skip
        assert earned.surplus == (figures.surplus_before, figures.surplus)
        stood = balance_sheet(connection, treasurer.organisation_id, past.before.last, past.last)
        assert stood.amounts("assets") == (total_before(figures.assets), total(figures.assets))
        assert total(figures.assets) == total(figures.debts) + total(figures.equity)
        assert figures.active_members > 30
        assert figures.active_members_before is not None


def test_the_member_of_the_sample_has_his_own_savings(sample: Flask) -> None:
    with sample.app_context(), transaction() as session:
        member = actor_of(session, MEMBER)
        query = text("SELECT count(*), count(person_id) FROM member WHERE cooperative_id = :cooperative")
        members = session.execute(query, {"cooperative": member.organisation_id}).one()
    assert tuple(members) == (len(NAMES), 1)


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2027, 1, 1), date(2027, 3, 31), date(2028, 2, 29)])
def test_on_any_day_a_whole_quarter_and_the_one_before_it_lie_in_the_samples_year(day: date) -> None:
    year, past = Year(day), quarter_of(day).before
    assert year.first <= past.before.last - timedelta(days=89)
    assert year.months[-1] <= day <= year.end(len(year.months) - 1)
    assert all(each <= day for each in year.weeks_until(day))
    assert isinstance(past, Quarter)


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 1, 5), -1, date(2025, 12, 5)),
    ],
)
def test_months_are_counted_over_the_years(day: date, months: int, after: date) -> None:
    assert months_after(day, months) == after
