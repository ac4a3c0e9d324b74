"""In a real browser: sent from a small phone, the page goes on by itself when the list is read; nothing overflows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from marketplace.database import transaction
from marketplace.identity.models import Person
from tests.marketplace.suppliers.conftest import Market

from .test_pages_of_suppliers import GOODS, listed, read_all

pytestmark = pytest.mark.browser


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The product over a real socket."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def phone(app: Flask, market: Market, address: str, chromium: Any) -> Iterator[Any]:
    """A 360-pixel phone on which the sales person of CV Laut Jaya is signed in."""
    with transaction() as session:
        key = session.get_one(Person, market.laut_jaya.person_id).session_key
    client = app.test_client()
    with client.session_transaction() as signed:
        signed["_user_id"], signed["_fresh"] = key, True
    cookie = client.get_cookie("session")
    assert cookie is not None
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.add_cookies([{"name": "session", "value": cookie.value, "url": address}])
    yield context.new_page()
    context.close()


def test_a_list_is_sent_read_and_published_on_a_small_phone(app: Flask, phone: Any, address: str) -> None:
    phone.goto(f"{address}/price-lists")
    phone.set_input_files("input[type=file]", {"name": "daftar.csv", "mimeType": "text/csv", "buffer": listed(GOODS)})
    phone.get_by_role("button", name="Kirim").click()
    phone.get_by_role("heading", name="Sedang dibaca").wait_for()
    read_all()
    phone.get_by_role("button", name="Terbitkan").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_role("button", name="Terbitkan").click()
    phone.get_by_text("Daftar ini sudah terbit.").wait_for()
