"""When what is owed falls due: one row per document that opened a receivable or a payable.

What is still owed of it is never stored: it is the sum of the ledger's lines that carry the document on the account.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Date, Index, String, bindparam, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..database import Table


class OpenItem(Table):
    """A document's receivable or payable on one account: with whom, how much it was (rupiah), and when it is due.

    `due_on` is None where nobody said a day.
    """

    __tablename__ = "open_item"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("due_on >= opened_on", name="due_on"),
        CheckConstraint(
            "counterparty_class IN ('member', 'non_member', 'cooperative', 'government')", name="counterparty_class"
        ),
        Index("ix_open_item_due", "cooperative_id", "due_on"),
    )

    cooperative_id: Mapped[UUID] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String, primary_key=True)
    document_type: Mapped[str] = mapped_column(String, primary_key=True)
    document_id: Mapped[str] = mapped_column(String, primary_key=True)
    counterparty_class: Mapped[str | None]
    counterparty_id: Mapped[UUID | None]
    reference: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    opened_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)


def open_item(session: Session, item: OpenItem) -> None:
    """Note the item in the transaction of its booking; a repeat changes nothing."""
    values = {column.name: getattr(item, column.key) for column in OpenItem.__table__.columns}
    with session.no_autoflush:  # the caller's own row may still wait for the entry's id
        session.execute(insert(OpenItem).values(values).on_conflict_do_nothing())


class Owed(NamedTuple):
    """An item and what the ledger says of it at the end of a day: still `owed` (rupiah, above zero for a receivable
    as for a payable; below: paid too much), and the day of the last line on it."""

    account: str
    document_type: str
    document_id: str
    counterparty_class: str | None
    counterparty_id: UUID | None
    reference: str
    amount: int
    opened_on: date
    due_on: date | None
    owed: int
    last_moved_on: date | None

    def settled_on(self) -> date | None:
        """The day of the line that settled it; None while something is owed."""
        return self.last_moved_on if self.owed <= 0 else None


_OWED = text(
    """
    SELECT i.account, i.document_type, i.document_id, i.counterparty_class, i.counterparty_id, i.reference, i.amount,
           i.opened_on, i.due_on, coalesce(l.owed, 0)::bigint AS owed, l.last_moved_on
    FROM open_item AS i
    JOIN ledger.account AS a ON a.coop_id = i.cooperative_id AND a.code = i.account
    LEFT JOIN (
        SELECT x.account_code, x.document_type, x.document_id, max(x.posting_date) AS last_moved_on,
               sum(CASE c.normal_side WHEN 'debit' THEN x.debit - x.credit ELSE x.credit - x.debit END) AS owed
        FROM ledger.line AS x
        JOIN ledger.account AS c ON c.coop_id = x.coop_id AND c.code = x.account_code
        WHERE x.coop_id = :cooperative AND x.posting_date <= :day AND x.document_id IS NOT NULL
          AND x.account_code IN (SELECT o.account FROM open_item AS o WHERE o.cooperative_id = :cooperative)
        GROUP BY x.account_code, x.document_type, x.document_id
    ) AS l ON l.account_code = i.account AND l.document_type = i.document_type AND l.document_id = i.document_id
    WHERE i.cooperative_id = :cooperative AND i.opened_on <= :day
    ORDER BY i.due_on NULLS LAST, i.opened_on, i.document_id
    """
).bindparams(bindparam("cooperative"), bindparam("day"))


def owed_on(session: Session, cooperative_id: UUID, day: date) -> list[Owed]:
    """Every item opened up to `day`, settled or not, as the ledger stood at the end of it; by the day it is due.

    The caller says who may see it, and that the ledger's rows of this cooperative are visible (with_cooperative).
    """
    return [Owed(*row) for row in session.execute(_OWED, {"cooperative": cooperative_id, "day": day})]
