"""The main job in a real browser, on a phone's screen: from three price lists to a booked, paid order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from marketplace.database import transaction
from marketplace.identity.models import Region
from marketplace.identity.services.memberships import add_membership, create_person
from marketplace.identity.services.organisations import Profile, create_organisation
from marketplace.settings import Settings

PASSWORD = "kata-sandi-cerita"
PEOPLE = {
    "manager": ("Ratna", "081211110001", ("manager",), "cooperative"),
    "chair": ("Zainab", "081211110004", ("chair",), "cooperative"),
    "treasurer": ("Yusuf", "081211110002", ("treasurer",), "cooperative"),
    "seller": ("Rina", "081211110003", ("sales", "administrator"), "supplier"),
}
SAMUDRA = """Grosir Samudra, harga sudah termasuk PPN
Nama barang;Isi;Satuan;Harga
Minyak goreng Sawit Mas 1 L;12;dus;186.000
Gula pasir Manis Kita 1 kg;20;dus;330.000
"""
SINAR = """Toko Sinar - harga sudah termasuk PPN
- Minyak goreng Sawit Mas 1 L isi 12 = 189.600/dus
- Gula pasir Manis Kita 1 kg 17.200
"""
LAUT_JAYA = """CV LAUT JAYA;;;
Semua harga sudah termasuk PPN;;;
Nama Barang;Isi per karton;Harga per karton;Kode
Minyak Goreng Sawit Mas 1 L;12;180.000;MG1
Gula Pasir Manis Kita 1 kg;20;322.000;GP1
"""

pytestmark = pytest.mark.browser


@pytest.fixture
def people(app: Flask) -> None:
    """A cooperative with a manager and a treasurer, and a supplier with an account, in one city."""
    with transaction() as session:
        codes = (("21", None, "province"), ("21.71", "21", "regency"), ("21.71.01", "21.71", "district"))
        for code, parent, level in (*codes, ("21.71.01.1004", "21.71.01", "village")):
            session.add(
                Region(code=code, parent_code=parent, level=level, name=f"Wilayah {code}", path=f"Wilayah {code}")
            )
            session.flush()
        profiles = {"cooperative": "Koperasi Cerita", "supplier": "CV Laut Jaya"}
        ids = {
            kind: create_organisation(
                session,
                None,
                kind=kind,
                profile=Profile(name=name, region_code="21.71.01.1004", phone="+6281277004410"),
            ).id
            for kind, name in profiles.items()
        }
        for name, number, roles, kind in PEOPLE.values():
            person = create_person(session, None, name=name, phone=number, password=PASSWORD)
            add_membership(session, None, person_id=person.id, organisation_id=ids[kind], roles=roles)


@pytest.fixture
def sign_in(people: None, live: Settings, chromium: Any) -> Iterator[Callable[[str], Any]]:
    """Gives a signed-in phone; at the end no page may have complained in its console."""
    contexts, complaints = [], []

    def phone(who: str) -> Any:
        context = chromium.new_context(viewport={"width": 360, "height": 800}, base_url=live.public_url)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/sign-in")
        page.locator("[name=sign_in]").fill(PEOPLE[who][1])
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.locator(".switcher").wait_for()
        return page

    yield phone
    for context in contexts:
        context.close()
    assert complaints == []


def press(page: Any, name: str) -> None:
    """Press the button or link of that name and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).or_(
            page.get_by_role("link", name=name, exact=True)
        ).first.click()


def keep_supplier(manager: Any, name: str, phone: str, text: str) -> None:
    """Add a supplier without an account, paste his list, publish it to one's own cooperative, say his freight."""
    manager.goto("/suppliers/new")
    manager.get_by_label("Nama pemasok").fill(name)
    manager.get_by_label("Nomor telepon").fill(phone)
    press(manager, "Simpan dan kirim daftarnya")
    manager.get_by_label("Atau tempel", exact=False).fill(text)
    press(manager, "Kirim")
    manager.get_by_role("button", name="Terbitkan").wait_for()
    press(manager, "Terbitkan")
    manager.goto("/suppliers")
    press(manager, name)
    say_freight(manager)


def say_freight(page: Any) -> None:
    """Franco: nothing is charged per kilogram, one day on the way."""
    page.get_by_text("Tambah atau ganti ongkir").click()
    page.get_by_label("Ongkir per kg").fill("0")
    page.get_by_label("Lama di jalan").fill("1")
    press(page, "Simpan ongkir")


