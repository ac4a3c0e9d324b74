"""The pages of orders without a script: one story through every form, refusals, strangers, papers, query counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlalchemy import event

from marketplace.actor import Actor
from marketplace.database import db, transaction
from marketplace.orders.services import ordering
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import TODAY, World, offer
from tests.marketplace.orders.test_whole_path import books

DAY = TODAY.isoformat()
Browsers = Callable[[Actor], Browser]


def text(response: Any) -> str:
    """What a page says, without marks and with single blanks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def small(world: World, **terms: Any) -> Any:
    return world.create((offer(price="1000", tax="exempt"), "10"), **terms)


def test_a_whole_order_through_the_forms(browser: Browsers, world: World) -> None:
    order = small(world)
    line, base = order.lines[0].id, f"/orders/{order.id}"
    manager, seller, treasurer = browser(world.manager), browser(world.seller), browser(world.treasurer)
    form = manager.get(f"{base}/change")
    assert form.status_code == 200
    sent = manager.post(
        f"{base}/change",
        **{f"quantity-{line}": "12", "payment_way": "credit", "credit_days": "7", "freight": "Rp 3.000"},
        version="1", delivery_place="Dermaga Pulau Terong", then="submit",
    )  # fmt: skip
    assert sent.status_code == 303
    inbox = text(seller.get("/orders"))
    assert order.number in inbox
    assert "Koperasi Terong" in inbox
    assert seller.post(f"{base}/answer", answer="all", freight="3.000").status_code == 303
    shipped = seller.post(f"{base}/ship", **{f"quantity-{line}": "12"}, shipped_on=DAY, carrier="KM Sabuk")
    assert shipped.status_code == 303
    counted = {f"accepted-{line}": "11", f"damaged-{line}": "1"}
    assert manager.post(f"{base}/receive", received_on=DAY, **counted).status_code == 303
    assert books(world)["1-3100"] == 13_750
    invoice = {f"quantity-{line}": "11", f"price-{line}": "1.000", "freight": "3.000", "invoice_number": "F-1"}
    assert manager.post(f"{base}/bill", billed_on=DAY, **invoice).status_code == 303
    bill_page = text(treasurer.get(base))
    assert "Faktur F-1" in bill_page
    assert "sisa Rp14.000" in bill_page
    (pay,) = re.findall(rf'href="({base}/bills/[^"]+/pay)"', treasurer.get(base).text)
    paid = treasurer.post(pay, way="transfer", amount="14.000", reference="TRF-1", paid_on=DAY)
    assert paid.status_code == 303
    assert manager.post(f"{base}/close").status_code == 303
    assert world.look(order).state == "closed"
    assert books(world) == {"1-3100": 14_000, "1-1200": -14_000}


def test_a_form_that_cannot_be_keeps_what_was_typed_and_says_what_to_mend(browser: Browsers, world: World) -> None:
    order = world.accepted((offer(price="1000", tax="exempt"), "10"))
    line, manager = order.lines[0].id, browser(world.manager)
    refused = manager.post(f"/orders/{order.id}/receive", received_on=DAY, **{f"accepted-{line}": "11"}, note="basah")
    assert refused.status_code == 409
    assert "paling banyak 10 karton" in text(refused)
    assert 'value="11"' in refused.text
    misread = manager.post(f"/orders/{order.id}/receive", received_on=DAY, **{f"accepted-{line}": "1.2.3"})
    assert misread.status_code == 422
    assert world.look(order).state == "accepted"


def test_the_difference_of_a_bill_is_decided_on_its_order(browser: Browsers, world: World) -> None:
    order = world.received((offer(price="1000", tax="exempt"), "10"))
    bill = world.bill(order, ("10", "1100"))
    base = f"/orders/{order.id}"
    shown = text(browser(world.manager).get(base))
    assert "harga lebih tinggi dari yang disepakati (seharusnya Rp1.000, di faktur Rp1.100)" in shown
    accepted = browser(world.treasurer).post(f"{base}/bills/{bill.id}/accept", reason="sudah ditelepon")
    assert accepted.status_code == 303
    assert world.look(order).state == "billed"


def test_above_the_limit_the_chair_approves_on_the_page(browser: Browsers, world: World) -> None:
    with transaction() as session:
        order = ordering.create(session, world.manager, world.request((offer(price="300000"), "5")))
    base = f"/orders/{order.id}"
    manager, chair = browser(world.manager), browser(world.chair)
    manager.post(f"{base}/submit")
    assert "Menunggu persetujuan ketua." in text(manager.get(base))
    assert "Setujui dan kirim" in text(chair.get(base))
    assert manager.post(f"{base}/approve").status_code == 403
    assert chair.post(f"{base}/approve").status_code == 303
    assert world.look(order).state == "sent"


