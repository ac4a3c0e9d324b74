"""Sealing: one order for all that ended, numbers with no gap, nothing skipped, nothing doubled."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from cooperative_ledger import (
    Entry,
    Seal,
    change_period,
    credit,
    debit,
    install,
    journal_numbers,
    newest_seal,
    open_books,
    post,
    rename_account,
    seal,
    seals,
    unsealed_entries,
    waiting_for_seal,
    with_cooperative,
)
from cooperative_ledger.verifier import verify

from .conftest import Connect, open_new_books

Connection = psycopg.Connection[Any]


def book(connection: Connection, coop: UUID, *keys: str) -> list[UUID]:
    """Entries with those keys, not committed."""
    entries = [Entry(source="t", key=key, lines=(debit("1-1100", 5), credit("4-1100", 5))) for key in keys]
    post(connection, coop, entries, actor="kasir")
    return [entry.id for entry in entries]


def sealed(connection: Connection, coop: UUID, **how: Any) -> Seal:
    made = seal(connection, coop, **how)
    connection.commit()
    assert made is not None
    return made


def numbers(connection: Connection, coop: UUID) -> dict[int, UUID]:
    """Journal number to entry, as stored."""
    with_cooperative(connection, coop)
    rows = connection.execute(
        "SELECT position, item FROM ledger.seal_leaf WHERE coop_id = %s AND log = 'entry' ORDER BY position", (coop,)
    ).fetchall()
    connection.commit()
    return dict(rows)


def sound(connection: Connection, coop: UUID) -> bool:
    report = verify(connection, coop)
    connection.commit()
    assert report.findings == []
    return report.sound


def test_a_seal_numbers_what_was_posted_in_order_with_no_gap(connection: Connection, coop: UUID) -> None:
    first = book(connection, coop, "a", "b")
    connection.commit()
    one = sealed(connection, coop)
    later = book(connection, coop, *(f"c{number}" for number in range(40)))
    connection.commit()
    two = sealed(connection, coop)
    assert numbers(connection, coop) == dict(enumerate([*first, *later], start=1))
    assert (one.seal_number, one.entry_count, two.seal_number, two.entry_count) == (1, 2, 2, 42)
    assert (two.previous_hash, one.previous_hash) == (one.seal_hash, None)
    assert journal_numbers(connection, coop, [later[0], first[1]]) == {later[0]: 3, first[1]: 2}
    assert [each.seal_number for each in seals(connection, coop)] == [2, 1]
    assert [each.seal_number for each in seals(connection, coop, before=2)] == [1]
    assert newest_seal(connection, coop) == two
    assert sound(connection, coop)


def test_nothing_new_makes_no_seal(connection: Connection, coop: UUID) -> None:
    book(connection, coop, "a")
    connection.commit()
    only = sealed(connection, coop)
    assert seal(connection, coop) is None
    connection.commit()
    assert newest_seal(connection, coop) == only


def test_many_entries_are_sealed_in_bounded_steps_as_under_one_seal(connection: Connection, coop: UUID) -> None:
    twin = open_new_books(connection)
    keys = [str(number) for number in range(300)]
    for books in (coop, twin):
        book(connection, books, *keys)
        connection.commit()
    steps = []
    while (made := seal(connection, coop, most=70)) is not None:
        connection.commit()
        steps.append(made.entry_count)
    assert steps == [70, 140, 210, 280, 300]
    assert sealed(connection, twin).entry_count == 300
    assert sound(connection, coop)
    assert sound(connection, twin)


def test_what_commits_late_is_sealed_later_once(connect: Connect, coop: UUID) -> None:
    early, late, sealer = connect(), connect(), connect()
    (slow,) = book(late, coop, "slow")  # it has its transaction number before the other's
    (quick,) = book(early, coop, "quick")
    early.commit()
    seal(sealer, coop)  # the first seal of a server looks through everything that stands
    sealer.commit()
    assert numbers(sealer, coop) == {1: quick}
    (next_one,) = book(early, coop, "next")
    early.commit()
    assert seal(sealer, coop) is None  # newer than a transaction still under way
    sealer.commit()
    late.commit()
    sealed(sealer, coop)
    assert numbers(sealer, coop) == {1: quick, 2: slow, 3: next_one}
    assert sound(sealer, coop)


def test_what_was_rolled_back_leaves_no_gap(connect: Connect, coop: UUID) -> None:
    poster, sealer = connect(), connect()
    for key in ("a", "b", "c"):
        book(poster, coop, key)
        poster.rollback() if key == "b" else poster.commit()
        seal(sealer, coop)
        sealer.commit()
    assert list(numbers(sealer, coop)) == [1, 2]
    assert sound(sealer, coop)


def test_two_sealers_at_once_give_each_entry_one_number(connect: Connect, coop: UUID) -> None:
    poster = connect()
    book(poster, coop, *(str(number) for number in range(500)))
    poster.commit()
    ready = threading.Barrier(3)

    def work(connection: Connection) -> None:
        ready.wait()
        while seal(connection, coop, most=40) is not None:
            connection.commit()
        connection.commit()

    threads = [threading.Thread(target=work, args=(connect(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(numbers(poster, coop)) == list(range(1, 501))
    assert sound(poster, coop)


def test_posters_and_sealers_beside_one_another_skip_nothing(connect: Connect, coop: UUID) -> None:
    posting = threading.Semaphore(0)

    def work(connection: Connection, name: str) -> None:
        for number in range(25):
            book(connection, coop, f"{name}-{number}", f"{name}-{number}-b")
            connection.rollback() if number % 5 == 4 else connection.commit()
        posting.release()

    posters = [threading.Thread(target=work, args=(connect(), name)) for name in "abc"]
    for thread in posters:
        thread.start()
    sealer, done = connect(), 0
    while done < len(posters):
        done += posting.acquire(blocking=False)
        seal(sealer, coop)
        sealer.commit()
    for thread in posters:
        thread.join()
    while seal(sealer, coop) is not None:
        sealer.commit()
    sealer.commit()
    assert list(numbers(sealer, coop)) == list(range(1, 3 * 20 * 2 + 1))
    assert sound(sealer, coop)


def test_a_sealer_that_dies_in_the_middle_leaves_nothing_behind(connect: Connect, coop: UUID) -> None:
    poster, dying, sealer = connect(), connect(), connect(superuser=True)
    book(poster, coop, "a", "b")
    poster.commit()
    assert seal(dying, coop) is not None
    sealer.execute("SELECT pg_terminate_backend(%s, 5000)", (dying.info.backend_pid,))
    sealer.commit()
    assert numbers(poster, coop) == {}
    assert sealed(poster, coop).seal_number == 1
    assert sound(poster, coop)


def test_a_seal_and_its_postings_stand_or_fall_with_the_callers_transaction(connect: Connect, coop: UUID) -> None:
    connection = connect()
    book(connection, coop, "a")
    assert seal(connection, coop) is not None
    connection.rollback()
    assert numbers(connection, coop) == {}
    assert unsealed_entries(connection, coop) == 0


def test_a_change_of_chart_or_period_is_sealed_without_any_entry(connection: Connection, coop: UUID) -> None:
    first = sealed(connection, coop)
    rename_account(connection, coop, "1-1100", "Kas besar")
    change_period(connection, coop, 202501, "closing", actor="bendahara")
    connection.commit()
    second = sealed(connection, coop)
    assert (second.entry_count, second.row_count - first.row_count) == (0, 2)
    assert second.row_root != first.row_root
    assert sound(connection, coop)


def test_whoever_waits_for_a_seal_is_found(connection: Connection, coop: UUID) -> None:
    other = open_new_books(connection)
    both = [coop, other]
    assert set(waiting_for_seal(connection, both)) == set(both)
    for books in both:
        sealed(connection, books)
    assert waiting_for_seal(connection, both) == []
    book(connection, other, "a")
    connection.commit()
    assert waiting_for_seal(connection, both) == [other]
    assert unsealed_entries(connection, other) == 1
    assert unsealed_entries(connection, coop) == 0


def test_sums_that_somebody_altered_are_made_anew_for_the_next_seal(
    connect: Connect, connection: Connection, coop: UUID
) -> None:
    book(connection, coop, "a")
    connection.commit()
    sealed(connection, coop)
    superuser = connect(superuser=True)
    superuser.execute("UPDATE ledger.seal_total SET debit = debit + 1 WHERE coop_id = %s", (coop,))
    superuser.commit()
    assert [finding.table for finding in verify(connection, coop).findings] == ["seal_total", "seal_total"]
    connection.commit()
    book(connection, coop, "b")
    connection.commit()
    sealed(connection, coop)
    assert sound(connection, coop)


def test_sealing_asks_for_open_books_and_for_read_committed(connection: Connection, coop: UUID) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="books_are_open_and_named"):
        seal(connection, UUID(int=1))
    connection.rollback()
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    with pytest.raises(psycopg.errors.CheckViolation, match="sealing_is_read_committed"):
        seal(connection, coop)
    connection.rollback()
    assert newest_seal(connection, coop) is None


@pytest.mark.parametrize("table", ["seal", "seal_leaf", "seal_node", "row_version"])
def test_seals_are_not_changed_by_hand_not_even_as_owner(
    owner: Connection, connection: Connection, coop: UUID, table: str
) -> None:
    book(connection, coop, *(str(number) for number in range(20)))
    connection.commit()
    before = sealed(connection, coop)
    for statement in (f"DELETE FROM ledger.{table}", f"UPDATE ledger.{table} SET coop_id = coop_id"):
        with_cooperative(owner, coop)
        with pytest.raises(psycopg.errors.RestrictViolation):
            owner.execute(statement)
        owner.rollback()
    with pytest.raises(psycopg.errors.RestrictViolation):
        owner.execute(f"TRUNCATE ledger.{table}")
    owner.rollback()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"INSERT INTO ledger.{table} SELECT * FROM ledger.{table}")
    connection.rollback()
    assert newest_seal(connection, coop) == before


def test_another_cooperatives_seals_are_not_seen(connection: Connection, coop: UUID) -> None:
    sealed(connection, coop)
    other = open_new_books(connection)
    for table in ("seal", "seal_leaf", "seal_node", "seal_state", "seal_total", "row_version"):
        with_cooperative(connection, other)
        count = f"SELECT count(*) FROM ledger.{table} WHERE coop_id = %s"
        assert connection.execute(count, (coop,)).fetchone() == (0,)
        connection.commit()
        assert connection.execute(count, (coop,)).fetchone() == (0,)


FOREIGN = {
    "another server": "UPDATE ledger.seal_state SET server = server + 1 WHERE coop_id = %s",
    "this server, put back": "UPDATE ledger.seal_state SET through_xid = '9999999999' WHERE coop_id = %s",
}


def on_another_server(superuser: Connection, coop: UUID, *, number: str, state: str) -> None:
    """As after a restore: what stands has the numbers of the server that it came from."""
    superuser.execute("ALTER TABLE ledger.entry DISABLE TRIGGER no_change")
    superuser.execute(state.encode(), (coop,))
    superuser.execute("UPDATE ledger.entry SET writer_xid = %s WHERE coop_id = %s", (number, coop))
    superuser.execute("ALTER TABLE ledger.entry ENABLE ALWAYS TRIGGER no_change")
    superuser.commit()


@pytest.mark.parametrize("state", FOREIGN)
@pytest.mark.parametrize("number", ["3", "9000000000"])
def test_on_another_server_old_and_new_entries_are_sealed_once(
    connect: Connect, connection: Connection, number: str, state: str
) -> None:
    """Whether the old server's transaction numbers lie behind this one's or ahead of them."""
    coop = open_new_books(connection)
    book(connection, coop, "old-1", "old-2")
    connection.commit()
    sealed(connection, coop)
    book(connection, coop, *(f"tail-{each}" for each in range(25)))
    connection.commit()
    on_another_server(connect(superuser=True), coop, number=number, state=FOREIGN[state])
    slow = connect()
    book(slow, coop, "slow")  # under way while the old entries are gone through
    book(connection, coop, "new-1")
    connection.commit()
    assert unsealed_entries(connection, coop) == 26
    while seal(connection, coop, most=7) is not None:
        connection.commit()
    connection.commit()
    slow.commit()
    book(connection, coop, "new-2")
    connection.commit()
    while seal(connection, coop, most=7) is not None:
        connection.commit()
    connection.commit()
    found = numbers(connection, coop)
    assert list(found) == list(range(1, 31))
    assert len(set(found.values())) == 30
    assert unsealed_entries(connection, coop) == 0


def test_books_opened_before_there_were_seals_are_covered_too(fresh_database: str, ledger_url: str) -> None:
    with psycopg.connect(fresh_database) as connection:
        install(connection, 10)
        coop = UUID(int=7)
        open_books(connection, coop, name="Lama", open_on=date(2025, 1, 1))
        book(connection, coop, "before")
        change_period(connection, coop, 202501, "closing", actor="bendahara")
        connection.commit()
        install(connection)
        connection.commit()
        made = sealed(connection, coop)
        chart = connection.execute("SELECT count(*) FROM ledger.account").fetchone()
        assert chart is not None
        assert (made.entry_count, made.row_count) == (1, 1 + chart[0] + 1)
        assert sound(connection, coop)
