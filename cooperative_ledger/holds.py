"""Holds: money of a guarded account set aside, then captured by an entry or released, once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from .connections import AnyConnection, driver_connection, with_cooperative
from .entries import Entry, check_length, new_entry_id
from .posting import Posted, as_request, as_result
from .refusals import PostingRefused, Refused


@dataclass(frozen=True, slots=True)
class Held:
    """A hold that stands. `replayed`: it stood before, under the same key."""

    hold_id: UUID
    replayed: bool


def reserve(
    connection: AnyConnection,
    coop_id: UUID,
    account: str,
    amount: int,
    *,
    source: str,
    key: str,
    actor: str,
    counterparty_id: UUID | None = None,
    reason: str | None = None,
) -> Held:
    """Set `amount` rupiah of a guarded account aside; it is available to nobody else until captured or released.

    Raises:
        PostingRefused: insufficient_balance, unknown_account, account_not_guarded, amount_invalid or key_reused.
    """
    check_length("source", source, 50)
    check_length("key", key, 200)
    with_cooperative(connection, coop_id)
    values = (coop_id, new_entry_id(), account, counterparty_id, amount, source, key, reason, actor)
    row = (
        driver_connection(connection)
        .execute("SELECT * FROM ledger.reserve(%s, %s, %s, %s, %s::bigint, %s, %s, %s, %s)", values)
        .fetchone()
    )
    assert row is not None
    hold_id, replayed, code = row
    if code is not None:
        raise PostingRefused(Refused(code, account))
    return Held(hold_id, replayed)


def capture(connection: AnyConnection, coop_id: UUID, hold_id: UUID, entry: Entry, *, actor: str) -> Posted:
    """Post `entry`, which takes up to the held amount out of the account; what it leaves is free again.

    Raises:
        PostingRefused: hold_not_found, or as `post` refuses; the hold then stands as before.
        psycopg.errors.CheckViolation: the hold was resolved otherwise, or the entry takes nothing or more than is held.
    """
    with_cooperative(connection, coop_id)
    body = json.dumps(as_request(entry), separators=(",", ":"))
    row = (
        driver_connection(connection)
        .execute("SELECT * FROM ledger.capture(%s, %s, %s, %s::jsonb)", (coop_id, hold_id, actor, body))
        .fetchone()
    )
    assert row is not None
    result = as_result(*row)
    if isinstance(result, Refused):
        raise PostingRefused(result)
    return result


def release(connection: AnyConnection, coop_id: UUID, hold_id: UUID, *, actor: str) -> bool:
    """Make the held money available again; say whether that was done just now (False: it was released before).

    Raises:
        PostingRefused: hold_not_found or hold_captured.
    """
    with_cooperative(connection, coop_id)
    row = (
        driver_connection(connection)
        .execute("SELECT * FROM ledger.release(%s, %s, %s)", (coop_id, hold_id, actor))
        .fetchone()
    )
    assert row is not None
    replayed, code = row
    if code is not None:
        raise PostingRefused(Refused(code))
    return not replayed
