"""The pages of bank statements: a file is handed in, each line settled, the difference explained."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from marketplace.actor import Actor
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.books.test_bank import bank_lines, csv, deposit
from tests.marketplace.books.test_cash import balances
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import World

__all__ = ["browser", "world"]

Browsers = Callable[[Actor], Browser]


def hand_in(person: Browser, content: bytes, **fields: str) -> Any:
    return person.post("/books/bank", account="1-1200", file=(io.BytesIO(content), "mutasi.csv"), **fields)


def test_a_statement_is_settled_line_by_line(browser: Browsers, world: World) -> None:
    treasurer, supervisor = browser(world.treasurer), browser(world.supervisor)
    for amount in (60_000, 40_000):
        deposit(world, amount)
    assert "Masukkan rekening koran" in text(treasurer.get("/books/bank"))
    assert "Masukkan rekening koran" not in text(supervisor.get("/books/bank"))
    content = csv((100_000, "SETORAN TUNAI"), (-13_000, "BIAYA ADM"), opening=0)
    assert hand_in(treasurer, content).status_code == 303
    assert hand_in(treasurer, content).status_code == 303
    shown = treasurer.get("/books/bank")
    assert "2 mutasi baru." in text(shown)
    assert "0 mutasi baru. 2 sudah ada sebelumnya." in text(shown)
    assert "di buku KK/" in text(shown)
    assert "Belum ada di buku. Bukukan" in text(shown)
    parts = re.findall(r'name="part" value="([^"]+)"', shown.text)
    assert len(parts) == 2
    deposit_line, fee = bank_lines(world)
    assert treasurer.post(f"/books/bank/lines/{deposit_line.id}/match", part=parts).status_code == 303
    page = treasurer.get(f"/books/bank/lines/{fee.id}")
    assert re.search(r'<option value="6-1400" selected>', page.text)
    assert treasurer.post(f"/books/bank/lines/{fee.id}/book", account="6-1400").status_code == 303
    assert balances(world)["1-1200"] == 87_000
    assert "Semua mutasi sudah punya pasangan." in text(treasurer.get("/books/bank"))
    assert "Buku dan bank sama." in text(supervisor.get("/books/bank/reconciliation"))
    settled = text(supervisor.get(f"/books/bank/lines/{fee.id}"))
    assert "dibukukan Ratna" in settled
    assert "BIAYA ADM · 13000 · DB" in settled


def test_what_cannot_be_read_or_matched_is_told_beside_the_form(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    refused = hand_in(treasurer, b"Nama,Harga\nBeras,1\n")
    assert (refused.status_code, "tidak ada baris judul" in text(refused)) == (422, True)
    assert "Pilih berkasnya" in text(treasurer.post("/books/bank", account="1-1200"))
    hand_in(treasurer, csv((5_000, "TRSF")))
    [line] = bank_lines(world)
    address = f"/books/bank/lines/{line.id}"
    assert "Pilih dulu yang cocok" in text(treasurer.post(f"{address}/match"))
    assert treasurer.post(f"{address}/match", part="x").status_code == 422
    assert "tidak bisa dipakai di sini" in text(treasurer.post(f"{address}/book", account="2-3100"))
    assert treasurer.post(f"{address}/book", account="4-9000").status_code == 303
    assert treasurer.post(f"{address}/book", account="4-9000").status_code == 409
    assert treasurer.post(f"{address}/take-apart", reason="").status_code == 422
    assert treasurer.post(f"{address}/take-apart", reason="Salah akun").status_code == 303
    assert balances(world) == {}


def test_bank_statements_are_for_readers_of_the_books_alone(browser: Browsers, world: World) -> None:
    hand_in(browser(world.treasurer), csv((5_000, "TRSF")))
    [line] = bank_lines(world)
    for actor in (world.cashier, world.member, world.seller, world.officer):
        for address in ("/books/bank", f"/books/bank/lines/{line.id}", "/books/bank/reconciliation"):
            assert browser(actor).get(address).status_code == 403
    assert browser(world.other_manager).get(f"/books/bank/lines/{line.id}").status_code == 404
    assert browser(world.supervisor).post(f"/books/bank/lines/{line.id}/book", account="4-9000").status_code == 403
    assert hand_in(browser(world.supervisor), csv((5_000, "x"))).status_code == 403
    empty = text(browser(world.supervisor).get("/books/bank/reconciliation?day=2020-01-01"))
    assert "Belum ada rekening koran sampai hari itu." in empty
