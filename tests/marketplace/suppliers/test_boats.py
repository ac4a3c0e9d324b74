"""Boats: who keeps which line, when it leaves, and the API of both."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import pytest
from flask import Flask

from marketplace.actor import Actor
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, NotFound, NotPermitted
from marketplace.suppliers import queries
from marketplace.suppliers.errors import RhythmHalf, SeaRouteInUse
from marketplace.suppliers.queries import boats as reads
from marketplace.suppliers.services import boats, freight
from marketplace.suppliers.services.freight import Tariff

from .conftest import Market, count, document_row, published

POMPONG = boats.Line(name="Pompong", port_from="Sekupang", port_to="Terong", days=1, weekdays=[3, 0, 3])
MONDAY, TUESDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)


def made(actor: Actor, line: boats.Line = POMPONG) -> Any:
    with transaction() as session:
        return boats.add_sea_route(session, actor, line)


def test_a_day_is_regular_extra_or_cancelled(market: Market) -> None:
    boat = made(market.terong)
    with transaction() as session:
        boats.set_sailing(session, market.terong, boat.id, MONDAY, cancelled=True)
        boats.set_sailing(session, market.terong, boat.id, TUESDAY)
    with transaction() as session:
        days = reads.sailing_days(session, market.terong, boat.id, MONDAY, THURSDAY)
    assert [(day.departs_on, day.state) for day in days] == [
        (MONDAY, "cancelled"), (TUESDAY, "extra"), (THURSDAY, "regular"),
    ]  # fmt: skip
    with transaction() as session:
        boats.clear_sailing(session, market.terong, boat.id, MONDAY)
    with transaction() as session:
        days = reads.sailing_days(session, market.terong, boat.id, MONDAY, MONDAY)
    assert [day.state for day in days] == ["regular"]


def test_only_those_who_keep_lists_or_an_office_keep_boats(market: Market) -> None:
    member = dataclasses.replace(market.terong, roles=frozenset({"member"}))
    for actor in (member, market.farmers):
        with transaction() as session, pytest.raises(NotPermitted):
            boats.add_sea_route(session, actor, POMPONG)
    assert count("sea_route") == 0
    for actor in (market.terong, market.laut_jaya, market.office, market.platform):
        made(actor)
    with transaction() as session:
        assert len(queries.sea_routes(session, market.galang)) == 2


def test_a_line_is_mended_and_removed_by_its_keeper_alone(market: Market) -> None:
    boat = made(market.office)
    mended = dataclasses.replace(POMPONG, name="KM Sabuk Nusantara", weekdays=())
    with transaction() as session, pytest.raises(NotFound):
        boats.change_sea_route(session, market.terong, boat.id, mended, expected_version=1)
    with transaction() as session, pytest.raises(NotFound):
        boats.remove_sea_route(session, market.terong, boat.id)
    with transaction() as session, pytest.raises(ChangedMeanwhile):
        boats.change_sea_route(session, market.office, boat.id, mended, expected_version=7)
    half = dataclasses.replace(mended, every_days=14)
    with transaction() as session, pytest.raises(RhythmHalf):
        boats.change_sea_route(session, market.office, boat.id, half, expected_version=1)
    with transaction() as session:
        assert reads.sea_route(session, market.terong, boat.id).name == "Pompong"
    with transaction() as session:
        boats.change_sea_route(session, market.office, boat.id, mended, expected_version=1)
    with transaction() as session:
        boats.set_sailing(session, market.office, boat.id, MONDAY)
    with transaction() as session:
        boats.remove_sea_route(session, market.office, boat.id)
    assert (count("sea_route"), count("sailing")) == (0, 0)


def test_a_boat_that_something_goes_by_stays(market: Market) -> None:
    boat = made(market.office)
    with transaction() as session:
        freight.add_carriage(session, market.terong, name="x", tariff=Tariff(per_drop=1), sea_route_id=boat.id)
    with transaction() as session, pytest.raises(SeaRouteInUse):
        boats.remove_sea_route(session, market.office, boat.id)
    assert count("sea_route") == 1


def test_a_suppliers_own_boat_counts_where_his_freight_goes_by_it(app: Flask, market: Market) -> None:
    supplier_id = published(app, market.laut_jaya, [document_row(2, "Beras Ramos 5 kg", "72000")]).supplier_id
    boat = made(market.laut_jaya)
    with transaction() as session:
        freight.set_freight_rate(
            session, market.laut_jaya, supplier_id, None, Tariff(per_drop=50_000), sea_route_id=boat.id
        )
    with transaction() as session:
        route = queries.routes_for(session, market.terong, [supplier_id])[str(supplier_id)]
        assert queries.sea_routes(session, market.terong) == []
    assert route.legs[0].sailings is not None
    assert route.legs[0].sailings.on_or_after(TUESDAY) == THURSDAY


def test_the_api_keeps_boats(market: Market, caller: Any) -> None:
    office, other = caller("office"), caller("terong")
    line = {"name": "Pompong", "port_from": "Sekupang", "port_to": "Terong", "days": 0, "weekdays": [0]}
    boat = office("POST", "/sea-routes", json=line, expected=201)
    path = f"/sea-routes/{boat['id']}"
    assert other("GET", path)["weekdays"] == [0]
    other("PUT", path, json=line, headers={"If-Match": '"1"'}, expected=404)
    office("PUT", path, json=line, expected=428)
    changed = office("PUT", path, json={**line, "weekdays": [3]}, headers={"If-Match": '"1"'})
    assert (changed["version"], changed["weekdays"]) == (2, [3])
    office("PUT", path, json={**line, "first_on": "2026-11-01"}, headers={"If-Match": '"2"'}, expected=422)
    office("PUT", f"{path}/sailings", json={"departs_on": "2026-11-26", "cancelled": True})
    days = other("GET", f"{path}/sailings?month_of=2026-11-05")["data"]
    assert {day["departs_on"]: day["state"] for day in days}["2026-11-26"] == "cancelled"
    assert len(days) == 4
    other("DELETE", f"{path}/sailings?departs_on=2026-11-26", expected=404)
    office("DELETE", f"{path}/sailings?departs_on=2026-11-26", expected=204)
    other("DELETE", path, expected=404)
    office("DELETE", path, expected=204)
    assert count("sea_route") == 0
