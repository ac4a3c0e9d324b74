"""Verbs of the chart of accounts: add, rename, close, set limits."""

from __future__ import annotations

import re
from datetime import date

import psycopg
from sqlalchemy.orm import Session

import cooperative_ledger as ledger
from cooperative_ledger import Account

from ... import audit
from ...actor import Actor
from ...errors import Invalid, NotFound
from ..errors import AccountCodeTaken, AccountInUse, AccountNotEmpty, AccountNotGuarded
from ..queries.chart import BOOKED_BY_THE_PROGRAM
from ..rules.roles import TREASURERS
from .steps import open_chart

CODE = re.compile(r"[0-9A-Z][0-9A-Za-z.-]{0,31}")


def add_account(session: Session, actor: Actor, *, code: str, name: str, parent: str) -> Account:
    """Add an account below the heading `parent`, of its type; a contra account is on the other side than its type's.

    Raises NotPermitted, Invalid, AccountCodeTaken.
    """
    known = _chart(session, actor)
    heading = known.get(parent)
    if heading is None or heading.postable:
        raise Invalid(field="parent")
    if not CODE.fullmatch(code):
        raise Invalid(field="code")
    _check_name(name)
    if code in known:
        raise AccountCodeTaken(field="code", account=code)
    account = Account(
        code=code,
        name=name.strip(),
        account_type=heading.account_type,
        normal_side=heading.normal_side,
        parent_code=parent,
    )
    ledger.add_accounts(session.connection(), actor.organisation_id, [account])
    audit.record(session, actor, "books.add_account", actor.organisation_id, account=code)
    return account


def rename_account(session: Session, actor: Actor, code: str, *, name: str) -> None:
    """Give the account another name; the code stays. Raises NotPermitted, NotFound, Invalid."""
    _account(session, actor, code)
    _check_name(name)
    ledger.rename_account(session.connection(), actor.organisation_id, code, name.strip())
    audit.record(session, actor, "books.rename_account", actor.organisation_id, account=code)


def close_account(session: Session, actor: Actor, code: str, *, day: date) -> None:
    """Let the account take nothing after `day`.

    Raises NotPermitted, NotFound, Invalid, AccountNotEmpty, AccountInUse (the program books on it).
    """
    account = _account(session, actor, code)
    if not account.postable or account.closed_on is not None:
        raise Invalid(field="code")
    if code in BOOKED_BY_THE_PROGRAM:
        raise AccountInUse(account=code)
    try:
        with session.begin_nested():
            ledger.close_account(session.connection(), actor.organisation_id, code, day)
    except psycopg.errors.CheckViolation:
        raise AccountNotEmpty(account=code) from None
    audit.record(session, actor, "books.close_account", actor.organisation_id, account=code, day=day.isoformat())


def limit_account(session: Session, actor: Actor, code: str, *, floor: int | None, ceiling: int | None) -> None:
    """Set the least and the most that a guarded account may hold, rupiah on its normal side; None is no limit.

    Raises NotPermitted, NotFound, Invalid, AccountNotGuarded.
    """
    account = _account(session, actor, code)
    if account.balance_mode == "rolled_up":
        raise AccountNotGuarded
    if floor is not None and ceiling is not None and floor > ceiling:
        raise Invalid(field="floor")
    ledger.limit_account(session.connection(), actor.organisation_id, code, floor=floor, ceiling=ceiling)
    audit.record(session, actor, "books.limit_account", actor.organisation_id, account=code)


def _check_name(name: str) -> None:
    if not 1 <= len(name.strip()) <= 200 or not name.strip().isprintable():
        raise Invalid(field="name")


def _chart(session: Session, actor: Actor) -> dict[str, Account]:
    actor.require("cooperative", roles=TREASURERS)
    open_chart(session, actor)
    return {account.code: account for account in ledger.accounts(session.connection(), actor.organisation_id)}


def _account(session: Session, actor: Actor, code: str) -> Account:
    found = _chart(session, actor).get(code)
    if found is None:
        raise NotFound
    return found
