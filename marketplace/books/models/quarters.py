"""The quarter on one page: editions, which are frozen once signed, and the links under which they are read."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ...database import Identified, Table, Versioned
from ...identity.credentials import new_token


class QuarterEdition(Identified, Versioned, Table):
    """A quarter's page: `prepared` with the treasurer's words, then `signed` by a second person and frozen for ever.

    A signed quarter is corrected by a new edition whose `what_changed` says what and why. `content` is all that the
    page says and `content_hash` its SHA-256 (hex); `known_at` the moment up to which the journal counts in it.
    """

    __tablename__ = "quarter_edition"

    cooperative_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    edition: Mapped[int]
    state: Mapped[str] = mapped_column(default="prepared")
    note: Mapped[str]
    what_changed: Mapped[str] = mapped_column(default="")
    prepared_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    prepared_by_name: Mapped[str]
    prepared_at: Mapped[datetime]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    signed_by_name: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    known_at: Mapped[datetime | None]
    content: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    content_hash: Mapped[str | None]
    seal_number: Mapped[int | None] = mapped_column(BigInteger)
    seal_hash: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        UniqueConstraint("cooperative_id", "year", "quarter", "edition"),
        Index(
            "uq_quarter_edition_prepared",
            "cooperative_id",
            "year",
            "quarter",
            unique=True,
            postgresql_where=text("state = 'prepared'"),
        ),
        CheckConstraint("year BETWEEN 1900 AND 9999 AND quarter BETWEEN 1 AND 4 AND edition > 0", name="quarter"),
        CheckConstraint("state IN ('prepared', 'signed')", name="state"),
        CheckConstraint("length(note) BETWEEN 1 AND 1000", name="note"),
        CheckConstraint(
            "length(what_changed) <= 500 AND (edition > 1) = (length(what_changed) > 0)", name="what_changed"
        ),
        CheckConstraint("signed_by <> prepared_by", name="second_person"),
        CheckConstraint(
            "(state = 'signed') = (num_nonnulls(signed_by, signed_by_name, signed_at, known_at, content, content_hash,"
            " seal_number, seal_hash) = 8) AND (state = 'signed' OR num_nonnulls(signed_by, signed_by_name, signed_at,"
            " known_at, content, content_hash, seal_number, seal_hash) = 0)",
            name="signature",
        ),
        CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name="content_hash"),
        CheckConstraint("seal_number > 0 AND seal_hash ~ '^[0-9a-f]{64}$'", name="seal"),
    )


class QuarterLink(Identified, Table):
    """An address under which a signed edition is read without signing in, until it is revoked; counts its readings.

    The token is kept as it is: the page behind it is meant to be read by whoever gets the link, and the link must be
    shown again to be sent again.
    """

    __tablename__ = "quarter_link"

    cooperative_id: Mapped[UUID]
    edition_id: Mapped[UUID]
    token: Mapped[str] = mapped_column(unique=True, default=new_token)
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str]
    reads: Mapped[int] = mapped_column(BigInteger, default=0)
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        ForeignKeyConstraint(
            ["cooperative_id", "edition_id"], ["quarter_edition.cooperative_id", "quarter_edition.id"]
        ),
        Index(
            "uq_quarter_link_live",
            "cooperative_id",
            "edition_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
        CheckConstraint("reads >= 0", name="reads"),
        CheckConstraint("length(token) >= 40", name="token"),
    )
