"""The cash page in a real Chromium while the line is lost: nothing is lost with it, and nothing is booked twice."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

import cooperative_ledger as ledger
from marketplace.books.models.cash import CashEntry
from marketplace.database import transaction
from tests.frontend.orders.conftest import world
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import World

__all__ = ["world"]

pytestmark = pytest.mark.browser
expect = pytest.importorskip("playwright.sync_api").expect

QUEUE = "/books/cash/queue"


def cut(environ: dict[str, Any]) -> None:
    """The connection ends without a word."""
    environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    raise ConnectionAbortedError


CONTROLLED = """() => new Promise((done) => navigator.serviceWorker.controller
    ? done() : navigator.serviceWorker.addEventListener("controllerchange", () => done()))"""
SENT = "() => navigator.locks.request('lumbung-cash', () => true)"
"""Ends when nothing is being sent."""


class Line:
    """The product behind a line that can be cut: before a request arrives, or when the answer is on its way back."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.is_down = False
        self.loses_answers = False
        self.taken: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self.is_down:
            cut(environ)
        answer = self.app(environ, start_response if not self._loses(environ) else lambda *_: lambda _body: None)
        if environ["PATH_INFO"] == QUEUE:
            self.taken.append(environ["PATH_INFO"])
        if self._loses(environ):
            for _part in answer:
                continue
            cut(environ)
        return answer

    def _loses(self, environ: dict[str, Any]) -> bool:
        return self.loses_answers and environ["PATH_INFO"] == QUEUE


@pytest.fixture
def line(app: Flask) -> Line:
    return Line(app)


@pytest.fixture
def address(line: Line) -> Iterator[str]:
    """The product over a real socket, behind `line`."""
    server = make_server("127.0.0.1", 0, line, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone(chromium: Any, address: str) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 360, "height": 760}, base_url=address)
    context.set_default_timeout(10_000)
    yield context
    context.close()


def sign_in(app: Flask, phone: Any, address: str, actor: Any) -> None:
    cookie = Browser(app, actor).client.get_cookie("session")
    assert cookie is not None
    phone.add_cookies([{"name": "session", "value": cookie.value, "url": address}])


@pytest.fixture
def cashier(app: Flask, phone: Any, address: str, world: World) -> Any:
    """The cash page on the cashier's phone, its copy kept for when there is no signal."""
    sign_in(app, phone, address, world.cashier)
    return opened(phone)


def opened(phone: Any) -> Any:
    page = phone.new_page()
    page.goto("/books/cash")
    page.locator("form[data-kept]").wait_for(state="attached")
    page.evaluate(CONTROLLED)
    return page


def write(page: Any, amount: int, button: str = "Bukan anggota") -> None:
    page.get_by_label("Berapa?").fill(str(amount))
    page.get_by_role("button", name=button).last.click()


def waiting(page: Any, number: int) -> None:
    expect(page.locator("#cash-queue li")).to_have_count(number)


def amounts() -> list[int]:
    with transaction() as session:
        return list(session.scalars(select(CashEntry.amount).order_by(CashEntry.happened_at)))


def held(world: World) -> int:
    with transaction() as session:
        return ledger.balance(session.connection(), world.cooperative_id, "1-1100")


def test_three_lines_without_signal_survive_a_reload_and_a_closed_tab_and_are_booked_once(
    cashier: Any, phone: Any, line: Line, world: World
) -> None:
    write(cashier, 5_000)
    cashier.get_by_text("✓ Penjualan, bukan anggota 5.000: tercatat, nomor KM/").wait_for()
    line.is_down = True
    for number in (1, 2, 3):
        write(cashier, number * 10_000)
        waiting(cashier, number)
    cashier.get_by_text("◔ Penjualan, bukan anggota 30.000: tersimpan di ponsel ini").wait_for()
    cashier.reload()
    assert "Tidak ada sinyal." in cashier.locator(".offline").inner_text()
    waiting(cashier, 3)
    cashier.close()
    page = phone.new_page()
    page.goto("/books/cash")
    waiting(page, 3)
    assert amounts() == [5_000]
    line.is_down = False
    page.get_by_role("button", name="Kirim sekarang").click()
    waiting(page, 0)
    page.locator("#cash-today li").nth(3).wait_for()
    page.reload()
    waiting(page, 0)
    assert amounts() == [5_000, 10_000, 20_000, 30_000]
    assert held(world) == 65_000


