"""Numbers of documents of the books, in sequence and without gaps."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from ...database import Table


class BooksCounter(Table):
    """The last number of a kind of document (SM, SK, ...) of a cooperative in a year; its row is the lock."""

    __tablename__ = "books_counter"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int]

    __table_args__ = (CheckConstraint("last_number > 0", name="last_number"),)


def next_number(session: Session, cooperative_id: UUID, kind: str, year: int) -> str:
    """The next number of a document, e.g. SM/2026/000123.

    The counter's row stays locked until the transaction ends, so a number of a transaction that fails is given again.
    """
    return next_numbers(session, cooperative_id, kind, year, 1)[0]


def next_numbers(session: Session, cooperative_id: UUID, kind: str, year: int, count: int) -> list[str]:
    """The next `count` numbers (at least one) at once, as `next_number`."""
    statement = insert(BooksCounter).values(cooperative_id=cooperative_id, kind=kind, year=year, last_number=count)
    last = session.execute(
        statement.on_conflict_do_update(
            index_elements=["cooperative_id", "kind", "year"],
            set_={"last_number": BooksCounter.last_number + count},
        ).returning(BooksCounter.last_number)
    ).scalar_one()
    return [f"{kind}/{year}/{number:06d}" for number in range(last - count + 1, last + 1)]
