"""Year end: the surplus moves on, members and non-members apart; the year can be closed once, and its months first."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from cooperative_ledger import (
    Counterparty,
    Entry,
    Posted,
    PostingRefused,
    balance,
    close_period,
    close_year,
    credit,
    debit,
    fold,
    journal_entry,
    open_months,
    post,
    post_one,
    trial_balance,
    year_result,
)
from cooperative_ledger.reports import Days, income_statement
from cooperative_ledger.year_end import MOST_LINES, YearNotOver, YearResult, closing_lines

from .conftest import Connect, counts, open_new_books

Connection = psycopg.Connection[Any]
MEMBER, STRANGER = Counterparty("member", uuid4()), Counterparty("non_member")
TODAY = date(2026, 1, 20)


@pytest.fixture
def year(connection: Connection, coop: UUID) -> UUID:
    """2025: Rp700 from members, Rp250 from others, Rp100 of rent; Rp5 in the new year. Every month is closed."""
    day = date(2025, 6, 1)
    moved = [
        ("1", day, (debit("1-1100", 700), credit("4-1100", 700, business_unit="toko")), MEMBER),
        ("2", day, (debit("1-1100", 250), credit("4-1110", 250)), STRANGER),
        ("3", day, (debit("6-1200", 100), credit("1-1100", 100)), None),
        ("4", date(2026, 1, 2), (debit("1-1100", 5), credit("4-1100", 5)), MEMBER),
    ]
    entries = [
        Entry(source="t", key=key, posting_date=on, lines=lines, counterparty=who) for key, on, lines, who in moved
    ]
    assert all(isinstance(result, Posted) for result in post(connection, coop, entries, actor="me"))
    close_months(connection, coop)
    return coop


def close_months(connection: Connection, coop: UUID) -> None:
    for month in range(1, 13):
        close_period(connection, coop, 202500 + month, actor="bendahara")
    connection.commit()


def close(connection: Connection, coop: UUID, today: date = TODAY) -> Any:
    done = close_year(connection, coop, 2025, actor="bendahara", today=today)
    connection.commit()
    return done


def test_the_surplus_becomes_undivided_surplus_and_the_new_year_begins_at_zero(
    connection: Connection, year: UUID
) -> None:
    done = close(connection, year)
    assert (done.surplus, len(done.entries)) == (850, 2)
    assert year_result(connection, year, 2025) == []
    rows = {row.code: row for row in trial_balance(connection, year, first=date(2026, 1, 1))}
    assert {code: (row.opening, row.closing) for code, row in rows.items()} == {
        "1-1100": (850, 855),
        "3-3100": (0, 0),
        "3-3200": (-850, -850),
        "4-1100": (0, -5),
        "4-1110": (0, 0),
        "6-1200": (0, 0),
    }


def test_closing_entries_keep_members_and_others_apart_and_name_no_member(connection: Connection, year: UUID) -> None:
    first, second = (journal_entry(connection, year, entry) for entry in close(connection, year).entries)
    assert first is not None
    assert second is not None
    assert [(entry.kind, entry.period, entry.posting_date) for entry in (first, second)] == [
        ("closing", 202513, date(2025, 12, 31))
    ] * 2
    shown = [
        (line.account, line.debit - line.credit, line.counterparty_class, line.business_unit) for line in first.lines
    ]
    assert sorted(shown, key=str) == sorted(
        [
            ("4-1100", 700, "member", "toko"),
            ("4-1110", 250, "non_member", None),
            ("6-1200", -100, None, None),
            ("3-3100", -700, "member", None),
            ("3-3100", -250, "non_member", None),
            ("3-3100", 100, None, None),
        ],
        key=str,
    )
    carried = [(line.account, line.debit - line.credit, line.counterparty_class) for line in second.lines]
    assert ("3-3200", -700, "member") in carried
    assert ("3-3200", 100, None) in carried
    assert {line.counterparty_id for line in (*first.lines, *second.lines)} == {None}


def test_the_income_statement_of_a_closed_year_still_shows_the_year(connection: Connection, year: UUID) -> None:
    days = Days(date(2025, 1, 1), date(2025, 12, 31)), Days(date(2026, 1, 1), date(2026, 1, 20))
    before = income_statement(connection, year, *days)
    close(connection, year)
    fold(connection, year)
    connection.commit()
    after = income_statement(connection, year, *days)
    assert after == before
    assert sum(after.surplus) == 850 + 5


def test_closing_a_year_again_posts_nothing(connection: Connection, year: UUID) -> None:
    close(connection, year)
    before = counts(connection, year)
    assert close(connection, year).entries == ()
    assert counts(connection, year) == before


def test_an_adjustment_made_after_the_year_end_is_closed_by_another_one(connection: Connection, year: UUID) -> None:
    close(connection, year)
    wear = Entry(
        source="t", key="wear", kind="adjustment", period=202513, posting_date=date(2025, 12, 31),
        lines=(debit("6-1500", 50), credit("1-5900", 50)),
    )  # fmt: skip
    post_one(connection, year, wear, actor="me")
    connection.commit()
    assert close(connection, year).surplus == -50
    assert balance(connection, year, "3-3200", on=date(2025, 12, 31)) == 800
    assert year_result(connection, year, 2025) == []


def test_a_year_with_an_open_month_or_still_running_is_not_closed(connection: Connection, coop: UUID) -> None:
    post_one(
        connection,
        coop,
        Entry(source="t", key="1", posting_date=date(2025, 6, 1), lines=(debit("1-1100", 1), credit("4-1100", 1))),
        actor="me",
    )
    connection.commit()
    before = counts(connection, coop)
    with pytest.raises(YearNotOver) as refusal:
        close(connection, coop)
    assert refusal.value.open_periods == list(range(202501, 202513))
    close_months(connection, coop)
    with pytest.raises(YearNotOver) as refusal:
        close(connection, coop, today=date(2025, 12, 31))
    assert refusal.value.open_periods == []
    close_period(connection, coop, 202513, actor="bendahara")
    connection.commit()
    with pytest.raises(PostingRefused):
        close(connection, coop)
    connection.rollback()
    assert counts(connection, coop) == before


def test_months_before_the_books_were_opened_need_no_close(connection: Connection) -> None:
    coop = open_new_books(connection, open_on=date(2025, 10, 1))
    assert open_months(connection, coop, 2025) == [202510, 202511, 202512]
    assert open_months(connection, coop, 2024) == []


def test_two_hands_close_a_year_once(connect: Connect, connection: Connection, year: UUID) -> None:
    done: list[Any] = []

    def work(hand: Connection) -> None:
        done.append(close(hand, year))

    threads = [threading.Thread(target=work, args=(connect(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(each.entries) for each in done) == [0, 0, 2]
    assert balance(connection, year, "3-3200") == 850


def test_a_result_of_many_dimensions_is_closed_in_several_balanced_entries() -> None:
    result = [
        YearResult("4-1100", "member" if number % 2 else None, f"unit {number}", None, -number - 1)
        for number in range(MOST_LINES + 5)
    ]
    entries = closing_lines(result)
    assert len(entries) == 3
    for lines in entries:
        assert len(lines) <= 1000
        assert sum(line.debit - line.credit for line in lines) == 0
    assert closing_lines([]) == []
    with_nothing_left = [YearResult("4-1100", None, None, None, -5), YearResult("6-1200", None, None, None, 5)]
    assert [len(lines) for lines in closing_lines(with_nothing_left)] == [2]