def test_for_a_supplier_without_an_account_the_cooperative_writes_down_what_he_says(
    browser: Browsers, world: World
) -> None:
    with transaction() as session:
        order = ordering.create(session, world.manager, world.request(supplier=world.supplier_without_account))
    base, manager = f"/orders/{order.id}", browser(world.manager)
    manager.post(f"{base}/submit")
    page = manager.get(base)
    assert "Catat jawaban pemasok" in text(page)
    assert "https://wa.me/6281298765432?text=%2ASurat%20pesanan" in page.text
    assert manager.post(f"{base}/answer", answer="all").status_code == 303
    assert "Catat kiriman pemasok" in text(manager.get(base))
    assert manager.post(f"{base}/ship", **{f"quantity-{order.lines[0].id}": "5"}, shipped_on=DAY).status_code == 303
    assert "dicatat oleh Siti" in text(manager.get(base))


@pytest.fixture
def finished(world: World) -> Any:
    """An order with every paper."""
    order = world.accepted((offer(price="1000", tax="exempt"), "10"))
    shipment = world.ship(order, "10", carrier="KM Sabuk")
    receipt = world.receive(order, "10")
    bill = world.bill(order, "10", invoice_number="F-77")
    payment = world.pay(order, bill, reference="TRF-77")
    return order, shipment, receipt, bill, payment


def test_every_paper_can_be_printed_with_its_number_and_the_amount_in_words(
    browser: Browsers, world: World, finished: Any
) -> None:
    order, shipment, receipt, _bill, payment = finished
    manager, base = browser(world.manager), f"/orders/{order.id}"
    papers = {
        f"{base}/print": ("Surat pesanan", order.number, "sepuluh ribu rupiah"),
        f"{base}/shipments/{shipment.id}/print": ("Surat jalan", shipment.number, "KM Sabuk"),
        f"{base}/receipts/{receipt.id}/print": ("Tanda terima barang", receipt.number, "10 karton"),
        f"{base}/payments/{payment.id}/print": ("Bukti bayar", payment.number, "sepuluh ribu rupiah"),
    }
    for address, said in papers.items():
        shown = manager.get(address)
        assert shown.status_code == 200, address
        for words in said:
            assert words in text(shown).replace("\u00a0", " "), (address, words)


def test_to_everybody_else_the_pages_are_not_there(browser: Browsers, world: World, finished: Any) -> None:
    order, shipment, receipt, bill, payment = finished
    base = f"/orders/{order.id}"
    pages = [
        base, f"{base}/change", f"{base}/answer", f"{base}/ship", f"{base}/receive", f"{base}/bill", f"{base}/print",
        f"{base}/bills/{bill.id}/pay", f"{base}/shipments/{shipment.id}/print", f"{base}/receipts/{receipt.id}/print",
        f"{base}/payments/{payment.id}/print", f"/orders/documents/goods_receipt/{receipt.id}",
    ]  # fmt: skip
    forms = [
        "change", "submit", "approve", "send-back", "agree", "cancel", "close", "answer", "ship", "receive", "bill",
        f"bills/{bill.id}/pay", f"bills/{bill.id}/accept", f"bills/{bill.id}/dispute", f"bills/{bill.id}/withdraw",
        f"bills/{bill.id}/reverse", f"receipts/{receipt.id}/reverse", f"payments/{payment.id}/reverse",
    ]  # fmt: skip
    for actor in (world.other_seller, world.other_manager, world.officer):
        stranger = browser(actor)
        assert {address: stranger.get(address).status_code for address in pages} == dict.fromkeys(pages, 404)
        for form in forms:
            assert stranger.post(f"{base}/{form}", reason="x").status_code in (403, 404), (form, actor)
    nobody = browser(world.manager).client.application.test_client()
    assert nobody.get(base).status_code in (302, 303)
    assert world.look(order).state == "paid"


def test_the_supplier_reads_no_books_and_no_inner_steps(browser: Browsers, world: World, finished: Any) -> None:
    order = finished[0]
    seller = browser(world.seller)
    shown = text(seller.get(f"/orders/{order.id}"))
    assert "Dibuat" not in shown
    assert "jurnal balik" not in shown
    assert seller.get("/books").status_code == 403


