"""The pages of periods and of the chart: a month closed and opened again by two people, an account added and closed."""

from __future__ import annotations

import re
from collections.abc import Callable

from marketplace.actor import Actor
from marketplace.books import jobs
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.books.one_database import app, owner_url
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import TODAY, World

from .test_pages_of_vouchers import RENT, posted

__all__ = ["app", "browser", "owner_url", "world"]

Browsers = Callable[[Actor], Browser]
JANUARY = f"/books/periods/{TODAY.year}01"


def test_a_month_is_closed_locked_out_and_opened_again_by_two(browser: Browsers, world: World) -> None:
    treasurer, chair = browser(world.treasurer), browser(world.chair)
    posted(treasurer, {**RENT, "day": f"{TODAY.year}-01-09"})
    listed = text(treasurer.get("/books/periods"))
    assert f"Januari {TODAY.year}" in listed
    assert "masih berjalan" in listed
    month = text(treasurer.get(JANUARY))
    assert "Kas atau bank pernah minus" in month
    assert "Semua beres" not in month
    refused = treasurer.post(f"{JANUARY}/close")
    assert refused.status_code == 409
    assert "belum beres" in text(refused)
    assert treasurer.post(f"{JANUARY}/close", looked_at="yes").status_code == 303
    assert "sedang ditutup" in text(treasurer.get(JANUARY))
    jobs.resume_closings("slot", {})
    closed = text(treasurer.get(JANUARY))
    for told in ("masih sama persis", "Segel nomor 1", "Belum beres saat ditutup", world.treasurer.names["person"]):
        assert told in closed
    moved = text(treasurer.post("/books/vouchers/new", **{**RENT, "day": f"{TODAY.year}-01-10"}, action="check"))
    assert f"Bukti ini masuk buku tanggal 1 Februari {TODAY.year}" in moved
    assert treasurer.post(f"{JANUARY}/reopening", reason="").status_code == 422
    assert treasurer.post(f"{JANUARY}/reopening", reason="Nota listrik baru datang").status_code == 303
    assert "Setujui, buka lagi" not in text(treasurer.get(JANUARY))
    asked = chair.get(JANUARY)
    assert "Nota listrik baru datang" in text(asked)
    (answer,) = re.findall(r'action="([^"]+/reopening/[^"]+)"', asked.text)
    assert treasurer.post(answer, answer="agree").status_code == 403
    assert chair.post(answer, answer="agree").status_code == 303
    opened = text(chair.get(JANUARY))
    assert "disetujui" in opened
    assert "Diperiksa sebelum tutup" in opened
    assert chair.post(answer, answer="agree").status_code == 409


