"""The API of price caps (HET)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ..api import ErrorAnswer, current_actor, etag, expected_version, idempotency_key
from ..clock import today
from ..database import transaction
from . import queries, schemas, services

price_caps = Blueprint(
    "price_caps",
    __name__,
    url_prefix="/api/v1/price-caps",
    description="The most that commodities may be sold for to consumers (HET), as dated data with its source.",
)
IF_MATCH = [{"in": "header", "name": "If-Match", "required": True, "schema": {"type": "string"}}]


@price_caps.route("")
@price_caps.arguments(schemas.PriceCapsArguments, location="query")
@price_caps.response(200, schemas.PriceCapsAnswer)
def list_price_caps(asked: dict[str, Any]) -> dict[str, Any]:
    """The price caps that hold on a day where the caller is; for the platform everywhere"""
    actor = current_actor()
    with transaction() as session:
        return {"data": queries.caps_for(session, actor, asked["on_date"] or today(actor.time_zone))}


@price_caps.route("", methods=["POST"])
@price_caps.arguments(schemas.PriceCapInput)
@price_caps.response(201, schemas.PriceCapAnswer)
@price_caps.alt_response(403, schema=ErrorAnswer)
@price_caps.alt_response(422, schema=ErrorAnswer)
def add_price_cap(content: dict[str, Any]) -> Any:
    """Set a price cap; a city office within its own region. Takes an Idempotency-Key"""
    with transaction() as session:
        made = services.set_price_cap(session, current_actor(), **content, key=idempotency_key())
    return made, 201, etag({}, made.version)


@price_caps.route("/<uuid:cap_id>", methods=["PUT"])
@price_caps.arguments(schemas.PriceCapEnd)
@price_caps.response(200, schemas.PriceCapAnswer)
@price_caps.alt_response(404, schema=ErrorAnswer)
@price_caps.alt_response(409, schema=ErrorAnswer)
@price_caps.alt_response(412, schema=ErrorAnswer)
@price_caps.alt_response(422, schema=ErrorAnswer)
@price_caps.doc(parameters=IF_MATCH)
def end_price_cap(content: dict[str, Any], cap_id: UUID) -> Any:
    """Say up to which day a price cap holds; it is never erased"""
    with transaction() as session:
        version = expected_version()
        ended = services.end_price_cap(
            session, current_actor(), cap_id, content["valid_until"], expected_version=version
        )
    return ended, 200, etag({}, ended.version)


blueprints: tuple[Blueprint, ...] = (price_caps,)
