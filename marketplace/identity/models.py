"""Organisations, the people in them, and what lets somebody in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, CITEXT
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import String

from ..clock import now
from ..database import Identified, Table, Versioned

KINDS = ("cooperative", "supplier", "producer_group", "city_office", "platform")
ROLES = (
    "administrator", "chair", "secretary", "treasurer", "manager", "cashier", "supervisor", "member", "sales", "officer",
)  # fmt: skip


class Region(Table):
    """A province, regency or city, district, or village, by its Kemendagri code (`21`, `21.71`, `21.71.01`, `21.71.01.1001`)."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    level: Mapped[str]
    name: Mapped[str]
    postal_code: Mapped[str | None]

    __table_args__ = (CheckConstraint("level IN ('province', 'regency', 'district', 'village')", name="level"),)


class Organisation(Identified, Versioned, Table):
    """A cooperative, supplier, producer group, city office, or the platform itself.

    `is_pkp`: collects PPN (pengusaha kena pajak). `is_island`: freight there crosses the sea.
    """

    __tablename__ = "organisation"

    kind: Mapped[str]
    name: Mapped[str]
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    regency_code: Mapped[str | None] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    time_zone: Mapped[str] = mapped_column(default="WIB")
    is_pkp: Mapped[bool] = mapped_column(default=False)
    is_island: Mapped[bool] = mapped_column(default=False)
    tax_number: Mapped[str | None]

    __table_args__ = (
        CheckConstraint(
            "kind IN ('cooperative', 'supplier', 'producer_group', 'city_office', 'platform')", name="kind"
        ),
        CheckConstraint("time_zone IN ('WIB', 'WITA', 'WIT')", name="time_zone"),
        CheckConstraint("length(name) BETWEEN 1 AND 200", name="name"),
    )


class Person(Identified, Versioned, Table):
    """Somebody who can sign in, by phone number (E.164) or e-mail and password."""

    __tablename__ = "person"

    name: Mapped[str]
    phone: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(CITEXT, unique=True)
    password_hash: Mapped[str | None]
    session_key: Mapped[str] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="id")
    is_active: Mapped[bool] = mapped_column(default=True)
    memberships: Mapped[list[Membership]] = relationship(back_populates="person", lazy="raise")

    __table_args__ = (
        CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name="reachable"),
        CheckConstraint("language IN ('id', 'en')", name="language"),
    )


class Membership(Identified, Table):
    """The roles a person holds in an organisation, from `created_at` until `ended_at`."""

    __tablename__ = "membership"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String))
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(back_populates="memberships", lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __table_args__ = (
        Index(
            "uq_membership_current",
            "person_id",
            "organisation_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_membership_organisation_id", "organisation_id"),
        CheckConstraint("cardinality(roles) > 0", name="roles"),
    )


class Invitation(Identified, Table):
    """A link that makes whoever opens it a member with `roles`; only the token's hash is kept."""

    __tablename__ = "invitation"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    roles: Mapped[list[str]] = mapped_column(ARRAY(String))
    invited_name: Mapped[str] = mapped_column(default="")
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class RecoveryCode(Identified, Table):
    """A one-time code to set a new password, handed over by an administrator or sent by e-mail; only its hash is kept."""

    __tablename__ = "recovery_code"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class ApiToken(Identified, Table):
    """A program's key to act for one organisation within `scopes`; only its hash is kept."""

    __tablename__ = "api_token"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    label: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    token_start: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]

    def is_good(self, at: datetime | None = None) -> bool:
        """Whether it still opens anything at `at` (default: now)."""
        moment = at or now()
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > moment)