def test_an_answer_that_is_lost_on_its_way_back_does_not_double(cashier: Any, line: Line, world: World) -> None:
    line.loses_answers = True
    write(cashier, 45_000, "Belanja kecil")
    waiting(cashier, 1)
    cashier.evaluate(SENT)
    assert amounts() == [45_000]
    line.loses_answers = False
    cashier.get_by_role("button", name="Kirim sekarang").click()
    waiting(cashier, 0)
    assert len(line.taken) == 2
    assert amounts() == [45_000]
    assert held(world) == -45_000


def test_two_tabs_that_get_signal_at_once_book_each_line_once(cashier: Any, phone: Any, line: Line) -> None:
    other = opened(phone)
    line.is_down = True
    for number in range(1, 5):
        write(cashier if number % 2 else other, number)
        waiting(cashier, number)
    line.is_down = False
    for page in (cashier, other):
        page.evaluate("dispatchEvent(new Event('online'))")
    waiting(cashier, 0)
    waiting(other, 0)
    assert sorted(amounts()) == [1, 2, 3, 4]
    assert len(line.taken) == 1


def test_a_refused_line_stays_with_its_reason_until_it_is_mended(cashier: Any) -> None:
    cashier.get_by_text("Keterangan, nomor anggota").click()
    cashier.get_by_label("Nomor anggota").fill("99")
    write(cashier, 7_000, "Penjualan: Anggota")
    cashier.get_by_text("✕ ditolak: Tidak ada anggota bernomor 99.").wait_for()
    assert amounts() == []
    cashier.get_by_role("button", name="Perbaiki").click()
    assert cashier.get_by_label("Berapa?").input_value() == "7.000"
    cashier.get_by_label("Nomor anggota").fill("")
    cashier.get_by_role("button", name="Penjualan: Anggota").click()
    waiting(cashier, 0)
    cashier.locator("#cash-today li").first.wait_for()
    assert amounts() == [7_000]


def test_a_session_that_ended_asks_to_sign_in_and_then_sends(
    app: Flask, cashier: Any, phone: Any, address: str, world: World
) -> None:
    phone.clear_cookies()
    cashier.get_by_label("Berapa?").press_sequentially("12500")
    assert cashier.get_by_label("Berapa?").input_value() == "12.500"
    cashier.get_by_role("button", name="Ongkos kirim").click()
    cashier.get_by_text("Masuk lagi supaya terkirim").wait_for()
    waiting(cashier, 1)
    assert amounts() == []
    sign_in(app, phone, address, world.cashier)
    cashier.get_by_role("button", name="Kirim sekarang").click()
    waiting(cashier, 0)
    assert amounts() == [12_500]


def test_after_signing_out_the_copy_is_gone_and_nobody_else_sends_the_lines(
    app: Flask, cashier: Any, phone: Any, address: str, line: Line, world: World
) -> None:
    line.is_down = True
    write(cashier, 12_000)
    waiting(cashier, 1)
    sign_in(app, phone, address, world.treasurer)
    line.is_down = False
    page = phone.new_page()
    page.goto("/books/cash")
    page.get_by_text("Ada catatan orang lain di ponsel ini.").wait_for()
    waiting(page, 0)
    page.locator("details.switcher summary").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/sign-in*")
    assert page.evaluate("caches.has('lumbung-cash')") is False
    assert amounts() == []
    sign_in(app, phone, address, world.cashier)
    page.goto("/books/cash")
    page.locator("#cash-today li").first.wait_for()
    assert amounts() == [12_000]
