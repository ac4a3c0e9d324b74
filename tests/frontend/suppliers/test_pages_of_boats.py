"""Boats in a browser without a script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from marketplace.clock import today
from tests.marketplace.suppliers.conftest import Market, count

from .conftest import Browser

Make = Callable[[str], Browser]
PORTS: dict[str, Any] = {"port_from": "Sekupang", "port_to": "Pulau Terong", "days": "0"}


def added(someone: Browser, **given: Any) -> str:
    """A boat of theirs; its address."""
    someone.open("/boats/new")
    someone.submit("/boats/new", name="Pompong", **{**PORTS, "every_days": "7", **given})
    return someone.address


def test_a_boat_is_entered_and_its_days_stand_in_the_calendar(market: Market, browser: Make) -> None:
    someone = browser("terong")
    day = today("WIB")
    address = added(someone, first_on=day.isoformat())
    assert "tiap 7 hari sejak" in someone.words
    assert "● berangkat" in someone.words
    someone.submit("/sailings", departs_on=day.isoformat(), verdict="cancelled")
    assert "✕ tidak berangkat" in someone.words
    someone.submit("/sailings", departs_on=day.isoformat(), verdict="regular")
    assert "✕ tidak berangkat" not in someone.words
    someone.open(f"{address}?month=2026-01")
    assert "Januari 2026" in someone.words
    someone.open("/boats")
    assert "Pompong" in someone.words


def test_a_boat_is_mended_by_its_keeper_alone(market: Market, browser: Make) -> None:
    office, someone = browser("office"), browser("terong")
    address = added(office, first_on=today("WIB").isoformat())
    office.submit(address, name="KM Bukit Raya")
    someone.open(address)
    assert "KM Bukit Raya" in someone.words
    assert "Ubah kapal" not in someone.words
    someone.open("/boats")
    assert "menurut Dinas Koperasi Batam" in someone.words
    own = added(someone, first_on=today("WIB").isoformat())
    browser("galang").open(own, expected=404)
    someone.open(own)
    someone.submit("/remove")
    assert count("sea_route") == 1


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(market: Market, browser: Make) -> None:
    someone = browser("terong")
    someone.open("/boats/new")
    someone.submit("/boats/new", expected=422, name="Pompong", **{**PORTS, "days": "99", "every_days": "7"})
    assert "0 sampai 60 hari" in someone.words
    assert 'value="Pompong"' in someone.text
    someone.submit("/boats/new", expected=422, name="Pompong", **{**PORTS, "every_days": "7"})
    assert "Tulis keduanya" in someone.words
    assert count("sea_route") == 0


def test_carriage_and_freight_choose_a_boat_and_hold_it(app: Flask, market: Market, browser: Make) -> None:
    someone = browser("terong")
    address = added(someone, first_on=(today("WIB") + timedelta(days=1)).isoformat())
    someone.open("/carriages")
    someone.submit("/carriages", name="Pompong kita", per_kg="200", sea_route_id=address.rpartition("/")[2])
    assert "naik Pompong" in someone.words
    someone.open(address)
    someone.submit("/remove", expected=409)
    assert "masih dipakai" in someone.words
    assert count("sea_route") == 1
    seller = browser("laut_jaya")
    boat = added(seller, first_on=today("WIB").isoformat())
    seller.open("/price-lists")
    supplier = next(part for part in seller.text.split('"') if part.endswith("/upload")).removesuffix("/upload")
    seller.open(supplier)
    seller.submit("/freight", per_drop="50.000", sea_route_id=boat.rpartition("/")[2])
    assert "naik Pompong" in seller.words
