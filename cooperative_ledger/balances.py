"""Balances and the trial balance. Signed figures are debit less credit, in rupiah."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.rows import class_row

from .accounts import AccountType, Side
from .connections import AnyConnection, driver_connection, with_cooperative
from .scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class TrialBalanceRow:
    """One account: where it stood before the first day, what moved, where it stands after the last day."""

    code: str
    name: str
    account_type: AccountType
    normal_side: Side
    opening: int
    debit: int
    credit: int

    @property
    def closing(self) -> int:
        return self.opening + self.debit - self.credit

    @property
    def closing_debit(self) -> int:
        return max(self.closing, 0)

    @property
    def closing_credit(self) -> int:
        return max(-self.closing, 0)


def balance(
    connection: AnyConnection,
    coop_id: UUID,
    account: str,
    *,
    on: date | None = None,
    counterparty_id: UUID | None = None,
) -> int:
    """What `account` stands at on its normal side, at the end of day `on` (default: with everything posted), in rupiah.

    With `counterparty_id`: only what was posted with that counterparty.

    Raises:
        LookupError: there is no such account.
    """
    with_cooperative(connection, coop_id)
    query = _BALANCE if counterparty_id is None else _BALANCE_WITH_COUNTERPARTY
    values = {"on": on or date.max, "counterparty": counterparty_id, "coop": coop_id, "account": account}
    row = driver_connection(connection).execute(query, values).fetchone()
    if row is None:
        raise LookupError(f"there is no account {account}")
    return int(row[0])


_BALANCE = """
    SELECT ledger.on_side(a.normal_side, coalesce(m.debit, 0), coalesce(m.credit, 0))
    FROM ledger.account AS a
    LEFT JOIN ledger.movements(%(coop)s, %(account)s, '0001-01-01', %(on)s) AS m ON true
    WHERE a.coop_id = %(coop)s AND a.code = %(account)s
"""
_BALANCE_WITH_COUNTERPARTY = """
    SELECT (SELECT ledger.on_side(a.normal_side, coalesce(sum(l.debit), 0), coalesce(sum(l.credit), 0))
            FROM ledger.line AS l
            WHERE l.coop_id = a.coop_id AND l.account_code = a.code AND l.posting_date <= %(on)s
              AND l.counterparty_id = %(counterparty)s)
    FROM ledger.account AS a WHERE a.coop_id = %(coop)s AND a.code = %(account)s
"""


def trial_balance(
    connection: AnyConnection,
    coop_id: UUID,
    *,
    first: date | None = None,
    last: date | None = None,
    scope: Scope = EVERYTHING,
) -> list[TrialBalanceRow]:
    """Every postable account that ever moved up to day `last`, by code.

    The openings, the movements and the closings add up to zero each, whatever `first` and `last` (default: from the
    beginning, up to everything posted), unless `scope` takes only one outlet or business unit.
    """
    with_cooperative(connection, coop_id)
    values = {
        "coop": coop_id, "first": first or date.min, "last": last or date.max,
        "known": scope.known_at, "outlet": scope.outlet_id, "unit": scope.business_unit,
    }  # fmt: skip
    query = _TRIAL_BALANCE if scope == EVERYTHING else _TRIAL_BALANCE_IN_SCOPE
    with driver_connection(connection).cursor(row_factory=class_row(TrialBalanceRow)) as cursor:
        return cursor.execute(query, values).fetchall()


_TRIAL_BALANCE = """
    SELECT a.code, a.name, a.account_type, a.normal_side, m.opening::bigint AS opening, m.debit::bigint AS debit,
           m.credit::bigint AS credit
    FROM ledger.movements(%(coop)s, NULL, %(first)s, %(last)s) AS m
    JOIN ledger.account AS a ON a.code = m.account_code
    WHERE a.coop_id = %(coop)s ORDER BY a.code
"""
_TRIAL_BALANCE_IN_SCOPE = """
    SELECT a.code, a.name, a.account_type, a.normal_side, sum(f.opening)::bigint AS opening,
           sum(f.debit)::bigint AS debit, sum(f.credit)::bigint AS credit
    FROM ledger.figures(%(coop)s, %(first)s, %(last)s, %(known)s, %(outlet)s, %(unit)s) AS f
    JOIN ledger.account AS a ON a.code = f.account_code
    WHERE a.coop_id = %(coop)s GROUP BY a.code, a.name, a.account_type, a.normal_side ORDER BY a.code
"""


def fold(connection: AnyConnection, coop_id: UUID) -> int:
    """Add what was posted since the last time to the sums that balances are read from; give how many entries.

    Figures are the same without it, only slower to read: do it now and then, each night at least. Joins the caller's
    transaction; entries of transactions still under way, the caller's own among them, are left for the next time.
    """
    with_cooperative(connection, coop_id)
    row = (
        driver_connection(connection)
        .execute("SELECT ledger.fold(%(coop)s), ledger.fold_dimensions(%(coop)s)", {"coop": coop_id})
        .fetchone()
    )
    assert row is not None
    return int(row[0])
