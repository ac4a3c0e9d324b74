"""To whom a supplier may publish: the regencies of his province, and the cooperatives in them. Both are no secret."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ...actor import Actor
from ...identity.models import Organisation, Region


@dataclass(frozen=True, slots=True)
class Reach:
    """The supplier's own regency, the regions he may name (code, name), and cooperatives (id, name) he may choose."""

    regency_code: str | None
    regions: tuple[tuple[str, str], ...]
    cooperatives: tuple[tuple[UUID, str], ...]


def reach_of(session: Session, actor: Actor) -> Reach:
    """The regions and cooperatives of the province in which the actor's organisation lies."""
    regency = session.scalar(select(Organisation.regency_code).where(Organisation.id == actor.organisation_id))
    province = (regency or "").partition(".")[0]
    regions = session.execute(
        select(Region.code, Region.name)
        .where(or_(Region.code == province, Region.parent_code == province))
        .order_by(Region.level == "regency", Region.name)
    )
    cooperatives = session.execute(
        select(Organisation.id, Organisation.name)
        .where(Organisation.kind == "cooperative", Organisation.region_code.startswith(province))
        .order_by(Organisation.name, Organisation.id)
        .limit(500)
    )
    return Reach(
        regency,
        tuple((code, name) for code, name in regions),
        tuple((organisation_id, name) for organisation_id, name in cooperatives),
    )
