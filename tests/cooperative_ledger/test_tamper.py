"""The tamper matrix: whatever a superuser changes in any column of any table of the journal is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from cooperative_ledger import fold, seal, with_cooperative
from cooperative_ledger.verifier import Finding, Kept

from .conftest import Connect
from .tampering import Books, checked, kinds, make_books, unguarded

Connection = psycopg.Connection[Any]

KEYS = {
    "entry": ("missing", ("coop_id", "entry_id")),
    "line": ("missing", ("coop_id", "entry_id")),
    "narration": ("missing", ("coop_id", "entry_id")),
    "redaction": ("missing", ("coop_id", "entry_id")),
    "period_change": ("missing", ("coop_id", "period", "change_number")),
    "account": ("missing", ("coop_id", "code")),
    "period_close": ("missing", ("coop_id", "period", "change_number")),
    "hold": ("missing", ("coop_id", "hold_id")),
    "hold_resolution": ("missing", ("coop_id", "hold_id")),
    "cooperative": ("missing", ("coop_id",)),
    "row_version": ("missing", ("coop_id", "version_id")),
    "seal": ("gap", ("coop_id", "seal_number")),
    "seal_leaf": ("gap", ("coop_id", "log", "position")),
}
"""Table -> what a change of its keys is found as; every other column of these is found as altered content."""

DERIVED = ("seal_node", "seal_total", "balance", "fold", "dimension_fold", "period", "period_balance")
"""Tables that can be made again from the others: found as a projection that does not fit."""

ELSEWHERE = {
    ("entry", "line_count"): ("missing", "line"),
    ("seal_leaf", "item"): ("missing", "entry"),
    ("seal_leaf", "leaf_hash"): ("linkage", "seal"),
}
"""Changes that show in another table."""

NOT_HISTORY = {
    ("balance", "version"),
    ("balance", "slot"),
}
"""A count of updates and the place of a part of a sum: they say nothing about what was posted."""

ALTERED = {
    "uuid": "gen_random_uuid()",
    "text": "coalesce({column}, '') || 'x'",
    "boolean": "NOT {column}",
    "date": "coalesce({column}, '2026-01-01'::date) + 1",
    "timestamp with time zone": "{column} + interval '1 microsecond'",
    "bytea": "coalesce(sha256({column}), sha256('x'))",
    "xid8": "({column}::text::numeric + 1)::text::xid8",
}
"""Another value of the same type; numbers get 1000 more."""


@pytest.fixture(scope="module")
def superuser(ledger_url: str) -> Iterator[Connection]:
    with psycopg.connect(ledger_url) as connection:
        yield connection


@pytest.fixture(scope="module")
def books(superuser: Connection) -> Books:
    return make_books(superuser)


@pytest.fixture
def hacked(superuser: Connection, books: Books) -> Iterator[Connection]:
    """The superuser with everything out of the way, until the test ends."""
    with unguarded(superuser) as connection:
        yield connection


def columns(connection: Connection, table: str) -> list[tuple[str, str]]:
    """Names and types."""
    return connection.execute(
        """SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
           WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""",
        (f"ledger.{table}",),
    ).fetchall()


def expected(table: str, column: str) -> tuple[str, str]:
    """Kind and table that a change of this column must be found as."""
    if (table, column) in ELSEWHERE:
        return ELSEWHERE[table, column]
    if table in DERIVED:
        return "projection", table
    kind, keys = KEYS[table]
    return (kind if column in keys else "content"), table


def victim(table: str) -> str:
    """SQL that finds the row to be tampered with: the first, of balances the fullest."""
    order = "debit DESC" if table == "balance" else "ctid"
    return f"SELECT ctid FROM ledger.{table} WHERE coop_id = %s ORDER BY {order} LIMIT 1"


def change(connection: Connection, coop: UUID, table: str, column: str, type_name: str) -> None:
    """Give one row's column another value."""
    value = ALTERED.get(type_name, "coalesce({column}, 0) + 1000").format(column=column)
    statement = f"UPDATE ledger.{table} SET {column} = {value} WHERE ctid = ({victim(table)})"
    assert connection.execute(statement.encode(), (coop,)).rowcount == 1


