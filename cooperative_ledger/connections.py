"""The caller's connection and the cooperative it is about."""

from __future__ import annotations

from typing import Any, TypeAlias
from uuid import UUID

import psycopg
from psycopg.pq import TransactionStatus

AnyConnection: TypeAlias = Any
"""A psycopg connection, or an SQLAlchemy Connection or Session on the psycopg driver."""


def driver_connection(connection: AnyConnection) -> psycopg.Connection[Any]:
    """The psycopg connection behind `connection`, in the same transaction.

    Raises:
        TypeError: there is no psycopg connection behind it.
    """
    found = connection
    for _ in range(3):
        if isinstance(found, psycopg.Connection):
            return found
        inner = getattr(found, "driver_connection", None) or getattr(found, "connection", None)
        found = inner() if callable(inner) and not isinstance(inner, psycopg.Connection) else inner
    if isinstance(found, psycopg.Connection):
        return found
    raise TypeError(f"not a psycopg connection, nor one of SQLAlchemy over psycopg: {type(connection).__name__}")


def with_cooperative(connection: AnyConnection, coop_id: UUID) -> None:
    """Name the cooperative whose books the rest of this transaction is about; without it no row is visible.

    The setting ends with the transaction. Every function of this library that takes `coop_id` does this itself.

    Raises:
        RuntimeError: the connection commits by itself and no transaction is open, so the name would be lost at once.
    """
    driver = driver_connection(connection)
    if driver.autocommit and driver.info.transaction_status == TransactionStatus.IDLE:
        raise RuntimeError("the books are read inside a transaction; this connection commits each statement by itself")
    driver.execute("SELECT set_config('ledger.coop_id', %s, true)", (str(coop_id),))
