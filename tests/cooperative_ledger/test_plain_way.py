"""Plain entries go the short way, everything else the long one: nobody can tell from the answers or the books."""

from __future__ import annotations

import json
import threading
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from cooperative_ledger import (
    Counterparty,
    Document,
    Entry,
    Posted,
    Refused,
    Reversal,
    close_period,
    credit,
    debit,
    journal_entry,
    post,
    with_cooperative,
)

from .conftest import Connect, counts, open_new_books
from .test_concurrency import posting, waiting

Connection = psycopg.Connection[Any]
DAY = date(2026, 3, 2)


def entry(key: str, amount: int = 1000, account: str = "1-1100", **details: Any) -> Entry:
    lines = (debit(account, amount), credit("4-1100", amount))
    return Entry(**{"source": "test", "key": key, "posting_date": DAY, "lines": lines, **details})


def savings(key: str, amount: int) -> Entry:
    lines = (debit("1-1100", amount), credit("2-3100", amount))
    if amount < 0:
        lines = (debit("2-3100", -amount), credit("1-1100", -amount))
    return Entry(
        source="test", key=key, posting_date=DAY, lines=lines, counterparty=Counterparty("member", UUID(int=1))
    )


def test_a_batch_of_all_kinds_is_answered_in_the_order_asked(connection: Connection, coop: UUID) -> None:
    first = entry("first", narration="Ada")
    post(connection, coop, [first], actor="me")
    close_period(connection, coop, 202601, actor="me")
    asked: list[Entry | Reversal] = [
        entry("plain"),
        savings("s1", 100),
        entry("wrong", lines=(debit("1-1100", 1), credit("4-1100", 2))),
        entry("worded", narration="Beras", document=Document("order", "1"), counterparty=Counterparty("non_member")),
        Reversal(source="test", key="r", reverses=first.id, posting_date=DAY),
        savings("s2", -101),
        entry("first", narration="Ada"),
        entry("first", narration="Lain"),
        entry("moved", posting_date=date(2026, 1, 31), if_closed="move"),
        entry("late", posting_date=date(2026, 1, 31)),
        entry("last"),
    ]
    results = post(connection, coop, asked, actor="me")
    connection.commit()
    ids = [request.id for request in asked]
    assert results == [
        Posted(ids[0], DAY, False), Posted(ids[1], DAY, False), Refused("unbalanced"), Posted(ids[3], DAY, False),
        Posted(ids[4], DAY, False), Refused("insufficient_balance", "2-3100"), Posted(first.id, DAY, True),
        Refused("key_reused"), Posted(ids[8], date(2026, 2, 1), False), Refused("period_closed"),
        Posted(ids[10], DAY, False),
    ]  # fmt: skip
    assert counts(connection, coop) == (7, 7, 14, 2)


def test_the_short_way_and_the_long_one_store_the_same(connection: Connection, coop: UUID) -> None:
    """An entry by itself, in a batch, and beside a guarded account: equal but for what names it."""
    details: dict[str, Any] = {
        "narration": "Beras 40 sak", "reference": "INV/1", "document": Document("order", "PO-1"), "outlet_id": uuid4(),
        "counterparty": Counterparty("member", uuid4()), "business_unit": "gerai", "document_date": date(2026, 2, 1),
        "kind": "opening",
    }  # fmt: skip
    alone, among, beside = (entry(key, **details) for key in ("alone", "among", "beside"))
    long_way = entry("long", **{**details, "period": 202603})
    post(connection, coop, [alone], actor="me")
    post(connection, coop, [among, entry("other")], actor="me")
    post(connection, coop, [beside, savings("s", 1)], actor="me")
    post(connection, coop, [long_way], actor="me")
    connection.commit()
    with_cooperative(connection, coop)
    rows = connection.execute(
        """SELECT DISTINCT e.control_total, e.document_date, e.posting_date, e.period, e.line_count, e.encoding,
                  e.reverses, e.source, e.kind, e.dating, e.reference, e.actor, length(e.leaf_hash),
                  length(e.narration_hash), n.narration, length(n.salt),
                  (SELECT array_agg((l.line_no, l.account_code, l.debit, l.credit, l.posting_date, l.counterparty_class,
                                     l.counterparty_id, l.outlet_id, l.business_unit, l.document_type,
                                     l.document_id)::text ORDER BY l.line_no)
                   FROM ledger.line AS l WHERE l.entry_id = e.entry_id)
           FROM ledger.entry AS e LEFT JOIN ledger.narration AS n USING (coop_id, entry_id)
           WHERE e.idempotency_key IN ('alone', 'among', 'beside', 'long')"""
    ).fetchall()
    assert len(rows) == 1
    hashes = connection.execute("SELECT count(DISTINCT leaf_hash), count(DISTINCT narration_hash) FROM ledger.entry")
    assert hashes.fetchone() == (6, 4)


def body(**details: Any) -> dict[str, Any]:
    lines = [{"account": "1-1100", "debit": 5, "credit": 0}, {"account": "4-1100", "debit": 0, "credit": 5}]
    return {"id": str(uuid4()), "source": "s", "key": uuid4().hex, "lines": lines, **details}


def with_line(**details: Any) -> dict[str, Any]:
    right = body()["lines"]
    return body(lines=[{**right[0], **details}, right[1]])


