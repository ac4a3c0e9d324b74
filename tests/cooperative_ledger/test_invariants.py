"""SQL typed by hand under the role that owns the tables: whatever breaks the books is refused by the database.

`BY_HAND` is a correct posting as one statement; each case changes one thing in it.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from cooperative_ledger import (
    Account,
    Entry,
    add_accounts,
    close_period,
    credit,
    debit,
    post_one,
    redact_narration,
    with_cooperative,
)

from .conftest import Connect, counts, open_new_books

Connection = psycopg.Connection[Any]
DAY = date(2026, 3, 2)

RIGHT = {
    "xid": "pg_current_xact_id()",
    "recorded": "clock_timestamp()",
    "total": "1000",
    "date": "'2026-03-02'",
    "period": "202603",
    "count": "2",
    "kind": "'normal'",
    "reverses": "NULL::uuid",
    "fingerprint": "sha256('x')",
    "key": "'hand-' || %(entry)s",
    "line_date": "'2026-03-02'::date",
    "lines": "(1, '1-1100', 1000, 0), (2, '4-1100', 0, 1000)",
    "leaf_lines": "(1, '1-1100', 1000, 0), (2, '4-1100', 0, 1000)",
    "leaf_total": "1000",
}

BY_HAND = """
    WITH head AS MATERIALIZED (SELECT {recorded} AS recorded, {xid} AS xid),
    leaf AS (
        SELECT ledger.entry_leaf(
            1::smallint, %(coop)s::uuid, %(entry)s::uuid, 'hand', {key}, {fingerprint}, {kind}, NULL, {date}::date,
            {date}::date, {period}, 'as_asked', head.recorded, {reverses}, {count}::smallint, {leaf_total}, 'hand',
            head.xid, NULL,
            (SELECT string_agg(ledger.line_encoding(no::smallint, account, debit, credit, NULL, NULL, NULL, NULL,
                                                    NULL, NULL), ''::bytea ORDER BY no)
             FROM (VALUES {leaf_lines}) AS l (no, account, debit, credit))
        ) AS hash FROM head
    ), headed AS (
        INSERT INTO ledger.entry (coop_id, entry_id, writer_xid, recorded_at, control_total, document_date,
            posting_date, period, line_count, reverses, leaf_hash, fingerprint, source, idempotency_key, kind,
            dating, actor)
        SELECT %(coop)s, %(entry)s, head.xid, head.recorded, {total}, {date}, {date}, {period}, {count}, {reverses},
               leaf.hash, {fingerprint}, 'hand', {key}, {kind}, 'as_asked', 'hand'
        FROM head, leaf
    )
    INSERT INTO ledger.line (coop_id, entry_id, posting_date, line_no, account_code, debit, credit)
    SELECT %(coop)s, %(entry)s, {line_date}, l.* FROM (VALUES {lines}) AS l (no, account, debit, credit)
