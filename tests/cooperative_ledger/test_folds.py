"""Sums by account and day: whatever is folded and whenever, the figures are those of the lines."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from cooperative_ledger import (
    Entry,
    account_statement,
    balance,
    credit,
    debit,
    fold,
    post,
    reverse,
    trial_balance,
    with_cooperative,
)
from marketplace.cli.ledger import main

from .conftest import Connect, open_new_books

Connection = psycopg.Connection[Any]
ACCOUNTS = ("1-1100", "1-3100", "2-1100", "4-1100", "6-1300")
FIRST = date(2026, 1, 1)


def book(connection: Connection, coop: UUID, number: int, seed: int) -> list[Entry]:
    """Entries on days in no order, so that later ones move earlier days."""
    chance = random.Random(seed)
    entries = []
    for each in range(number):
        one, other = chance.sample(ACCOUNTS, 2)
        amount = chance.randint(1, 10**6)
        day = FIRST + timedelta(days=chance.randrange(120))
        lines = (debit(one, amount), credit(other, amount))
        entries.append(Entry(source="t", key=f"{seed}-{each}", posting_date=day, lines=lines))
    post(connection, coop, entries, actor="me")
    connection.commit()
    return entries


def figures(connection: Connection, coop: UUID) -> list[object]:
    days = (None, FIRST, *(FIRST + timedelta(days=number) for number in (20, 30, 31, 59, 90)))
    return [
        *(trial_balance(connection, coop, first=first, last=last) for first in days for last in days),
        *(balance(connection, coop, account, on=day) for account in ACCOUNTS for day in days),
        *(account_statement(connection, coop, account, first=day) for account in ACCOUNTS for day in days),
    ]


def folded_and_lines(connection: Connection, coop: UUID) -> tuple[list[Any], list[Any]]:
    with_cooperative(connection, coop)
    folds = "SELECT account_code, posting_date, debit, credit FROM ledger.fold WHERE span = 'day' ORDER BY 1, 2"
    lines = "SELECT account_code, posting_date, sum(debit), sum(credit) FROM ledger.line GROUP BY 1, 2 ORDER BY 1, 2"
    return connection.execute(folds).fetchall(), connection.execute(lines).fetchall()


def test_folding_changes_no_figure_nor_do_entries_after_it(connection: Connection, coop: UUID) -> None:
    twin = open_new_books(connection)
    for seed in range(3):
        entries = book(connection, coop, 40, seed)
        book(connection, twin, 40, seed)
        assert fold(connection, coop) == (40 if seed == 0 else 41)
        connection.commit()
        for books, entry in ((coop, entries[0].id), (twin, None)):
            if entry is None:
                with_cooperative(connection, twin)
                row = connection.execute(
                    "SELECT entry_id FROM ledger.entry WHERE idempotency_key = %s", (f"{seed}-0",)
                ).fetchone()
                assert row is not None
                entry = row[0]
            reverse(connection, books, entry, source="t", key=f"back-{seed}", actor="me", posting_date=FIRST)
        connection.commit()
        rows = trial_balance(connection, coop, first=FIRST + timedelta(days=9))
        assert rows == trial_balance(connection, twin, first=FIRST + timedelta(days=9))
        assert sum(row.closing for row in rows) == 0
    folds, lines = folded_and_lines(connection, coop)
    assert folds != lines, "the last reversal is in the tail"
    before = figures(connection, coop)
    assert fold(connection, coop) == 1
    folds, lines = folded_and_lines(connection, coop)
    assert folds == lines
    assert figures(connection, coop) == before
    assert fold(connection, coop) == 0


def test_an_entry_committed_late_is_neither_missed_nor_counted_twice(connect: Connect, coop: UUID) -> None:
    late, folding = connect(), connect()
    lines = (debit("1-1100", 7), credit("4-1100", 7))
    post(late, coop, [Entry(source="t", key="late", lines=lines)], actor="me")  # began first, not yet committed
    book(folding, coop, 5, 1)
    assert fold(folding, coop) == 0, "nothing younger than a transaction under way is folded"
    folding.commit()
    late.commit()
    total = balance(folding, coop, "4-1100")
    assert fold(folding, coop) == 6
    assert balance(folding, coop, "4-1100") == total
    folds, sums = folded_and_lines(folding, coop)
    assert folds == sums


def test_what_a_transaction_posted_itself_is_in_its_figures(connection: Connection, coop: UUID) -> None:
    book(connection, coop, 5, 1)
    fold(connection, coop)
    connection.commit()
    before = balance(connection, coop, "4-1100")
    lines = (debit("1-1100", 7), credit("4-1100", 7))
    post(connection, coop, [Entry(source="t", key="own", lines=lines)], actor="me")
    assert balance(connection, coop, "4-1100") == before + 7
    assert fold(connection, coop) == 0
    assert balance(connection, coop, "4-1100") == before + 7


def test_folds_that_came_from_another_server_are_not_used_and_made_anew(
    connect: Connect, connection: Connection, coop: UUID
) -> None:
    book(connection, coop, 20, 1)
    before = figures(connection, coop)
    fold(connection, coop)
    connection.commit()
    restored = connect(superuser=True)
    restored.execute("UPDATE ledger.fold SET debit = debit + 1 WHERE coop_id = %s", (coop,))
    restored.execute("UPDATE ledger.fold_state SET server = 1 WHERE coop_id = %s", (coop,))
    restored.commit()
    assert figures(connection, coop) == before
    assert fold(connection, coop) == 20
    assert figures(connection, coop) == before


def test_the_command_folds_every_cooperative(
    connection: Connection, coop: UUID, ledger_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book(connection, coop, 20, 1)
    assert main(["fold", "--database", ledger_url]) == 0
    assert f"{coop} 20" in capsys.readouterr().out.splitlines()
    folds, lines = folded_and_lines(connection, coop)
    assert folds == lines
    connection.commit()
    assert main(["fold", "--database", ledger_url, "--cooperative", str(coop)]) == 0
    assert capsys.readouterr().out == f"{coop} 0\n"


@pytest.mark.parametrize("statement", ["DELETE FROM ledger.fold", "UPDATE ledger.fold_state SET through_xid = '0'"])
def test_the_application_cannot_write_folds(connection: Connection, coop: UUID, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)  # type: ignore[call-overload]
