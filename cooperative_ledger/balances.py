"""Balances and the trial balance. Signed figures are debit less credit, in rupiah."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg.rows import class_row

from .accounts import AccountType, Side
from .connections import AnyConnection, driver_connection, with_cooperative


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
    row = (
        driver_connection(connection)
        .execute(
            """SELECT (SELECT ledger.on_side(a.normal_side, coalesce(sum(l.debit), 0), coalesce(sum(l.credit), 0))
                       FROM ledger.line AS l
                       WHERE l.coop_id = a.coop_id AND l.account_code = a.code
                         AND l.posting_date <= %(on)s
                         AND (%(counterparty)s::uuid IS NULL OR l.counterparty_id = %(counterparty)s))
               FROM ledger.account AS a WHERE a.coop_id = %(coop)s AND a.code = %(account)s""",
            {"on": on or date.max, "counterparty": counterparty_id, "coop": coop_id, "account": account},
        )
        .fetchone()
    )
    if row is None:
        raise LookupError(f"there is no account {account}")
    return int(row[0])


def trial_balance(
    connection: AnyConnection, coop_id: UUID, *, first: date | None = None, last: date | None = None
) -> list[TrialBalanceRow]:
    """Every postable account that ever moved up to day `last`, by code.

    The openings, the movements and the closings add up to zero each, whatever `first` and `last` (default: from the
    beginning, up to everything posted).
    """
    with_cooperative(connection, coop_id)
    with driver_connection(connection).cursor(row_factory=class_row(TrialBalanceRow)) as cursor:
        return cursor.execute(
            """SELECT a.code, a.name, a.account_type, a.normal_side, t.opening::bigint AS opening,
                      t.debit::bigint AS debit, t.credit::bigint AS credit
               FROM ledger.account AS a
               JOIN (
                   SELECT account_code,
                          coalesce(sum(debit - credit) FILTER (WHERE posting_date < %(first)s), 0) AS opening,
                          coalesce(sum(debit) FILTER (WHERE posting_date >= %(first)s), 0) AS debit,
                          coalesce(sum(credit) FILTER (WHERE posting_date >= %(first)s), 0) AS credit
                   FROM ledger.line
                   WHERE coop_id = %(coop)s AND posting_date <= %(last)s
                   GROUP BY account_code
               ) AS t ON t.account_code = a.code
               WHERE a.coop_id = %(coop)s ORDER BY a.code""",
            {"coop": coop_id, "first": first or date.min, "last": last or date.max},
        ).fetchall()
