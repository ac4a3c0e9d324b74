"""The first page of the books: money now, what waits for this person, and his doors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from frontend.books.home import DOORS, GROUPS
from marketplace.actor import Actor
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.books.test_quarters import PAST, House
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import World

__all__ = ["browser", "world"]

Browsers = Callable[[Actor], Browser]


@pytest.fixture
def house(world: World) -> House:
    house = House(world)
    house.trade()
    return house


def test_the_treasurer_sees_the_money_and_what_waits_for_him(browser: Browsers, house: House) -> None:
    shown = text(browser(house.world.treasurer).get("/books"))
    assert "Uang sekarang Rp3.000.000" in shown.replace("\n", " ")
    assert "bulan belum ditutup, mulai" in shown
    assert "belum ditulis untuk anggota" in shown
    house.close_up_to(PAST)
    house.prepare()
    again = text(browser(house.world.treasurer).get("/books"))
    assert "belum ditulis untuk anggota" not in again
    assert "menunggu tanda tangan Anda" not in again
    assert "menunggu tanda tangan Anda" in text(browser(house.world.chair).get("/books"))


def test_each_finds_the_doors_that_are_his(browser: Browsers, house: House) -> None:
    secretary = replace(house.world.chair, roles=frozenset({"secretary"}))
    member = text(browser(house.world.member).get("/books"))
    assert "Ringkasan triwulan" in member
    assert "Uang sekarang" not in member
    assert "Neraca saldo" not in member
    cashier = text(browser(house.world.cashier).get("/books"))
    assert "Uang sekarang" in cashier
    assert "belum ditutup" not in cashier
    supervisor = text(browser(house.world.supervisor).get("/books"))
    assert "Neraca saldo" in supervisor
    assert "Buku belum diperiksa bulan ini" in supervisor
    assert "belum ditutup" not in supervisor
    assert "Uang sekarang" not in text(browser(secretary).get("/books"))
    assert browser(house.world.officer).get("/books").status_code == 403


def test_every_door_leads_somewhere_and_stands_in_a_group(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if not rule.arguments}
    assert [door.endpoint for door in DOORS if door.endpoint not in endpoints or door.group not in GROUPS] == []
