"""Boats: lines with their rhythm, and the days on which one leaves beside it or stays in port."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from ... import audit, idempotency
from ...actor import Actor
from ...errors import ChangedMeanwhile, NotFound, NotPermitted
from ..errors import RhythmHalf, SeaRouteInUse
from ..models import Carriage, FreightRate, Sailing, SeaRoute
from ..queries.visibility import WRITING_ROLES

ADD_SEA_ROUTE = "suppliers.add_sea_route"
KEEPING_ROLES = {
    **WRITING_ROLES,
    "city_office": frozenset({"officer", "administrator"}),
    "platform": frozenset({"administrator"}),
}
"""Who may keep boat lines: a city office's and the platform's are everybody's, others' their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A boat line: leaves on `weekdays` (Monday 0), and every `every_days` from `first_on` on; `days` on the way."""

    name: str
    port_from: str
    port_to: str
    days: int
    weekdays: Iterable[int] = ()
    first_on: date | None = None
    every_days: int | None = None

    def values(self) -> dict[str, Any]:
        """Column -> value, tidied. Raises RhythmHalf where only one of `first_on` and `every_days` is given."""
        if (self.first_on is None) != (self.every_days is None):
            raise RhythmHalf(field="every_days" if self.every_days is None else "first_on")
        return {
            "name": self.name.strip(), "port_from": self.port_from.strip(), "port_to": self.port_to.strip(),
            "days": self.days, "weekdays": sorted(set(self.weekdays)), "first_on": self.first_on,
            "every_days": self.every_days,
        }  # fmt: skip


def may_keep_boats(actor: Actor) -> bool:
    """Whether the actor may enter boat lines."""
    return actor.has_role(*KEEPING_ROLES.get(actor.organisation_kind, frozenset()))


def _require_keeper(actor: Actor) -> None:
    if not may_keep_boats(actor):
        raise NotPermitted


def add_sea_route(session: Session, actor: Actor, line: Line, *, key: str | None = None) -> SeaRoute:
    """A boat line. A city office's is everybody's, a cooperative's or supplier's its own.

    Raises NotPermitted, RhythmHalf, IdempotencyKeyReused.
    """
    _require_keeper(actor)
    values = line.values()
    before = idempotency.claim(session, actor, ADD_SEA_ROUTE, key, values)
    if before is not None:
        return _own(session, actor, before)
    route = SeaRoute(kept_by=actor.organisation_id, **values)
    session.add(route)
    session.flush()
    audit.record(session, actor, ADD_SEA_ROUTE, route.id)
    idempotency.settle(session, actor, ADD_SEA_ROUTE, key, route.id)
    return route


def change_sea_route(session: Session, actor: Actor, route_id: UUID, line: Line, *, expected_version: int) -> SeaRoute:
    """Mend a boat line of one's own; days said to be cancelled or extra stay so.

    Raises NotPermitted, NotFound, RhythmHalf, ChangedMeanwhile.
    """
    _require_keeper(actor)
    route = _own(session, actor, route_id)
    if route.version != expected_version:
        raise ChangedMeanwhile
    for name, value in line.values().items():
        setattr(route, name, value)
    audit.record(session, actor, "suppliers.change_sea_route", route_id)
    session.flush()
    return route


def remove_sea_route(session: Session, actor: Actor, route_id: UUID) -> None:
    """Take a boat line of one's own away, with its days. Raises NotPermitted, NotFound, SeaRouteInUse."""
    _require_keeper(actor)
    route = _own(session, actor, route_id)
    used = or_(exists().where(Carriage.sea_route_id == route_id), exists().where(FreightRate.sea_route_id == route_id))
    if session.scalar(select(used)):
        raise SeaRouteInUse
    session.delete(route)
    audit.record(session, actor, "suppliers.remove_sea_route", route_id)
    session.flush()


def set_sailing(
    session: Session, actor: Actor, route_id: UUID, departs_on: date, *, cancelled: bool = False
) -> Sailing:
    """A day on which the boat leaves beside its rhythm, or does not leave; what was said before of it is replaced.

    Raises NotPermitted, NotFound for another's line.
    """
    _require_keeper(actor)
    _own(session, actor, route_id)
    _forget(session, route_id, departs_on)
    sailing = Sailing(sea_route_id=route_id, departs_on=departs_on, cancelled=cancelled)
    session.add(sailing)
    audit.record(session, actor, "suppliers.set_sailing", route_id, on=departs_on.isoformat(), cancelled=cancelled)
    session.flush()
    return sailing


def clear_sailing(session: Session, actor: Actor, route_id: UUID, departs_on: date) -> None:
    """On that day the boat goes by its rhythm again. Raises NotPermitted, NotFound for another's line."""
    _require_keeper(actor)
    _own(session, actor, route_id)
    _forget(session, route_id, departs_on)
    audit.record(session, actor, "suppliers.clear_sailing", route_id, on=departs_on.isoformat())


def _forget(session: Session, route_id: UUID, departs_on: date) -> None:
    session.execute(delete(Sailing).where(Sailing.sea_route_id == route_id, Sailing.departs_on == departs_on))


def _own(session: Session, actor: Actor, route_id: UUID) -> SeaRoute:
    route = session.get(SeaRoute, route_id, with_for_update=True)
    if route is None or route.kept_by != actor.organisation_id:
        raise NotFound
    return route
