"""A list is renamed, put away and taken out again: on its page and over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from marketplace.database import transaction
from marketplace.suppliers.queries.lists import lists_of
from tests.marketplace.suppliers.conftest import Market, caller, document_row, published

from .conftest import Browser

__all__ = ["caller"]
RICE = [document_row(2, "Beras Ramos 5 kg", "72000")]


def seen(market: Market, name: str, supplier_id: Any) -> list[str]:
    with transaction() as session:
        return [line.price_list.title for line in lists_of(session, market.actors[name], supplier_id)]


def test_a_list_is_renamed_put_away_and_taken_out_on_its_page(
    app: Flask, market: Market, browser: Callable[[str], Browser]
) -> None:
    version = published(app, market.laut_jaya, RICE)
    address = f"/price-lists/{version.price_list_id}"
    someone, reader = browser("laut_jaya"), browser("terong")
    someone.open(address)
    someone.submit(address, title="Sembako November")
    assert seen(market, "terong", version.supplier_id) == ["Sembako November"]
    reader.open(address)
    assert "Nama dan arsip" not in reader.words
    someone.submit(address, title=" ")
    assert "Beri nama daftar ini" in someone.words
    someone.submit(address, archived="yes")
    assert "Daftar ini di arsip" in someone.words
    assert seen(market, "terong", version.supplier_id) == []
    someone.open(f"/suppliers/{version.supplier_id}")
    assert "Di arsip: Sembako November" in someone.words
    someone.open(address)
    someone.submit(address, archived="no")
    assert seen(market, "terong", version.supplier_id) == ["Sembako November"]


def test_the_api_changes_a_list_for_its_own_supplier_alone(app: Flask, market: Market, caller: Any) -> None:
    version = published(app, market.laut_jaya, RICE)
    own, other = caller("laut_jaya"), caller("terong")
    path, change = f"/price-lists/{version.price_list_id}", {"title": "Sembako", "archived": True}
    first = own("GET", f"/suppliers/{version.supplier_id}/price-lists")["data"][0]["price_list"]["version"]
    tag = {"If-Match": f'"{first}"'}
    other("PUT", path, json=change, headers=tag, expected=404)
    own("PUT", path, json=change, expected=428)
    assert seen(market, "terong", version.supplier_id) == ["daftar"]
    assert own("PUT", path, json=change, headers=tag)["archived_at"] is not None
    own("PUT", path, json=change, headers=tag, expected=412)
    assert seen(market, "terong", version.supplier_id) == []
