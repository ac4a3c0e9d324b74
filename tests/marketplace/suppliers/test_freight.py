"""The way to the door, as the comparison gets it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from flask import Flask

from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, NotFound
from marketplace.suppliers import queries
from marketplace.suppliers.errors import NoRegionServed, RateWithoutPrice
from marketplace.suppliers.services import boats, freight
from marketplace.suppliers.services.freight import Tariff

from .conftest import Market, count, document_row, published

RICE = document_row(2, "Beras Ramos 5 kg", "72000")


def legs(market: Market, name: str, supplier_id: UUID) -> list[tuple[str, object, object]]:
    with transaction() as session:
        route = queries.routes_for(session, market.actors[name], [supplier_id])[str(supplier_id)]
    return [(leg.name, leg.per_kg, None if leg.per_drop is None else leg.per_drop.rupiah) for leg in route.legs]


@pytest.fixture
def supplier_id(app: Flask, market: Market) -> UUID:
    return published(app, market.laut_jaya, [RICE]).supplier_id


def test_freight_that_nobody_named_is_unknown_and_not_free(market: Market, supplier_id: UUID) -> None:
    assert legs(market, "terong", supplier_id) == [("Ongkir pemasok", None, None)]


def test_the_rate_for_the_narrowest_zone_counts(market: Market, supplier_id: UUID) -> None:
    for zone, per_kg in ((None, 900), ("21", 700), ("21.71", 500), ("21.71.01", 350)):
        with transaction() as session:
            freight.set_freight_rate(session, market.laut_jaya, supplier_id, zone, Tariff(per_kg=Decimal(per_kg)))
    assert legs(market, "terong", supplier_id) == [("Ongkir pemasok", 350, None)]
    assert legs(market, "galang", supplier_id) == [("Ongkir pemasok", 500, None)]


def test_a_rate_said_again_replaces_the_one_before(market: Market, supplier_id: UUID) -> None:
    for per_drop in (50_000, 0):
        with transaction() as session:
            freight.set_freight_rate(session, market.laut_jaya, supplier_id, "21.71", Tariff(per_drop=per_drop))
    assert count("freight_rate") == 1
    assert legs(market, "terong", supplier_id) == [("Ongkir pemasok", None, 0)]


def test_what_the_cooperative_fetches_itself_stands_in_place_of_the_suppliers_freight(
    market: Market, supplier_id: UUID
) -> None:
    with transaction() as session:
        freight.set_freight_rate(session, market.laut_jaya, supplier_id, None, Tariff(per_kg=Decimal(900)))
        freight.add_carriage(
            session, market.terong, name="Ambil di Sekupang", tariff=Tariff(per_drop=75_000), supplier_id=supplier_id
        )
        freight.add_carriage(session, market.terong, name="Gerobak", tariff=Tariff(per_kg=Decimal("12.5")))
    assert legs(market, "terong", supplier_id) == [
        ("Ambil di Sekupang", None, 75_000),
        ("Gerobak", Decimal("12.5"), None),
    ]
    assert legs(market, "galang", supplier_id) == [("Ongkir pemasok", 900, None)]


def test_a_city_offices_boat_is_everybodys_and_leaves_on_its_days(market: Market, supplier_id: UUID) -> None:
    with transaction() as session:
        boat = boats.add_sea_route(
            session,
            market.office,
            boats.Line(name="Pompong", port_from="Sekupang", port_to="Terong", days=1, weekdays=[0, 3]),
        )
        boats.set_sailing(session, market.office, boat.id, date(2026, 11, 23), cancelled=True)
        boats.set_sailing(session, market.office, boat.id, date(2026, 11, 25))
    with transaction() as session, pytest.raises(NotFound):
        boats.set_sailing(session, market.terong, boat.id, date(2026, 11, 24))
    with transaction() as session:
        freight.add_carriage(
            session, market.terong, name="Pompong", tariff=Tariff(per_kg=Decimal(400), days=1), sea_route_id=boat.id
        )
    with transaction() as session:
        route = queries.routes_for(session, market.terong, [supplier_id])[str(supplier_id)]
    sailings = route.legs[-1].sailings
    assert sailings is not None
    assert sailings.on_or_after(date(2026, 11, 23)) == date(2026, 11, 25)
    assert sailings.on_or_after(date(2026, 11, 26)) == date(2026, 11, 26)


def test_silence_is_no_price_and_an_unknown_zone_no_zone(market: Market, supplier_id: UUID) -> None:
    with transaction() as session, pytest.raises(RateWithoutPrice):
        freight.set_freight_rate(session, market.laut_jaya, supplier_id, None, Tariff(days=2))
    with transaction() as session, pytest.raises(NoRegionServed):
        freight.set_freight_rate(session, market.laut_jaya, supplier_id, "99", Tariff(per_drop=0))
    with transaction() as session, pytest.raises(RateWithoutPrice):
        freight.add_carriage(session, market.terong, name="x", tariff=Tariff())
    assert (count("freight_rate"), count("carriage")) == (0, 0)


def test_carriage_is_its_cooperatives_own(market: Market) -> None:
    with transaction() as session:
        made = freight.add_carriage(session, market.terong, name="Gerobak", tariff=Tariff(per_drop=5_000), key="k")
    with transaction() as session:
        again = freight.add_carriage(session, market.terong, name="Gerobak", tariff=Tariff(per_drop=5_000), key="k")
        assert again.id == made.id
        assert queries.carriages(session, market.galang) == []
    with transaction() as session, pytest.raises(NotFound):
        freight.remove_carriage(session, market.galang, made.id)
    with transaction() as session, pytest.raises(ChangedMeanwhile):
        freight.change_carriage(
            session, market.terong, made.id, name="x", tariff=Tariff(per_drop=1), expected_version=9
        )
    assert count("carriage") == 1
