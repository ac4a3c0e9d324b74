"""Seals: one order for what was posted, gapless journal numbers, and a hash that holds all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.rows import class_row

from .connections import AnyConnection, driver_connection, with_cooperative

MOST_ENTRIES = 10_000
"""Entries under one seal, unless asked otherwise: some tenths of a second of work."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal: how many entries and row versions it covers, their Merkle roots, and the hash that holds all of it."""

    seal_number: int
    sealed_at: datetime
    entry_count: int
    entry_root: bytes
    row_count: int
    row_root: bytes
    trial_balance_hash: bytes
    previous_hash: bytes | None
    seal_hash: bytes


_COLUMNS = ", ".join(Seal.__dataclass_fields__)


def seal(connection: AnyConnection, coop_id: UUID, *, most: int = MOST_ENTRIES) -> Seal | None:
    """Seal what was posted since the last seal, at most `most` entries; None when there is nothing to seal.

    Joins the caller's transaction, which must be read committed. Entries of transactions still under way are left for
    the next time. Repeat until None; sealers of one cooperative wait for each other, and posters for none.

    Raises:
        psycopg.errors.CheckViolation: these books were never opened, or the isolation level is another.
    """
    with_cooperative(connection, coop_id)
    return _one(connection, f"SELECT {_COLUMNS} FROM ledger.seal(%(coop)s, %(most)s)", coop=coop_id, most=most)  # noqa: S608 - constants


def newest_seal(connection: AnyConnection, coop_id: UUID) -> Seal | None:
    """The seal with the highest number; None before the first."""
    found = seals(connection, coop_id, limit=1)
    return found[0] if found else None


def seals(connection: AnyConnection, coop_id: UUID, *, before: int | None = None, limit: int = 50) -> list[Seal]:
    """Seals from the newest to the oldest, those with a number below `before`."""
    with_cooperative(connection, coop_id)
    with driver_connection(connection).cursor(row_factory=class_row(Seal)) as cursor:
        query = f"""SELECT {_COLUMNS} FROM ledger.seal
                    WHERE coop_id = %s AND seal_number < %s ORDER BY seal_number DESC LIMIT %s"""  # noqa: S608 - constants
        return cursor.execute(query.encode(), (coop_id, before or 2**62, limit)).fetchall()


def seal_with_number(connection: AnyConnection, coop_id: UUID, number: int) -> Seal | None:
    """The seal of that number, if there is one."""
    with_cooperative(connection, coop_id)
    query = f"SELECT {_COLUMNS} FROM ledger.seal WHERE coop_id = %(coop)s AND seal_number = %(number)s"  # noqa: S608 - constants
    return _one(connection, query, coop=coop_id, number=number)


def seal_over(connection: AnyConnection, coop_id: UUID, journal_number: int) -> Seal | None:
    """The first seal that covers the entry of that journal number."""
    with_cooperative(connection, coop_id)
    query = f"""SELECT {_COLUMNS} FROM ledger.seal WHERE coop_id = %(coop)s AND entry_count >= %(number)s
                ORDER BY seal_number LIMIT 1"""  # noqa: S608 - constants
    return _one(connection, query, coop=coop_id, number=journal_number)


def journal_numbers(connection: AnyConnection, coop_id: UUID, entry_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Entry to journal number (1, 2, 3, ... with no gap), of those that have one: an entry gets it from its seal."""
    with_cooperative(connection, coop_id)
    found = driver_connection(connection).execute(
        """SELECT a.item, l.position FROM unnest(%s::uuid[]) AS a (item)
           CROSS JOIN LATERAL (
               SELECT x.position FROM ledger.seal_leaf AS x
               WHERE x.coop_id = %s AND x.log = 'entry' AND x.item = a.item
                 AND x.item > '00000000-0000-0000-0000-000000000000' LIMIT 1
           ) AS l""",
        (list(entry_ids), coop_id),
    )
    return dict(found.fetchall())


def unsealed_entries(connection: AnyConnection, coop_id: UUID) -> int:
    """How many entries have no seal yet."""
    with_cooperative(connection, coop_id)
    row = driver_connection(connection).execute("SELECT ledger.unsealed(%s, 'entry')", (coop_id,)).fetchone()
    assert row is not None
    return int(row[0])


def waiting_for_seal(connection: AnyConnection, coop_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the cooperatives that have something to seal, in one round trip."""
    found = driver_connection(connection).execute("SELECT * FROM ledger.waiting_for_seal(%s)", (list(coop_ids),))
    return [row[0] for row in found.fetchall()]


def _one(connection: AnyConnection, query: str, **values: object) -> Seal | None:
    with driver_connection(connection).cursor(row_factory=class_row(Seal)) as cursor:
        return cursor.execute(query.encode(), values).fetchone()
