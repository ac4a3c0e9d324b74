"""Reading rows as the database sends them: values stay bytes, and only a chunk is in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any
from uuid import UUID

import psycopg

Connection = psycopg.Connection[Any]
Row = tuple[bytes | None, ...]

CHUNK = 2000
"""Rows that are in memory at a time."""

_numbers = count(1)


def rows(connection: Connection, query: str, values: Mapping[str, Any] | None = None) -> Iterator[Row]:
    """The rows of `query`, every value as the bytes of PostgreSQL's binary form."""
    cursor = psycopg.Cursor(connection)
    cursor.execute(query.encode(), values, binary=True)
    result = cursor.pgresult
    assert result is not None
    columns, value = range(result.nfields), result.get_value
    for number in range(result.ntuples):
        yield tuple([value(number, column) for column in columns])


def streamed(connection: Connection, query: str, values: Mapping[str, Any]) -> Iterator[Row]:
    """As `rows`, of a result too long for memory: through a cursor of the server."""
    name = f"check_{next(_numbers)}"
    psycopg.Cursor(connection).execute(f"DECLARE {name} NO SCROLL CURSOR FOR {query}".encode(), values)
    while chunk := list(rows(connection, f"FETCH FORWARD {CHUNK} FROM {name}")):
        yield from chunk
    psycopg.Cursor(connection).execute(f"CLOSE {name}".encode())


def column_names(connection: Connection, table: str) -> tuple[str, ...]:
    """The columns of a table of the ledger, in the order in which a row is encoded."""
    cursor = psycopg.Cursor(connection)
    cursor.execute(f"SELECT * FROM ledger.{table} LIMIT 0".encode())  # noqa: S608 - our own names
    return tuple(column.name for column in cursor.description or ())


def name_cooperative(connection: Connection, coop_id: UUID) -> None:
    """Say whose books this transaction reads; without it an ordinary role sees nothing."""
    connection.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop_id),))
