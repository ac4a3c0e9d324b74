"""Reads of the ledger, for those of a cooperative who may read its books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ...actor import Actor
from ...errors import Invalid, NotFound, NotPermitted
from ..rules.reports import ALL_LINES, LinesBehind
from ..rules.roles import READERS

LINES_OF_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account that moved up to `last`, rupiah; the sums of the sides are equal."""

    first: date
    last: date
    rows: tuple[ledger.TrialBalanceRow, ...]

    @property
    def debit(self) -> int:
        """The sum of the closing balances on the debit side."""
        return sum(row.closing_debit for row in self.rows)

    @property
    def credit(self) -> int:
        """The sum of the closing balances on the credit side."""
        return sum(row.closing_credit for row in self.rows)


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """The lines of an account from `first` to `last`, balances as debit less credit; `next` goes on after them."""

    account: ledger.Account
    first: date
    last: date
    statement: ledger.Statement
    next: str | None


def require_reader(actor: Actor) -> UUID:
    """The cooperative whose books the actor may read. Raises NotPermitted."""
    if not actor.is_a("cooperative") or not actor.has_role(*READERS):
        raise NotPermitted
    return actor.organisation_id


def trial_balance(
    session: Session, actor: Actor, *, first: date, last: date, scope: ledger.Scope = ledger.EVERYTHING
) -> TrialBalance:
    """The trial balance from `first` to `last`; without rows where nothing was ever booked. Raises NotPermitted."""
    rows = ledger.trial_balance(session.connection(), require_reader(actor), first=first, last=last, scope=scope)
    return TrialBalance(first, last, tuple(rows))


def account_statement(
    session: Session,
    actor: Actor,
    code: str,
    *,
    first: date,
    last: date,
    lines: LinesBehind = ALL_LINES,
    after: str | None = None,
    limit: int = LINES_OF_A_PAGE,
) -> AccountStatement:
    """A page of an account's lines, each with the document behind it; `lines` takes only those behind a figure.

    Raises NotPermitted, NotFound (no such account), Invalid (a cursor that is not ours).
    """
    cooperative_id = require_reader(actor)
    connection = session.connection()
    account = next((each for each in ledger.accounts(connection, cooperative_id) if each.code == code), None)
    if account is None:
        raise NotFound
    statement = ledger.account_statement(
        connection, cooperative_id, code, first=first, last=last, after=_line_at(after), limit=limit,
        **lines.conditions(code),
    )  # fmt: skip
    going_on = _cursor(statement.lines[-1]) if statement.more else None
    return AccountStatement(account, first, last, statement, going_on)


def _cursor(line: ledger.StatementLine) -> str:
    return f"{line.posting_date.isoformat()}_{line.entry_id}_{line.line_no}"


def _line_at(cursor: str | None) -> ledger.StatementLine | None:
    if cursor is None:
        return None
    try:
        day, entry, number = cursor.split("_")
        place = date.fromisoformat(day), UUID(entry), int(number)
    except ValueError:
        raise Invalid(field="after") from None
    return ledger.StatementLine(
        posting_date=place[0],
        document_date=place[0],
        entry_id=place[1],
        line_no=place[2],
        kind="normal",
        reference=None,
        narration=None,
        document_type=None,
        document_id=None,
        counterparty_class=None,
        counterparty_id=None,
        debit=0,
        credit=0,
        balance=0,
    )


def english_name(code: str, name: str) -> str:
    """The account's name in English, where it still has the chart's own Indonesian name."""
    return _english_by_name().get((code, name), name)


def _english_by_name() -> dict[tuple[str, str], str]:
    english = ledger.english_names()
    return {(account.code, account.name): english[account.code] for account in ledger.chart_template()}