def test_a_close_is_taken_back_and_a_closed_month_locked(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    posted(treasurer, {**RENT, "day": f"{TODAY.year}-01-09"})
    treasurer.post(f"{JANUARY}/close", looked_at="yes")
    assert treasurer.post(f"{JANUARY}/take-back").status_code == 303
    assert "Diperiksa sebelum tutup" in text(treasurer.get(JANUARY))
    assert treasurer.post(f"{JANUARY}/lock").status_code == 409
    treasurer.post(f"{JANUARY}/close", looked_at="yes")
    jobs.resume_closings("slot", {})
    assert treasurer.post(f"{JANUARY}/lock").status_code == 303
    locked = text(treasurer.get(JANUARY))
    assert "terkunci" in locked
    assert "Minta dibuka lagi" not in locked


def test_late_vouchers_are_refused_once_the_cooperative_says_so(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    posted(treasurer, {**RENT, "day": f"{TODAY.year}-01-09"})
    treasurer.post(f"{JANUARY}/close", looked_at="yes")
    jobs.resume_closings("slot", {})
    saved = treasurer.post("/books/periods/late-documents", late_documents="refuse", year=str(TODAY.year))
    assert saved.status_code == 303
    late = treasurer.post("/books/vouchers/new", **{**RENT, "day": f"{TODAY.year}-01-10"}, action="check")
    assert late.status_code == 409
    assert "Periode itu sudah ditutup" in text(late)
    assert treasurer.post("/books/periods/late-documents", late_documents="maybe").status_code == 422


def test_periods_outside_the_books_and_strangers_are_refused(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    posted(treasurer, RENT)
    for period in (f"{TODAY.year}13", f"{TODAY.year}00", f"{TODAY.year - 1}12", "7"):
        assert treasurer.get(f"/books/periods/{period}").status_code == 404
    running = f"/books/periods/{TODAY.year}{TODAY.month:02}"
    assert treasurer.post(f"{running}/close", looked_at="yes").status_code == 409
    assert treasurer.post(f"/books/periods/years/{TODAY.year}/close").status_code == 404
    for actor in (world.member, world.cashier, world.seller, world.officer):
        for address in ("/books/periods", running, "/books/chart"):
            assert browser(actor).get(address).status_code == 403
    for actor in (world.supervisor, world.manager):
        assert browser(actor).get(running).status_code == 200
        assert browser(actor).post(f"{JANUARY}/close", looked_at="yes").status_code == 403
        assert browser(actor).post("/books/chart", code="1-1170", name="X", parent="1-1000").status_code == 403


def test_an_account_is_added_renamed_and_closed(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    tree = text(treasurer.get("/books/chart"))
    assert "1-1000 Kas dan bank" in tree
    for wrong in ({"code": "1 1170", "name": "X"}, {"code": "1-1170", "name": " "}, {"code": "1-1100", "name": "X"}):
        answer = treasurer.post("/books/chart", parent="1-1000", **wrong)
        assert answer.status_code in (409, 422), wrong
    assert treasurer.post("/books/chart", parent="1-1100", code="1-1170", name="X").status_code == 422
    assert treasurer.post("/books/chart", parent="1-1000", code="1-1170", name="Kas dermaga").status_code == 303
    assert "1-1170 Kas dermaga" in text(treasurer.get("/books/chart"))
    assert treasurer.post("/books/chart/1-1170/name", name="Kas pelabuhan").status_code == 303
    assert "1-1170 Kas pelabuhan" in text(treasurer.get("/books/chart/1-1170"))
    posted(treasurer, {**RENT, "credit": "1-1170"})
    assert "masih bersaldo" in text(treasurer.post("/books/chart/1-1170/close", day=TODAY.isoformat()))
    assert treasurer.post("/books/chart/1-1100/close", day=TODAY.isoformat()).status_code == 409
    assert treasurer.post("/books/chart/1-5200/close", day=TODAY.isoformat()).status_code == 303
    assert "ditutup" in text(treasurer.get("/books/chart"))
    assert treasurer.post("/books/chart/1-1100/limits", floor="0").status_code == 409
    assert treasurer.post("/books/chart/2-3100/limits", floor="10", ceiling="5").status_code == 422
    assert treasurer.post("/books/chart/2-3100/limits", floor="0", ceiling="5.000").status_code == 303
    assert "paling banyak Rp5.000" in text(treasurer.get("/books/chart"))
    assert treasurer.get("/books/chart/9-9999").status_code == 404


def test_every_page_speaks_english_too(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    voucher = posted(treasurer, {**RENT, "day": f"{TODAY.year}-01-09"})
    (entry,) = set(re.findall(r'href="(/books/entries/[^"]+)"', voucher.text))
    receipt = treasurer.post(f"{entry}/receipt", party="Mr A", purpose="Rent").headers["Location"]
    treasurer.client.set_cookie("language", "en")
    for address, told in (
        ("/books/periods", "A closed month takes no more entries"),
        (JANUARY, "Cash or bank was below zero 1 day"),
        ("/books/vouchers/new", "Expense paid"),
        ("/books/vouchers/new?form=memorial", "More lines"),
        ("/books/vouchers/new?form=stock_count", "Value counted"),
        ("/books/vouchers", "Expense paid"),
        ("/books/journal", "Rent, electricity, internet"),
        (entry, "Reverse this entry"),
        (receipt, "five million five hundred thousand rupiah"),
        ("/books/chart", "1-1000 Cash and bank"),
        ("/books/chart/2-3100", "Voluntary savings"),
        ("/books/imports", "the same file is never booked twice"),
        ("/books/exports", "check every balance by themselves"),
    ):
        shown = treasurer.get(address)
        assert shown.status_code == 200, address
        assert told in text(shown), (address, text(shown))
