"""Goods and offers in force."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, current_actor
from ...database import transaction
from .. import queries
from ..queries.lists import price_history
from ..schemas import offers as schemas

offers = Blueprint(
    "offers",
    __name__,
    url_prefix="/api/v1",
    description="What is offered to the caller today: goods by words, their offers, an article's prices over time.",
)


@offers.route("/goods")
@offers.arguments(schemas.GoodsArguments, location="query")
@offers.response(200, schemas.GoodsAnswer)
def search_goods(wanted: dict[str, Any]) -> dict[str, Any]:
    """Goods by words, nearest first; spelling may be off"""
    with transaction() as session:
        return {"data": queries.search_goods(session, current_actor(), wanted.pop("q"), **wanted)}


@offers.route("/offers")
@offers.arguments(schemas.OffersArguments, location="query")
@offers.response(200, schemas.OffersAnswer)
def list_offers(wanted: dict[str, Any]) -> dict[str, Any]:
    """Offers in force of products and articles

    Repeat product_id and article_id as often as needed. Offers whose list has run out are given with its last day.
    """
    with transaction() as session:
        found = queries.offers_for(
            session,
            current_actor(),
            product_ids=wanted["product_id"],
            article_ids=wanted["article_id"],
            on_date=wanted["on_date"],
        )
    return {"data": found}


@offers.route("/offers/<uuid:offer_id>")
@offers.response(200, schemas.OfferAnswer)
@offers.alt_response(404, schema=ErrorAnswer)
def show_offer(offer_id: UUID) -> Any:
    """One offer in force today"""
    with transaction() as session:
        return queries.offer(session, current_actor(), offer_id)


@offers.route("/articles/<uuid:article_id>/prices")
@offers.response(200, schemas.HistoryAnswer)
@offers.alt_response(404, schema=ErrorAnswer)
def list_prices(article_id: UUID) -> Any:
    """Every published price of an article, oldest first"""
    with transaction() as session:
        return price_history(session, current_actor(), article_id)
