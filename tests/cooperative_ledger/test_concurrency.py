"""Two hands at once: each interleaving has one right outcome, whoever is first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from cooperative_ledger import (
    Account,
    Entry,
    Posted,
    Refused,
    Reversal,
    add_accounts,
    balance,
    change_period,
    close_period,
    credit,
    debit,
    post,
)

from .conftest import Connect, counts

Connection = psycopg.Connection[Any]
DAY = date(2026, 3, 2)


def entry(key: str, amount: int = 1000, account: str = "1-1100") -> Entry:
    lines = (debit(account, amount), credit("4-1100", amount))
    return Entry(source="test", key=key, posting_date=DAY, lines=lines)


@contextmanager
def waiting(connect: Connect, connection: Connection, work: Callable[[], Any]) -> Any:
    """Run `work`, which uses `connection`, in a thread; enter the block when the database makes it wait."""
    outcome: list[Any] = []
    thread = threading.Thread(target=lambda: outcome.append(work()))
    thread.start()
    watcher = connect(superuser=True)
    watcher.autocommit = True
    blocked = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock')"
    while thread.is_alive() and watcher.execute(blocked, (connection.info.backend_pid,)).fetchone() != (True,):
        thread.join(0.01)
    assert thread.is_alive(), "nothing made it wait"
    yield outcome
    thread.join()


def posting(connection: Connection, coop: UUID, *entries: Any) -> Callable[[], list[Posted | Refused]]:
    def work() -> list[Posted | Refused]:
        results = post(connection, coop, entries, actor="me")
        connection.commit()
        return results

    return work


@pytest.mark.parametrize("first_commits", [True, False])
@pytest.mark.parametrize("same_content", [True, False])
def test_same_key_against_same_key(
    connect: Connect, connection: Connection, coop: UUID, first_commits: bool, same_content: bool
) -> None:
    second = connect()
    mine, theirs = entry("k"), entry("k", 1000 if same_content else 7)
    post(connection, coop, [mine], actor="me")
    with waiting(connect, second, posting(second, coop, theirs)) as outcome:
        connection.commit() if first_commits else connection.rollback()
    expected: Posted | Refused
    if not first_commits:
        expected = Posted(theirs.id, DAY, replayed=False)
    elif same_content:
        expected = Posted(mine.id, DAY, replayed=True)
    else:
        expected = Refused("key_reused")
    assert outcome == [[expected]]
    assert counts(connection, coop) == (1, 1, 2, 0)


@pytest.mark.parametrize("first_commits", [True, False])
def test_reversal_against_reversal(connect: Connect, connection: Connection, coop: UUID, first_commits: bool) -> None:
    original = entry("k")
    posting(connection, coop, original)()
    second = connect()
    mine, theirs = (Reversal(source="test", key=key, reverses=original.id, posting_date=DAY) for key in ("r1", "r2"))
    post(connection, coop, [mine], actor="me")
    with waiting(connect, second, posting(second, coop, theirs)) as outcome:
        connection.commit() if first_commits else connection.rollback()
    expected = Refused("already_reversed") if first_commits else Posted(theirs.id, DAY, replayed=False)
    assert outcome == [[expected]]
    assert balance(connection, coop, "1-1100") == 0


def test_closing_waits_for_a_posting_under_way(connect: Connect, connection: Connection, coop: UUID) -> None:
    closer = connect()
    post(connection, coop, [entry("k")], actor="me")

    def close() -> None:
        close_period(closer, coop, 202603, actor="bendahara")
        closer.commit()

    with waiting(connect, closer, close):
        connection.commit()
    assert counts(connection, coop) == (1, 1, 2, 0)
    assert posting(connection, coop, entry("k2"))() == [Refused("period_closed")]


@pytest.mark.parametrize("close_commits", [True, False])
def test_a_posting_waits_for_a_close_under_way(
    connect: Connect, connection: Connection, coop: UUID, close_commits: bool
) -> None:
    closer = connect()
    change_period(closer, coop, 202603, "closing", actor="bendahara")
    with waiting(connect, connection, posting(connection, coop, entry("k"))) as outcome:
        closer.commit() if close_commits else closer.rollback()
    assert isinstance(outcome[0][0], Refused if close_commits else Posted)
    assert counts(connection, coop)[1] == (0 if close_commits else 1)


@pytest.fixture
def till(connection: Connection, coop: UUID) -> str:
    account = Account(
        code="1-1120", name="Kas gerai", account_type="asset", normal_side="debit", balance_mode="guarded", floor=0
    )
    add_accounts(connection, coop, [account])
    connection.commit()
    posting(connection, coop, entry("float", 1000, "1-1120"))()
    return account.code


def payout(key: str, amount: int) -> Entry:
    lines = (debit("6-1300", amount), credit("1-1120", amount))
    return Entry(source="till", key=key, posting_date=DAY, lines=lines)


@pytest.mark.parametrize("first_commits", [True, False])
def test_two_payouts_share_one_till(
    connect: Connect, connection: Connection, coop: UUID, till: str, first_commits: bool
) -> None:
    second = connect()
    post(connection, coop, [payout("a", 700)], actor="me")
    with waiting(connect, second, posting(second, coop, payout("b", 700))) as outcome:
        connection.commit() if first_commits else connection.rollback()
    assert isinstance(outcome[0][0], Refused if first_commits else Posted)
    assert balance(connection, coop, till) == 300


def test_a_repeated_payout_is_a_repeat_even_when_the_till_is_empty(
    connect: Connect, connection: Connection, coop: UUID, till: str
) -> None:
    second = connect()
    mine = payout("a", 1000)
    post(connection, coop, [mine], actor="me")
    with waiting(connect, second, posting(second, coop, payout("a", 1000))) as outcome:
        connection.commit()
    assert outcome == [[Posted(mine.id, DAY, replayed=True)]]


def test_many_hands_at_one_till_never_overdraw_it_and_never_deadlock(
    connect: Connect, connection: Connection, coop: UUID, till: str
) -> None:
    second_till = Account(
        code="1-1130", name="Kas dua", account_type="asset", normal_side="debit", balance_mode="guarded", floor=0
    )
    add_accounts(connection, coop, [second_till])
    connection.commit()
    posting(connection, coop, entry("float2", 1000, "1-1130"))()
    results: list[Posted | Refused] = []

    def work(number: int) -> None:
        own = connect()
        for turn in range(20):
            sides = ("1-1120", "1-1130") if (number + turn) % 2 else ("1-1130", "1-1120")
            lines = (debit(sides[0], 150 + number), credit(sides[1], 150 + number))
            request = Entry(source="move", key=f"{number}-{turn}", posting_date=DAY, lines=lines)
            results.extend(posting(own, coop, request, payout(f"{number}-{turn}", 5 * number))())

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 160
    tills = {code: balance(connection, coop, code) for code in ("1-1120", "1-1130")}
    assert min(tills.values()) >= 0
    assert sum(tills.values()) + balance(connection, coop, "6-1300") == 2000
    connection.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop),))
    live = connection.execute("SELECT account_code, (debit - credit)::bigint FROM ledger.balance").fetchall()
    assert dict(live) == tills


def test_every_reader_sees_books_that_balance(connect: Connect, connection: Connection, coop: UUID) -> None:
    done = threading.Event()
    sums: list[int] = []

    def read() -> None:
        reader = connect()
        while not done.is_set():
            reader.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop),))
            row = reader.execute("SELECT coalesce(sum(debit - credit), 0)::int FROM ledger.line").fetchone()
            assert row is not None
            sums.append(row[0])
            reader.commit()

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(40):
        posting(connection, coop, *(entry(f"{number}-{part}", part + 1) for part in range(5)))()
    done.set()
    thread.join()
    assert set(sums) == {0}


def test_the_same_batch_from_two_hands_is_booked_once(connect: Connect, connection: Connection, coop: UUID) -> None:
    keys = [uuid4().hex for _ in range(50)]
    results: list[list[Posted | Refused]] = []

    def work(own: Connection, order: list[str]) -> None:
        results.append(posting(own, coop, *(entry(key) for key in order))())

    threads = [
        threading.Thread(target=work, args=(connect(), order)) for order in (keys, keys[::-1], sorted(keys), keys[::2])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts(connection, coop) == (50, 50, 100, 0)
    fresh = [result for batch in results for result in batch if isinstance(result, Posted) and not result.replayed]
    assert len(fresh) == 50
