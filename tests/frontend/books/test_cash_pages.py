"""The pages of the cash book: two taps, the count and its second signature, where the money is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

import cooperative_ledger as ledger
from marketplace.actor import Actor
from marketplace.books.models.cash import CashCount, CashEntry
from marketplace.clock import today
from marketplace.database import transaction
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import World

__all__ = ["browser", "world"]

Browsers = Callable[[Actor], Browser]


def rows(model: Any) -> list[Any]:
    with transaction() as session:
        return list(session.scalars(select(model).order_by(model.id)))


def held(world: World, account: str = "1-1100") -> int:
    with transaction() as session:
        return ledger.balance(session.connection(), world.cooperative_id, account)


def test_an_amount_and_a_button_are_booked_and_shown_and_what_is_missing_is_told(
    browser: Browsers, world: World
) -> None:
    cashier = browser(world.cashier)
    page = cashier.get("/books/cash")
    assert "Belum ada catatan hari ini." in text(page)
    for amount in ("", "0", "seribu"):
        sent = cashier.post("/books/cash", amount=amount, what="sale:member", note="beras merah")
        assert sent.status_code == 422
        assert 'value="beras merah"' in sent.text
    assert "Pilih: anggota atau bukan anggota." in text(cashier.post("/books/cash", amount="5", what="sale"))
    sent = cashier.post("/books/cash", amount="25.000", what="sale:member", idempotency_key="k-1", note="beras")
    again = cashier.post("/books/cash", amount="25.000", what="sale:member", idempotency_key="k-1", note="beras")
    assert (sent.status_code, again.status_code) == (303, 303)
    [entry] = rows(CashEntry)
    shown = text(cashier.get("/books/cash"))
    assert f"Penjualan Rp25.000 tercatat, nomor {entry.number}." in shown
    assert "Penjualan, anggota" in shown
    assert "+25.000" in shown
    receipt = text(cashier.get(f"/books/cash/lines/{entry.id}"))
    assert "dua puluh lima ribu rupiah" in receipt
    assert "4-1100 Penjualan barang – anggota" in receipt


def test_a_line_is_cancelled_from_its_receipt_with_the_reason(browser: Browsers, world: World) -> None:
    cashier = browser(world.cashier)
    cashier.post("/books/cash", amount="9000", what="power")
    [entry] = rows(CashEntry)
    address = f"/books/cash/lines/{entry.id}"
    assert "Tulis alasannya" in text(cashier.post(f"{address}/cancel", reason=""))
    assert cashier.post(f"{address}/cancel", reason="Salah tombol").status_code == 303
    assert "Salah tombol" in text(cashier.get(address))
    assert held(world) == 0
    assert browser(world.supervisor).get(address).status_code == 200
    assert browser(world.other_manager).get(address).status_code == 404
    assert browser(world.member).get(address).status_code == 403


def test_the_treasurer_renames_a_button_and_adds_one(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    assert browser(world.cashier).get("/books/cash/buttons").status_code == 403
    assert "Tulis namanya" in text(
        treasurer.post("/books/cash/buttons/supplies", name="", direction="out", version="0")
    )
    values = {"direction": "out", "account": "6-1800", "in_use": "yes", "version": "0"}
    assert treasurer.post("/books/cash/buttons/supplies", name="Es batu", **values).status_code == 303
    assert treasurer.post("/books/cash/buttons/supplies", name="Es", **values).status_code == 409
    assert treasurer.post("/books/cash/buttons/new", name="Solar", **values).status_code == 303
    shown = text(browser(world.cashier).get("/books/cash"))
    assert "Es batu" in shown
    assert "Solar" in shown
    assert treasurer.get("/books/cash/buttons/none").status_code == 404


def test_a_count_that_differs_needs_a_reason_and_a_second_person(browser: Browsers, world: World) -> None:
    cashier, treasurer = browser(world.cashier), browser(world.treasurer)
    cashier.post("/books/cash", amount="100000", what="sale:member")
    pieces = {"till": "1-1100", "day": str(today()), "pieces-50000": "1", "pieces-20000": "2"}
    assert "Seharusnya ada, menurut buku Rp100.000" in text(cashier.get("/books/cash/count"))
    wrong = cashier.post("/books/cash/count", **pieces)
    assert wrong.status_code == 422
    assert "Selisih -Rp10.000" in text(wrong)
    given = {**pieces, "reason": "Uang kembali kurang", "handed_to": "bank", "handed": "60000"}
    assert cashier.post("/books/cash/count", **given, idempotency_key="c").status_code == 303
    assert cashier.post("/books/cash/count", **given, idempotency_key="c").status_code == 303
    assert cashier.post("/books/cash/count", **given).status_code == 409
    [count] = rows(CashCount)
    address = f"/books/cash/counts/{count.id}"
    assert "Tanda tangan Anda" not in text(cashier.get(address))
    assert cashier.post(f"{address}/sign", version="1").status_code == 422
    assert held(world) == 100_000
    assert browser(world.supervisor).post(f"{address}/sign", version="1").status_code == 403
    assert treasurer.post(f"{address}/sign", version="1").status_code == 303
    assert (held(world), held(world, "1-1200"), held(world, "6-1900")) == (30_000, 60_000, 10_000)
    assert "ditandatangani Ratna" in text(cashier.get(address))
    assert treasurer.post(f"{address}/sign", version="2").status_code == 409


def test_money_booked_after_the_count_asks_for_another_count(browser: Browsers, world: World) -> None:
    cashier, treasurer = browser(world.cashier), browser(world.treasurer)
    cashier.post("/books/cash", amount="50000", what="sale:member")
    cashier.post("/books/cash/count", **{"day": str(today()), "pieces-50000": "1"})
    cashier.post("/books/cash", amount="2000", what="sale:member")
    [count] = rows(CashCount)
    address = f"/books/cash/counts/{count.id}"
    refused = treasurer.post(f"{address}/sign", version="1")
    assert (refused.status_code, "saldo buku sekarang Rp52.000" in text(refused)) == (409, True)
    assert cashier.post(f"{address}/withdraw", version="1").status_code == 303
    cashier.post("/books/cash/count", **{"day": str(today()), "pieces-50000": "1", "pieces-2000": "1"})
    [_withdrawn, second] = rows(CashCount)
    assert treasurer.post(f"/books/cash/counts/{second.id}/sign", version="1").status_code == 303
    assert held(world) == 52_000


def test_where_the_money_is_and_for_how_long_it_lasts(browser: Browsers, world: World) -> None:
    cashier = browser(world.cashier)
    cashier.post("/books/cash", amount="75000", what="sale:member")
    shown = text(browser(world.supervisor).get("/books/money"))
    assert "Semua uang, menurut buku sekarang Rp75.000 Cukup untuk 30 hari ke depan." in shown
    cashier.post("/books/cash", amount="80000", what="supplies")
    assert "Kas kurang dari nol" in text(cashier.get("/books/money"))
    day = text(cashier.get("/books/cash/day"))
    assert "Saldo awal Rp0 Masuk Rp75.000 Keluar Rp80.000 Saldo akhir" in day
    assert cashier.get("/books/cash/day?till=1-1200").status_code == 404
    assert "Kas tidak bergerak" in text(cashier.get("/books/cash/day?day=2020-01-01"))
    for actor in (world.member, world.seller, world.officer):
        assert browser(actor).get("/books/money").status_code == 403


def test_the_copy_for_a_phone_holds_no_name_figure_or_token_and_sends_for_its_owner_alone(
    browser: Browsers, world: World
) -> None:
    cashier = browser(world.cashier)
    cashier.post("/books/cash", amount="75000", what="sale:member")
    shell = cashier.get("/books/cash/offline").text
    assert [word for word in ("75.000", "Dedi", "Terong", "csrf") if word in shell] == []
    worker = cashier.get("/books/cash-worker.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert browser(world.supervisor).get("/books/cash/offline").status_code == 403
    for owner in ("someone:else", None):  # nor does the server take lines of another person
        with cashier.client.application.app_context():
            sent = cashier.client.post(
                "/books/cash/queue",
                json={"owner": owner, "entries": [{"key": "1"}]},
                headers={"X-CSRFToken": cashier.csrf},
            )
        assert sent.status_code == 409
    assert len(rows(CashEntry)) == 1
