"""The pages of the reports: read on a phone, opened down to the document, taken away as a workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import openpyxl
from flask import Flask
from sqlalchemy import event

from cooperative_ledger import Counterparty, credit, debit
from marketplace.actor import Actor
from marketplace.database import db
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.books.one_database import app, owner_url
from tests.marketplace.books.test_reports import MEMBER, OUTLET, YEAR, book, owe, trading
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import TODAY, World, offer

__all__ = ["app", "browser", "owner_url", "trading", "world"]

Browsers = Callable[[Actor], Browser]
STATEMENTS = ("income-statement", "balance-sheet", "cash-flow", "equity-changes")


def links(page: str, beginning: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'href="({re.escape(beginning)}[^"]*)"', page)]


def test_each_report_stands_in_the_list_and_says_what_it_should(browser: Browsers, trading: World) -> None:
    treasurer = browser(trading.treasurer)
    listed = treasurer.get("/books/reports")
    said = {address: text(treasurer.get(address)) for address in links(listed.text, "/books/")}
    assert "Sisa hasil usaha (SHU) 1.100 Pembanding 1 Jan" in said["/books/reports/income-statement"]
    assert "Anggota 500 Bukan anggota" not in said["/books/reports/income-statement"]
    assert "Jumlah aset 6.100 Kewajiban" in said["/books/reports/balance-sheet"]
    assert "Kas di akhir 5.800 Pembanding" in said["/books/reports/cash-flow"]
    assert "SHU belum ditutup buku" in said["/books/reports/equity-changes"]
    assert "Koperasi Terong" in said["/books/reports/cash-flow"]
    assert "Rp" not in said["/books/reports/ageing/payable"]


def test_a_comparison_stands_beside_each_figure(browser: Browsers, trading: World) -> None:
    book(trading, debit("1-1100", 40), credit("4-9000", 40), day=YEAR.first)
    month = f"first={TODAY.replace(day=1)}&last={TODAY}&compare=previous"
    page = browser(trading.treasurer).get(f"/books/reports/income-statement?{month}")
    assert "masih kosong" in text(page)
    beside = browser(trading.treasurer).get(f"/books/reports/balance-sheet?first={TODAY}&compare=previous")
    assert "Jumlah aset 6.140 40" in text(beside)


def test_a_figure_opens_to_its_lines_for_its_own_days(browser: Browsers, trading: World) -> None:
    treasurer = browser(trading.treasurer)
    page = treasurer.get("/books/reports/income-statement/members")
    assert "Pendapatan fee keagenan – 300 – 300" in text(page)
    (others,) = (each for each in links(page.text, "/books/accounts/4-2100") if "part=non_member" in each)
    opened = treasurer.get(others)
    assert "Hanya: Bukan anggota, tanpa jurnal tutup tahun." in text(opened)
    assert "Saldo Rp300" in text(opened)
    cash = treasurer.get("/books/reports/cash-flow?compare=none")
    (rent,) = links(cash.text, "/books/accounts/6-1200")
    assert "yang lewat kas" in text(treasurer.get(rent))
    assert "Saldo Rp100" in text(treasurer.get(rent))


def test_one_outlet_and_what_was_known_before_are_asked_for_in_the_address(browser: Browsers, trading: World) -> None:
    treasurer = browser(trading.treasurer)
    page = treasurer.get(f"/books/reports/income-statement?compare=none&outlet={OUTLET}&unit=gudang")
    assert "Sisa hasil usaha (SHU) 400" in text(page)
    assert "Unit usaha gudang" in text(page)
    before = YEAR.first - timedelta(days=1)
    nothing = treasurer.get(f"/books/reports/balance-sheet?known_on={before}&compare=none")
    assert "Jumlah aset –" in text(nothing)
    assert "seperti yang tercatat pada" in text(nothing)


BROKEN = ("first=kemarin", "last=2026-02-30", "outlet=x", "compare=x", "known_on=x", "first=2026-02-02&last=2026-02-01")


def test_what_cannot_be_asked_for_is_told_and_a_report_is_shown(browser: Browsers, trading: World) -> None:
    treasurer = browser(trading.treasurer)
    for broken in BROKEN:
        shown = treasurer.get(f"/books/reports/income-statement?{broken}")
        assert shown.status_code == 200
        assert "1.100" in text(shown)


def test_a_report_asks_the_database_as_often_whatever_the_number_of_accounts(
    app: Flask, browser: Browsers, trading: World
) -> None:
    treasurer = browser(trading.treasurer)
    counted: list[str] = []

    def count(*details: Any) -> None:
        counted.append(details[2])

    event.listen(db.engine, "before_cursor_execute", count)
    asked = []
    for _ in range(2):
        for address in (*STATEMENTS, "ageing/receivable"):
            counted.clear()
            assert treasurer.get(f"/books/reports/{address}").status_code == 200
            asked.append((address, len(counted)))
        for account in ("6-1100", "6-1300", "6-1400", "1-2100", "1-2110", "2-1200", "3-2100"):
            book(trading, debit(account, 5), credit("1-1100", 5), counterparty=Counterparty("member", uuid4()))
    event.remove(db.engine, "before_cursor_execute", count)
    assert asked[:5] == asked[5:]


def test_each_report_comes_as_a_workbook_of_numbers(browser: Browsers, trading: World) -> None:
    treasurer = browser(trading.treasurer)
    owe(trading, "n1", 70, TODAY)
    for address in (*STATEMENTS, "ageing/receivable", f"counterparties/{MEMBER}"):
        answer = treasurer.get(f"/books/reports/{address}?format=xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
        assert "Koperasi Terong" in cells
        assert any(isinstance(cell, int) and cell for cell in cells)
    sheet = openpyxl.load_workbook(
        io.BytesIO(treasurer.get("/books/reports/income-statement?format=xlsx&compare=none").data)
    ).worksheets[0]
    assert [row[2].value for row in sheet.iter_rows() if row[1].value == "Sisa hasil usaha (SHU)"] == [1_170]
    assert treasurer.get("/books/trial-balance?format=xlsx").status_code == 200


def test_debts_open_to_documents_and_to_who_owes(browser: Browsers, world: World) -> None:
    order = world.received((offer(price="1000", tax="exempt"), "10"))
    world.bill(order, "10", invoice_number="F-9", due_on=TODAY)
    treasurer = browser(world.treasurer)
    day = TODAY + timedelta(days=40)
    later = f"last={day}"
    page = treasurer.get(f"/books/reports/ageing/payable?{later}")
    assert "CV Laut Jaya" in text(page)
    assert f"Jumlah per {day.replace(year=day.year - 1):%d/%m/%Y}" in text(page)
    (party,) = links(page.text, "/books/reports/ageing/payable/documents")
    documents = treasurer.get(party)
    assert "lewat 40 hari" in text(documents)
    assert links(documents.text, "/orders/documents/purchase_bill/")
    (everything,) = links(documents.text, "/books/reports/counterparties/")
    assert "F-9" in text(treasurer.get(everything))
    assert "F-9" not in text(treasurer.get(f"{everything}?account=1-3100"))
    assert "F-9" in text(treasurer.get(f"{everything}?account=2-1100&compare=year"))
    assert treasurer.get(f"{everything}?first=2001-01-01&last=2001-12-31").status_code == 200
    assert "Tidak ada yang belum dibayar." in text(
        treasurer.get(f"/books/reports/ageing/receivable/documents?party={UUID(int=1)}")
    )
    assert treasurer.get("/books/reports/ageing/other").status_code == 404


def test_only_those_who_may_read_the_books_see_reports(browser: Browsers, trading: World) -> None:
    addresses = [*STATEMENTS, "ageing/payable", "ageing/payable/documents", f"counterparties/{MEMBER}"]
    for actor in (trading.member, trading.cashier, trading.seller, trading.officer):
        stranger = browser(actor)
        for address in ("/books/reports", *(f"/books/reports/{each}" for each in addresses)):
            assert stranger.get(address).status_code == 403
    other = browser(trading.other_manager)
    assert other.get(f"/books/reports/counterparties/{MEMBER}").status_code == 404
    assert "1.100" not in text(other.get("/books/reports/income-statement"))


def test_the_treasurer_moves_an_account_to_another_activity(browser: Browsers, trading: World) -> None:
    treasurer = browser(trading.treasurer)
    address = "/books/reports/cash-flow/ranges"
    page = treasurer.get(address)
    seen = re.findall(
        r'name="seen_code" value="([^"]+)"><input type="hidden" name="seen_activity" value="(\w+)"', page.text
    )
    assert ("2-3", "financing") in seen
    kept = {"seen_code": [code for code, _ in seen], "seen_activity": [activity for _, activity in seen]}
    wanted = [*seen, ("2-52", "operating"), ("", "operating")]
    typed = {"first_code": [code for code, _ in wanted], "activity": [activity for _, activity in wanted]}
    for first_code in (["1-5", "1-5"], ["a b", "2"]):
        refused = treasurer.post(address, **kept, first_code=first_code, activity=["operating", "operating"])
        assert refused.status_code == 422
        assert "hanya sekali" in text(refused)
    assert browser(trading.supervisor).post(address, **kept, **typed).status_code == 403
    assert "Kas dari pendanaan 5.000" in text(treasurer.get("/books/reports/cash-flow?compare=none"))
    assert treasurer.post(address, **kept, **typed).status_code == 303
    assert treasurer.post(address, **kept, **typed).status_code == 303, "a repeat changes nothing"
    assert "Kas dari kegiatan usaha 5.800" in text(treasurer.get("/books/reports/cash-flow?compare=none"))
    assert treasurer.post(address, **kept, first_code=["1-5"], activity=["investing"]).status_code == 409
    assert "Bendahara yang mengubahnya." in text(browser(trading.supervisor).get(address))
