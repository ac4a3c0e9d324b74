"""Who is acting: a person in one organisation, or a program with that organisation's token."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from .errors import NotPermitted

OrganisationKind = Literal["cooperative", "supplier", "producer_group", "city_office", "platform"]
Role = Literal[
    "administrator",
    "chair",
    "secretary",
    "treasurer",
    "manager",
    "cashier",
    "supervisor",
    "member",
    "sales",
    "officer",
]
"""ketua, sekretaris, bendahara, manajer, kasir, pengawas, anggota; `sales` is a supplier's, `officer` an office's."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The one in whose name a service runs. Services take it as their second argument.

    `person_id` is None for a program that came with an API token; `scopes` is None for a person in a browser.
    """

    organisation_id: UUID
    organisation_kind: OrganisationKind
    roles: frozenset[str]
    person_id: UUID | None = None
    scopes: frozenset[str] | None = None
    language: str = "id"
    time_zone: str = "WIB"
    names: dict[str, str] = field(default_factory=dict, compare=False)
    """How to address them: `person`, `organisation`."""

    def is_a(self, *kinds: OrganisationKind) -> bool:
        """Whether the organisation acted for is one of `kinds`."""
        return self.organisation_kind in kinds

    def has_role(self, *roles: str) -> bool:
        """Whether the actor holds one of `roles`; an administrator holds none of the others by being one."""
        return not self.roles.isdisjoint(roles)

    def require(self, *kinds: OrganisationKind, roles: tuple[str, ...] = ()) -> None:
        """Raise NotPermitted unless the organisation is one of `kinds` and, if given, one of `roles` is held."""
        if not self.is_a(*kinds) or (roles and not self.has_role(*roles)):
            raise NotPermitted


SYSTEM_ROLES = frozenset({"system"})
"""What a job holds that acts for nobody: no service for people accepts it."""
