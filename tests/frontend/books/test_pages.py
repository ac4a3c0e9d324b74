"""The pages of the books: from a figure to the paper behind it."""

from __future__ import annotations

import re
from collections.abc import Callable

from marketplace.actor import Actor
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import World, offer

__all__ = ["browser", "world"]

Browsers = Callable[[Actor], Browser]


def test_a_figure_of_the_trial_balance_leads_to_its_paper(browser: Browsers, world: World) -> None:
    order = world.received((offer(price="1000", tax="exempt"), "10"))
    treasurer = browser(world.treasurer)
    balance = treasurer.get("/books/trial-balance")
    assert "Jumlah 10.000 10.000" in text(balance).replace("– ", "")
    (account,) = re.findall(r'href="(/books/accounts/1-3100[^"]*)"', balance.text)
    statement = treasurer.get(account.replace("&amp;", "&"))
    assert "Saldo Rp10.000" in text(statement)
    (document,) = re.findall(r'href="(/orders/documents/[^"]+)"', statement.text)
    followed = treasurer.get(document)
    assert followed.status_code == 302
    assert f"/orders/{order.id}#goods_receipt-" in followed.headers["Location"]
    (entry,) = re.findall(r'href="(/books/entries/[^"]+)"', statement.text)
    assert "2-1110 Barang diterima, belum ditagih" in text(treasurer.get(entry))


def test_books_without_an_entry_say_how_they_fill(browser: Browsers, world: World) -> None:
    assert "Belum ada yang dibukukan." in text(browser(world.supervisor).get("/books/trial-balance"))


def test_who_may_not_read_the_books_does_not(browser: Browsers, world: World) -> None:
    world.received((offer(price="1000", tax="exempt"), "10"))
    for actor in (world.member, world.cashier, world.seller, world.officer):
        for address in ("/books/trial-balance", "/books/accounts/1-3100"):
            assert browser(actor).get(address).status_code == 403
    assert "10.000" not in text(browser(world.other_manager).get("/books/trial-balance"))


def test_days_that_cannot_be_are_told_and_the_year_is_shown(browser: Browsers, world: World) -> None:
    world.received((offer(price="1000", tax="exempt"), "10"))
    treasurer = browser(world.treasurer)
    for asked, told in (("first=kemarin", "Tanggal itu tidak ada."), ("first=2026-02-02&last=2026-01-01", "sesudah")):
        for address in ("/books/trial-balance", "/books/accounts/1-3100"):
            shown = treasurer.get(f"{address}?{asked}")
            assert shown.status_code == 200
            assert told in text(shown)
            assert "10.000" in text(shown)