def test_books_that_nobody_touched_are_sound(superuser: Connection, books: Books) -> None:
    report = checked(superuser, books)
    superuser.rollback()
    assert (report.findings, report.sound, report.kept_compared) == ([], True, 1)
    assert (report.entries_sealed, report.entries_unsealed, report.seal_number) == (28, 1, 3)


@pytest.mark.parametrize("table", [*KEYS, *DERIVED])
def test_a_change_of_any_column_is_found(hacked: Connection, books: Books, table: str) -> None:
    for column, type_name in columns(hacked, table):
        if (table, column) in NOT_HISTORY:
            continue
        hacked.execute("SAVEPOINT before")
        change(hacked, books.coop, table, column, type_name)
        found = checked(hacked, books)
        kind, place = expected(table, column)
        assert any(names(each, kind, place, column) for each in found.findings), (column, found.findings)
        hacked.execute("ROLLBACK TO before")


def names(finding: Finding, kind: str, table: str, column: str) -> bool:
    """Whether the finding is of that kind, in that table, and names the column, or the lines for one of theirs."""
    if finding.kind != kind or table not in finding.table.split(", "):
        return False
    return kind != "content" or column in finding.columns or (table == "line" and "lines" in finding.columns)


DELETED = {
    "entry": ("missing", "entry"),
    "line": ("missing", "line"),
    "narration": ("missing", "narration"),
    "redaction": ("missing", "redaction"),
    "period_change": ("missing", "period_change"),
    "period_close": ("missing", "period_close"),
    "account": ("missing", "account"),
    "hold": ("missing", "hold"),
    "hold_resolution": ("missing", "hold_resolution"),
    "cooperative": ("missing", "cooperative"),
    "row_version": ("missing", "row_version"),
    "seal": ("gap", "seal"),
    "seal_leaf": ("gap", "seal_leaf"),
    **{table: ("projection", table) for table in DERIVED},
}


@pytest.mark.parametrize("table", DELETED)
def test_a_row_that_was_deleted_is_missed(hacked: Connection, books: Books, table: str) -> None:
    statement = f"DELETE FROM ledger.{table} WHERE ctid = ({victim(table)})".encode()
    assert hacked.execute(statement, (books.coop,)).rowcount == 1
    assert DELETED[table] in kinds(checked(hacked, books))


@pytest.mark.parametrize("table", DELETED)
def test_a_table_that_was_emptied_is_missed(hacked: Connection, books: Books, table: str) -> None:
    hacked.execute(sql.SQL("DELETE FROM {} WHERE coop_id = %s").format(sql.Identifier("ledger", table)), (books.coop,))
    assert not checked(hacked, books).sound


COPIED = {
    "entry": ("entry_id = gen_random_uuid(), idempotency_key = 'forged'", {("content", "entry"), ("missing", "line")}),
    "line": ("line_no = 3", {("added", "line")}),
    "narration": ("entry_id = gen_random_uuid()", {("added", "narration")}),
    "redaction": ("entry_id = (SELECT max(entry_id::text)::uuid FROM ledger.entry)", {("added", "redaction")}),
    "period_change": ("change_number = 9", {("added", "period_change")}),
    "account": ("code = '9-9999'", {("added", "account")}),
    "hold": ("hold_id = gen_random_uuid(), idempotency_key = 'forged'", {("added", "hold")}),
    "hold_resolution": ("hold_id = gen_random_uuid()", {("added", "hold_resolution")}),
    "row_version": ("version_id = gen_random_uuid(), version = 99", {("content", "row_version")}),
    "seal": ("seal_number = 4", {("content", "seal")}),
    "seal_leaf": ("position = 29, item = gen_random_uuid()", {("linkage", "seal_leaf")}),
    "seal_node": ("place = 9", {("projection", "seal_node")}),
    "seal_total": ("account_code = '9-9999'", {("projection", "seal_total")}),
    "balance": ("account_code = '9-9999'", {("projection", "balance")}),
    "fold": ("account_code = '9-9999'", {("projection", "fold")}),
    "dimension_fold": ("account_code = '9-9999'", {("projection", "dimension_fold")}),
    "period_balance": ("account_code = '9-9999'", {("projection", "period_balance")}),
    "period_close": ("change_number = 9", {("added", "period_close")}),
    "period": ("period = 202507", {("projection", "period")}),
}
"""Table -> what makes a copy of a row another row, and what it is found as."""


