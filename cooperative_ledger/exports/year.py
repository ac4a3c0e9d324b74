"""What a year's file states: the accounts that moved, the balances carried over, the entries, the closing balances."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ..accounts import AccountType
from ..balances import TrialBalanceRow, trial_balance
from ..connections import AnyConnection, driver_connection, with_cooperative
from ..statements import JournalEntry, journal

TYPES: dict[AccountType, str] = {
    "asset": "Assets",
    "liability": "Liabilities",
    "equity": "Equity",
    "income": "Income",
    "expense": "Expenses",
}


@dataclass(frozen=True, slots=True)
class YearOfBooks:
    """Accounts are leaves only, in the programs' spelling: `Assets:1-1100-Kas`. Balances are debit less credit.

    `account_names` are as the cooperative wrote them.
    """

    cooperative: str
    coop_id: UUID
    year: int
    names: dict[str, str]
    account_names: dict[str, str]
    opening: dict[str, int]
    closing: dict[str, int]
    entries: Iterator[JournalEntry]

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)


def read_year(connection: AnyConnection, coop_id: UUID, year: int) -> YearOfBooks:
    """The books of `coop_id` in `year`; the entries are read while they are written.

    Raises:
        LookupError: the cooperative has no books, or this connection may not see them.
    """
    with_cooperative(connection, coop_id)
    row = (
        driver_connection(connection)
        .execute("SELECT name FROM ledger.cooperative WHERE coop_id = %s", (coop_id,))
        .fetchone()
    )
    if row is None:
        raise LookupError(f"there are no books of {coop_id}")
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = trial_balance(connection, coop_id, first=first, last=last)
    return YearOfBooks(
        cooperative=row[0],
        coop_id=coop_id,
        year=year,
        names={row.code: account_name(row) for row in rows},
        account_names={row.code: row.name for row in rows},
        opening={row.code: row.opening for row in rows if row.opening},
        closing={row.code: row.closing for row in rows},
        entries=journal(connection, coop_id, first=first, last=last),
    )


def account_name(row: TrialBalanceRow) -> str:
    """Beancount's spelling, which hledger takes too: ASCII letters, digits and dashes, the code in front."""
    plain = unicodedata.normalize("NFKD", row.name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
    code = re.sub(r"[^A-Za-z0-9]+", "-", row.code).strip("-")
    return f"{TYPES[row.account_type]}:{code}-{words}" if words else f"{TYPES[row.account_type]}:{code}"


def years(connection: AnyConnection, coop_id: UUID) -> list[int]:
    """Every year from the first posting to the last."""
    with_cooperative(connection, coop_id)
    row = (
        driver_connection(connection)
        .execute("SELECT min(posting_date), max(posting_date) FROM ledger.entry WHERE coop_id = %s", (coop_id,))
        .fetchone()
    )
    assert row is not None
    return list(range(row[0].year, row[1].year + 1)) if row[0] else []


def one_line(text: str) -> str:
    """`text` without line breaks and control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def title(entry: JournalEntry) -> str:
    """What a reader sees of an entry: its words, else its reference, else its kind and source."""
    return one_line(entry.narration or entry.reference or f"{entry.kind} {entry.source}")
