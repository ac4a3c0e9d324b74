"""Books and their chart of accounts."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal
from uuid import UUID

from psycopg.rows import class_row

from .connections import AnyConnection, driver_connection, with_cooperative

AccountType = Literal["asset", "liability", "equity", "income", "expense"]
Side = Literal["debit", "credit"]
BalanceMode = Literal["rolled_up", "guarded", "guarded_by_counterparty", "slotted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of one cooperative's chart.

    Only a postable account takes lines. A guarded account keeps a live total and refuses what would bring its balance
    on the normal side below `floor` or above `ceiling` (rupiah; None: no limit), per counterparty if so guarded;
    a slotted one does so for many hands at once, without ceiling or holds, and its floor is only ever lowered;
    a rolled-up account takes postings without waiting for anybody. Once made, only the name and the limits change,
    and the balance mode as long as there are no lines (`guard_account`).
    """

    code: str
    name: str
    account_type: AccountType
    normal_side: Side
    parent_code: str | None = None
    postable: bool = True
    balance_mode: BalanceMode = "rolled_up"
    floor: int | None = None
    ceiling: int | None = None
    opened_on: date | None = None
    closed_on: date | None = None


@cache
def chart_template() -> tuple[Account, ...]:
    """The chart for a cooperative with several businesses, names in Indonesian; edit it before or after use."""
    return tuple(
        Account(
            code=row["code"],
            name=row["name"],
            account_type=row["account_type"],  # type: ignore[arg-type]
            normal_side=row["normal_side"],  # type: ignore[arg-type]
            parent_code=row["parent"] or None,
            postable=row["postable"] == "yes",
            balance_mode=row["balance_mode"],  # type: ignore[arg-type]
            floor=int(row["floor"]) if row["floor"] else None,
        )
        for row in _template_rows()
    )


@cache
def english_names() -> dict[str, str]:
    """Account code to English name, for the accounts of the template."""
    return {row["code"]: row["english"] for row in _template_rows()}


@cache
def _template_rows() -> tuple[dict[str, str], ...]:
    text = resources.files(__package__).joinpath("chart.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def open_books(
    connection: AnyConnection,
    coop_id: UUID,
    *,
    name: str,
    open_on: date,
    time_zone: str = "Asia/Jakarta",
    chart: Sequence[Account] | None = None,
) -> bool:
    """Open the books of a cooperative with a chart (default: the template); say whether they were opened just now.

    `time_zone` is Asia/Jakarta or Asia/Pontianak (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT): it decides which
    day it is. Nothing can be posted before `open_on`. Books that are open stay as they are.
    """
    with_cooperative(connection, coop_id)
    cursor = driver_connection(connection).cursor()
    row = cursor.execute("SELECT ledger.open_books(%s, %s, %s, %s)", (coop_id, name, time_zone, open_on)).fetchone()
    opened = row == (True,)
    if opened:
        add_accounts(connection, coop_id, chart_template() if chart is None else chart)
    return opened


def add_accounts(connection: AnyConnection, coop_id: UUID, accounts: Sequence[Account]) -> int:
    """Add the accounts that are not there yet, parents in the same call or before; give the number added."""
    with_cooperative(connection, coop_id)
    body = json.dumps([asdict(account) for account in accounts], default=str)
    row = driver_connection(connection).execute("SELECT ledger.add_accounts(%s, %s::jsonb)", (coop_id, body)).fetchone()
    assert row is not None
    return int(row[0])


def rename_account(connection: AnyConnection, coop_id: UUID, code: str, name: str) -> None:
    """Give the account another name; the code stays for ever.

    Raises:
        LookupError: there is no such account.
    """
    _change(connection, coop_id, code, "SELECT ledger.rename_account(%s, %s, %s)", name)


def limit_account(
    connection: AnyConnection, coop_id: UUID, code: str, *, floor: int | None = None, ceiling: int | None = None
) -> None:
    """Set the limits of a guarded account, in rupiah on its normal side.

    Raises:
        LookupError: there is no such account.
        psycopg.errors.CheckViolation: the account is not guarded, or the floor lies above the ceiling.
    """
    _change(connection, coop_id, code, "SELECT ledger.limit_account(%s, %s, %s, %s)", floor, ceiling)


def guard_account(
    connection: AnyConnection,
    coop_id: UUID,
    code: str,
    mode: BalanceMode,
    *,
    floor: int | None = None,
    ceiling: int | None = None,
) -> None:
    """Change how the balance of an account is kept while it has no lines yet, with its limits as in `Account`.

    Waits for postings under way. To change only the limits of a guarded account, see `limit_account`.

    Raises:
        LookupError: there is no such account.
        psycopg.errors.CheckViolation: the account has lines or held money and another mode, a rolled-up account is
            given limits, or the floor lies above the ceiling.
    """
    _change(connection, coop_id, code, "SELECT ledger.guard_account(%s, %s, %s, %s, %s)", mode, floor, ceiling)


def close_account(connection: AnyConnection, coop_id: UUID, code: str, day: date) -> None:
    """Let the account take nothing dated later than `day`.

    Raises:
        LookupError: there is no such account.
        psycopg.errors.CheckViolation: it has a balance, or lines of a later date.
    """
    _change(connection, coop_id, code, "SELECT ledger.close_account(%s, %s, %s)", day)


def _change(connection: AnyConnection, coop_id: UUID, code: str, verb: str, *values: object) -> None:
    with_cooperative(connection, coop_id)
    cursor = driver_connection(connection).cursor()
    if cursor.execute(verb, (coop_id, code, *values)).fetchone() != (True,):
        raise LookupError(f"there is no account {code}")


def accounts(connection: AnyConnection, coop_id: UUID) -> list[Account]:
    """The chart of `coop_id`, by code."""
    with_cooperative(connection, coop_id)
    with driver_connection(connection).cursor(row_factory=class_row(Account)) as cursor:
        return cursor.execute(
            """SELECT code, name, account_type, normal_side, parent_code, postable, balance_mode, floor, ceiling,
                      opened_on, closed_on
               FROM ledger.account WHERE coop_id = %s ORDER BY code""",
            (coop_id,),
        ).fetchall()
