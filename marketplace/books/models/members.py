"""The register of members (buku daftar anggota)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from ...database import Identified, Table, Versioned
from ..rules.members import INCLUSION
from .columns import CooperativeId

_INCLUSION = "ARRAY[{}]::varchar[]".format(", ".join(f"'{word}'" for word in INCLUSION))


class Member(Identified, Versioned, Table):
    """A member of a cooperative from `joined_on` until `left_on`; in the ledger he is Counterparty("member", id).

    `person_id` is the account that may see his own. The NIK is kept encrypted (`nik_sealed`); `nik_end` are its last
    four digits, `nik_mark` a keyed hash by which the same person is not entered twice. `inclusion` is what he told of
    himself of his own will on `inclusion_agreed_on`: only totals of it are ever shown. `claim_hash` is what is kept of
    the code on his card.
    """

    __tablename__ = "member"

    cooperative_id: Mapped[CooperativeId]
    number: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str | None]
    address: Mapped[str] = mapped_column(default="")
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    leaving_reason: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    nik_sealed: Mapped[bytes | None]
    nik_end: Mapped[str | None]
    nik_mark: Mapped[bytes | None]
    inclusion: Mapped[list[str]] = mapped_column(ARRAY(String), default=list)
    inclusion_agreed_on: Mapped[date | None]
    claim_hash: Mapped[str | None]
    claim_expires_at: Mapped[datetime | None]

    @property
    def is_current(self) -> bool:
        """Whether he is a member still."""
        return self.left_on is None

    __table_args__ = (
        UniqueConstraint("cooperative_id", "id"),
        Index("uq_member_number", "cooperative_id", text("lower(number)"), unique=True),
        Index("ix_member_order", "cooperative_id", text("length(number)"), "number"),
        Index(
            "uq_member_person",
            "cooperative_id",
            "person_id",
            unique=True,
            postgresql_where=text("left_on IS NULL AND person_id IS NOT NULL"),
        ),
        Index(
            "uq_member_nik",
            "cooperative_id",
            "nik_mark",
            unique=True,
            postgresql_where=text("left_on IS NULL AND nik_mark IS NOT NULL"),
        ),
        CheckConstraint("length(number) BETWEEN 1 AND 30 AND number = btrim(number)", name="number"),
        CheckConstraint("length(name) BETWEEN 1 AND 200", name="name"),
        CheckConstraint("length(address) <= 500", name="address"),
        CheckConstraint("phone ~ '^[+][1-9][0-9]{6,14}$'", name="phone"),
        CheckConstraint("left_on >= joined_on", name="left_on"),
        CheckConstraint("(left_on IS NULL) = (leaving_reason IS NULL)", name="leaving"),
        CheckConstraint("length(leaving_reason) BETWEEN 1 AND 1000", name="leaving_reason"),
        CheckConstraint(
            "(nik_sealed IS NULL) = (nik_end IS NULL) AND (nik_sealed IS NULL) = (nik_mark IS NULL)", name="nik"
        ),
        CheckConstraint("nik_end ~ '^[0-9]{4}$'", name="nik_end"),
        CheckConstraint(f"inclusion <@ {_INCLUSION}", name="inclusion"),
        CheckConstraint("cardinality(inclusion) = 0 OR inclusion_agreed_on IS NOT NULL", name="inclusion_agreed"),
        CheckConstraint("(claim_hash IS NULL) = (claim_expires_at IS NULL)", name="claim"),
    )