def test_a_longer_list_takes_no_more_queries(browser: Browsers, world: World) -> None:
    manager = browser(world.manager)

    def queries() -> int:
        counted: list[str] = []
        listener = lambda *arguments: counted.append(arguments[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        assert manager.get("/orders").status_code == 200
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(counted)

    small(world)
    few = queries()
    for _ in range(5):
        small(world)
    assert queries() == few


def test_the_chair_sets_the_limits_and_others_read_them(browser: Browsers, world: World) -> None:
    chair, manager = browser(world.chair), browser(world.manager)
    assert chair.post("/orders/limits", one_person="500.000", two_persons="5.000.000").status_code == 303
    assert "Rp500.000" in text(manager.get("/orders/limits"))
    assert manager.post("/orders/limits", one_person="1", two_persons="2").status_code == 403
    refused = chair.post("/orders/limits", one_person="5.000", two_persons="1.000")
    assert refused.status_code == 422


def test_what_is_owed_is_listed_by_its_day(browser: Browsers, world: World) -> None:
    order = world.received((offer(price="1000", tax="exempt"), "10"))
    world.bill(order, "10", invoice_number="F-88")
    shown = text(browser(world.treasurer).get("/orders/due"))
    assert "F-88" in shown
    assert "Rp10.000" in shown


def test_every_wrong_field_is_named_at_once_and_nothing_typed_is_lost(browser: Browsers, world: World) -> None:
    order = world.accepted((offer(price="1000", tax="exempt"), "10"))
    line, manager = order.lines[0].id, browser(world.manager)
    wrong = {f"accepted-{line}": "x", f"damaged-{line}": "y"}
    refused = manager.post(f"/orders/{order.id}/receive", received_on="besok", note="basah", **wrong)
    assert refused.status_code == 422
    assert "3 isian perlu diperbaiki" in text(refused)
    assert "Pilih tanggalnya." in text(refused)
    assert all(typed in refused.text for typed in ('value="x"', 'value="y"', ">basah<"))
    assert world.look(order).state == "accepted"


def test_quantities_changed_under_all_of_it_are_asked_about(browser: Browsers, world: World) -> None:
    order = world.sent((offer(price="1000", tax="exempt"), "10"))
    line, seller = order.lines[0].id, browser(world.seller)
    refused = seller.post(f"/orders/{order.id}/answer", answer="all", **{f"quantity-{line}": "7"})
    assert refused.status_code == 422
    assert "Pilih “Sanggup sebagian”" in text(refused)
    assert world.look(order).state == "sent"
    same = seller.post(f"/orders/{order.id}/answer", answer="all", freight="0", **{f"quantity-{line}": "10"})
    assert same.status_code == 303


def test_a_supplier_who_shipped_everything_is_asked_to_ship_no_more(browser: Browsers, world: World) -> None:
    order = world.accepted((offer(price="1000", tax="exempt"), "10"))
    line, base, seller = order.lines[0].id, f"/orders/{order.id}", browser(world.seller)
    seller.post(f"{base}/ship", shipped_on=DAY, **{f"quantity-{line}": "4"})
    assert f'href="{base}/ship"' in seller.get(base).text
    seller.post(f"{base}/ship", shipped_on=DAY, **{f"quantity-{line}": "6"})
    assert f'href="{base}/ship"' not in seller.get(base).text
    assert "Menunggu barang diterima koperasi." in text(seller.get(base))
    assert "Semua barang sudah dikirim." in text(seller.get(f"{base}/ship"))


def test_above_the_limit_the_manager_is_told_that_the_chair_comes_first(browser: Browsers, world: World) -> None:
    with transaction() as session:
        order = ordering.create(session, world.manager, world.request((offer(price="300000"), "5")))
    manager = browser(world.manager)
    manager.post(f"/orders/{order.id}/submit")
    assert "Ketua menyetujui dulu" in text(manager.get(f"/orders/{order.id}"))


def test_who_may_not_decide_on_a_bill_reads_who_does(browser: Browsers, world: World) -> None:
    order = world.received((offer(price="1000", tax="exempt"), "10"))
    world.bill(order, ("10", "1100"))
    seen = text(browser(world.manager).get(f"/orders/{order.id}"))
    assert "Menunggu keputusan bendahara atau ketua." in seen
    assert "Putuskan faktur" not in seen
    assert "Catat faktur" not in seen
    assert "Putuskan faktur" in text(browser(world.treasurer).get(f"/orders/{order.id}"))


def test_a_transfer_needs_its_number_and_says_so(browser: Browsers, world: World) -> None:
    order = world.received((offer(price="1000", tax="exempt"), "10"))
    bill = world.bill(order, ("10", "1000"))
    pay = f"/orders/{order.id}/bills/{bill.id}/pay"
    refused = browser(world.treasurer).post(pay, way="transfer", amount="0", reference="", paid_on=DAY)
    assert refused.status_code == 422
    assert "Isi nomor referensi transfer" in text(refused)
    assert "Isi jumlah yang dibayar" in text(refused)
    assert world.look(order).state == "billed"
