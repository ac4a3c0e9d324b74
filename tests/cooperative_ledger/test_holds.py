"""Held money is available to nobody else, and is captured or released once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from cooperative_ledger import (
    Account,
    Entry,
    Posted,
    PostingRefused,
    add_accounts,
    balance,
    capture,
    credit,
    debit,
    post_one,
    release,
    reserve,
    with_cooperative,
)

from .conftest import Connect

Connection = psycopg.Connection[Any]
TILL = Account(
    code="1-1120", name="Kas gerai", account_type="asset", normal_side="debit", balance_mode="guarded", floor=0
)
ASKED: dict[str, Any] = {"source": "t", "actor": "kasir"}


def move(key: str, amount: int) -> Entry:
    """An entry that puts `amount` into the till, or takes it out if below zero."""
    if amount > 0:
        return Entry(source="t", key=key, lines=(debit("1-1120", amount), credit("4-1100", amount)))
    return Entry(source="t", key=key, lines=(debit("6-1300", -amount), credit("1-1120", -amount)))


@pytest.fixture
def till(connection: Connection, coop: UUID) -> UUID:
    """Books with 100 in a guarded till."""
    add_accounts(connection, coop, [TILL])
    post_one(connection, coop, move("float", 100), actor="kasir")
    connection.commit()
    return coop


def held(connection: Connection, coop: UUID) -> int:
    with_cooperative(connection, coop)
    row = connection.execute("SELECT held FROM ledger.balance WHERE account_code = '1-1120'").fetchone()
    assert row is not None
    return int(row[0])


def refusal(verb: Callable[[], Any]) -> str:
    with pytest.raises(PostingRefused) as raised:
        verb()
    return raised.value.code


def test_what_is_held_cannot_be_spent_or_held_again(connection: Connection, till: UUID) -> None:
    reserve(connection, till, "1-1120", 70, key="h", **ASKED)
    assert refusal(lambda: post_one(connection, till, move("out", -31), actor="kasir")) == "insufficient_balance"
    assert refusal(lambda: reserve(connection, till, "1-1120", 31, key="h2", **ASKED)) == "insufficient_balance"
    post_one(connection, till, move("out", -30), actor="kasir")
    assert (balance(connection, till, "1-1120"), held(connection, till)) == (70, 70)


def test_a_repeated_hold_is_the_same_hold(connection: Connection, till: UUID) -> None:
    first = reserve(connection, till, "1-1120", 70, key="h", **ASKED)
    again = reserve(connection, till, "1-1120", 70, key="h", **ASKED)
    assert (again.hold_id, first.replayed, again.replayed) == (first.hold_id, False, True)
    assert refusal(lambda: reserve(connection, till, "1-1120", 71, key="h", **ASKED)) == "key_reused"
    assert held(connection, till) == 70


@pytest.mark.parametrize("amount", [70, 50])
def test_a_capture_posts_out_of_the_held_money_and_frees_the_rest(
    connection: Connection, till: UUID, amount: int
) -> None:
    hold = reserve(connection, till, "1-1120", 70, key="h", **ASKED)
    entry = move("out", -amount)
    posted = capture(connection, till, hold.hold_id, entry, actor="kasir")
    assert posted == Posted(entry.id, posted.posting_date, replayed=False)
    assert (balance(connection, till, "1-1120"), held(connection, till)) == (100 - amount, 0)
    assert capture(connection, till, hold.hold_id, entry, actor="kasir").replayed
    assert refusal(lambda: release(connection, till, hold.hold_id, actor="kasir")) == "hold_captured"
    assert (balance(connection, till, "1-1120"), held(connection, till)) == (100 - amount, 0)


def test_a_capture_that_is_refused_leaves_the_hold(connection: Connection, till: UUID) -> None:
    hold = reserve(connection, till, "1-1120", 70, key="h", **ASKED)
    assert (
        refusal(lambda: capture(connection, till, hold.hold_id, move("out", -101), actor="k")) == "insufficient_balance"
    )
    assert (balance(connection, till, "1-1120"), held(connection, till)) == (100, 70)


@pytest.mark.parametrize("amount", [-71, 10])
def test_a_capture_takes_no_more_than_is_held(connection: Connection, till: UUID, amount: int) -> None:
    hold = reserve(connection, till, "1-1120", 70, key="h", **ASKED)
    connection.commit()
    with pytest.raises(psycopg.errors.CheckViolation, match="capture_stays_within_its_hold"):
        capture(connection, till, hold.hold_id, move("out", amount), actor="kasir")
    connection.rollback()
    assert (balance(connection, till, "1-1120"), held(connection, till)) == (100, 70)


def test_a_released_hold_is_free_and_can_no_longer_be_captured(connection: Connection, till: UUID) -> None:
    hold = reserve(connection, till, "1-1120", 70, key="h", **ASKED)
    assert release(connection, till, hold.hold_id, actor="kasir")
    assert not release(connection, till, hold.hold_id, actor="kasir")
    assert held(connection, till) == 0
    connection.commit()
    with pytest.raises(psycopg.errors.CheckViolation, match="hold_is_resolved_once"):
        capture(connection, till, hold.hold_id, move("out", -10), actor="kasir")
    connection.rollback()
    assert balance(connection, till, "1-1120") == 100


def test_holds_that_make_no_sense_are_refused(connection: Connection, till: UUID) -> None:
    assert refusal(lambda: reserve(connection, till, "1-1100", 5, key="h", **ASKED)) == "account_not_guarded"
    assert refusal(lambda: reserve(connection, till, "9-9999", 5, key="h", **ASKED)) == "unknown_account"
    assert refusal(lambda: reserve(connection, till, "1-1120", 0, key="h", **ASKED)) == "amount_invalid"
    assert refusal(lambda: release(connection, till, uuid4(), actor="kasir")) == "hold_not_found"
    assert refusal(lambda: capture(connection, till, uuid4(), move("out", -1), actor="k")) == "hold_not_found"
    assert held(connection, till) == 0


def test_many_hands_never_hold_more_than_there_is(connect: Connect, connection: Connection, till: UUID) -> None:
    outcomes: list[str] = []

    def work(number: int) -> None:
        own = connect()
        for turn in range(10):
            try:
                hold = reserve(own, till, "1-1120", 15, key=f"{number}-{turn}", **ASKED)
                own.commit()
                if turn % 2:
                    release(own, till, hold.hold_id, actor="kasir")
                    own.commit()
                outcomes.append("held")
            except PostingRefused as refused:
                own.rollback()
                outcomes.append(refused.code)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 40
    assert set(outcomes) <= {"held", "insufficient_balance"}
    with_cooperative(connection, till)
    row = connection.execute(
        """SELECT coalesce(sum(h.amount), 0)::int FROM ledger.hold AS h
           LEFT JOIN ledger.hold_resolution AS r USING (coop_id, hold_id) WHERE r.hold_id IS NULL"""
    ).fetchone()
    assert row == (held(connection, till),)
    assert row[0] <= 100
