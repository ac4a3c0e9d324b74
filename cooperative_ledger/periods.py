"""Periods: open, closing, closed, locked. Closing waits for every posting under way and is seen by every later one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from psycopg.rows import class_row

from .connections import AnyConnection, driver_connection, with_cooperative

State = Literal["open", "closing", "closed", "locked"]


@dataclass(frozen=True, slots=True)
class PeriodClose:
    """What was kept when a period was closed. `seal_number` is the newest seal then; None where nothing was sealed."""

    period: int
    change_number: int
    trial_balance_hash: bytes
    seal_number: int | None
    actor: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """One change of one period's state: who, when, why, and who agreed."""

    period: int
    state_before: State
    state_after: State
    actor: str
    approved_by: str | None
    reason: str | None
    recorded_at: datetime


def period_of(day: date) -> int:
    """The month that `day` lies in, as yyyymm."""
    return day.year * 100 + day.month


def change_period(
    connection: AnyConnection,
    coop_id: UUID,
    period: int,
    state: State,
    *,
    actor: str,
    reason: str | None = None,
    approved_by: str | None = None,
) -> State:
    """Bring `period` (yyyymm, or yyyy13 for a year's adjustments) to `state`; give the state it had.

    open -> closing -> closed -> locked; closing -> open takes the close back; closed -> open is a reopening and needs
    a reason and the approval of a second person. Only an open period takes postings; a locked one stays locked.
    The period's lock is held until the caller commits, so commit soon.

    Raises:
        psycopg.errors.CheckViolation: that change is not allowed, or reason or second person is missing.
    """
    with_cooperative(connection, coop_id)
    row = (
        driver_connection(connection)
        .execute(
            "SELECT ledger.change_period(%s, %s, %s, %s, %s, %s)", (coop_id, period, state, actor, reason, approved_by)
        )
        .fetchone()
    )
    assert row is not None
    old: State = row[0]
    return old


def finish_close(
    connection: AnyConnection, coop_id: UUID, period: int, *, actor: str, seal_number: int | None = None
) -> bytes:
    """Bring a `period` that is closing to closed and keep its trial balance; give the SHA-256 of it.

    Raises:
        psycopg.errors.CheckViolation: the period is not closing.
    """
    with_cooperative(connection, coop_id)
    row = (
        driver_connection(connection)
        .execute("SELECT ledger.finish_close(%s, %s, %s, %s)", (coop_id, period, actor, seal_number))
        .fetchone()
    )
    assert row is not None
    hash_: bytes = row[0]
    return hash_


def close_period(connection: AnyConnection, coop_id: UUID, period: int, *, actor: str) -> None:
    """Close an open `period` in one go; raises as `change_period` does."""
    change_period(connection, coop_id, period, "closing", actor=actor)
    finish_close(connection, coop_id, period, actor=actor)


def period_state(connection: AnyConnection, coop_id: UUID, period: int) -> State:
    """The state of `period` as this transaction sees it."""
    with_cooperative(connection, coop_id)
    row = (
        driver_connection(connection)
        .execute("SELECT state FROM ledger.period WHERE coop_id = %s AND period = %s", (coop_id, period))
        .fetchone()
    )
    return row[0] if row else "open"


def period_changes(connection: AnyConnection, coop_id: UUID) -> list[PeriodChange]:
    """Every change of every period, in the order of periods and changes."""
    with_cooperative(connection, coop_id)
    with driver_connection(connection).cursor(row_factory=class_row(PeriodChange)) as cursor:
        return cursor.execute(
            """SELECT period, state_before, state_after, actor, approved_by, reason, recorded_at
               FROM ledger.period_change WHERE coop_id = %s ORDER BY period, change_number""",
            (coop_id,),
        ).fetchall()


def period_closes(connection: AnyConnection, coop_id: UUID, first: int, last: int) -> dict[int, PeriodClose]:
    """The latest close of each period from `first` to `last`, also of one that was reopened since."""
    with_cooperative(connection, coop_id)
    with driver_connection(connection).cursor(row_factory=class_row(PeriodClose)) as cursor:
        rows = cursor.execute(
            """SELECT period, change_number, trial_balance_hash, seal_number, actor, recorded_at
               FROM ledger.period_close WHERE coop_id = %s AND period BETWEEN %s AND %s
               ORDER BY period, change_number""",
            (coop_id, first, last),
        ).fetchall()
    return {row.period: row for row in rows}


def trial_balance_hash(connection: AnyConnection, coop_id: UUID, period: int) -> bytes:
    """The SHA-256 of the trial balance of `period` as it is now; the one kept at its close is the same unless
    something was added or altered."""
    with_cooperative(connection, coop_id)
    row = (
        driver_connection(connection).execute("SELECT ledger.trial_balance_hash(%s, %s)", (coop_id, period)).fetchone()
    )
    assert row is not None
    hash_: bytes = row[0]
    return hash_


def period_states(connection: AnyConnection, coop_id: UUID, first: int, last: int) -> dict[int, State]:
    """The state of each period from `first` to `last` whose state was ever changed; every other one is open."""
    with_cooperative(connection, coop_id)
    rows = driver_connection(connection).execute(
        "SELECT period, state FROM ledger.period WHERE coop_id = %s AND period BETWEEN %s AND %s",
        (coop_id, first, last),
    )
    return dict(rows.fetchall())


def books_opened_on(connection: AnyConnection, coop_id: UUID) -> date | None:
    """The first day that entries may have; None where the cooperative has no books."""
    with_cooperative(connection, coop_id)
    row = (
        driver_connection(connection)
        .execute("SELECT books_open_on FROM ledger.cooperative WHERE coop_id = %s", (coop_id,))
        .fetchone()
    )
    return row[0] if row else None
