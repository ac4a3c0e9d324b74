"""The way to the door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, current_actor, etag, expected_version, idempotency_key
from ...database import transaction
from .. import queries
from ..schemas import freight as schemas
from ..services import freight as services
from .suppliers import IF_MATCH

freight = Blueprint(
    "freight",
    __name__,
    url_prefix="/api/v1",
    description="Suppliers' freight by zone, boats with their sailings, and what the cooperative fetches itself.",
)


@freight.route("/suppliers/<uuid:supplier_id>/freight-rates")
@freight.response(200, schemas.RatesAnswer)
@freight.alt_response(404, schema=ErrorAnswer)
def list_rates(supplier_id: UUID) -> dict[str, Any]:
    """What a supplier charges, the widest zone first"""
    with transaction() as session:
        return {"data": services.freight_rates(session, current_actor(), supplier_id)}


@freight.route("/suppliers/<uuid:supplier_id>/freight-rates", methods=["PUT"])
@freight.arguments(schemas.RateInput)
@freight.response(200, schemas.RateAnswer)
@freight.alt_response(404, schema=ErrorAnswer)
@freight.alt_response(422, schema=ErrorAnswer)
def set_rate(content: dict[str, Any], supplier_id: UUID) -> Any:
    """Say what a supplier charges to a zone; the rate said before for it is replaced"""
    tariff = schemas.tariff_of(content)
    with transaction() as session:
        return services.set_freight_rate(session, current_actor(), supplier_id, tariff=tariff, **content)


@freight.route("/freight-rates/<uuid:rate_id>", methods=["DELETE"])
@freight.response(204)
@freight.alt_response(404, schema=ErrorAnswer)
def remove_rate(rate_id: UUID) -> None:
    """Take a rate away; freight to its zone is unknown again"""
    with transaction() as session:
        services.remove_freight_rate(session, current_actor(), rate_id)


@freight.route("/carriages")
@freight.response(200, schemas.CarriagesAnswer)
def list_carriages() -> dict[str, Any]:
    """How the caller's cooperative fetches goods itself"""
    with transaction() as session:
        return {"data": queries.carriages(session, current_actor())}


@freight.route("/carriages", methods=["POST"])
@freight.arguments(schemas.CarriageInput)
@freight.response(201, schemas.CarriageAnswer)
@freight.alt_response(404, schema=ErrorAnswer)
@freight.alt_response(422, schema=ErrorAnswer)
def add_carriage(content: dict[str, Any]) -> Any:
    """Say once how the cooperative fetches goods: from one supplier, or everything. Takes an Idempotency-Key"""
    tariff = schemas.tariff_of(content)
    with transaction() as session:
        made = services.add_carriage(session, current_actor(), tariff=tariff, **content, key=idempotency_key())
    return made, 201, etag({}, made.version)


@freight.route("/carriages/<uuid:carriage_id>", methods=["PUT"])
@freight.arguments(schemas.CarriageChange)
@freight.response(200, schemas.CarriageAnswer)
@freight.alt_response(404, schema=ErrorAnswer)
@freight.alt_response(412, schema=ErrorAnswer)
@freight.doc(parameters=IF_MATCH)
def change_carriage(content: dict[str, Any], carriage_id: UUID) -> Any:
    """Mend what fetching costs"""
    tariff = schemas.tariff_of(content)
    with transaction() as session:
        version = expected_version()
        changed = services.change_carriage(
            session, current_actor(), carriage_id, tariff=tariff, expected_version=version, **content
        )
    return changed, 200, etag({}, changed.version)


@freight.route("/carriages/<uuid:carriage_id>", methods=["DELETE"])
@freight.response(204)
@freight.alt_response(404, schema=ErrorAnswer)
def remove_carriage(carriage_id: UUID) -> None:
    """The cooperative fetches this way no longer"""
    with transaction() as session:
        services.remove_carriage(session, current_actor(), carriage_id)
