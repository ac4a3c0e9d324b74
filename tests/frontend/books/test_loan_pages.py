"""The pages of loans: a request with its instalments before it is written, the decision, the money, the visits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from marketplace.actor import Actor
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.books.loans_world import Lending, lending_of
from tests.marketplace.books.one_database import app, owner_url
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import TODAY, World

__all__ = ["app", "browser", "owner_url", "world"]

Browsers = Callable[[Actor], Browser]


@pytest.fixture
def lending(world: World) -> Lending:
    return lending_of(world)


def ago(days: int) -> Any:
    return TODAY - timedelta(days=days)


def form(**values: str) -> dict[str, str]:
    return {
        "member": "A-0001",
        "principal": "6.000.000",
        "purpose": "Jaring baru",
        "months": "6",
        "monthly_rate": "1,5",
        "method": "flat",
        "step": "1000",
        "early_interest": "running_month",
        "monthly_income": "3.000.000",
        "idempotency_key": "kunci",
        **values,
    }


def followed(person: Browser, answer: Any) -> Any:
    assert answer.status_code == 303, text(answer)
    return person.get(urlsplit(answer.headers["Location"]).path)


def test_a_loan_goes_from_the_request_to_the_receipt(browser: Browsers, lending: Lending) -> None:
    treasurer, chair, cashier = (browser(each) for each in (lending.treasurer, lending.chair, lending.cashier))
    looked = treasurer.post("/books/loans/new", **form(action="look"))
    assert "Angsuran terbesar Rp1.090.000" in text(looked)
    assert "berat" in text(looked)
    assert "Belum ada pinjaman berjalan." in text(treasurer.get("/books/loans"))
    page = followed(treasurer, treasurer.post("/books/loans/new", **form(action="ask")))
    assert "menunggu keputusan" in text(page)
    (address,) = set(re.findall(r'action="(/books/loans/[0-9a-f-]+)/cancel"', page.text))
    assert "/approve" not in page.text
    approved = followed(chair, chair.post(f"{address}/approve", idempotency_key="a"))
    assert "disetujui, uang belum diserahkan" in text(approved)
    handed = cashier.post(f"{address}/disburse", money_account="1-1100", paid_on=str(TODAY), idempotency_key="d")
    shown = text(followed(cashier, handed))
    assert "Sisa pokok menurut buku besar Rp6.000.000" in shown
    asked = text(cashier.get(f"{address}/pay"))
    assert "Angsuran berikut Rp1.090.000" in asked
    assert "Lunasi sekarang" in asked
    paid = cashier.post(f"{address}/pay", amount="1.090.000", money_account="1-1100", idempotency_key="p")
    receipt = followed(cashier, paid)
    assert "satu juta sembilan puluh ribu rupiah" in text(receipt)
    assert "pokok Rp1.000.000, jasa Rp90.000" in text(receipt)
    again = cashier.post(f"{address}/pay", amount="1.090.000", money_account="1-1100", idempotency_key="p")
    assert again.headers["Location"] == paid.headers["Location"]
    assert "Bukti pinjaman" in text(treasurer.get(f"{address}/print"))
    (entry,) = re.findall(r'href="(/books/entries/[0-9a-f-]+)"', receipt.text)
    document = re.findall(r'href="(/books/loan-payments/[0-9a-f-]+)"', treasurer.get(entry).text)
    assert document, "the journal leads back to the receipt"
    reverse = urlsplit(paid.headers["Location"]).path + "/reverse"
    assert "DIBATALKAN: salah" in text(followed(cashier, cashier.post(reverse, reason="salah", idempotency_key="r")))
    assert lending.books()["1-2400"] == 6_000_000


def test_settling_in_advance_takes_the_amount_that_was_shown(browser: Browsers, lending: Lending) -> None:
    made = lending.lent(paid_on=ago(10))
    cashier = browser(lending.cashier)
    address = f"/books/loans/{made.id}/pay"
    wrong = cashier.post(address, settles="1", settlement="6.000.000", money_account="1-1100", idempotency_key="s")
    assert wrong.status_code == 409
    assert "perlu tepat Rp6.090.000" in text(wrong)
    shown = cashier.get(address).text
    (amount,) = re.findall(r'name="settlement" value="([\d.]+)"', shown)
    done = cashier.post(address, settles="1", settlement=amount, money_account="1-1100", idempotency_key="t")
    assert "Pelunasan" in text(followed(cashier, done)) or "pelunasan" in text(followed(cashier, done))
    assert lending.look(made).loan.state == "settled"


def test_who_to_visit_today_and_how_to_reach_him(browser: Browsers, lending: Lending) -> None:
    made = lending.lent(paid_on=ago(100))
    lending.lent(member_id=lending.members[1])
    shown = browser(lending.cashier).get("/books/loans/arrears")
    assert "Anggota 1" in text(shown)
    assert "Anggota 2" not in text(shown)
    assert "tel:+6281234567801" in shown.text
    assert "https://wa.me/6281234567801?text=Selamat" in shown.text
    everything = browser(lending.world.supervisor).get("/books/loans?q=anggota+1")
    assert "perhatian khusus" in text(everything)
    assert made.number in text(everything)
    file = browser(lending.world.supervisor).get("/books/loans/list.xlsx?show=late")
    assert (file.status_code, file.data[:2]) == (200, b"PK")


def test_restructuring_is_shown_proposed_and_decided(browser: Browsers, lending: Lending) -> None:
    made = lending.lent(paid_on=ago(100))
    treasurer, chair = browser(lending.treasurer), browser(lending.chair)
    address = f"/books/loans/{made.id}"
    new = {"months": "12", "monthly_rate": "1", "method": "declining", "step": "1000", "reason": "Paceklik"}
    new |= {"first_due_on": str(TODAY + timedelta(days=30)), "carries_interest": "1", "idempotency_key": "n"}
    assert "Jadwal baru" in text(treasurer.post(f"{address}/restructure", action="look", **new))
    proposed = followed(treasurer, treasurer.post(f"{address}/restructure", action="propose", **new))
    assert "menunggu keputusan ketua" in text(proposed)
    (decide,) = set(re.findall(r'action="(/books/loan-changes/[0-9a-f-]+/decide)"', chair.get(address).text))
    done = followed(chair, chair.post(decide, answer="yes", idempotency_key="y"))
    assert "Jadwal yang lama" in text(done)
    assert "Terlambat" not in text(done)


def test_the_grades_and_the_allowance(browser: Browsers, lending: Lending) -> None:
    lending.lent(paid_on=ago(100))
    treasurer, chair = browser(lending.treasurer), browser(lending.chair)
    shown = text(treasurer.get("/books/loans/quality"))
    assert "Anggota 1" not in shown
    assert "Perlu ditambah Rp300.000" in shown
    done = followed(treasurer, treasurer.post("/books/loans/quality/allowance", idempotency_key="c"))
    assert "Cadangan sudah sesuai" in text(done)
    own = {"valid_from": str(TODAY), "source": "Keputusan pengurus"}
    for grade, (days, share) in enumerate(((0, 1), (5, 10), (15, 50), (30, 75), (60, 100)), 1):
        own |= {f"days-{grade}": str(days), f"percent-{grade}": str(share)}
    assert chair.post("/books/loans/grades", **{**own, "days-2": "0"}).status_code == 422
    assert "Keputusan pengurus" in text(followed(chair, chair.post("/books/loans/grades", **own)))
    assert treasurer.post("/books/loans/grades", **own).status_code == 403


def test_wrong_fields_are_told_at_once_and_nothing_is_written(browser: Browsers, lending: Lending) -> None:
    treasurer = browser(lending.treasurer)
    for wrong, told in (
        ({"member": "Z-9"}, "tidak ada di buku anggota"),
        ({"member": "anggota"}, "Yang mana: A-0001"),
        ({"principal": "", "months": "enam"}, "2 isian perlu diperbaiki"),
        ({"monthly_rate": "15"}, "Jasa sebulan 0 sampai 10 persen"),
        ({"principal": "1.000", "months": "12"}, "terlalu kecil untuk dicicil"),
    ):
        answer = treasurer.post("/books/loans/new", **form(action="ask", **wrong))
        assert answer.status_code == 422
        assert told in text(answer), told
    assert "Tidak ada." in text(treasurer.get("/books/loans/requests"))


def test_strangers_and_other_cooperatives_see_no_loan(browser: Browsers, lending: Lending) -> None:
    made = lending.lent()
    paid = lending.pay(made, 90_000)
    pages = ("/books/loans", "/books/loans/arrears", "/books/loans/quality", f"/books/loans/{made.id}")
    for actor in (lending.world.member, lending.world.seller, lending.world.officer):
        for address in pages:
            assert browser(actor).get(address).status_code == 403, address
    other = browser(lending.world.other_manager)
    for address in (f"/books/loans/{made.id}", f"/books/loan-payments/{paid.id}", f"/books/loans/{made.id}/print"):
        assert other.get(address).status_code == 404
    assert other.post(f"/books/loan-payments/{paid.id}/reverse", reason="x").status_code == 404
    assert "Anggota 1" not in text(other.get("/books/loans"))
    assert lending.look(made).booked == 6_000_000
