"""What a closed period keeps: its trial balance, its hash, and that neither can be altered."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from cooperative_ledger import (
    Entry,
    Posted,
    change_period,
    close_period,
    credit,
    debit,
    finish_close,
    fold,
    period_closes,
    period_state,
    post,
    post_one,
    trial_balance_hash,
)

Connection = psycopg.Connection[Any]


def sold(key: str, day: date, amount: int, **details: Any) -> Entry:
    return Entry(
        source="t", key=key, posting_date=day, lines=(debit("1-1100", amount), credit("4-1100", amount)), **details
    )


@pytest.fixture
def booked(connection: Connection, coop: UUID) -> UUID:
    """Sales in November and December, and an adjustment of the year."""
    entries = [
        sold("1", date(2025, 11, 3), 100),
        sold("2", date(2025, 12, 31), 20),
        sold("3", date(2025, 12, 31), 3, kind="adjustment", period=202513),
        sold("4", date(2026, 1, 1), 1000),
    ]
    assert all(isinstance(result, Posted) for result in post(connection, coop, entries, actor="me"))
    connection.commit()
    return coop


def kept(connection: Connection, coop: UUID, period: int) -> dict[str, tuple[int, int, int]]:
    rows = connection.execute(
        "SELECT account_code, opening, debit, credit FROM ledger.period_balance WHERE coop_id = %s AND period = %s",
        (coop, period),
    )
    return {code: (int(opening), int(debits), int(credits)) for code, opening, debits, credits in rows}


EXPECTED = {
    202511: {"1-1100": (0, 100, 0), "4-1100": (0, 0, 100)},
    202512: {"1-1100": (100, 20, 0), "4-1100": (-100, 0, 20)},
    202513: {"1-1100": (120, 3, 0), "4-1100": (-120, 0, 3)},
    202601: {"1-1100": (123, 1000, 0), "4-1100": (-123, 0, 1000)},
}


@pytest.mark.parametrize("folded", [False, True])
def test_each_period_keeps_its_own_trial_balance(connection: Connection, booked: UUID, folded: bool) -> None:
    if folded:
        fold(connection, booked)
        connection.commit()
    for period, expected in EXPECTED.items():
        close_period(connection, booked, period, actor="bendahara")
        assert kept(connection, booked, period) == expected
    closes = period_closes(connection, booked, 202501, 202613)
    assert {period: close.trial_balance_hash for period, close in closes.items()} == {
        period: trial_balance_hash(connection, booked, period) for period in EXPECTED
    }
    assert len({close.trial_balance_hash for close in closes.values()}) == len(EXPECTED)


def test_a_period_closed_again_shows_what_was_added_meanwhile(connection: Connection, booked: UUID) -> None:
    close_period(connection, booked, 202511, actor="bendahara")
    before = period_closes(connection, booked, 202511, 202511)[202511]
    change_period(connection, booked, 202511, "open", actor="bendahara", approved_by="ketua", reason="Nota tertinggal")
    assert trial_balance_hash(connection, booked, 202511) == before.trial_balance_hash
    post_one(connection, booked, sold("late", date(2025, 11, 9), 7), actor="me")
    assert trial_balance_hash(connection, booked, 202511) != before.trial_balance_hash
    close_period(connection, booked, 202511, actor="bendahara")
    after = period_closes(connection, booked, 202511, 202511)[202511]
    assert after.change_number > before.change_number
    assert after.trial_balance_hash == trial_balance_hash(connection, booked, 202511) != before.trial_balance_hash
    connection.commit()


def test_only_a_period_that_is_closing_is_finished(connection: Connection, booked: UUID) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        finish_close(connection, booked, 202511, actor="bendahara")
    connection.rollback()
    assert period_state(connection, booked, 202511) == "open"
    assert period_closes(connection, booked, 202511, 202511) == {}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger.period_balance SET debit = 1 WHERE coop_id = %s",
        "DELETE FROM ledger.period_balance WHERE coop_id = %s",
        "UPDATE ledger.period_close SET seal_number = 1 WHERE coop_id = %s",
        "DELETE FROM ledger.period_close WHERE coop_id = %s",
    ],
)
def test_what_was_kept_is_not_changed_even_by_the_owner(
    connection: Connection, owner: Connection, booked: UUID, statement: str
) -> None:
    close_period(connection, booked, 202511, actor="bendahara")
    connection.commit()
    owner.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(booked),))
    with pytest.raises(psycopg.errors.RestrictViolation):
        owner.execute(statement, (booked,))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement, (booked,))
