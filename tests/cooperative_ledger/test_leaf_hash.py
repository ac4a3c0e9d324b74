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


def encoded(values: list[bytes | None]) -> bytes:
    head = struct.pack(">iiiii", 1, int(None in values), 17, len(values), 1)
    return head + b"".join(b"\xff" * 4 if value is None else struct.pack(">i", len(value)) + value for value in values)


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


def leaf(entry: dict[str, Any], lines: list[dict[str, Any]]) -> bytes:
    encoded_lines = b"".join(
        encoded([
            value(line["line_no"], "h"), value(line["account_code"]), value(line["debit"]), value(line["credit"]),
            value(line["counterparty_class"]), value(line["counterparty_id"]), value(line["outlet_id"]),
            value(line["business_unit"]), value(line["document_type"]), value(line["document_id"]),
        ])
        for line in lines
    )  # fmt: skip
    widths = {"encoding": "h", "period": "i", "line_count": "h", "writer_xid": "Q"}
    names = (
        "encoding", "coop_id", "entry_id", "source", "idempotency_key", "fingerprint", "kind", "reference",
        "document_date", "posting_date", "period", "dating", "recorded_at", "reverses", "line_count", "control_total",
        "actor", "writer_xid", "narration_hash",
    )  # fmt: skip
    typed = {**entry, "writer_xid": int(entry["writer_xid"])}  # the driver gives it as text
    head = [value(typed[name], widths.get(name, "q")) for name in names]
    return hashlib.sha256(b"\x00" + encoded([*head, encoded_lines])).digest()


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
        ("'normal'", "'INV/2026/017'", "85af497f2c2872ecdab4e4c3e5bb2442ac48e97590d64aeabfabce616a15d808"),
        ("'normal'", "NULL", "8c73584a2d1f16b56ca6c06f2dd83d3a9ed82e85ea908b198f2ef077e1ca9326"),
        ("'normal'", "''", "10c7798f7934df138c012ae182dd298fc65ae4fd879ccbc2a7337397e03002a6"),
    ],
)
def test_hashes_of_this_encoding_verify_for_ever(connect: Connect, kind: str, reference: str, expected: str) -> None:
    statement = FIXED.format(kind=kind, reference=reference)
    assert connect(superuser=True).execute(statement).fetchone() == (expected,)  # type: ignore[call-overload]
