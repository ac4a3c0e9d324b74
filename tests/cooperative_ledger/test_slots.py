"""A slotted account: guarded like any other, and yet many hands write on it without waiting for one another."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from cooperative_ledger import (
    Account,
    Entry,
    Posted,
    PostingRefused,
    Refused,
    add_accounts,
    balance,
    credit,
    debit,
    limit_account,
    post,
    reserve,
    reverse,
    with_cooperative,
)

from .conftest import Connect
from .test_concurrency import posting
from .test_invariants import rule_broken

Connection = psycopg.Connection[Any]
DAY = date(2026, 3, 2)
TILL = Account(
    code="1-1140", name="Kas ramai", account_type="asset", normal_side="debit", balance_mode="slotted", floor=0
)


@pytest.fixture
def till(connection: Connection, coop: UUID) -> UUID:
    add_accounts(connection, coop, [TILL])
    connection.commit()
    return coop


def into(key: str, amount: int) -> Entry:
    return Entry(source="t", key=key, posting_date=DAY, lines=(debit(TILL.code, amount), credit("4-1100", amount)))


def out(key: str, amount: int) -> Entry:
    return Entry(source="t", key=key, posting_date=DAY, lines=(debit("6-1300", amount), credit(TILL.code, amount)))


def in_own_slots(connect: Connect, number: int) -> list[Connection]:
    """Connections of which no two share a slot."""
    found: dict[int, Connection] = {}
    while len(found) < number:
        each = connect()
        found.setdefault(each.info.backend_pid % 8, each)
    return list(found.values())


def slots(connection: Connection, coop: UUID) -> list[int]:
    with_cooperative(connection, coop)
    rows = connection.execute(
        "SELECT (debit - credit)::bigint FROM ledger.balance WHERE account_code = %s ORDER BY slot", (TILL.code,)
    ).fetchall()
    connection.commit()
    return [row[0] for row in rows]


def test_two_hands_in_two_slots_do_not_wait_for_each_other(
    connect: Connect, connection: Connection, till: UUID
) -> None:
    one, two = in_own_slots(connect, 2)
    posting(one, till, into("1", 100))()
    posting(two, till, into("2", 100))()
    for hand in (one, two):
        hand.execute("SET lock_timeout = '2s'")
        hand.commit()
    first = post(one, till, [out("3", 60)], actor="a")
    second = post(two, till, [out("4", 60)], actor="b")  # while the first holds its slot
    one.commit()
    two.commit()
    assert [isinstance(result, Posted) for result in (*first, *second)] == [True, True]
    assert sorted(slots(connection, till)) == [0] * 6 + [40, 40]


def test_money_of_several_slots_is_taken_together_and_not_beyond(
    connect: Connect, connection: Connection, till: UUID
) -> None:
    for number, hand in enumerate(in_own_slots(connect, 3)):
        posting(hand, till, into(f"in{number}", 50))()
    assert isinstance(posting(connection, till, out("1", 120))()[0], Posted)
    assert (sum(slots(connection, till)), min(slots(connection, till))) == (30, 0)
    assert posting(connection, till, out("2", 31))() == [Refused("insufficient_balance", TILL.code)]
    assert isinstance(posting(connection, till, out("3", 30))()[0], Posted)
    assert slots(connection, till) == [0] * 8
    assert balance(connection, till, TILL.code) == 0


def test_in_a_batch_each_entry_counts_on_those_before_it(connection: Connection, till: UUID) -> None:
    results = post(connection, till, [out("1", 1), into("2", 10), out("3", 7), out("4", 7), out("5", 3)], actor="me")
    connection.commit()
    assert [isinstance(result, Posted) for result in results] == [False, True, True, False, True]
    assert sum(slots(connection, till)) == balance(connection, till, TILL.code) == 0


def test_a_reversal_takes_from_the_slots_and_is_refused_like_any_other(connection: Connection, till: UUID) -> None:
    paid = into("1", 10)
    posting(connection, till, paid)()
    posting(connection, till, out("2", 4))()
    with pytest.raises(PostingRefused) as raised:
        reverse(connection, till, paid.id, source="t", key="r", actor="me", posting_date=DAY)
    assert raised.value.code == "insufficient_balance"
    posting(connection, till, into("3", 4))()
    reverse(connection, till, paid.id, source="t", key="r", actor="me", posting_date=DAY)
    connection.commit()
    assert sum(slots(connection, till)) == 0


def test_the_owners_hand_cannot_overdraw_it(owner: Connection, connection: Connection, till: UUID) -> None:
    lines = f"(1, '6-1300', 1000, 0), (2, '{TILL.code}', 0, 1000)"
    assert rule_broken(owner, till, lines=lines, leaf_lines=lines) == "guarded_balance_is_within_its_limits"
    assert slots(connection, till) == []


def test_its_money_is_not_held_and_its_floor_only_falls(connection: Connection, till: UUID) -> None:
    with pytest.raises(PostingRefused) as raised:
        reserve(connection, till, TILL.code, 1, source="t", key="h", actor="me")
    assert raised.value.code == "account_slotted"
    posting(connection, till, into("1", 10))()
    with pytest.raises(psycopg.errors.CheckViolation, match="floor_of_slots_only_falls"):
        limit_account(connection, till, TILL.code, floor=5)
    connection.rollback()
    with pytest.raises(psycopg.errors.CheckViolation, match="slotted_account_has_no_ceiling"):
        limit_account(connection, till, TILL.code, floor=0, ceiling=50)
    connection.rollback()
    limit_account(connection, till, TILL.code, floor=-5)
    connection.commit()
    assert isinstance(posting(connection, till, out("2", 15))()[0], Posted)
    assert posting(connection, till, out("3", 1))() == [Refused("insufficient_balance", TILL.code)]


def test_many_hands_never_overdraw_it(connect: Connect, connection: Connection, till: UUID) -> None:
    posting(connection, till, into("float", 300))()

    def work(number: int) -> None:
        own = connect()
        for turn in range(20):
            request = into(f"{number}-{turn}", 20) if turn % 4 == number % 4 else out(f"{number}-{turn}", 15 + number)
            while True:
                try:
                    posting(own, till, request)()
                    break
                except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
                    own.rollback()  # as the library asks: the same key again

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(slots(connection, till)) >= 0
    assert sum(slots(connection, till)) == balance(connection, till, TILL.code)
