"""What happened to people and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OrganisationCreated:
    """An organisation of `kind` came in."""

    organisation_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class MembershipStarted:
    """A person got roles in an organisation."""

    organisation_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class MembershipEnded:
    """A person has no roles in an organisation any more."""

    organisation_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class RecoveryRequested:
    """A person asked for a recovery code by e-mail; the job makes the code, so that it stands in no event."""

    person_id: UUID
