"""Boats with their sailings, on the blueprint of freight: one scope holds for the whole way to the door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ...api import ErrorAnswer, current_actor, etag, expected_version, idempotency_key
from ...clock import today
from ...database import transaction
from ..queries import boats as queries
from ..schemas import boats as schemas
from ..services import boats as services
from .freight import freight
from .suppliers import IF_MATCH


@freight.route("/sea-routes")
@freight.response(200, schemas.SeaRoutesAnswer)
def list_sea_routes() -> dict[str, Any]:
    """Boat lines that the caller may use"""
    with transaction() as session:
        return {"data": queries.sea_routes(session, current_actor())}


@freight.route("/sea-routes", methods=["POST"])
@freight.arguments(schemas.SeaRouteInput)
@freight.response(201, schemas.SeaRouteAnswer)
@freight.alt_response(403, schema=ErrorAnswer)
@freight.alt_response(422, schema=ErrorAnswer)
def add_sea_route(line: services.Line) -> Any:
    """Enter a boat line; a city office's is everybody's. Takes an Idempotency-Key"""
    with transaction() as session:
        made = services.add_sea_route(session, current_actor(), line, key=idempotency_key())
    return made, 201, etag({}, made.version)


@freight.route("/sea-routes/<uuid:route_id>")
@freight.response(200, schemas.SeaRouteAnswer)
@freight.alt_response(404, schema=ErrorAnswer)
def show_sea_route(route_id: UUID) -> Any:
    """One boat line, with its ETag"""
    with transaction() as session:
        found = queries.sea_route(session, current_actor(), route_id)
    return found, 200, etag({}, found.version)


@freight.route("/sea-routes/<uuid:route_id>", methods=["PUT"])
@freight.arguments(schemas.SeaRouteInput)
@freight.response(200, schemas.SeaRouteAnswer)
@freight.alt_response(404, schema=ErrorAnswer)
@freight.alt_response(412, schema=ErrorAnswer)
@freight.alt_response(422, schema=ErrorAnswer)
@freight.doc(parameters=IF_MATCH)
def change_sea_route(line: services.Line, route_id: UUID) -> Any:
    """Mend a boat line that the caller keeps; days said to be cancelled or extra stay so"""
    with transaction() as session:
        version = expected_version()
        changed = services.change_sea_route(session, current_actor(), route_id, line, expected_version=version)
    return changed, 200, etag({}, changed.version)


@freight.route("/sea-routes/<uuid:route_id>", methods=["DELETE"])
@freight.response(204)
@freight.alt_response(404, schema=ErrorAnswer)
@freight.alt_response(409, schema=ErrorAnswer)
def remove_sea_route(route_id: UUID) -> None:
    """Take a boat line away that nothing goes by any longer"""
    with transaction() as session:
        services.remove_sea_route(session, current_actor(), route_id)


@freight.route("/sea-routes/<uuid:route_id>/sailings")
@freight.arguments(schemas.SailingsArguments, location="query")
@freight.response(200, schemas.SailingsAnswer)
@freight.alt_response(404, schema=ErrorAnswer)
def list_sailings(asked: dict[str, Any], route_id: UUID) -> dict[str, Any]:
    """The days of one month: on which the boat leaves, and on which it does not although it should"""
    actor = current_actor()
    first, last = queries.month_of(asked["month_of"] or today(actor.time_zone))
    with transaction() as session:
        return {"data": queries.sailing_days(session, actor, route_id, first, last)}


@freight.route("/sea-routes/<uuid:route_id>/sailings", methods=["PUT"])
@freight.arguments(schemas.SailingInput)
@freight.response(200, schemas.SailingAnswer)
@freight.alt_response(404, schema=ErrorAnswer)
def set_sailing(content: dict[str, Any], route_id: UUID) -> Any:
    """Say that the boat leaves on a day beside its rhythm, or does not"""
    with transaction() as session:
        return services.set_sailing(session, current_actor(), route_id, **content)


@freight.route("/sea-routes/<uuid:route_id>/sailings", methods=["DELETE"])
@freight.arguments(schemas.SailingDayArguments, location="query")
@freight.response(204)
@freight.alt_response(404, schema=ErrorAnswer)
def clear_sailing(asked: dict[str, Any], route_id: UUID) -> None:
    """On that day the boat goes by its rhythm again"""
    with transaction() as session:
        services.clear_sailing(session, current_actor(), route_id, asked["departs_on"])
