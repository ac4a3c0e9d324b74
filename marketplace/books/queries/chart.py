"""Reads of the chart of accounts, as a tree with what each account holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

import cooperative_ledger as ledger
from cooperative_ledger import Account

from ...actor import Actor
from ...bookkeeping import JOURNAL
from ..rules.vouchers import COST_OF_MEMBERS, COST_OF_OTHERS, SALES_TO_MEMBERS, SALES_TO_OTHERS, SHRINKAGE
from .ledger import require_reader

BOOKED_BY_THE_PROGRAM = frozenset(
    {leg.account for rule in JOURNAL.values() for leg in rule.legs if isinstance(leg.account, str)}
    | {COST_OF_MEMBERS, COST_OF_OTHERS, SHRINKAGE, SALES_TO_MEMBERS, SALES_TO_OTHERS, "3-3100", "3-3200"}
)
"""Accounts that must stay open, since events, stock counts and the year end book on them by themselves."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An account in the tree: how deep it stands, and what it and all below it hold on its normal side, rupiah."""

    account: Account
    depth: int
    balance: int
    has_moved: bool


def chart(session: Session, actor: Actor, *, on: date) -> list[Branch]:
    """The chart in the order of the tree, headings before what is below them. Raises NotPermitted."""
    cooperative_id = require_reader(actor)
    connection = session.connection()
    accounts = ledger.accounts(connection, cooperative_id) or list(ledger.chart_template())
    closing = {row.code: row.closing for row in ledger.trial_balance(connection, cooperative_id, last=on)}
    return branches(accounts, closing)


def branches(accounts: list[Account], closing: dict[str, int]) -> list[Branch]:
    """The tree as a list; `closing` are balances as debit less credit."""
    below: dict[str | None, list[Account]] = {}
    for account in sorted(accounts, key=lambda each: each.code):
        below.setdefault(account.parent_code, []).append(account)
    found: list[Branch] = []
    _grow(None, 0, below, closing, found)
    return found


def _grow(
    parent: str | None, depth: int, below: dict[str | None, list[Account]], closing: dict[str, int], found: list[Branch]
) -> int:
    """Add what is below `parent`; give the sum of it, debit less credit."""
    total = 0
    for account in below.get(parent, []):
        place = len(found)
        own = closing.get(account.code, 0)
        found.append(Branch(account, depth, 0, account.code in closing))
        held = own + _grow(account.code, depth + 1, below, closing, found)
        sign = 1 if account.normal_side == "debit" else -1
        found[place] = Branch(account, depth, sign * held, account.code in closing)
        total += held
    return total