HAND_MADE = {
    "a source too long": body(source="x" * 51),
    "no source": body(source=None),
    "an empty key": body(key=""),
    "a kind nobody knows": body(kind="joke"),
    "a reversal of nothing": body(kind="reversal"),
    "a reference too long": body(reference="x" * 201),
    "words too long": body(narration="x" * 1001),
    "no id": body(id=None),
    "a counterparty of no class": with_line(counterparty_id=str(uuid4())),
    "a class nobody knows": with_line(counterparty_class="friend"),
    "a document without a type": with_line(document_id="7"),
    "an empty business unit": with_line(business_unit=""),
    "a line without a credit": with_line(credit=None),
    "amounts whose sum is no number of the database": body(
        lines=[{"account": "1-1100", "debit": 2**63 - 1, "credit": 0}] * 2
    ),
}


@pytest.mark.parametrize("beside", [[], [body()]], ids=["alone", "in a batch"])
@pytest.mark.parametrize("wrong", HAND_MADE)
def test_what_the_library_would_never_send_is_not_stored_either(
    connection: Connection, coop: UUID, wrong: str, beside: list[dict[str, Any]]
) -> None:
    statement = "SELECT outcome FROM ledger.post(set_config('ledger.coop_id', %s, true)::uuid, 'me', %s::jsonb)"
    try:
        rows = connection.execute(statement, (str(coop), json.dumps([HAND_MADE[wrong], *beside]))).fetchall()
        assert rows[0] == ("refused",)
    except (psycopg.errors.IntegrityError, psycopg.errors.NumericValueOutOfRange):
        pass
    connection.rollback()
    assert counts(connection, coop) == (0, 0, 0, 0)


def test_an_actor_without_a_name_is_refused(connection: Connection, coop: UUID) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="entry_is_well_formed"):
        post(connection, coop, [entry("1")], actor="")
    connection.rollback()
    assert counts(connection, coop) == (0, 0, 0, 0)


def test_a_cooperative_that_the_transaction_did_not_name_is_refused(connection: Connection, coop: UUID) -> None:
    other = open_new_books(connection)
    with_cooperative(connection, other)
    with pytest.raises(psycopg.errors.CheckViolation, match="books_are_open_and_named"):
        connection.execute("SELECT * FROM ledger.post(%s, 'me', %s::jsonb)", (coop, json.dumps([body()])))
    connection.rollback()
    assert counts(connection, coop) == (0, 0, 0, 0)


def test_the_short_way_asks_for_read_committed(connection: Connection, coop: UUID) -> None:
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    with pytest.raises(psycopg.errors.CheckViolation, match="posting_is_read_committed"):
        post(connection, coop, [entry("1")], actor="me")
    connection.rollback()
    assert counts(connection, coop) == (0, 0, 0, 0)


@pytest.mark.parametrize("first_commits", [True, False])
def test_three_hands_with_one_key_book_it_once(
    connect: Connect, connection: Connection, coop: UUID, first_commits: bool
) -> None:
    second, third = connect(), connect()
    mine = entry("k")
    post(connection, coop, [mine], actor="me")
    others = [entry("k"), entry("k")]
    with (
        waiting(connect, second, posting(second, coop, others[0])) as outcome,
        waiting(connect, third, posting(third, coop, others[1], entry("beside"))) as among,
    ):
        connection.commit() if first_commits else connection.rollback()
    answers = [outcome[0][0], among[0][0]]
    assert all(isinstance(answer, Posted) for answer in answers)
    assert sum(answer.replayed for answer in answers) == (2 if first_commits else 1)
    assert len({answer.entry_id for answer in answers}) == 1
    assert counts(connection, coop)[1] == 2


def test_a_close_waits_for_two_postings_and_a_third_waits_for_the_close(
    connect: Connect, connection: Connection, coop: UUID
) -> None:
    second, closer, late = connect(), connect(), connect()
    post(connection, coop, [entry("1")], actor="me")
    post(second, coop, [entry("2"), entry("3")], actor="me")

    def close() -> None:
        close_period(closer, coop, 202603, actor="bendahara")
        closer.commit()

    with (
        waiting(connect, closer, close),
        waiting(connect, late, posting(late, coop, entry("4"), entry("5"))) as outcome,
    ):
        connection.commit()
        second.commit()
    assert outcome == [[Refused("period_closed")] * 2]
    assert counts(connection, coop)[1] == 3


def test_many_hands_with_the_same_mixed_batch_book_it_once(
    connect: Connect, connection: Connection, coop: UUID
) -> None:
    """Plain and guarded entries under the same keys, in different orders; whoever must repeat does."""
    results: list[Posted | Refused] = []

    def work(order: int) -> None:
        own = connect()
        batch = [entry(f"p{n}") if n % 2 else savings(f"s{n}", n + 1) for n in range(12)]
        while True:
            try:
                results.extend(posting(own, coop, *(batch if order else batch[::-1]))())
                return
            except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected):
                own.rollback()

    threads = [threading.Thread(target=work, args=(number % 2,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(result, Posted) and not result.replayed for result in results) == 12
    assert all(isinstance(result, Posted) for result in results)
    assert counts(connection, coop) == (12, 12, 24, 0)
    stored = journal_entry(connection, coop, next(r.entry_id for r in results if isinstance(r, Posted)))
    assert stored is not None
