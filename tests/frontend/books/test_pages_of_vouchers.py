"""Vouchers, the journal and receipts as people use them: fill in, look, post, find again, print, take along."""

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
from tests.marketplace.orders.conftest import TODAY, World, offer

__all__ = ["app", "browser", "owner_url", "world"]

Browsers = Callable[[Actor], Browser]
NEW = "/books/vouchers/new"
RENT = {
    "form": "expense",
    "day": TODAY.isoformat(),
    "amount": "5.500.000",
    "debit": "6-1200",
    "credit": "1-1100",
    "narration": "Sewa gudang Oktober",
    "reference": "KW-7",
}


def hidden(answer: Any) -> dict[str, str]:
    """What a page sends back unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text)
    return {name: value for name, value in found if name != "csrf_token"}


def posted(someone: Browser, fields: dict[str, str]) -> Any:
    """The page of the voucher, by way of the preview."""
    shown = someone.post(NEW, **fields, action="check")
    assert "Belum ada yang dibukukan." in text(shown)
    answer = someone.post(NEW, **hidden(shown), action="post")
    assert answer.status_code == 303, text(answer)
    return someone.get(answer.headers["Location"])


def test_an_expense_is_looked_at_posted_found_and_gets_its_receipt(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    chosen = text(treasurer.get(NEW))
    assert "Beban dibayar" in chosen
    assert "Hitung persediaan" in chosen
    form = treasurer.get(f"{NEW}?form=expense")
    assert "6-1200 Sewa, listrik, internet" in text(form)
    voucher = treasurer.post(NEW, **RENT, action="check")
    assert "Bukukan Rp5.500.000" in text(voucher)
    assert "Belum ada yang cocok" not in text(treasurer.get("/books/journal"))
    page = posted(treasurer, RENT)
    assert "lima juta lima ratus ribu rupiah" in text(page)
    assert f"BM/{TODAY.year}/000001" in text(page)
    found = treasurer.get("/books/journal?q=gudang+kw-7&amount=5.500.000&account=Kas&kind=normal&source=voucher")
    (entry,) = re.findall(r'href="(/books/entries/[^"]+)"', found.text)
    assert "Sewa gudang Oktober" in text(treasurer.get(entry))
    assert "Tidak ada jurnal yang cocok." in text(treasurer.get("/books/journal?q=gudang&kind=reversal"))
    assert f"BM/{TODAY.year}/000001" in text(browser(world.supervisor).get("/books/vouchers"))
    given = treasurer.get(f"{entry}/receipt")
    assert "Uang keluar" in text(given)
    made = treasurer.post(f"{entry}/receipt", party="Pak Ahmad", purpose="Sewa gudang")
    receipt = text(treasurer.get(made.headers["Location"]))
    for told in (f"KW/{TODAY.year}/000001", "Pak Ahmad", "lima juta lima ratus ribu rupiah", "meterai Rp10.000"):
        assert told in receipt
    assert browser(world.cashier).get(made.headers["Location"]).status_code == 200
    assert browser(world.other_manager).get(made.headers["Location"]).status_code == 404


def test_a_voucher_sent_twice_from_its_preview_is_posted_once(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    shown = hidden(treasurer.post(NEW, **RENT, action="check"))
    first, second = (treasurer.post(NEW, **shown, action="post") for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert treasurer.get("/books/vouchers").text.count(first.headers["Location"]) == 1


def test_free_lines_are_told_by_row_what_is_wrong_and_keep_what_was_typed(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    fields = {
        "form": "memorial", "day": TODAY.isoformat(), "narration": "Setor modal",
        "account-0": "1-1200 Bank – rekening kelembagaan", "debit-0": "1.000.000", "unit-0": "toko",
        "account-1": "modal hilang", "credit-1": "900.000", "party-1": "member",
    }  # fmt: skip
    wrong = treasurer.post(NEW, **fields, action="check")
    assert wrong.status_code == 422
    for told in ("Baris 2: Pilih akun dari daftar", "Debit dan kredit berselisih Rp100.000"):
        assert told in text(wrong)
    assert 'value="modal hilang"' in wrong.text
    more = treasurer.post(NEW, **fields, rows="4", action="more")
    assert 'name="account-7"' in more.text
    assert 'value="modal hilang"' in more.text
    right = {**fields, "account-1": "Modal penyertaan", "credit-1": "1.000.000"}
    shown = treasurer.post(NEW, **right, action="check")
    assert "anggota" in text(shown)
    assert "toko" in text(shown)
    again = treasurer.post(NEW, **hidden(shown), action="edit")
    assert 'value="1.000.000"' in again.text
    assert "3-1300 Modal penyertaan" in text(posted(treasurer, right))


def test_a_stock_count_shows_how_its_cost_is_shared_before_it_is_booked(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    world.received((offer(price="1000", tax="exempt"), "10"))
    count = {"form": "stock_count", "day": TODAY.isoformat(), "account": "1-3100", "counted": "4.000", "lost": "",
             "narration": "Hitung gudang"}  # fmt: skip
    shown = text(treasurer.post(NEW, **count, action="check"))
    assert "Menurut buku Rp10.000, hasil hitung Rp4.000." in shown
    assert "5-1200" in shown
    page = posted(treasurer, count)
    assert "6.000" in text(page)
    assert treasurer.post(NEW, **count, action="check").status_code == 409


def test_an_entry_is_reversed_with_a_reason_and_both_lead_to_each_other(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    (entry,) = set(re.findall(r'href="(/books/entries/[^"]+)"', posted(treasurer, RENT).text))
    assert treasurer.post(f"{entry}/reverse", reason="").status_code == 422
    done = treasurer.post(f"{entry}/reverse", reason="Salah jumlah", idempotency_key="r")
    back = treasurer.get(done.headers["Location"])
    assert "Salah jumlah" in text(back)
    assert entry in back.text
    after = treasurer.get(entry)
    assert "sudah dibalik" in text(after)
    assert "Balik jurnal ini" not in text(after)


def test_an_entry_of_an_order_is_not_reversed_in_the_journal(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    world.received((offer(price="1000", tax="exempt"), "10"))
    (entry,) = re.findall(r'href="(/books/entries/[^"]+)"', treasurer.get("/books/journal").text)
    assert "Balik jurnal ini" not in text(treasurer.get(entry))
    refused = treasurer.post(f"{entry}/reverse", reason="Coba")
    assert refused.status_code == 409
    assert "Batalkan di halaman dokumen itu." in text(refused)


def test_the_books_are_taken_along_in_every_format(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    assert "Belum ada yang dibukukan." in text(treasurer.get("/books/exports"))
    posted(treasurer, RENT)
    links = re.findall(r'href="(/books/exports/\d+/[a-z]+)"', treasurer.get("/books/exports").text)
    assert len(links) == 5
    for link in links:
        answer = treasurer.get(link)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        if link.endswith("xlsx"):
            sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
            assert sheet is not None
            assert sheet.max_row == 3
        else:
            assert "Sewa gudang Oktober" in answer.data.decode()
    for wrong in ("/books/exports/1999/csv", f"/books/exports/{TODAY.year}/pdf", "/books/exports/0/csv"):
        assert treasurer.get(wrong).status_code == 404


def test_who_may_not_write_or_read_is_refused(browser: Browsers, world: World) -> None:
    entry = re.findall(r'href="(/books/entries/[^"]+)"', posted(browser(world.treasurer), RENT).text)[0]
    for actor in (world.member, world.seller, world.officer):
        for address in ("/books/journal", "/books/vouchers", NEW, entry, f"{entry}/receipt", "/books/exports"):
            assert browser(actor).get(address).status_code == 403, address
    for actor in (world.supervisor, world.chair, world.manager):
        assert browser(actor).get(NEW).status_code == 403
        assert browser(actor).post(NEW, **RENT, action="post").status_code == 403
        assert browser(actor).post(f"{entry}/reverse", reason="x").status_code == 403
        assert browser(actor).get(entry).status_code == 200
    assert browser(world.other_manager).get(entry).status_code == 404


def test_what_cannot_be_read_in_a_search_is_told(browser: Browsers, world: World) -> None:
    treasurer = browser(world.treasurer)
    for asked, told in (
        ("first=kemarin", "Tanggal itu tidak ada."),
        ("first=2026-02-02&last=2026-01-01", "sesudah"),
        ("amount=seribu", "Tulis angka saja"),
    ):
        assert told in text(treasurer.get(f"/books/journal?{asked}"))
    assert treasurer.get("/books/journal?after=x").status_code in (400, 422)