"""


def by_hand(owner: Connection, coop: UUID, **changes: str) -> UUID:
    entry_id = uuid4()
    owner.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop),))
    owner.execute(BY_HAND.format(**(RIGHT | changes)), {"coop": coop, "entry": entry_id})  # type: ignore[call-overload]
    return entry_id


def rule_broken(owner: Connection, coop: UUID, **changes: str) -> str | None:
    with pytest.raises((psycopg.errors.CheckViolation, psycopg.errors.UniqueViolation)) as raised:
        by_hand(owner, coop, **changes)
    owner.rollback()
    return raised.value.diag.constraint_name


def post_entry(connection: Connection, coop: UUID, key: str = "1", amount: int = 1000) -> UUID:
    lines = (debit("1-1100", amount), credit("4-1100", amount))
    entry = Entry(source="test", key=key, posting_date=DAY, lines=lines, narration="ada")
    posted = post_one(connection, coop, entry, actor="bendahara")
    connection.commit()
    return posted.entry_id


def test_a_right_entry_by_hand_is_taken(owner: Connection, connection: Connection, coop: UUID) -> None:
    by_hand(owner, coop)
    owner.commit()
    assert counts(connection, coop) == (1, 1, 2, 0)


# The rule that speaks first; several keep watch over some of these.
LINES = "(1, '1-1100', {}, 0), (2, '4-1100', 0, {})"
BROKEN: dict[str, dict[str, str]] = {
    "entry_is_balanced": {"lines": LINES.format(1000, 999), "leaf_lines": LINES.format(1000, 999)},
    "entry_has_its_control_total": {"total": "999", "leaf_total": "999"},
    "lines_arrive_together": {"lines": "(1, '1-1100', 1000, 0), (3, '4-1100', 0, 1000)"},
    "leaf_hash_is_true": {"leaf_lines": LINES.format(1001, 1001)},
    "no_line_joins_an_old_entry": {"xid": "'3'::xid8"},
    "recorded_at_is_now": {"recorded": "now() - interval '1 day'"},
    "account_takes_postings": {"date": "'2024-12-31'", "period": "202412", "line_date": "'2024-12-31'::date"},
    "posting_date_has_come": {"date": "'2099-01-01'", "period": "209901", "line_date": "'2099-01-01'::date"},
    "line_has_the_date_of_its_entry": {"line_date": "'2026-03-03'::date"},
    "entry_is_well_formed": {"fingerprint": "'short'::bytea"},
    "period_is_that_of_the_date": {"period": "202604"},
    "line_has_one_side": {"lines": "(1, '1-1100', 1000, 1000), (2, '4-1100', 0, 1000)"},
}


@pytest.mark.parametrize("rule", BROKEN)
def test_one_thing_wrong_and_the_database_refuses_it_all(
    owner: Connection, connection: Connection, coop: UUID, rule: str
) -> None:
    assert rule_broken(owner, coop, **BROKEN[rule]) == rule
    assert counts(connection, coop) == (0, 0, 0, 0)


@pytest.mark.parametrize("account", ["9-9999", "4-1000"])
def test_a_line_needs_an_account_that_takes_postings(
    owner: Connection, connection: Connection, coop: UUID, account: str
) -> None:
    lines = f"(1, '1-1100', 1000, 0), (2, '{account}', 0, 1000)"
    assert rule_broken(owner, coop, lines=lines, leaf_lines=lines) == "account_takes_postings"
    assert counts(connection, coop) == (0, 0, 0, 0)


@pytest.mark.parametrize("table", ["entry", "line", "narration"])
def test_a_part_of_an_entry_cannot_come_alone(
    owner: Connection, connection: Connection, coop: UUID, table: str
) -> None:
    statements = {
        "entry": """INSERT INTO ledger.entry (coop_id, entry_id, writer_xid, recorded_at, control_total, document_date,
                        posting_date, period, line_count, leaf_hash, fingerprint, source, idempotency_key, kind, dating,
                        actor)
                    VALUES (%(coop)s, gen_random_uuid(), pg_current_xact_id(), clock_timestamp(), 1, '2026-03-02',
                        '2026-03-02', 202603, 2, sha256('x'), sha256('x'), 's', 'k', 'normal', 'as_asked', 'me')""",
        "line": """INSERT INTO ledger.line (coop_id, entry_id, posting_date, line_no, account_code, debit, credit)
                   VALUES (%(coop)s, gen_random_uuid(), '2026-03-02', 1, '1-1100', 1, 0)""",
        "narration": """INSERT INTO ledger.narration (coop_id, entry_id, salt, narration)
                        VALUES (%(coop)s, gen_random_uuid(), '0123456789abcdef', 'x')""",
    }
    owner.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop),))
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute(statements[table], {"coop": coop})  # type: ignore[call-overload]
    owner.rollback()
    assert counts(connection, coop) == (0, 0, 0, 0)


@pytest.mark.parametrize("same_transaction", [True, False])
def test_no_line_joins_an_entry_that_is_there(
    owner: Connection, connection: Connection, coop: UUID, same_transaction: bool
) -> None:
    entry_id = by_hand(owner, coop)
    if not same_transaction:
        owner.commit()
        owner.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop),))
    with pytest.raises(psycopg.errors.CheckViolation, match=r"no_line_joins_an_old_entry|lines_arrive_together"):
        owner.execute(
            """INSERT INTO ledger.line (coop_id, entry_id, posting_date, line_no, account_code, debit, credit)
               VALUES (%(coop)s, %(entry)s, '2026-03-02', 3, '1-1100', 5, 0),
                      (%(coop)s, %(entry)s, '2026-03-02', 4, '4-1100', 0, 5)""",
            {"coop": coop, "entry": entry_id},
        )
    owner.rollback()
    assert counts(connection, coop)[2] == (0 if same_transaction else 2)


def test_a_closed_period_takes_nothing_by_hand(owner: Connection, connection: Connection, coop: UUID) -> None:
    close_period(connection, coop, 202603, actor="bendahara")
    connection.commit()
    assert rule_broken(owner, coop) == "period_is_open"
    assert counts(connection, coop) == (0, 0, 0, 0)


def test_posting_by_hand_under_an_older_snapshot_is_refused(owner: Connection, coop: UUID) -> None:
    owner.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    assert rule_broken(owner, coop) == "posting_is_read_committed"


def test_a_reversal_by_hand_is_exact_and_happens_once(owner: Connection, connection: Connection, coop: UUID) -> None:
    original = post_entry(connection, coop)
    reversal = {"kind": "'reversal'", "reverses": f"'{original}'::uuid"}
    mirror = "(1, '1-1100', 0, 1000), (2, '4-1100', 1000, 0)"
    swapped = "(1, '4-1100', 1000, 0), (2, '1-1100', 0, 1000)"
    assert rule_broken(owner, coop, **reversal) == "reversal_mirrors_its_original"
    assert rule_broken(owner, coop, **reversal, lines=swapped, leaf_lines=swapped) == "reversal_mirrors_its_original"
    reversed_by = by_hand(owner, coop, **reversal, lines=mirror, leaf_lines=mirror)
    owner.commit()
    assert rule_broken(owner, coop, **reversal, lines=mirror, leaf_lines=mirror) == "entry_is_reversed_once"
    again = {"kind": "'reversal'", "reverses": f"'{reversed_by}'::uuid"}
    assert rule_broken(owner, coop, **again) == "reversal_is_not_reversed"


def test_a_guarded_account_stays_within_its_limits_by_hand(
    owner: Connection, connection: Connection, coop: UUID
) -> None:
    till = Account(
        code="1-1120", name="Kas gerai", account_type="asset", normal_side="debit", balance_mode="guarded", floor=0
    )
    add_accounts(connection, coop, [till])
    connection.commit()
    out = "(1, '6-1300', 1000, 0), (2, '1-1120', 0, 1000)"
    into = "(1, '1-1120', 1000, 0), (2, '4-1100', 0, 1000)"
    assert rule_broken(owner, coop, lines=out, leaf_lines=out) == "guarded_balance_is_within_its_limits"
    by_hand(owner, coop, lines=into, leaf_lines=into)
    by_hand(owner, coop, lines=out, leaf_lines=out)
    owner.commit()
    assert rule_broken(owner, coop, lines=out, leaf_lines=out) == "guarded_balance_is_within_its_limits"


CHANGES = [
    "UPDATE ledger.entry SET actor = 'x'",
    "UPDATE ledger.line SET debit = debit + 1",
    "UPDATE ledger.entry SET idempotency_key = 'x'",
    "UPDATE ledger.narration SET narration = 'x'",
    "UPDATE ledger.period_change SET actor = 'x'",
    "DELETE FROM ledger.entry",
    "DELETE FROM ledger.line",
    "DELETE FROM ledger.account",
    "DELETE FROM ledger.period",
    "DELETE FROM ledger.period_change",
    "DELETE FROM ledger.cooperative",
    "DELETE FROM ledger.balance",
    "TRUNCATE ledger.entry CASCADE",
    "TRUNCATE ledger.line",
    "TRUNCATE ledger.narration",
    "TRUNCATE ledger.cooperative CASCADE",
    "UPDATE ledger.account SET normal_side = 'credit' WHERE code = '1-1100'",
    "UPDATE ledger.account SET account_type = 'equity' WHERE code = '1-1100'",
    "UPDATE ledger.account SET code = '1-1101' WHERE code = '1-1100'",
    "UPDATE ledger.cooperative SET time_zone = 'Asia/Jayapura'",
    "UPDATE ledger.balance SET debit = debit - 1, version = version + 1",
]


@pytest.mark.parametrize("replica", [False, True], ids=["ordinary", "as a replica"])
@pytest.mark.parametrize("statement", CHANGES)
def test_history_is_neither_changed_nor_deleted_nor_truncated(
    connect: Connect, connection: Connection, statement: str, replica: bool
) -> None:
    coop = open_new_books(connection)
    till = Account(code="1-1120", name="Kas gerai", account_type="asset", normal_side="debit", balance_mode="guarded")
    add_accounts(connection, coop, [till])
    lines = (debit("1-1120", 7), credit("4-1100", 7))
    post_one(connection, coop, Entry(source="t", key="k", lines=lines, narration="x"), actor="me")
    close_period(connection, coop, 202501, actor="me")
    connection.commit()
    before = counts(connection, coop)
    connection.commit()  # a reader under way would hold TRUNCATE up
    superuser = connect(superuser=True)
    if replica:
        superuser.execute("SET session_replication_role = replica")
    superuser.execute("SET ROLE ledger_owner")
    superuser.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop),))
    with pytest.raises((psycopg.errors.RestrictViolation, psycopg.errors.CheckViolation)):
        superuser.execute(statement)  # type: ignore[call-overload]
    superuser.rollback()
    assert counts(connection, coop) == before


FORBIDDEN = [
    *CHANGES,
    "INSERT INTO ledger.line SELECT * FROM ledger.line",
    "DROP TABLE ledger.line",
    "ALTER TABLE ledger.line DISABLE TRIGGER ALL",
    "SET ROLE ledger_owner",
    "SET session_replication_role = replica",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_may_not_even_try(connection: Connection, coop: UUID, statement: str) -> None:
    post_entry(connection, coop)
    before = counts(connection, coop)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)  # type: ignore[call-overload]
    connection.rollback()
    assert counts(connection, coop) == before


def test_words_can_be_redacted_and_the_entry_stays(connection: Connection, coop: UUID) -> None:
    entry_id = post_entry(connection, coop)
    redact_narration(connection, coop, entry_id, actor="bendahara", reason="diminta yang bersangkutan")
    connection.commit()
    assert counts(connection, coop) == (1, 1, 2, 0)
    assert post_entry(connection, coop) == entry_id, "a repeat is known after redaction"
    with_cooperative(connection, coop)
    rows = connection.execute("SELECT entry_id, actor, reason FROM ledger.redaction").fetchall()
    assert rows == [(entry_id, "bendahara", "diminta yang bersangkutan")]
    with pytest.raises(LookupError):
        redact_narration(connection, coop, entry_id, actor="bendahara", reason="lagi")


def test_only_two_functions_write_past_the_triggers_and_nobody_is_their_role(connect: Connect) -> None:
    superuser = connect(superuser=True)
    owned = superuser.execute(
        "SELECT proname::text FROM pg_proc WHERE proowner = 'ledger_kernel'::regrole ORDER BY 1"
    ).fetchall()
    assert owned == [("post",), ("store_plain",)]
    row = superuser.execute(
        """SELECT (SELECT count(*) FROM pg_auth_members AS m JOIN pg_roles AS r ON r.oid = m.member
                   WHERE m.roleid = 'ledger_kernel'::regrole AND NOT r.rolcreaterole),
                  (SELECT rolcanlogin FROM pg_roles WHERE rolname = 'ledger_kernel'),
                  (SELECT count(*) FROM pg_class WHERE relowner = 'ledger_kernel'::regrole),
                  has_schema_privilege('ledger_kernel', 'ledger', 'CREATE'),
                  has_function_privilege('ledger_poster', 'ledger.store_plain'::regproc, 'EXECUTE')"""
    ).fetchone()
    assert row == (0, False, 0, False, False)
