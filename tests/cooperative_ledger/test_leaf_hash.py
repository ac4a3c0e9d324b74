"""The leaf hash can be computed from the README alone: this test shares no code with the ledger's SQL."""

from __future__ import annotations

import hashlib
import struct
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.rows import dict_row

from cooperative_ledger import Counterparty, Document, Entry, credit, debit, post_one, reverse, with_cooperative

from .conftest import Connect

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


SMALLINT, INTEGER, BIGINT, BYTES, TEXT, DATE, TIME, UUID_TYPE, XID8 = 21, 23, 20, 17, 25, 1082, 1184, 2950, 5069


def encoded(values: list[tuple[int, bytes | None]]) -> bytes:
    head = struct.pack(">i", len(values))
    return head + b"".join(
        struct.pack(">ii", type_, -1) if value is None else struct.pack(">ii", type_, len(value)) + value
        for type_, value in values
    )


def value(of: Any, width: str = "q") -> bytes | None:
    match of:
        case None | bytes():
            return of
        case str():
            return of.encode()
        case UUID():
            return of.bytes
        case datetime():
            elapsed = of - EPOCH
            return struct.pack(">q", (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds)
        case date():
            return struct.pack(">i", (of - EPOCH.date()).days)
        case _:
            return struct.pack(f">{width}", int(of))


LINE = {
    "line_no": SMALLINT, "account_code": TEXT, "debit": BIGINT, "credit": BIGINT, "counterparty_class": TEXT,
    "counterparty_id": UUID_TYPE, "outlet_id": UUID_TYPE, "business_unit": TEXT, "document_type": TEXT,
    "document_id": TEXT,
}  # fmt: skip
ENTRY = {
    "encoding": SMALLINT, "coop_id": UUID_TYPE, "entry_id": UUID_TYPE, "source": TEXT, "idempotency_key": TEXT,
    "fingerprint": BYTES, "kind": TEXT, "reference": TEXT, "document_date": DATE, "posting_date": DATE,
    "period": INTEGER, "dating": TEXT, "recorded_at": TIME, "reverses": UUID_TYPE, "line_count": SMALLINT,
    "control_total": BIGINT, "actor": TEXT, "writer_xid": XID8, "narration_hash": BYTES,
}  # fmt: skip
WIDTHS = {SMALLINT: "h", INTEGER: "i", XID8: "Q"}


def row(types: dict[str, int], values: dict[str, Any]) -> list[tuple[int, bytes | None]]:
    return [(type_, value(values[name], WIDTHS.get(type_, "q"))) for name, type_ in types.items()]


def leaf(entry: dict[str, Any], lines: list[dict[str, Any]]) -> bytes:
    encoded_lines = b"".join(encoded(row(LINE, line)) for line in lines)
    typed = {**entry, "writer_xid": int(entry["writer_xid"])}  # the driver gives it as text
    return hashlib.sha256(b"\x00" + encoded([*row(ENTRY, typed), (BYTES, encoded_lines)])).digest()


def test_the_stored_hash_is_the_one_the_readme_describes(connection: psycopg.Connection[Any], coop: UUID) -> None:
    full = Entry(
        source="test",
        key="kunci ñ",
        reference="INV/1",
        narration="Beras — 米",
        posting_date=date(2026, 3, 2),
        document_date=date(1999, 12, 31),
        document=Document("order", "PO-1"),
        counterparty=Counterparty("member", uuid4()),
        outlet_id=uuid4(),
        business_unit="gerai",
        lines=(debit("1-1100", 10**15), credit("4-1100", 10**15)),
    )
    bare = Entry(source="test", key="2", lines=(debit("1-1100", 1), credit("4-1100", 1)))
    posted = [post_one(connection, coop, entry, actor="bendahara").entry_id for entry in (full, bare)]
    posted.append(reverse(connection, coop, full.id, source="test", key="3", actor="pengawas").entry_id)
    connection.commit()
    with_cooperative(connection, coop)
    cursor = connection.cursor(row_factory=dict_row)
    for entry_id in posted:
        entry = cursor.execute("SELECT * FROM ledger.entry WHERE entry_id = %s", (entry_id,)).fetchone()
        lines = cursor.execute("SELECT * FROM ledger.line WHERE entry_id = %s ORDER BY line_no", (entry_id,)).fetchall()
        words = cursor.execute(
            "SELECT salt, narration FROM ledger.narration WHERE entry_id = %s", (entry_id,)
        ).fetchone()
        assert entry is not None
        assert entry["leaf_hash"] == leaf(entry, lines)
        hashed = hashlib.sha256(words["salt"] + words["narration"].encode()).digest() if words else None
        assert entry["narration_hash"] == hashed


def test_a_client_with_another_encoding_gets_the_same_hash(connection: psycopg.Connection[Any], coop: UUID) -> None:
    connection.execute("SET client_encoding = 'LATIN1'")
    entry = Entry(source="test", key="señor", reference="ñ", lines=(debit("1-1100", 1), credit("4-1100", 1)))
    post_one(connection, coop, entry, actor="me")
    connection.commit()
    connection.execute("SET client_encoding = 'UTF8'")
    with_cooperative(connection, coop)
    cursor = connection.cursor(row_factory=dict_row)
    stored = cursor.execute("SELECT * FROM ledger.entry").fetchone()
    assert stored is not None
    assert stored["idempotency_key"] == "señor"
    lines = cursor.execute("SELECT * FROM ledger.line ORDER BY line_no").fetchall()
    assert stored["leaf_hash"] == leaf(stored, lines)


FIXED = """
    SELECT encode(ledger.entry_leaf(
        1::smallint, '018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002', 'orders',
        'bill-17', sha256('x'), {kind}, {reference}, '2026-03-01', '2026-03-02', 202603, 'as_asked',
        '2026-03-02 04:05:06.789012+00', NULL, 2::smallint, 9000000, 'bendahara', '731'::xid8, NULL,
        ledger.line_encoding(1::smallint, '1-3100', 9000000, 0, NULL, NULL, NULL, NULL, 'bill', '17')
        || ledger.line_encoding(2::smallint, '2-1100', 0, 9000000, 'non_member', NULL, NULL, NULL, 'bill', '17')
    ), 'hex')
"""


@pytest.mark.parametrize(
    ("kind", "reference", "expected"),
    [
        ("'normal'", "'INV/2026/017'", "39d360f8b92490cf24c6bde0a7a96910986c903426c298998f7401c3a1d48bdb"),
        ("'normal'", "NULL", "cc77ab221115337ac0d77eb28e80ee86d759a5b985a02b58d400c883bbc1b8da"),
        ("'normal'", "''", "3aa755f24bd75eb81e9a1cb733b2a3accd6e0713b09bd24a019837fe6a9cca99"),
    ],
)
def test_hashes_of_this_encoding_verify_for_ever(connect: Connect, kind: str, reference: str, expected: str) -> None:
    statement = FIXED.format(kind=kind, reference=reference)
    assert connect(superuser=True).execute(statement).fetchone() == (expected,)  # type: ignore[call-overload]