def hand_in_own_list(seller: Any, folder: Path) -> None:
    """The supplier's own upload: the file he has, published to the cooperatives of his region."""
    (folder / "laut-jaya.csv").write_text(LAUT_JAYA, encoding="utf-8")
    seller.goto("/price-lists")
    seller.locator("input[type=file]").set_input_files(folder / "laut-jaya.csv")
    press(seller, "Kirim")
    seller.get_by_role("button", name="Terbitkan").wait_for()
    if not seller.locator("input[name=region_codes]:checked").count():
        seller.locator("input[name=region_codes]").first.check()
    press(seller, "Terbitkan")
    seller.goto("/price-lists")
    press(seller, "Syarat dan ongkir")
    say_freight(seller)
    seller.get_by_text("Minimal belanja, pembayaran, lama kirim").click()
    seller.get_by_label("Lama kirim").fill("1")
    press(seller, "Simpan syarat")


def compare_and_order(manager: Any) -> str:
    """Write what is wanted, compare, take the two best, make the order; gives its address."""
    manager.goto("/wants")
    manager.get_by_label("Nama", exact=False).first.fill("Belanja Senin")
    press(manager, "Buat daftar")
    manager.locator("textarea[name=goods]").fill("minyak goreng sawit mas 1 l 60 l\ngula pasir manis kita 1 kg 100 kg")
    press(manager, "Tambah")
    with manager.expect_navigation():
        manager.locator("a[href$='/comparison']").first.click()
    for good, landed in (("minyak goreng", "15.000"), ("gula pasir", "16.100")):
        section = manager.locator("section.good", has_text=re.compile(good, re.IGNORECASE))
        best = section.locator(".at-best")
        assert "★" in best.inner_text()
        assert landed in best.inner_text()
        assert "CV Laut Jaya" in best.inner_text()
        with manager.expect_response(lambda answer: answer.request.method == "POST"):
            section.locator("label.pick").first.click()
    bar = manager.locator("[data-part=order-bar]")
    bar.get_by_text("Rp2.510.000").first.wait_for()
    with manager.expect_navigation():
        bar.locator("a.button").first.click()
    press(manager, "Buat pesanan")
    press(manager, "Kirim ke pemasok")
    return str(manager.url)


def approve(chair: Any, order: str) -> None:
    """Above what one person may order, another one approves."""
    chair.goto(order)
    chair.locator("summary", has_text="Setujui dan kirim").click()
    with chair.expect_navigation():
        chair.locator("button", has_text="Setujui dan kirim").click()


def fulfil(manager: Any, seller: Any, treasurer: Any, order: str) -> None:
    """Answer, ship, receive, bill, pay: each by whose hand it is."""
    seller.goto(f"{order}/answer")
    press(seller, "Kirim jawaban")
    seller.goto(f"{order}/ship")
    press(seller, "Catat kiriman")
    manager.goto(f"{order}/receive")
    press(manager, "Catat penerimaan")
    manager.goto(f"{order}/bill")
    manager.get_by_label("Nomor faktur").fill("INV-2026-077")
    press(manager, "Catat faktur")
    treasurer.goto(order)
    with treasurer.expect_navigation():
        treasurer.locator("a[href$='/pay']").first.click()
    treasurer.get_by_label("Nomor referensi", exact=False).fill("BRI 99887")
    press(treasurer, "Catat pembayaran")


def test_from_three_price_lists_to_a_booked_and_paid_order(sign_in: Callable[[str], Any], tmp_path: Path) -> None:
    manager, seller, treasurer = sign_in("manager"), sign_in("seller"), sign_in("treasurer")
    keep_supplier(manager, "Grosir Samudra", "081270001111", SAMUDRA)
    keep_supplier(manager, "Toko Sinar", "081270002222", SINAR)
    hand_in_own_list(seller, tmp_path)
    seller.goto("/orders")
    assert "Grosir Samudra" not in seller.content()

    order = compare_and_order(manager)
    approve(sign_in("chair"), order)
    fulfil(manager, seller, treasurer, order)

    treasurer.goto("/books/trial-balance")
    books = treasurer.locator("main").inner_text()
    assert re.search(r"Persediaan barang dagang.*?2\.510\.000", books, re.DOTALL)
    assert re.search(r"Bank.*?2\.510\.000", books, re.DOTALL)
    treasurer.locator("a[href*='/books/accounts/1-3100']").first.click()
    treasurer.get_by_text("PO/", exact=False).first.wait_for()
