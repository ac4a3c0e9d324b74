"""The bank test: money moves between accounts all the time, and every moment a reader sees is a moment that balances.

Transfers between rolled-up, guarded and slotted accounts by several hands at once, beside readers who each look at one
snapshot: the lines sum to zero, no guarded account is below its floor, and every live total is the sum of its lines.
"""

from __future__ import annotations

import random
import threading
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from cooperative_ledger import (
    Account,
    Counterparty,
    Entry,
    Posted,
    Refused,
    add_accounts,
    credit,
    debit,
    fold,
    post,
    trial_balance,
    with_cooperative,
)

from .conftest import Connect

Connection = psycopg.Connection[Any]
DAY = date(2026, 3, 2)
TILLS = [
    Account(code="1-1120", name="Kas satu", account_type="asset", normal_side="debit", balance_mode="guarded", floor=0),
    Account(
        code="1-1130", name="Kas dua", account_type="asset", normal_side="debit", balance_mode="guarded", floor=-50
    ),
    Account(
        code="1-1140", name="Kas ramai", account_type="asset", normal_side="debit", balance_mode="slotted", floor=0
    ),
]
ACCOUNTS = ["1-1100", "1-1200", *(till.code for till in TILLS)]
MEMBERS = [Counterparty("member", UUID(int=number)) for number in (1, 2, 3)]
HANDS, TURNS = 4, 25

MOMENT = """
    SELECT (SELECT coalesce(sum(debit - credit), 0)::bigint FROM ledger.line),
           (SELECT count(*) FROM (
                SELECT coop_id, account_code, counterparty_id, sum(debit) AS debit, sum(credit) AS credit
                FROM ledger.balance GROUP BY 1, 2, 3
            ) AS b WHERE (b.debit, b.credit) <> (
                SELECT coalesce(sum(l.debit), 0), coalesce(sum(l.credit), 0) FROM ledger.line AS l
                WHERE l.account_code = b.account_code
                  AND (b.counterparty_id = '00000000-0000-0000-0000-000000000000'
                       OR l.counterparty_id = b.counterparty_id)
            )),
           (SELECT count(*) FROM (
                SELECT b.account_code, b.counterparty_id, a.floor,
                       sum(ledger.on_side(a.normal_side, b.debit, b.credit)) AS balance
                FROM ledger.balance AS b JOIN ledger.account AS a ON a.coop_id = b.coop_id AND a.code = b.account_code
                GROUP BY 1, 2, 3
            ) AS b WHERE b.balance < b.floor),
           (SELECT count(*) FROM ledger.entry AS e WHERE e.line_count <> (
                SELECT count(*) FROM ledger.line AS l WHERE l.coop_id = e.coop_id AND l.entry_id = e.entry_id)),
           (SELECT count(*) FROM ledger.entry)
"""


def transfer(chance: random.Random, key: str) -> Entry:
    amount = chance.randint(1, 60)
    if chance.random() < 0.3:
        sides = [debit("2-3100", amount), credit("1-1120", amount)]
        if chance.random() < 0.6:
            sides = [debit("1-1120", amount), credit("2-3100", amount)]
        return Entry(source="bank", key=key, posting_date=DAY, lines=tuple(sides), counterparty=chance.choice(MEMBERS))
    first, second = chance.sample(ACCOUNTS, 2)
    return Entry(source="bank", key=key, posting_date=DAY, lines=(debit(first, amount), credit(second, amount)))


def work(connection: Connection, coop: UUID, number: int, results: list[Posted | Refused]) -> None:
    """Post single entries and batches; whatever the server asks to repeat is repeated with the same keys."""
    chance = random.Random(number)
    for turn in range(TURNS):
        entries = [transfer(chance, f"{number}-{turn}-{part}") for part in range(chance.choice((1, 1, 5)))]
        while True:
            try:
                outcome = post(connection, coop, entries, actor=str(number))
                connection.commit()
                results.extend(outcome)
                break
            except (psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
                connection.rollback()


def look(connection: Connection, coop: UUID, done: threading.Event, seen: list[tuple[int, ...]]) -> None:
    """One snapshot after the other."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    while not done.is_set():
        with_cooperative(connection, coop)
        row = connection.execute(MOMENT).fetchone()
        assert row is not None
        figures = trial_balance(connection, coop)  # in the same snapshot, from the folds and what came after
        seen.append((*row[:4], sum(figure.closing for figure in figures), row[4]))
        connection.commit()


@pytest.mark.parametrize("folding", [False, True], ids=["from the lines", "folded meanwhile"])
def test_every_moment_that_is_seen_balances(
    connect: Connect, connection: Connection, coop: UUID, folding: bool
) -> None:
    add_accounts(connection, coop, TILLS)
    connection.commit()
    done = threading.Event()
    results: list[Posted | Refused] = []
    seen: list[tuple[int, ...]] = []
    readers = [threading.Thread(target=look, args=(connect(), coop, done, seen)) for _ in range(2)]
    hands = [threading.Thread(target=work, args=(connect(), coop, number, results)) for number in range(HANDS)]
    for thread in readers + hands:
        thread.start()
    while folding and any(hand.is_alive() for hand in hands):
        fold(connection, coop)
        connection.commit()
    for hand in hands:
        hand.join()
    done.set()
    for reader in readers:
        reader.join()
    assert seen
    assert {moment[:5] for moment in seen} == {(0, 0, 0, 0, 0)}
    with_cooperative(connection, coop)
    row = connection.execute(MOMENT).fetchone()
    posted = sum(isinstance(result, Posted) for result in results)
    assert row == (0, 0, 0, 0, posted)
    assert 0 < posted < len(results), "some moves are refused, or nothing was guarded"
    assert {result.code for result in results if isinstance(result, Refused)} == {"insufficient_balance"}
