"""Boats: who may use which line, and on which days it leaves."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select
from sqlalchemy.orm import Session

from ...actor import Actor
from ...errors import NotFound
from ...identity.models import Organisation
from ..comparing.carriage import Sailings
from ..models import Sailing, SeaRoute

KEEPS_FOR_EVERYBODY = ("city_office", "platform")

State = Literal["regular", "extra", "cancelled"]


@dataclass(frozen=True, slots=True)
class SailingDay:
    """A day on which the boat leaves by its rhythm, beside it (`extra`), or does not although it should."""

    departs_on: date
    state: State


@dataclass(frozen=True, slots=True)
class BoatLine:
    """A boat line as the actor sees it: with its keeper, whether he may mend it, and when it leaves next."""

    route: SeaRoute
    keeper: str
    is_own: bool
    next_on: date | None


def _usable(actor: Actor) -> ColumnElement[bool]:
    """The actor's own lines, a city office's and the platform's. Sailings are no secret."""
    return or_(SeaRoute.kept_by == actor.organisation_id, Organisation.kind.in_(KEEPS_FOR_EVERYBODY))


def sea_routes(session: Session, actor: Actor) -> list[SeaRoute]:
    """Boat lines that the actor may use, by name."""
    statement = (
        select(SeaRoute)
        .join(Organisation, Organisation.id == SeaRoute.kept_by)
        .where(_usable(actor))
        .order_by(SeaRoute.name, SeaRoute.id)
    )
    return list(session.scalars(statement))


def sea_route(session: Session, actor: Actor, route_id: UUID) -> SeaRoute:
    """One of them. Raises NotFound."""
    found = session.scalar(
        select(SeaRoute)
        .join(Organisation, Organisation.id == SeaRoute.kept_by)
        .where(SeaRoute.id == route_id, _usable(actor))
    )
    if found is None:
        raise NotFound
    return found


def boat_lines(session: Session, actor: Actor, from_day: date) -> list[BoatLine]:
    """Boat lines that the actor may use, by name, each with its first sailing from `from_day` on."""
    routes = sea_routes(session, actor)
    keepers = {route.kept_by for route in routes}
    found = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(keepers)))
    names: dict[UUID, str] = {row.id: row.name for row in found}
    sailings = sailings_of(session, [route.id for route in routes])
    return [
        BoatLine(
            route,
            names[route.kept_by],
            route.kept_by == actor.organisation_id,
            sailings[route.id].on_or_after(from_day),
        )
        for route in routes
    ]


def sailings_of(session: Session, route_ids: Iterable[UUID]) -> dict[UUID, Sailings]:
    """When each of these lines leaves. Whoever calls has the ids from something that the actor may see."""
    wanted = list(route_ids)
    if not wanted:
        return {}
    days: dict[UUID, list[Row[UUID, date, bool]]] = {}
    statement = select(Sailing.sea_route_id, Sailing.departs_on, Sailing.cancelled)
    for row in session.execute(statement.where(Sailing.sea_route_id.in_(wanted))):
        days.setdefault(row.sea_route_id, []).append(row)
    return {
        route.id: Sailings(
            dates=frozenset(row.departs_on for row in days.get(route.id, ()) if not row.cancelled),
            weekdays=frozenset(route.weekdays),
            first=route.first_on,
            every_days=route.every_days,
            cancelled=frozenset(row.departs_on for row in days.get(route.id, ()) if row.cancelled),
        )
        for route in session.scalars(select(SeaRoute).where(SeaRoute.id.in_(wanted)))
    }


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of the month in which `day` lies."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def sailing_days(session: Session, actor: Actor, route_id: UUID, from_day: date, until_day: date) -> list[SailingDay]:
    """On which days between two a line leaves, and on which it does not although it should. Raises NotFound."""
    sea_route(session, actor, route_id)
    sailings = sailings_of(session, [route_id])[route_id]
    days = (from_day + timedelta(days=count) for count in range((until_day - from_day).days + 1))
    told = ((day, _state(sailings, day)) for day in days)
    return [SailingDay(day, state) for day, state in told if state is not None]


def _state(sailings: Sailings, day: date) -> State | None:
    if day in sailings.cancelled:
        return "cancelled"
    if not sailings.leaves_on(day):
        return None
    by_rhythm = Sailings(weekdays=sailings.weekdays, first=sailings.first, every_days=sailings.every_days)
    return "regular" if by_rhythm.leaves_on(day) else "extra"
