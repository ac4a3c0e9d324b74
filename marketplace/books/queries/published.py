"""Which cooperatives of a city published their quarter: what an office may know without seeing anybody's books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from ...actor import Actor
from ...identity.models import Organisation
from ..models.quarters import QuarterEdition, QuarterLink
from ..rules.quarters import Quarter

MOST = 500
"""Cooperatives on the list: a regency has fewer villages than that."""


@dataclass(frozen=True, slots=True)
class PublishedBy:
    """A cooperative and its newest signed edition of a quarter: when, and the token of its link where it shares one."""

    cooperative_id: UUID
    name: str
    edition: int | None
    signed_at: datetime | None
    token: str | None


def published_in_region(session: Session, actor: Actor, quarter: Quarter) -> list[PublishedBy]:
    """The cooperatives of the office's regency by name, each with what it published of it. Raises NotPermitted."""
    actor.require("city_office")
    regency = select(Organisation.regency_code).where(Organisation.id == actor.organisation_id).scalar_subquery()
    newest = (
        select(QuarterEdition.id, QuarterEdition.edition, QuarterEdition.signed_at)
        .where(
            QuarterEdition.cooperative_id == Organisation.id,
            QuarterEdition.year == quarter.year,
            QuarterEdition.quarter == quarter.number,
            QuarterEdition.state == "signed",
        )
        .order_by(QuarterEdition.edition.desc())
        .limit(1)
        .lateral("newest")
    )
    is_live = (QuarterLink.edition_id == newest.c.id) & QuarterLink.revoked_at.is_(None)
    statement = (
        select(Organisation.id, Organisation.name, newest.c.edition, newest.c.signed_at, QuarterLink.token)
        .select_from(Organisation)
        .outerjoin(newest, true())
        .outerjoin(QuarterLink, (QuarterLink.cooperative_id == Organisation.id) & is_live)
        .where(Organisation.kind == "cooperative", Organisation.regency_code == regency)
        .order_by(Organisation.name, Organisation.id)
        .limit(MOST)
    )
    return [PublishedBy(*row) for row in session.execute(statement)]
