"""Bank statements as the bank wrote them, and which lines of the ledger they match. The ledger knows nothing of it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Identified, Table
from .columns import Amount, CooperativeId, PersonId


class BankStatement(Identified, Table):
    """A file of the bank for one of our bank accounts (`account`, a code of the chart). Balances in rupiah.

    `opening` and `closing` are what the file says; None where it says nothing.
    """

    __tablename__ = "bank_statement"

    cooperative_id: Mapped[CooperativeId]
    account: Mapped[str]
    file_name: Mapped[str]
    content_hash: Mapped[str]
    layout: Mapped[str]
    account_number: Mapped[str | None]
    first: Mapped[date]
    last: Mapped[date]
    opening: Mapped[Amount | None]
    closing: Mapped[Amount | None]
    line_count: Mapped[int]
    known_count: Mapped[int]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        Index("ix_bank_statement_last", "cooperative_id", "account", "last"),
        CheckConstraint("first <= last", name="days"),
        CheckConstraint("line_count >= 0 AND known_count >= 0", name="counts"),
    )


class BankLine(Identified, Table):
    """A line of the bank's statement. `amount` above zero came in. `as_written` holds the cells as the file had them.

    `row` is where it stands in the file, `place` where it stands in time: some banks write the newest first.
    `bookings` counts how often it was booked from here; all but the last were reversed.
    `mark` says which line of the bank it is, whatever file it came in: another file over the same days adds nothing.
    """

    __tablename__ = "bank_line"

    cooperative_id: Mapped[CooperativeId]
    statement_id: Mapped[UUID]
    account: Mapped[str]
    row: Mapped[int]
    place: Mapped[int]
    day: Mapped[date]
    description: Mapped[str]
    amount: Mapped[Amount]
    balance: Mapped[Amount | None]
    mark: Mapped[str]
    as_written: Mapped[list[Any]] = mapped_column(JSONB)
    matched: Mapped[bool] = mapped_column(default=False)
    bookings: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "account", "mark"),
        ForeignKeyConstraint(
            ["cooperative_id", "statement_id"], ["bank_statement.cooperative_id", "bank_statement.id"]
        ),
        Index("ix_bank_line_day", "cooperative_id", "account", "day", "place"),
        Index("ix_bank_line_statement", "cooperative_id", "statement_id", "place"),
        CheckConstraint("amount <> 0", name="amount"),
    )


class BankMatch(Identified, Table):
    """A line of the ledger (entry and number) that a line of the bank is about; each ledger line is matched once."""

    __tablename__ = "bank_match"

    cooperative_id: Mapped[CooperativeId]
    bank_line_id: Mapped[UUID]
    entry_id: Mapped[UUID]
    line_no: Mapped[int]
    amount: Mapped[Amount]
    day: Mapped[date]
    way: Mapped[str]
    made_by: Mapped[PersonId]
    person_name: Mapped[str]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "entry_id", "line_no"),
        ForeignKeyConstraint(["cooperative_id", "bank_line_id"], ["bank_line.cooperative_id", "bank_line.id"]),
        Index("ix_bank_match_line", "cooperative_id", "bank_line_id"),
        CheckConstraint("way IN ('alone', 'confirmed', 'booked')", name="way"),
    )