@pytest.mark.parametrize("table", COPIED)
def test_a_row_that_was_written_in_is_told(hacked: Connection, books: Books, table: str) -> None:
    changes, found = COPIED[table]
    copy = f"CREATE TEMP TABLE forged ON COMMIT DROP AS SELECT * FROM ledger.{table} WHERE ctid = ({victim(table)})"
    hacked.execute(copy.encode(), (books.coop,))
    hacked.execute(f"UPDATE forged SET {changes}".encode())
    hacked.execute(f"INSERT INTO ledger.{table} SELECT * FROM forged".encode())
    assert found & kinds(checked(hacked, books))


def test_leaves_that_change_places_break_the_chain(hacked: Connection, books: Books) -> None:
    hacked.execute(
        """UPDATE ledger.seal_leaf SET position = 1000 + position
           WHERE coop_id = %s AND log = 'entry' AND position IN (2, 5)""",
        (books.coop,),
    )
    hacked.execute(
        """UPDATE ledger.seal_leaf SET position = CASE position WHEN 1002 THEN 5 ELSE 2 END
           WHERE coop_id = %s AND log = 'entry' AND position > 1000""",
        (books.coop,),
    )
    report = checked(hacked, books)
    assert ("linkage", "seal") in kinds(report)
    (node,) = (each for each in report.findings if each.table == "seal_node")
    assert node.detail == "1-16"


def test_entries_under_each_others_leaves_are_told_from_altered_ones(hacked: Connection, books: Books) -> None:
    hacked.execute("DROP INDEX ledger.item_has_one_leaf")
    hacked.execute(
        """UPDATE ledger.seal_leaf AS l SET item = o.item FROM ledger.seal_leaf AS o
           WHERE l.coop_id = %(coop)s AND l.log = 'entry' AND l.position IN (2, 5)
             AND o.coop_id = %(coop)s AND o.log = 'entry' AND o.position = 7 - l.position""",
        {"coop": books.coop},
    )
    found = checked(hacked, books)
    assert kinds(found) == {("linkage", "seal_leaf")}
    assert sorted(each.position or 0 for each in found.findings) == [2, 5]


REHASHED = """
    UPDATE ledger.entry AS e SET leaf_hash = ledger.entry_leaf(
        e.encoding, e.coop_id, e.entry_id, e.source, e.idempotency_key, e.fingerprint, e.kind, e.reference,
        e.document_date, e.posting_date, e.period, e.dating, e.recorded_at, e.reverses, e.line_count, e.control_total,
        e.actor, e.writer_xid, e.narration_hash, (
            SELECT string_agg(ledger.line_encoding(
                l.line_no, l.account_code, l.debit, l.credit, l.counterparty_class, l.counterparty_id, l.outlet_id,
                l.business_unit, l.document_type, l.document_id), ''::bytea ORDER BY l.line_no)
            FROM ledger.line AS l WHERE l.coop_id = e.coop_id AND l.entry_id = e.entry_id))
    WHERE e.coop_id = %(coop)s AND e.entry_id = %(entry)s
"""


def reclassify(connection: Connection, books: Books, entry: UUID) -> None:
    """Income becomes other income, and the entry's own hash is made to fit."""
    values = {"coop": books.coop, "entry": entry}
    connection.execute(
        """UPDATE ledger.line SET account_code = '4-1200'
           WHERE coop_id = %(coop)s AND entry_id = %(entry)s AND credit > 0""",
        values,
    )
    connection.execute(REHASHED, values)


def test_an_entry_altered_with_its_own_hash_does_not_fit_its_seal(hacked: Connection, books: Books) -> None:
    reclassify(hacked, books, books.entries[2])
    altered = [each for each in checked(hacked, books).findings if each.kind == "content"]
    assert [(each.key, each.position, each.columns) for each in altered] == [(str(books.entries[2]), 3, ("leaf_hash",))]


