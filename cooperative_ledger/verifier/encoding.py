"""The bytes that are hashed, put together from the values as the database sends them in binary.

A row is its number of values as four bytes, then for each value the number of its type and its length, four bytes
each, and its bytes; length -1 stands for null. Everything is big-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256

BYTES, BIGINT, SMALLINT, INTEGER, TEXT, DATE, TIME, UUID_TYPE, XID8 = 17, 20, 21, 23, 25, 1082, 1184, 2950, 5069

ENTRY = {
    "encoding": SMALLINT, "coop_id": UUID_TYPE, "entry_id": UUID_TYPE, "source": TEXT, "idempotency_key": TEXT,
    "fingerprint": BYTES, "kind": TEXT, "reference": TEXT, "document_date": DATE, "posting_date": DATE,
    "period": INTEGER, "dating": TEXT, "recorded_at": TIME, "reverses": UUID_TYPE, "line_count": SMALLINT,
    "control_total": BIGINT, "actor": TEXT, "writer_xid": XID8, "narration_hash": BYTES,
}  # fmt: skip
"""What an entry's leaf covers, in this order; its encoded lines, one after the other, are the last value."""

LINE = {
    "line_no": SMALLINT, "account_code": TEXT, "debit": BIGINT, "credit": BIGINT, "counterparty_class": TEXT,
    "counterparty_id": UUID_TYPE, "outlet_id": UUID_TYPE, "business_unit": TEXT, "document_type": TEXT,
    "document_id": TEXT,
}  # fmt: skip

FINGERPRINT = ("kind", "reference", "document_date", "posting_date", "period", "reverses")
"""What the fingerprint of a request covers before the lines; dates and period as asked, so perhaps null."""

ROW_VERSION = {
    "encoding": SMALLINT, "coop_id": UUID_TYPE, "version_id": UUID_TYPE, "table_name": TEXT, "row_key": TEXT,
    "version": INTEGER, "recorded_at": TIME, "writer_xid": XID8, "content": BYTES,
}  # fmt: skip

SEAL = {
    "encoding": SMALLINT, "coop_id": UUID_TYPE, "seal_number": BIGINT, "sealed_at": TIME, "entry_count": BIGINT,
    "entry_root": BYTES, "row_count": BIGINT, "row_root": BYTES, "trial_balance_hash": BYTES, "previous_hash": BYTES,
}  # fmt: skip

Values = Sequence[bytes | None]


@lru_cache(maxsize=4096)
def prefix(type_number: int, length: int) -> bytes:
    """What stands before a value's bytes."""
    return struct.pack(">ii", type_number, length)


def encode(types: Iterable[int], values: Values) -> bytes:
    """A row of typed values."""
    parts = [struct.pack(">i", len(values))]
    for type_number, value in zip(types, values, strict=True):
        if value is None:
            parts.append(prefix(type_number, -1))
        else:
            parts.append(prefix(type_number, len(value)))
            parts.append(value)
    return b"".join(parts)


def decode(row: bytes) -> list[bytes | None]:
    """The values of an encoded row, without their types. Raises ValueError where the bytes are no row."""
    values: list[bytes | None] = []
    try:
        (count,), at = struct.unpack_from(">i", row), 4
        for _ in range(count):
            _, length = struct.unpack_from(">ii", row, at)
            at += 8
            values.append(None if length < 0 else row[at : at + length])
            at += max(length, 0)
    except struct.error as broken:
        raise ValueError("not an encoded row") from broken
    if at != len(row):
        raise ValueError("not an encoded row")
    return values


def seal_hash(values: Values) -> bytes:
    """The hash of a seal's values in the order of SEAL."""
    return sha256(b"\x02" + encode(SEAL.values(), values)).digest()


def trial_balance_hash(totals: dict[bytes, list[int]]) -> bytes:
    """Of debit and credit per account code (as bytes), in the order of the codes; amounts as decimal text."""
    rows = (
        encode((TEXT, TEXT, TEXT), (code, str(debit).encode(), str(credit).encode()))
        for code, (debit, credit) in sorted(totals.items())
    )
    return sha256(b"\x03" + b"".join(rows)).digest()


def whole_number(value: bytes | None) -> int:
    """A signed integer of any width; null counts as zero."""
    return int.from_bytes(value or b"", "big", signed=True)
