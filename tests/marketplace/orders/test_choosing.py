"""From offers in force to orders: one per supplier, frozen, and nothing of what the buyer may not see."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.database import transaction
from marketplace.errors import NotFound
from marketplace.orders.models import Order
from marketplace.orders.queries.visible import order as visible_order
from marketplace.orders.services import choosing
from marketplace.orders.services.choosing import OfferChoice
from marketplace.suppliers.models import Offer
from tests.marketplace.suppliers.conftest import Market, document_row, market, published

from .clients import program

__all__ = ["market"]

D = Decimal


def carton(number: int, name: str, price: str, **given: Any) -> dict[str, Any]:
    pack = {"count": "12", "size": "1", "unit": "l"}
    return document_row(number, name, price, order_unit="karton", pack=pack, tax="included", sheet="Sheet1", **given)


def offers() -> dict[str, UUID]:
    with transaction() as session:
        return {name: offer_id for offer_id, name in session.execute(select(Offer.id, Offer.name).order_by(Offer.id))}


def orders() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0


def test_offers_of_two_suppliers_become_two_orders_with_frozen_prices(app: Flask, market: Market) -> None:
    tiers = [{"min_quantity": "10", "price": "170000"}]
    published(app, market.laut_jaya, [carton(118, "Minyak goreng 1 l", "178800", tiers=tiers)])
    published(app, market.berkah, [carton(4, "Kecap manis", "200000")])
    found = offers()
    choices = [OfferChoice(found["Minyak goreng 1 l"], D(12)), OfferChoice(found["Kecap manis"], D(1))]
    with transaction() as session:
        made = choosing.create_from_offers(session, market.terong, choices, key="k")
    published(app, market.laut_jaya, [carton(118, "Minyak goreng 1 l", "190000")], file_name="baru.csv")
    with transaction() as session:
        oil, soy = (visible_order(session, market.terong, order.id) for order in made)
    assert [order.supplier_name for order in (oil, soy)] == ["CV Laut Jaya", "UD Berkah"]
    (line,) = oil.lines
    assert (line.list_price, line.price, line.tier_minimum, line.tax_basis) == (
        D(178_800),
        D(170_000),
        D(10),
        "included",
    )
    assert (line.pack_count, line.pack_unit, line.source) == (D(12), "l", "daftar.csv · Sheet1 · baris 118")
    assert oil.supplier_organisation_id == market.laut_jaya.organisation_id


def test_what_the_cooperative_may_not_see_cannot_be_ordered_and_no_order_is_made(app: Flask, market: Market) -> None:
    published(app, market.laut_jaya, [carton(1, "Minyak goreng 1 l", "178800")])
    published(app, market.berkah, [carton(1, "Kecap manis", "200000")])
    found = offers()
    for actor in (market.bandung,):
        with pytest.raises(NotFound), transaction() as session:
            choosing.create_from_offers(session, actor, [OfferChoice(offer_id, D(1)) for offer_id in found.values()])
    assert orders() == 0


def test_the_api_makes_orders_from_offers_once_per_key_whatever_list_came_between(app: Flask, market: Market) -> None:
    published(app, market.laut_jaya, [carton(1, "Minyak goreng 1 l", "178800")])
    client = program(app, market.terong)
    offer_id = str(offers()["Minyak goreng 1 l"])
    body = {"lines": [{"offer_id": offer_id, "quantity": "5"}], "terms": {"payment_way": "transfer", "freight": 21_000}}
    made = [client.post("/api/v1/purchase-orders", json=body, headers={"Idempotency-Key": "k"})]
    published(app, market.laut_jaya, [carton(1, "Minyak goreng 1 l", "190000")], file_name="baru.csv")
    made.append(client.post("/api/v1/purchase-orders", json=body, headers={"Idempotency-Key": "k"}))
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json["data"][0]["id"] == made[1].json["data"][0]["id"]
    assert (made[0].json["data"][0]["total"], orders()) == (915_000, 1)
    offer_id = str(offers()["Minyak goreng 1 l"])
    half = {"lines": [{"offer_id": offer_id, "quantity": "0.5"}]}
    refused = client.post("/api/v1/purchase-orders", json=half)
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "quantity_not_offered")
    assert refused.json["error"]["details"]["nearest"] == "1"
    other = program(app, market.bandung).post("/api/v1/purchase-orders", json=body)
    assert (other.status_code, orders()) == (404, 1)
