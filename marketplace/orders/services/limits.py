"""The cooperative's own limits for buying."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...clock import now
from ...errors import Invalid
from ..models import BuyingLimits
from ..rules.separation import Limits
from .steps import require


def set_limits(session: Session, actor: Actor, limits: Limits) -> Limits:
    """Set up to which rupiah one person orders alone, and up to which two do without the board. The chair's.

    Raises NotPermitted, Invalid.
    """
    require(actor, "set_limits")
    if not 0 <= limits.one_person <= limits.two_persons <= 10**15:
        raise Invalid(field="two_persons")
    values = {"one_person": limits.one_person, "two_persons": limits.two_persons, "changed_at": now()}
    statement = insert(BuyingLimits).values(cooperative_id=actor.organisation_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["cooperative_id"], set_=values))
    audit.record(
        session, actor, "orders.set_limits", None, one_person=limits.one_person, two_persons=limits.two_persons
    )
    return limits