FORGED = (
    "seal",
    "seal_leaf",
    "seal_node",
    "seal_total",
    "seal_state",
    "fold",
    "fold_state",
    "dimension_fold",
    "dimension_fold_state",
)
"""What somebody has to write anew so that nothing in the database contradicts an entry that he altered."""


@pytest.fixture
def rewritten(connect: Connect) -> Iterator[tuple[Connection, Books]]:
    """A superuser who altered an entry and then wrote every leaf, seal and sum anew: nothing in there contradicts."""
    books = make_books(connect())
    superuser = connect(superuser=True)
    with unguarded(superuser):
        reclassify(superuser, books, books.entries[2])
        for table in FORGED:
            superuser.execute(f"DELETE FROM ledger.{table} WHERE coop_id = %s".encode(), (books.coop,))
        with_cooperative(superuser, books.coop)
        assert seal(superuser, books.coop) is not None
        fold(superuser, books.coop)
        yield superuser, books


def test_whoever_writes_the_seals_anew_is_found_by_the_seal_that_was_kept(
    rewritten: tuple[Connection, Books],
) -> None:
    superuser, books = rewritten
    assert checked(superuser, books, kept=[]).sound  # this is why a seal is kept elsewhere
    first = [Kept(each.seal_number, each.seal_hash[:10]) for each in books.seals[:1]]
    report = checked(superuser, books, kept=first)
    assert [(each.kind, each.table, each.key, each.columns) for each in report.findings] == [
        ("linkage", "seal", "1", ("seal_hash",))
    ]
    assert ("missing", "seal") in kinds(checked(superuser, books))  # the third seal is gone


def test_a_database_put_back_to_an_older_day_lacks_the_kept_seal(superuser: Connection, books: Books) -> None:
    later = Kept(9, b"x" * 32, books.coop)
    report = checked(superuser, books, kept=[later])
    superuser.rollback()
    assert [(each.kind, each.table, each.key) for each in report.findings] == [("missing", "seal", "9")]


def test_what_is_not_sealed_yet_is_checked_by_its_own_hash_and_its_balance(hacked: Connection, books: Books) -> None:
    values = {"coop": books.coop, "entry": books.unsealed}
    hacked.execute(
        "UPDATE ledger.line SET debit = debit + 1 WHERE coop_id = %(coop)s AND entry_id = %(entry)s AND debit > 0",
        values,
    )
    found = kinds(checked(hacked, books))
    assert {("content", "line"), ("content", "entry, line"), ("unbalanced", "line")} & found
    hacked.execute(REHASHED, values)
    found = kinds(checked(hacked, books))
    assert ("unbalanced", "line") in found
    assert ("content", "entry, line") not in found


def test_an_entry_that_claims_an_older_transaction_is_told(hacked: Connection, books: Books) -> None:
    values = {"coop": books.coop, "entry": books.unsealed}
    hacked.execute("UPDATE ledger.entry SET writer_xid = '4' WHERE coop_id = %(coop)s AND entry_id = %(entry)s", values)
    hacked.execute(REHASHED, values)
    (finding,) = (each for each in checked(hacked, books).findings if each.table == "entry")
    assert (finding.kind, finding.key, finding.columns) == ("added", str(books.unsealed), ("writer_xid",))


def test_an_account_whose_meaning_changed_is_told_even_with_a_version_of_its_own(
    superuser: Connection, books: Books
) -> None:
    """The trigger that refuses is off, the one that keeps versions is on."""
    superuser.execute("ALTER TABLE ledger.account DISABLE TRIGGER account_change")
    superuser.execute(
        "UPDATE ledger.account SET account_type = 'asset' WHERE coop_id = %s AND code = '4-1100'", (books.coop,)
    )
    (finding,) = checked(superuser, books).findings
    superuser.rollback()
    assert (finding.kind, finding.table, finding.key, finding.columns) == (
        "content",
        "account",
        "4-1100",
        ("account_type",),
    )
