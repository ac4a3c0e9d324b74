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
from .credentials import new_token

ROLES = (
    "administrator", "chair", "secretary", "treasurer", "manager", "cashier", "supervisor", "member",
    "sales", "officer",
)  # fmt: skip


_ROLES_ARRAY = "ARRAY[{}]::varchar[]".format(", ".join(f"'{role}'" for role in ROLES))


class Region(Table):
    """A province, regency or city, district, or village, by its Kemendagri code (`21`, `21.71`, ... `21.71.01.1001`).

    `path` is how it is told to people: "Pulau Terung, Belakang Padang, Kota Batam, Kepulauan Riau".
    """

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    level: Mapped[str]
    name: Mapped[str]
    path: Mapped[str]
    postal_code: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("level IN ('province', 'regency', 'district', 'village')", name="level"),
        Index("ix_region_path_trigrams", "path", postgresql_using="gin", postgresql_ops={"path": "gin_trgm_ops"}),
    )


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
        CheckConstraint("tax_number ~ '^[0-9]{16}$'", name="tax_number"),
        CheckConstraint("region_code IS NULL OR regency_code = left(region_code, 5)", name="regency"),
        Index("uq_organisation_platform", "kind", unique=True, postgresql_where=text("kind = 'platform'")),
    )


class Person(Identified, Versioned, Table):
    """Somebody who can sign in, by phone number (E.164) or e-mail and password.

    `session_key` stands in his signed cookie: replacing it signs him out everywhere.
    """

    __tablename__ = "person"

    name: Mapped[str]
    phone: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(CITEXT, unique=True)
    password_hash: Mapped[str | None]
    session_key: Mapped[str] = mapped_column(unique=True, default=new_token)
    language: Mapped[str] = mapped_column(default="id")
    is_active: Mapped[bool] = mapped_column(default=True)
    signed_in_at: Mapped[datetime | None]
    memberships: Mapped[list[Membership]] = relationship(back_populates="person", lazy="raise")

    __table_args__ = (
        CheckConstraint("phone IS NOT NULL OR email IS NOT NULL", name="reachable"),
        CheckConstraint("language IN ('id', 'en')", name="language"),
        CheckConstraint("phone ~ '^[+][1-9][0-9]{6,14}$'", name="phone"),
        CheckConstraint("length(name) BETWEEN 1 AND 200", name="name"),
    )


class Membership(Identified, Versioned, Table):
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
        CheckConstraint(f"cardinality(roles) > 0 AND roles <@ {_ROLES_ARRAY}", name="roles"),
    )


class Invitation(Identified, Table):
    """A link that makes whoever opens it a member with `roles`, once; only the token's hash is kept."""

    __tablename__ = "invitation"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    roles: Mapped[list[str]] = mapped_column(ARRAY(String))
    invited_name: Mapped[str] = mapped_column(default="")
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    inviter: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[invited_by])

    __table_args__ = (
        CheckConstraint(f"cardinality(roles) > 0 AND roles <@ {_ROLES_ARRAY}", name="roles"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepted"),
        CheckConstraint("accepted_at IS NULL OR withdrawn_at IS NULL", name="accepted_or_withdrawn"),
    )

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether it still lets somebody in at `at` (default: now)."""
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > (at or now())


class RecoveryCode(Identified, Table):
    """A one-time code to set a new password, handed over by an administrator or sent by e-mail; only its hash is kept.

    `organisation_id` is the organisation whose administrator issued it; None when the platform did, or an e-mail.
    `request_id` is the event that asked for the e-mail, so that a repeated event sends no second code.
    """

    __tablename__ = "recovery_code"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    request_id: Mapped[UUID | None] = mapped_column(unique=True)
    code_hash: Mapped[str]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("attempts BETWEEN 0 AND 5", name="attempts"),
        Index("uq_recovery_code_open", "person_id", unique=True, postgresql_where=text("closed_at IS NULL")),
    )


class ApiToken(Identified, Table):
    """A program's key to act for one organisation within `scopes`, with roles its maker held; only its hash is kept."""

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
    maker: Mapped[Person] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint("length(label) BETWEEN 1 AND 100", name="label"),
        CheckConstraint("cardinality(scopes) > 0", name="scopes"),
        CheckConstraint(f"cardinality(roles) > 0 AND roles <@ {_ROLES_ARRAY}", name="roles"),
    )

    def is_good(self, at: datetime | None = None) -> bool:
        """Whether it still opens anything at `at` (default: now)."""
        moment = at or now()
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > moment)
