"""The statements of a cooperative, for those who may read its books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cooperative_ledger as ledger
from cooperative_ledger import BalanceSheet, CashFlow, CashFlowRange, EquityChanges, IncomeStatement, reports
from cooperative_ledger.reports import IncomeRow, Row

from ...actor import Actor
from ...errors import Invalid, NotFound
from ..models.members import Member
from ..rules.reports import Asked, Days
from .ledger import require_reader

LINES_OF_A_PAGE = 100

__all__ = ["BalanceSheet", "CashFlow", "EquityChanges", "IncomeRow", "IncomeStatement", "Row"]


def income_statement(session: Session, actor: Actor, asked: Asked) -> IncomeStatement:
    """What was earned and spent, with members' and others' business apart. Raises NotPermitted."""
    cooperative_id = require_reader(actor)
    return ledger.income_statement(session.connection(), cooperative_id, *asked.columns, scope=asked.scope)


def balance_sheet(session: Session, actor: Actor, asked: Asked) -> BalanceSheet:
    """Where the cooperative stands at the end of the last day of each column. Raises NotPermitted."""
    cooperative_id = require_reader(actor)
    on = (days.last for days in asked.columns)
    return ledger.balance_sheet(session.connection(), cooperative_id, *on, scope=asked.scope)


def equity_changes(session: Session, actor: Actor, asked: Asked) -> tuple[EquityChanges, ...]:
    """How each part of equity changed, a statement for each column. Raises NotPermitted."""
    cooperative_id = require_reader(actor)
    return ledger.equity_changes(session.connection(), cooperative_id, *asked.columns, scope=asked.scope)


def cash_flow(session: Session, actor: Actor, asked: Asked) -> CashFlow:
    """Where cash came from and went. Raises NotPermitted."""
    cooperative_id = require_reader(actor)
    return ledger.cash_flow(session.connection(), cooperative_id, *asked.columns, scope=asked.scope)


@dataclass(frozen=True, slots=True)
class CounterpartyReport:
    """All that was booked with one counterparty; `member` where it is one, `next` the cursor that goes on."""

    statement: ledger.CounterpartyStatement
    member: Member | None
    next: str | None


def counterparty_statement(
    session: Session,
    actor: Actor,
    counterparty_id: UUID,
    asked: Asked,
    *,
    accounts: Sequence[str] | None = None,
    after: str | None = None,
    limit: int = LINES_OF_A_PAGE,
) -> CounterpartyReport:
    """Every line with one member, supplier or other counterparty, across accounts or on those given.

    Raises NotPermitted, NotFound (nothing was ever booked with it, and no member), Invalid (a cursor not ours).
    """
    cooperative_id = require_reader(actor)
    member = session.scalar(select(Member).where(Member.cooperative_id == cooperative_id, Member.id == counterparty_id))
    statement = ledger.counterparty_statement(
        session.connection(), cooperative_id, counterparty_id, asked.days,
        scope=asked.scope, accounts=accounts, after=_place(after), limit=limit,
    )  # fmt: skip
    if member is None and not statement.accounts and not _ever(session, cooperative_id, counterparty_id):
        raise NotFound
    going_on = "_".join(str(part) for part in statement.next) if statement.next else None
    return CounterpartyReport(statement, member, going_on)


def _ever(session: Session, cooperative_id: UUID, counterparty_id: UUID) -> bool:
    """Whether anything was ever booked with the counterparty."""
    whole = Days(date.min, date.max)
    connection = session.connection()
    return bool(ledger.counterparty_statement(connection, cooperative_id, counterparty_id, whole, limit=1).accounts)


def _place(cursor: str | None) -> reports.Place | None:
    if cursor is None:
        return None
    try:
        account, day, entry, line = cursor.split("_")
        return account, date.fromisoformat(day), UUID(entry), int(line)
    except ValueError:
        raise Invalid(field="after") from None


def parts(session: Session, actor: Actor) -> tuple[list[UUID], list[str]]:
    """The outlets and business units that the books name. Raises NotPermitted."""
    cooperative_id = require_reader(actor)
    return reports.parts(session.connection(), cooperative_id)


def cash_flow_ranges(session: Session, actor: Actor) -> tuple[CashFlowRange, ...]:
    """The table of which accounts are of which activity. Raises NotPermitted."""
    cooperative_id = require_reader(actor)
    return ledger.cash_flow_ranges(session.connection(), cooperative_id)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The newest seal over the books, and how many entries came after it."""

    number: int
    sealed_at: datetime
    unsealed: int


def sealed(session: Session, actor: Actor) -> Sealed | None:
    """How far the books are sealed; None before the first seal. Raises NotPermitted."""
    cooperative_id = require_reader(actor)
    newest = ledger.newest_seal(session.connection(), cooperative_id)
    if newest is None:
        return None
    unsealed = ledger.unsealed_entries(session.connection(), cooperative_id)
    return Sealed(newest.seal_number, newest.sealed_at, unsealed)


def member_names(session: Session, actor: Actor, ids: set[UUID]) -> dict[UUID, str]:
    """Number and name of the members among `ids`. Raises NotPermitted."""
    cooperative_id = require_reader(actor)
    rows = session.execute(
        select(Member.id, Member.number, Member.name).where(Member.cooperative_id == cooperative_id, Member.id.in_(ids))
    )
    return {id_: f"{number} {name}" for id_, number, name in rows}
