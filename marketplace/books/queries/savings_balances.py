"""What members have: sums of the ledger's lines with each member. No balance is stored anywhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ..rules.savings import DUES_RECEIVABLE, KIND_OF_ACCOUNT, KINDS

ACCOUNTS_READ = (*KIND_OF_ACCOUNT, DUES_RECEIVABLE)


@dataclass(slots=True)
class Balances:
    """What a member has of each kind, rupiah, and what he owes of booked dues."""

    principal: int = 0
    mandatory: int = 0
    voluntary: int = 0
    term: int = 0
    receivable: int = 0

    @property
    def total(self) -> int:
        """All his savings, as far as they are paid."""
        return self.principal + self.mandatory + self.voluntary + self.term - self.receivable

    def of(self, kind: str) -> int:
        """The balance of one kind."""
        return int(getattr(self, kind))

    def add(self, account: str, credited: int) -> None:
        """Count what was credited less debited on an account."""
        if account == DUES_RECEIVABLE:
            self.receivable -= credited
        else:
            kind = KIND_OF_ACCOUNT[account]
            setattr(self, kind, getattr(self, kind) + credited)


_BALANCES = text(
    """
    SELECT l.counterparty_id, l.account_code, sum(l.credit - l.debit)::bigint
    FROM ledger.line AS l
    WHERE l.coop_id = :cooperative AND l.account_code = ANY (:accounts) AND l.posting_date <= :day
      AND l.counterparty_id IS NOT NULL AND (CAST(:members AS uuid[]) IS NULL OR l.counterparty_id = ANY (:members))
    GROUP BY l.counterparty_id, l.account_code
    """
)


def balances(
    session: Session, cooperative_id: UUID, members: Collection[UUID] | None = None, *, on: date | None = None
) -> dict[UUID, Balances]:
    """What each of `members` (default: everybody) has at the end of `on` (default: with everything booked).

    Whoever never had anything is not in it. The caller says who may see it.
    """
    ledger.with_cooperative(session.connection(), cooperative_id)
    asked = {
        "cooperative": cooperative_id,
        "accounts": list(ACCOUNTS_READ),
        "day": on or date.max,
        "members": None if members is None else list(members),
    }
    found: dict[UUID, Balances] = defaultdict(Balances)
    for member_id, account, credited in session.execute(_BALANCES, asked):
        found[member_id].add(account, credited)
    return dict(found)


def balances_of(session: Session, cooperative_id: UUID, member_id: UUID, *, on: date | None = None) -> Balances:
    """What one member has."""
    return balances(session, cooperative_id, [member_id], on=on).get(member_id, Balances())


def balances_by_account(session: Session, cooperative_id: UUID, member_id: UUID) -> dict[str, int]:
    """What stands on each account of one member's savings, rupiah."""
    ledger.with_cooperative(session.connection(), cooperative_id)
    asked = {
        "cooperative": cooperative_id, "accounts": list(KIND_OF_ACCOUNT), "day": date.max, "members": [member_id],
    }  # fmt: skip
    return {account: credited for _, account, credited in session.execute(_BALANCES, asked)}


@dataclass(frozen=True, slots=True)
class KindTotal:
    """All members' savings of one kind without names: rupiah, and how many members have any."""

    kind: str
    amount: int
    members: int


def savings_totals(session: Session, cooperative_id: UUID, *, on: date | None = None) -> tuple[KindTotal, ...]:
    """The totals that the cooperative publishes, by kind; dues as far as they are paid or booked as owed."""
    everybody = balances(session, cooperative_id, on=on).values()
    return tuple(
        KindTotal(kind, sum(each.of(kind) for each in everybody), sum(each.of(kind) > 0 for each in everybody))
        for kind in KINDS
    )


_TRANSACTIONS = text(
    """
    SELECT count(DISTINCT l.entry_id) FROM ledger.line AS l
    WHERE l.coop_id = :cooperative AND l.counterparty_id = :member AND l.posting_date BETWEEN :first AND :last
      AND l.counterparty_class = 'member'
    """
)


def transactions(session: Session, cooperative_id: UUID, member_id: UUID, first: date, last: date) -> int:
    """How many entries of the journal are the member's from `first` to `last`."""
    ledger.with_cooperative(session.connection(), cooperative_id)
    asked = {"cooperative": cooperative_id, "member": member_id, "first": first, "last": last}
    return int(session.execute(_TRANSACTIONS, asked).scalar_one())


_DAYS = text(
    """
    SELECT l.counterparty_id, l.posting_date, sum(l.credit - l.debit)::bigint
    FROM ledger.line AS l
    WHERE l.coop_id = :cooperative AND l.account_code = :account AND l.counterparty_id IS NOT NULL
      AND l.posting_date BETWEEN :first AND :last
    GROUP BY l.counterparty_id, l.posting_date
    """
)


def changes_by_day(
    session: Session, cooperative_id: UUID, account: str, first: date, last: date
) -> dict[UUID, dict[date, int]]:
    """What each member's balance on `account` changed by on each day from `first` to `last`."""
    ledger.with_cooperative(session.connection(), cooperative_id)
    asked = {"cooperative": cooperative_id, "account": account, "first": first, "last": last}
    found: dict[UUID, dict[date, int]] = defaultdict(dict)
    for member_id, day, change in session.execute(_DAYS, asked):
        found[member_id][day] = change
    return dict(found)
