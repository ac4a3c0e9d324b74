"""What every statement is made of: movements by account and dimension, read at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.rows import class_row

from ..connections import AnyConnection, driver_connection, with_cooperative
from ..scope import EVERYTHING, Nature, Scope
from .days import Days


@dataclass(frozen=True, slots=True)
class Figure:
    """What stood on an account before the first day (debit less credit) and what moved, rupiah.

    `nature` tells opening balances brought in and the year end's closing of the result from all else; `with_cash` that
    the entries also have a line on a cash account; `counterparty_class` is empty where no line named one.
    """

    account: str
    nature: Nature
    with_cash: bool
    counterparty_class: str
    opening: int
    debit: int
    credit: int

    @property
    def moved(self) -> int:
        """Debit less credit."""
        return self.debit - self.credit

    @property
    def closing(self) -> int:
        """Debit less credit at the end of the last day."""
        return self.opening + self.moved


def figures(connection: AnyConnection, coop_id: UUID, days: Days, scope: Scope = EVERYTHING) -> list[Figure]:
    """The movements up to `days.last` that fall in `scope`, a row per account, nature, cash and counterparty class."""
    with_cooperative(connection, coop_id)
    values = {
        "coop": coop_id, "first": days.first, "last": days.last, "known": scope.known_at,
        "outlet": scope.outlet_id, "unit": scope.business_unit,
    }  # fmt: skip
    with driver_connection(connection).cursor(row_factory=class_row(Figure)) as cursor:
        return cursor.execute(_FIGURES, values).fetchall()


_FIGURES = """
    SELECT account_code AS account, nature, with_cash, counterparty_class, opening::bigint AS opening,
           debit::bigint AS debit, credit::bigint AS credit
    FROM ledger.figures(%(coop)s, %(first)s, %(last)s, %(known)s, %(outlet)s, %(unit)s)
"""


def year_to(day: date) -> Days:
    """From the first day of the year to `day`."""
    return Days(day.replace(month=1, day=1), day)


def totals(found: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Account to the sum of its amounts."""
    sums: dict[str, int] = {}
    for account, amount in found:
        sums[account] = sums.get(account, 0) + amount
    return sums


def parts(connection: AnyConnection, coop_id: UUID) -> tuple[list[UUID], list[str]]:
    """The outlets and the business units that any line names."""
    with_cooperative(connection, coop_id)
    row = driver_connection(connection).execute("SELECT outlets, units FROM ledger.parts(%s)", (coop_id,)).fetchone()
    assert row is not None
    return row[0], row[1]
