"""Balances, the trial balance, statements and the journal tell what was posted, each figure with its document."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cooperative_ledger import (
    Counterparty,
    Document,
    Entry,
    account_statement,
    balance,
    credit,
    debit,
    journal,
    journal_entry,
    post,
    post_one,
    trial_balance,
)

from .conftest import counts

Connection = psycopg.Connection[Any]
MEMBER = Counterparty("member", UUID(int=7))
OTHER = Counterparty("non_member", UUID(int=8))


@pytest.fixture
def booked(connection: Connection, coop: UUID) -> UUID:
    """A credit sale to each of two customers in February, a payment in March, rent in April."""
    february: dict[str, Any] = {"source": "t", "posting_date": date(2026, 2, 3)}
    entries = [
        Entry(key="sale", document=Document("order", "1"), counterparty=MEMBER, narration="Beras",
              lines=(debit("1-2100", 500), credit("4-1100", 500)), **february),
        Entry(key="sale2", document=Document("order", "2"), counterparty=OTHER,
              lines=(debit("1-2100", 300), credit("4-1110", 300)), **february),
        Entry(source="t", key="paid", posting_date=date(2026, 3, 1), document=Document("receipt", "9"),
              counterparty=MEMBER, lines=(debit("1-1100", 200), credit("1-2100", 200))),
        Entry(source="t", key="rent", posting_date=date(2026, 4, 1), lines=(debit("6-1200", 50), credit("1-1100", 50))),
    ]  # fmt: skip
    post(connection, coop, entries, actor="bendahara")
    connection.commit()
    return coop


@pytest.mark.parametrize(
    ("account", "on", "counterparty", "expected"),
    [
        ("1-2100", None, None, 600), ("1-2100", date(2026, 2, 28), None, 800), ("1-2100", date(2026, 2, 2), None, 0),
        ("1-2100", None, MEMBER.id, 300), ("1-2100", None, OTHER.id, 300), ("4-1100", None, None, 500),
        ("1-1100", None, None, 150), ("2-1100", None, None, 0),
    ],
)  # fmt: skip
def test_a_balance_stands_on_the_normal_side_at_any_day(
    connection: Connection, booked: UUID, account: str, on: date | None, counterparty: UUID | None, expected: int
) -> None:
    assert balance(connection, booked, account, on=on, counterparty_id=counterparty) == expected


def test_the_balance_of_an_account_that_is_not_there_is_an_error(connection: Connection, booked: UUID) -> None:
    with pytest.raises(LookupError, match="9-9999"):
        balance(connection, booked, "9-9999")


def test_the_trial_balance_opens_moves_and_closes_in_balance(connection: Connection, booked: UUID) -> None:
    rows = trial_balance(connection, booked, first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert {row.code: (row.opening, row.debit, row.credit, row.closing) for row in rows} == {
        "1-1100": (0, 200, 0, 200),
        "1-2100": (800, 0, 200, 600),
        "4-1100": (-500, 0, 0, -500),
        "4-1110": (-300, 0, 0, -300),
    }
    assert sum(row.opening for row in rows) == sum(row.closing for row in rows) == 0
    assert sum(row.closing_debit for row in rows) == sum(row.closing_credit for row in rows) == 800


def test_a_statement_carries_the_document_behind_each_line(connection: Connection, booked: UUID) -> None:
    statement = account_statement(connection, booked, "1-2100", first=date(2026, 2, 1), last=date(2026, 12, 31))
    assert (statement.opening, statement.closing, statement.more) == (0, 600, False)
    told = [(line.document_type, line.document_id, line.debit, line.credit, line.balance) for line in statement.lines]
    assert told == [
        ("order", "1", 500, 0, 500), ("order", "2", 300, 0, 800), ("receipt", "9", 0, 200, 600),
    ]  # fmt: skip
    assert statement.lines[0].narration == "Beras"


def test_a_statement_of_one_counterparty_has_its_own_balances(connection: Connection, booked: UUID) -> None:
    statement = account_statement(connection, booked, "1-2100", first=date(2026, 3, 1), counterparty_id=MEMBER.id)
    assert (statement.opening, statement.closing) == (500, 300)
    assert [line.balance for line in statement.lines] == [300]


def test_a_long_statement_is_read_page_by_page_without_loss(connection: Connection, booked: UUID) -> None:
    whole = account_statement(connection, booked, "1-2100").lines
    pages, after = [], None
    while True:
        page = account_statement(connection, booked, "1-2100", after=after, limit=1)
        pages += page.lines
        if not page.more:
            break
        after = page.lines[-1]
    assert pages == whole


def test_an_empty_statement_closes_as_it_opened(connection: Connection, booked: UUID) -> None:
    statement = account_statement(connection, booked, "1-1100", first=date(2026, 5, 1))
    assert (statement.opening, statement.lines, statement.closing) == (150, [], 150)


def test_the_journal_is_in_the_order_of_dates(connection: Connection, booked: UUID) -> None:
    found = list(journal(connection, booked, first=date(2026, 2, 1), last=date(2026, 3, 31)))
    assert [entry.key for entry in found] == ["sale", "sale2", "paid"]
    assert journal_entry(connection, booked, found[0].entry_id) == found[0]
    assert journal_entry(connection, booked, uuid4()) is None


def test_sqlalchemy_sessions_and_connections_will_do(ledger_url: str, connection: Connection, booked: UUID) -> None:
    engine = create_engine(ledger_url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        entry = Entry(source="t", key="alchemy", lines=(debit("1-1100", 5), credit("4-9000", 5)))
        with Session(engine) as session:
            post_one(session, booked, entry, actor="me")
            assert balance(session, booked, "4-9000") == 5
            session.rollback()
        assert counts(connection, booked)[1] == 4
        with engine.begin() as bound:
            assert post_one(bound, booked, entry, actor="me").entry_id == entry.id
        assert counts(connection, booked)[1] == 5
    finally:
        engine.dispose()


def test_a_connection_that_commits_by_itself_may_post_but_not_read_blindly(
    connection: Connection, booked: UUID
) -> None:
    connection.autocommit = True
    entry = Entry(source="t", key="auto", lines=(debit("1-1100", 5), credit("4-9000", 5)))
    assert post_one(connection, booked, entry, actor="me").entry_id == entry.id
    with pytest.raises(RuntimeError, match="inside a transaction"):
        balance(connection, booked, "1-1100")
    with connection.transaction():
        assert balance(connection, booked, "1-1100") == 155


def test_what_is_no_connection_is_refused() -> None:
    with pytest.raises(TypeError, match="psycopg"):
        balance(object(), UUID(int=1), "1-1100")
