"""Books with a row in every table, and a superuser who changes them with triggers and constraints out of the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from cooperative_ledger import (
    Account,
    Counterparty,
    Document,
    Entry,
    Seal,
    add_accounts,
    capture,
    close_period,
    credit,
    debit,
    fold,
    post,
    redact_narration,
    release,
    rename_account,
    reserve,
    reverse,
    seal,
    with_cooperative,
)
from cooperative_ledger.verifier import Kept, Report, verify

from .conftest import open_new_books

Connection = psycopg.Connection[Any]
TILL = Account(
    code="1-1199",
    name="Kas perahu",
    account_type="asset",
    normal_side="debit",
    parent_code="1-1000",
    balance_mode="guarded",
    floor=0,
)
BUSY_TILL = replace(TILL, code="1-1198", name="Kas pasar", balance_mode="slotted")


@dataclass(frozen=True, slots=True)
class Books:
    """The cooperative, two entries under the first seal, one not sealed, and the seals."""

    coop: UUID
    other: UUID
    entries: tuple[UUID, ...]
    unsealed: UUID
    seals: tuple[Seal, ...]

    @property
    def kept(self) -> list[Kept]:
        """The newest seal as somebody kept it outside the database."""
        return [Kept(each.seal_number, each.seal_hash, self.coop) for each in self.seals[-1:]]


def make_books(connection: Connection) -> Books:
    """Something of everything, under three seals, and one entry that is not sealed yet."""
    coop, other = open_new_books(connection), open_new_books(connection)
    add_accounts(connection, coop, [TILL, BUSY_TILL])
    entries = [_full(number) for number in range(20)]
    post(connection, coop, entries, actor="bendahara")
    connection.commit()
    seals = [_sealed(connection, coop)]
    reverse(connection, coop, entries[3].id, source="t", key="back", actor="bendahara")
    _hold_money(connection, coop)
    busy = [(debit(BUSY_TILL.code, each), credit("4-1100", each)) for each in (700, 800)]
    sold = [Entry(source="t", key=f"busy-{number}", lines=lines) for number, lines in enumerate(busy)]
    post(connection, coop, sold, actor="kasir")
    rename_account(connection, coop, "1-1100", "Kas besar")
    close_period(connection, coop, 202602, actor="bendahara")
    redact_narration(connection, coop, entries[5].id, actor="pengawas", reason="Nama orang")
    connection.commit()
    fold(connection, coop)
    connection.commit()
    seals.append(_sealed(connection, coop))
    more = [_full(number) for number in range(20, 24)]
    post(connection, coop, more, actor="bendahara")
    connection.commit()
    seals.append(_sealed(connection, coop))
    waiting = _full(24)
    post(connection, coop, [waiting], actor="bendahara")
    connection.commit()
    return Books(coop, other, tuple(entry.id for entry in [*entries, *more]), waiting.id, tuple(seals))


def _full(number: int) -> Entry:
    return Entry(
        source="t",
        key=str(number),
        reference=f"INV/{number}",
        narration=f"Beras {number} sak",
        posting_date=date(2026, 1 + number % 6, 2),
        document=Document("bill", str(number)),
        counterparty=Counterparty("member", uuid4()),
        outlet_id=uuid4(),
        business_unit="gerai",
        lines=(debit(TILL.code, 9_000 + number), credit("4-1100", 9_000 + number)),
    )


def _hold_money(connection: Connection, coop: UUID) -> None:
    holds = [
        reserve(connection, coop, TILL.code, 500, source="t", key=f"hold-{each}", actor="kasir", reason="Ongkos")
        for each in range(3)
    ]
    fare = Entry(source="t", key="fare", lines=(debit("6-1300", 400), credit(TILL.code, 400)))
    capture(connection, coop, holds[0].hold_id, fare, actor="kasir")
    release(connection, coop, holds[1].hold_id, actor="kasir")


def _sealed(connection: Connection, coop: UUID) -> Seal:
    made = seal(connection, coop)
    connection.commit()
    assert made is not None
    return made


@contextmanager
def unguarded(superuser: Connection) -> Iterator[Connection]:
    """A transaction in which nothing in the database stands in the way any more; rolled back at the end."""
    tables = superuser.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'"
    ).fetchall()
    for (table,) in tables:
        superuser.execute(sql.SQL("ALTER TABLE ledger.{} DISABLE TRIGGER ALL").format(sql.Identifier(table)))
    checks = superuser.execute(
        """SELECT conrelid::regclass::text, conname FROM pg_constraint
           WHERE connamespace = 'ledger'::regnamespace AND contype = 'c'"""
    ).fetchall()
    for table, check in checks:
        superuser.execute(f"ALTER TABLE {table} DROP CONSTRAINT {check}")
    try:
        yield superuser
    finally:
        superuser.rollback()


def checked(superuser: Connection, books: Books, kept: list[Kept] | None = None) -> Report:
    """What the verifier says within the superuser's transaction."""
    with_cooperative(superuser, books.coop)
    return verify(superuser, books.coop, books.kept if kept is None else kept)


def kinds(report: Report) -> set[tuple[str, str]]:
    """Kind and table of every finding."""
    return {(finding.kind, finding.table) for finding in report.findings}
