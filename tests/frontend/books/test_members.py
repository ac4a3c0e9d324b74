"""The pages of members and savings without a script: register, take, give, print, connect, leave."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from marketplace.actor import Actor
from marketplace.books.models.members import Member
from marketplace.books.rules.savings import add_months, first_of_month
from marketplace.database import db, transaction
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.books.loans_world import lending_of
from tests.marketplace.books.savings_world import TODAY, SavingsWorld, make_savings_world
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import World

__all__ = ["browser", "world"]

Browsers = Callable[[Actor], Browser]
DAY = TODAY.isoformat()
LONG_AGO = add_months(first_of_month(TODAY), -3)


@pytest.fixture
def village(world: World) -> SavingsWorld:
    return make_savings_world(world)


def test_a_secretary_registers_a_member_and_mends_what_was_wrong(browser: Browsers, village: SavingsWorld) -> None:
    secretary = browser(village.secretary)
    assert "A-0001" in secretary.get("/books/members/new").text
    refused = secretary.post("/books/members/new", name="", joined_on=DAY, nik="12")
    assert refused.status_code == 422
    made = secretary.post(
        "/books/members/new", name="Musa", joined_on=DAY, phone="0812 3456 7890", nik="2171014107850001"
    )
    card = secretary.get(made.headers["Location"])
    assert "Kartu anggota nomor A-0001" in text(card)
    assert "************0001" in text(card)
    assert "2171014107850001" not in card.text
    change = made.headers["Location"] + "/change"
    form = secretary.get(change)
    assert "2171014107850001" not in form.text
    version = re.findall(r'name="version" value="(\d+)"', form.text)[0]
    secretary.post(change, name="Musa bin Ali", number="A-0001", joined_on=DAY, version=version)
    assert "Musa bin Ali" in text(secretary.get(made.headers["Location"]))
    stale = secretary.post(change, name="Lama", number="A-0001", joined_on=DAY, version=version)
    assert stale.status_code == 409
    shown = secretary.post(made.headers["Location"] + "/nik")
    assert "2171014107850001" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"


def test_a_cashier_takes_what_is_owed_at_one_touch_and_prints_the_receipt(
    browser: Browsers, village: SavingsWorld
) -> None:
    village.dues(principal=50_000, mandatory=10_000, since=LONG_AGO)
    member = village.member("Aminah", joined_on=LONG_AGO)
    cashier = browser(village.cashier)
    found = cashier.get("/books/members?q=amin")
    (card,) = re.findall(r'href="(/books/members/[0-9a-f-]{36})"', found.text)
    assert "Iuran belum dibayar Rp90.000" in text(cashier.get(card))
    page = cashier.get(f"{card}/deposit")
    assert "Terima wajib Rp40.000 tunai" in text(page)
    key = re.findall(r'name="idempotency_key" value="([^"]+-mandatory)"', page.text)[0]
    sent = {"kind": "mandatory", "amount": "40.000", "idempotency_key": key}
    first, again = (cashier.post(f"{card}/deposit", **sent) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    receipt = cashier.get(first.headers["Location"])
    assert "Terbilang: empat puluh ribu rupiah" in text(receipt)
    assert f"SM/{TODAY.year}/000001" in text(receipt)
    assert village.has(member).mandatory == 40_000
    assert "Iuran belum dibayar Rp50.000" in text(cashier.get(card))


def test_a_withdrawal_above_the_balance_keeps_what_was_typed_and_says_why(
    browser: Browsers, village: SavingsWorld
) -> None:
    member = village.member()
    village.deposit(member, 100_000)
    cashier = browser(village.cashier)
    address = f"/books/members/{member.id}/withdraw"
    refused = cashier.post(address, amount="150.000", way="cash", day=DAY)
    assert refused.status_code == 409
    assert "Saldo simpanannya Rp100.000" in text(refused)
    assert 'value="150.000"' in refused.text
    assert cashier.post(address, amount="seratus", way="cash", day=DAY).status_code == 422
    given = cashier.post(address, amount="60.000", way="cash", day=DAY)
    receipt = given.headers["Location"]
    assert "Bukti penarikan" in text(cashier.get(receipt))
    assert cashier.post(f"{receipt}/reverse", reason="").status_code == 422
    cashier.post(f"{receipt}/reverse", reason="Salah orang")
    assert "DIBATALKAN: Salah orang" in text(cashier.get(receipt))
    assert village.has(member).voluntary == 100_000


def test_term_savings_from_opening_to_payment(browser: Browsers, village: SavingsWorld) -> None:
    member = village.member("Musa", joined_on=LONG_AGO)
    treasurer = browser(village.treasurer)
    new = f"/books/members/{member.id}/terms/new"
    assert treasurer.get(new).status_code == 200
    opened = treasurer.post(
        new, amount="2.000.000", months="2", percent_per_year="6", purpose="Modal kerja musim depan",
        way="cash", day=LONG_AGO.isoformat(),
    )  # fmt: skip
    (term,) = re.findall(r'href="(/books/savings/terms/[0-9a-f-]{36})"', treasurer.get(opened.headers["Location"]).text)
    assert "Modal kerja musim depan" in text(treasurer.get(term))
    assert "sudah jatuh tempo" in text(treasurer.get("/books/savings/terms"))
    assert "Modal kerja" in text(treasurer.get("/books/savings"))
    rolled = treasurer.post(f"{term}/roll-over", months="1", percent_per_year="5,5", purpose="Lagi")
    assert "5,5%" in text(treasurer.get(rolled.headers["Location"]))
    paid = treasurer.post(f"{rolled.headers['Location']}/pay", way="voluntary", reason="Perlu")
    assert paid.status_code == 303
    assert village.has(member).voluntary == 2_000_000


def test_a_member_connects_his_card_and_sees_his_own_only(browser: Browsers, village: SavingsWorld) -> None:
    member, other = village.member("Udin"), village.member("Aminah")
    village.deposit(member, 75_000)
    others = village.deposit(other, 99_000)
    udin, secretary = browser(village.world.member), browser(village.secretary)
    assert "belum tersambung" in text(udin.get("/books/own"))
    made = secretary.post(f"/books/members/{member.id}/code")
    assert made.headers["Cache-Control"] == "no-store"
    (code,) = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", text(made))
    assert udin.post("/books/own", number="A-0001", code="XXXX-XXXX").status_code == 422
    assert udin.post("/books/own", number="a-0001", code=code).status_code == 303
    own = text(udin.get("/books/own"))
    assert "Jumlah simpanan Rp75.000" in own
    assert "99.000" not in own
    assert "75.000" in text(udin.get("/books/own/statement"))
    for address in (
        f"/books/members/{other.id}",
        f"/books/members/{other.id}/statement",
        f"/books/savings/receipts/{others.id}",
    ):
        assert udin.get(address).status_code == 404
    for address in ("/books/members", "/books/savings", "/books/members/export", f"/books/members/{member.id}/deposit"):
        assert udin.get(address).status_code == 403


def test_strangers_and_other_cooperatives_find_nothing(browser: Browsers, village: SavingsWorld) -> None:
    member = village.member()
    receipt = village.deposit(member, 1_000)
    other = browser(village.world.other_manager)
    for address in (
        f"/books/members/{member.id}",
        f"/books/members/{member.id}/deposit",
        f"/books/members/{member.id}/leave",
        f"/books/savings/receipts/{receipt.id}",
    ):
        assert other.get(address).status_code == 404
    for actor in (village.world.seller, village.world.officer):
        for address in ("/books/members", f"/books/members/{member.id}", "/books/savings", "/books/own"):
            assert browser(actor).get(address).status_code == 403


def test_a_list_is_looked_at_and_then_taken_in(browser: Browsers, village: SavingsWorld) -> None:
    treasurer = browser(village.treasurer)
    listed = (
        "No. Anggota;Nama;No. HP;Tgl Masuk;Simpanan Pokok;Simpanan Wajib\n"
        "A-1;Musa;081234567890;1/5/2020;100.000;250.000\n"
        "A-2;=Aminah;salah;2 Mei 2021;Rp 100.000,00;0\n"
        "A-2;Dua kali;;2021-05-02;;\n"
        ";;;;;\n"
        "A-3;;;2021-05-02;;\n"
    )
    assert treasurer.post("/books/members/import", text="a;b", opening_day=DAY).status_code == 422
    looked = treasurer.client
    with looked.application.app_context():
        page = looked.post(
            "/books/members/import",
            data={
                "csrf_token": treasurer.csrf,
                "opening_day": DAY,
                "file": (io.BytesIO(listed.encode()), "anggota.csv"),
            },
            content_type="multipart/form-data",
        )
    assert "Akan masuk 2 anggota" in text(page)
    assert "Baris 4 Dua kali nomor dua kali di daftar ini" in text(page)
    assert "nomor HP tidak benar, tidak dicatat" in text(page)
    with transaction() as session:
        assert session.query(Member).count() == 0
    (kept,) = re.findall(r"<textarea name=\"text\"[^>]*>([^<]*)</textarea>", page.text)
    from html import unescape

    sent = treasurer.post("/books/members/import", step="take", text=unescape(kept), opening_day=DAY)
    assert sent.status_code == 303
    assert village.books() == {"3-1100": -200_000, "3-1200": -250_000, "3-9100": 450_000}
    csv_file = treasurer.get("/books/members/export?format=csv").data.decode("utf-8-sig")
    assert "'=Aminah" in csv_file
    assert "081234567890" in csv_file
    assert treasurer.get("/books/members/export?format=xlsx").data[:2] == b"PK"


def test_what_the_treasurer_decides_is_kept_with_its_day(browser: Browsers, village: SavingsWorld) -> None:
    treasurer = browser(village.treasurer)
    base = "/books/savings/settings"
    assert "Belum ditetapkan" in text(treasurer.get(base))
    treasurer.post(f"{base}/dues", kind="mandatory", amount="15.000", effective_from=LONG_AGO.isoformat())
    treasurer.post(f"{base}/rate", percent_per_year="2,5", rate_from=LONG_AGO.isoformat())
    shown = text(treasurer.get(base))
    assert "Rp15.000" in shown
    assert "2,5% setahun" in shown
    refused = treasurer.post(f"{base}/policy", version="0", dues_class="liability", due_day="10", bank_account="1-1200")
    assert "Tulis nama akuntan" in text(refused)
    done = treasurer.post(
        f"{base}/policy", version="0", dues_class="equity", due_day="5", bank_account="1-1210", books_receivable="yes"
    )
    assert done.status_code == 303
    village.member("Musa", joined_on=LONG_AGO)
    treasurer.post("/books/savings/dues")
    assert "Rp" in text(treasurer.get("/books/savings/dues"))
    assert village.books()["1-2300"] >= 45_000
    assert browser(village.cashier).post(f"{base}/rate", percent_per_year="9", rate_from=DAY).status_code == 403


def test_interest_is_looked_at_and_credited(browser: Browsers, village: SavingsWorld) -> None:
    treasurer = browser(village.treasurer)
    treasurer.post("/books/savings/settings/rate", percent_per_year="12", rate_from=LONG_AGO.isoformat())
    village.deposit(village.member("Musa", joined_on=LONG_AGO), 1_000_000, day=LONG_AGO)
    month = add_months(first_of_month(TODAY), -1).isoformat()
    assert "Musa" in text(treasurer.get(f"/books/savings/interest?month={month[:7]}"))
    treasurer.post("/books/savings/interest", month=month)
    assert "sudah dibukukan" in text(treasurer.get(f"/books/savings/interest?month={month[:7]}"))


def test_who_leaves_is_paid_back_on_one_page(browser: Browsers, village: SavingsWorld) -> None:
    member = village.member()
    village.deposit(member, 100_000, "principal")
    treasurer = browser(village.treasurer)
    address = f"/books/members/{member.id}/leave"
    assert "Dikembalikan kepadanya Rp100.000" in text(treasurer.get(address))
    assert treasurer.post(address, reason="", way="cash", day=DAY).status_code == 422
    treasurer.post(address, reason="Pindah pulau", way="cash", day=DAY)
    assert "keluar" in text(treasurer.get(f"/books/members/{member.id}"))
    assert browser(village.cashier).get(f"/books/members/{member.id}/leave").status_code == 403


def test_who_owes_a_loan_sees_it_on_his_own_page_and_cannot_leave(browser: Browsers, village: SavingsWorld) -> None:
    lending = lending_of(village.world, members=1)
    loan = lending.lent()
    (member_id,) = lending.members
    with transaction() as session:
        session.get_one(Member, member_id).person_id = village.world.member.person_id
    treasurer = browser(village.treasurer)
    card = treasurer.get(f"/books/members/{member_id}")
    assert f'href="/books/loans/{loan.id}"' in card.text
    own = browser(village.world.member).get("/books/own")
    assert "sisa pokok Rp6.000.000" in text(own)
    assert "/books/loans/" not in own.text
    refused = treasurer.post(f"/books/members/{member_id}/leave", reason="Pindah", way="cash", day=DAY)
    assert refused.status_code == 409
    assert "Masih ada pinjaman Rp6.000.000" in text(refused)
    with transaction() as session:
        assert session.get_one(Member, member_id).is_current


def queries_of(visit: Callable[[], Any]) -> int:
    count = 0

    def counted(*_: Any) -> None:
        nonlocal count
        count += 1

    event.listen(db.engine, "before_cursor_execute", counted)
    try:
        assert visit().status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", counted)
    return count


def test_lists_read_as_often_for_many_members_as_for_one(browser: Browsers, village: SavingsWorld) -> None:
    village.dues(since=LONG_AGO)
    treasurer = browser(village.treasurer)
    addresses = ("/books/members", "/books/savings", "/books/savings/dues")
    village.deposit(village.member("A"), 1_000)
    few = [queries_of(lambda at=at: treasurer.get(at)) for at in addresses]  # type: ignore[misc]
    for number in range(6):
        village.deposit(village.member(f"B {number}"), 1_000, day=TODAY - timedelta(days=0))
    assert [queries_of(lambda at=at: treasurer.get(at)) for at in addresses] == few  # type: ignore[misc]
