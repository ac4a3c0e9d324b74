"""The rules in plain Python and the database answer every request alike, and the same figures stand in both."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperative_ledger import (
    Account,
    Counterparty,
    Entry,
    Line,
    Posted,
    Refused,
    Reversal,
    accounts,
    add_accounts,
    change_period,
    close_period,
    post,
    trial_balance,
)
from cooperative_ledger.rules import Books
from marketplace.clock import now

from .conftest import open_new_books

OPEN_ON = date(2025, 11, 1)
GUARDED = [
    Account(code="1-1120", name="Kas gerai", account_type="asset", normal_side="debit", balance_mode="guarded",
            floor=0, ceiling=40),
    Account(code="2-3110", name="Simpanan", account_type="liability", normal_side="credit",
            balance_mode="guarded_by_counterparty", floor=-10),
    Account(code="1-1140", name="Kas ramai", account_type="asset", normal_side="debit", balance_mode="slotted",
            floor=-10),
]  # fmt: skip
MEMBERS = [Counterparty("member", UUID(int=number)) for number in (1, 2)]
CODES = ["1-1100", "1-1100", "4-1100", "1-1120", "1-1120", "2-3110", "2-3110", "1-1140", "1-1140", "4-1000", "9-9999"]
PERIODS = (202511, 202512, 202601)

amounts = st.sampled_from([10, 10, 20, 20, 30, 0, -1])
dates = st.sampled_from(
    [None, date(2025, 10, 31), date(2025, 11, 5), date(2025, 12, 31), date(2026, 1, 1), date(2099, 1, 1)]
)
parties = st.sampled_from([None, *MEMBERS])
keys = st.sampled_from([str(number) for number in range(12)])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Mostly balanced entries over few accounts, keys and dates, so that they meet one another."""
    amount = draw(amounts)
    wrong = draw(st.sampled_from([0, 0, 0, 0, 0, 1]))
    first, second = draw(st.sampled_from(CODES)), draw(st.sampled_from(CODES))
    lines = [
        Line(account=first, debit=amount, counterparty=draw(parties)),
        Line(account=second, credit=amount + wrong, counterparty=draw(parties)),
    ]
    if draw(st.integers(0, 9)) == 0:
        lines.pop()
    return Entry(
        source="test", key=draw(keys), lines=tuple(lines), posting_date=draw(dates),
        narration=draw(st.sampled_from([None, None, "ada"])), if_closed=draw(st.sampled_from(["refuse", "move"])),
    )  # fmt: skip


closings = st.tuples(st.sampled_from(["close", "reopen"]), st.sampled_from(PERIODS))
reversals = st.tuples(st.just("reverse"), keys, st.integers(0, 20), dates)
commands = st.lists(st.one_of(st.lists(st.one_of(entries(), reversals), max_size=6), closings), max_size=10)


def requests_of(batch: list[Any], books: Books) -> list[Entry | Reversal]:
    known = list(books.entries)
    found: list[Entry | Reversal] = []
    for item in batch:
        if isinstance(item, Entry):
            found.append(item)
        else:
            _, key, number, day = item
            target = known[number] if number < len(known) else uuid4()
            found.append(Reversal(source="test", key=key, reverses=target, posting_date=day))
    return found


def change_periods(connection: psycopg.Connection[Any], coop: UUID, books: Books, verb: str, period: int) -> None:
    if verb == "close" and period not in books.closed:
        close_period(connection, coop, period, actor="a")
        books.closed.add(period)
    elif verb == "reopen" and period in books.closed:
        change_period(connection, coop, period, "open", actor="a", approved_by="b", reason="uji")
        books.closed.remove(period)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commands)
def test_the_rules_and_the_database_agree(connection: psycopg.Connection[Any], steps: list[Any]) -> None:
    coop = open_new_books(connection, open_on=OPEN_ON)
    add_accounts(connection, coop, GUARDED)
    books = Books(OPEN_ON, {account.code: account for account in accounts(connection, coop)})
    fresh_ids: dict[UUID, Entry] = {}
    for step in steps:
        today = now().astimezone(ZoneInfo("Asia/Jakarta")).date()
        if isinstance(step, tuple):
            change_periods(connection, coop, books, *step)
        else:
            requests = requests_of([_renewed(item, fresh_ids) for item in step], books)
            expected: list[Posted | Refused] = [books.post(request, today) for request in requests]
            assert post(connection, coop, requests, actor="a") == expected
        connection.commit()
    figures = {row.code: row.closing for row in trial_balance(connection, coop)}
    connection.commit()
    assert {code: figure for code, figure in figures.items() if figure} == {
        code: total for code in books.chart if (total := books.total(code))
    }
    assert sum(figures.values()) == 0


def _renewed(item: Any, seen: dict[UUID, Entry]) -> Any:
    """Hypothesis may use one entry twice; a second request has an id of its own."""
    if not isinstance(item, Entry) or item.id not in seen:
        seen.update({item.id: item} if isinstance(item, Entry) else {})
        return item
    from dataclasses import replace

    return replace(item, id=uuid4())
