"""Bringing books along: a file is read, its accounts are settled, it is tried, and posted once as a whole."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from marketplace.actor import Actor
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.books.one_database import app, owner_url
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import TODAY, World

__all__ = ["app", "browser", "owner_url", "world"]

Browsers = Callable[[Actor], Browser]
FIRST = f"{TODAY.year}-01-01"
OPENING = "Kode;Nama;Debet;Kredit\n1-1100;Kas;500.000;\n1-1180;Kas desa;50.000;\nModal;Simpanan pokok;;550.000\n"
JOURNAL = (
    "Tanggal,No Bukti,Akun,Debit,Kredit,Keterangan\n"
    f"{FIRST},BKK-1,6-1200,150000,,Listrik\n{FIRST},BKK-1,1-1100,,150000,\n"
    f"{FIRST},BKM-1,1-1100,20000,,Jual\n{FIRST},BKM-1,4-1110,,20000,\n"
)


def bring(someone: Browser, data: str | bytes, name: str, kind: str = "journal", **fields: str) -> Any:
    body = data.encode() if isinstance(data, str) else data
    return someone.post("/books/imports", kind=kind, file=(io.BytesIO(body), name), **fields)


def goals(someone: Browser, address: str) -> dict[str, str]:
    """The fields of the mapping as the page shows them, and the version."""
    page = someone.get(address).text
    found = re.findall(r'name="(goal-\d+)" list="ours" value="([^"]*)"', page)
    return {**dict(found), "version": re.findall(r'name="version" value="(\d+)"', page)[0]}


def test_opening_balances_are_read_mapped_tried_and_posted_once(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    address = bring(treasurer, OPENING, "saldo.csv", "opening", day=FIRST).headers["Location"]
    shown = text(treasurer.get(address))
    assert "Rp550.000" in shown
    assert shown.count("belum dipasangkan") == 1, "principal dues are known by their name"
    fields = goals(treasurer, address)
    refused = treasurer.post(address, **fields, action="check")
    assert refused.status_code == 409
    assert "1 akun di berkas belum dipasangkan" in text(refused)
    assert "Belum ada yang dibukukan" not in text(treasurer.get("/books/journal?kind=opening"))
    empty = next(name for name, goal in fields.items() if not goal)
    fields[empty] = "+ 1-1000 Kas dan bank"
    tried = treasurer.post(address, **fields, action="check")
    assert "1 jurnal baru, 0 sudah ada." in text(tried)
    assert "Tidak ada jurnal yang cocok." in text(treasurer.get("/books/journal"))
    assert treasurer.post(address, action="post").status_code == 303
    assert "Satu jurnal baru dibukukan" in text(treasurer.get(address))
    assert "1-1180 Kas desa" in text(treasurer.get("/books/chart"))
    assert text(treasurer.get("/books/journal?kind=opening")).count("550.000") == 1
    assert treasurer.post(address, action="post").status_code == 409
    again = bring(treasurer, OPENING, "saldo.csv", "opening", day=FIRST).headers["Location"]
    assert "0 jurnal baru, 1 sudah ada." in text(treasurer.post(again, **{**fields, "version": "1"}, action="check"))


def test_a_journal_from_a_workbook_and_from_beancount_is_the_same_as_from_csv(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    book = openpyxl.Workbook()
    for line in JOURNAL.splitlines():
        book.active.append([int(cell) if cell.isdecimal() else cell for cell in line.split(",")])
    stream = io.BytesIO()
    book.save(stream)
    for data, name, expected in (
        (JOURNAL, "jurnal.csv", "2 jurnal baru, 0 sudah ada."),
        (stream.getvalue(), "jurnal.xlsx", "0 jurnal baru, 2 sudah ada."),
    ):
        address = bring(treasurer, data, name).headers["Location"]
        assert expected in text(treasurer.post(address, **goals(treasurer, address), action="check"))
        assert treasurer.post(address, action="post").status_code == 303
    beans = f'{FIRST} * "Jual"\n  Assets:1-1100-Kas  7 IDR\n  Income:4-1110-Penjualan\n'
    address = bring(treasurer, beans, "buku.beancount").headers["Location"]
    assert "1 jurnal baru" in text(treasurer.post(address, **goals(treasurer, address), action="check"))


def test_a_file_that_is_not_right_is_told_by_row_and_cannot_be_posted(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    address = bring(treasurer, JOURNAL.replace(",150000,\n", ",150001,\n"), "salah.csv").headers["Location"]
    shown = text(treasurer.get(address))
    assert "Baris 2: Debit dan kredit tidak sama; selisihnya (-1)" in shown
    assert "Periksa dulu" not in shown
    for action in ("check", "post"):
        assert treasurer.post(address, action=action, version="1").status_code == 409
    assert "Tidak ada jurnal yang cocok." in text(treasurer.get("/books/journal"))
    for data, name, told in (
        ("a,b\n1,2\n", "x.csv", "Kolom ini tidak ditemukan"),
        (b"PK\x03\x04 broken", "x.xlsx", "Berkas"),
        ("", "x.csv", "tidak ditemukan"),
    ):
        answer = bring(treasurer, data, name)
        assert answer.status_code == 422
        assert told in text(answer)
    assert treasurer.post("/books/imports", kind="journal").status_code == 422


def test_what_the_ledger_refuses_is_told_by_row_and_nothing_of_the_file_is_posted(
    browser: Browsers, world: World
) -> None:
    treasurer = browser(world.treasurer)
    late = JOURNAL + f"{TODAY.year + 1}-01-01,X,1-1100,5,,\n{TODAY.year + 1}-01-01,X,4-1110,,5,\n"
    address = bring(treasurer, late, "jurnal.csv").headers["Location"]
    tried = text(treasurer.post(address, **goals(treasurer, address), action="check"))
    assert "2 jurnal baru, 0 sudah ada." in tried
    assert "Baris 6: Tanggal belum tiba" in tried
    assert treasurer.post(address, action="post").status_code == 409
    assert "Tidak ada jurnal yang cocok." in text(treasurer.get("/books/journal"))


def test_a_mapping_that_somebody_else_changed_is_not_overwritten(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    address = bring(treasurer, JOURNAL, "jurnal.csv").headers["Location"]
    fields = goals(treasurer, address)
    assert treasurer.post(address, **{**fields, "goal-0": "1-1110"}, action="map").status_code == 303
    assert treasurer.post(address, **{**fields, "goal-0": "1-1200"}, action="map").status_code == 409
    assert goals(treasurer, address)["goal-0"].startswith("1-1110")


def test_only_the_treasurer_brings_files_and_only_into_his_books(browser: Browsers, world: World) -> None:
    address = bring(browser(world.treasurer), JOURNAL, "jurnal.csv").headers["Location"]
    for actor in (world.manager, world.chair, world.supervisor, world.cashier, world.member, world.seller):
        assert browser(actor).get("/books/imports").status_code == 403
        assert bring(browser(actor), JOURNAL, "jurnal.csv").status_code == 403
        assert browser(actor).post(address, action="post").status_code == 403
    assert browser(world.other_manager).get(address).status_code in (403, 404)
