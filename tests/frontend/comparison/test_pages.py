"""From want list to order, as a person clicks."""

from __future__ import annotations

import gzip
import io
import re
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

from frontend.formatting import rupiah, unit_price
from marketplace.database import transaction
from marketplace.orders.comparison.choosing import choices
from marketplace.suppliers.services import suppliers
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.comparison.conftest import TAXED, Shop, carton
from tests.marketplace.suppliers.conftest import count, published

A_FURTHER_PAGE = 20_000
OIL, SUGAR = ("Minyak goreng 1 l", "60", "l"), ("Gula pasir", "100", "kg")


def at(answer: Any, status: int = 200) -> str:
    """The page, which came with this status."""
    text: str = answer.get_data(as_text=True)
    assert answer.status_code == status, text[-800:]
    return text


def plain(page: str) -> str:
    """What is read of it."""
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.S)
    return re.sub(r"[\s ]+", " ", words.replace("&nbsp;", " "))


def test_a_list_is_made_filled_by_pasting_and_compared(browser: Browser) -> None:
    made = browser.post("/wants", title="Belanja Senin", wanted_on="2026-12-07", idempotency_key="a")
    assert made.status_code == 303
    page = made.headers["Location"]
    pasted = "minyak goreng 1 l 60 l\ngula pasir 100 kg\n"
    assert browser.post(f"{page}/goods", goods=pasted, idempotency_key="b").status_code == 303
    assert "minyak goreng 1 l" in at(browser.get(page))
    table = plain(at(browser.get(f"{page}/comparison")))
    assert "CV Laut Jaya" in table
    assert "Rp15.250 /l" in table


def test_a_paste_sent_twice_is_kept_once(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL)
    for _ in range(2):
        browser.post(f"/wants/{found.id}/goods", goods="gula 5 kg\ngaram 1 kg", idempotency_key="same")
    assert count("want") == 3


def test_lines_that_cannot_be_read_are_named_and_nothing_is_kept_of_them(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL)
    page = at(browser.post(f"/wants/{found.id}/goods", goods="gula pasir"), 422)
    assert "gula pasir" in page
    assert count("want") == 1


def test_the_last_list_is_copied(shop: Shop, browser: Browser) -> None:
    shop.wants(OIL, SUGAR)
    copied = browser.post("/wants/copy", idempotency_key="c")
    assert copied.status_code == 303
    assert "Gula pasir" in at(browser.get(copied.headers["Location"]))
    assert count("want_list") == 2


def test_copying_without_a_list_is_not_found(browser: Browser) -> None:
    at(browser.post("/wants/copy"), 404)
    assert count("want_list") == 0


def test_a_good_is_searched_and_added_without_a_script(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL)
    page = at(browser.get(f"/wants/{found.id}?q=gula"))
    assert "Gula pasir Manis Kita 1 kg" in page
    added = browser.post(f"/wants/{found.id}/found", words="Gula pasir Manis Kita 1 kg", quantity="20", unit="kg")
    assert added.status_code == 303
    assert count("want") == 2
    at(browser.post(f"/wants/{found.id}/found", words="Gula", quantity="banyak", unit="kg"), 422)
    assert count("want") == 2


def test_a_product_that_one_cannot_see_is_not_added(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL)
    nobodys = "01a201df-c9eb-781f-bf7a-dc6690000000"
    at(browser.post(f"/wants/{found.id}/found", words="Gula", quantity="1", unit="kg", product_id=nobodys), 404)
    assert count("want") == 1


def test_a_good_is_changed_and_removed(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL, SUGAR)
    one, other = found.wants
    assert browser.post(f"/wants/{found.id}/goods/{one.id}", good="Beras 5 kg: 50 kg").status_code == 303
    assert browser.post(f"/wants/{found.id}/goods/{other.id}", good="", remove="1").status_code == 303
    page = at(browser.get(f"/wants/{found.id}"))
    assert "Beras 5 kg" in page
    assert "Gula pasir" not in page


def test_every_figure_of_the_winner_on_the_page_is_the_engines(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL, SUGAR)
    page = plain(at(browser.get(f"/wants/{found.id}/comparison")))
    for row in shop.compare(found).comparison.rows:
        assert row.winner is not None
        assert row.winner.landed is not None
        assert row.winner.total is not None
        assert unit_price(row.winner.landed) in page
        assert rupiah(row.winner.total.rupiah).replace("\xa0", " ") in page


def test_the_table_sorts_by_name(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL, SUGAR)
    page = at(browser.get(f"/wants/{found.id}/comparison?sort=name"))
    assert page.index(">Gula pasir</h3>") < page.index(">Minyak goreng 1 l</h3>")


def test_all_the_cheapest_are_chosen_in_one_tap_and_become_an_order(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL, SUGAR)
    chosen = browser.post(f"/wants/{found.id}/comparison/cheapest")
    assert chosen.status_code == 303
    page = at(browser.get(chosen.headers["Location"]))
    address = re.search(rf"/wants/{found.id}/orders/[0-9a-f-]+", page)
    assert address is not None
    assert "Pesanan ke CV Laut Jaya" in at(browser.get(address[0]))
    ordered = browser.post(address[0], payment_way="cash", idempotency_key="o")
    assert ordered.status_code == 303
    again = browser.post(address[0], payment_way="cash", idempotency_key="o")
    assert again.status_code in {303, 404}
    assert (count("purchase_order"), count("want_choice")) == (1, 0)


def test_choosing_answers_with_the_bar_and_keeps_the_choice(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL)
    offer = shop.compare(found).comparison.rows[0].offers[0].offer.key
    page = plain(at(browser.post(f"/wants/{found.id}/comparison", **{f"good-{found.wants[0].id}": offer})))
    assert "1 barang · Rp915.000" in page
    with transaction() as session:
        assert choices(session, [found.wants[0].id]) == {found.wants[0].id: UUID(offer)}


def test_the_arithmetic_of_an_offer_names_the_cell_it_was_read_from(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL)
    offer = shop.compare(found).comparison.rows[0].offers[0].offer.key
    page = plain(at(browser.get(f"/wants/{found.id}/comparison/offers/{offer}")))
    assert "baris 5" in page
    assert "15.250" in page


def test_a_good_with_many_offers_has_a_page_of_its_own(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL, SUGAR)
    page = at(browser.get(f"/wants/{found.id}/comparison/goods/{found.wants[0].id}"))
    assert "Gula pasir</h3>" not in page
    assert "UD Berkah" in page


def test_content_is_filled_in_and_the_offer_is_then_compared(shop: Shop, browser: Browser) -> None:
    shop.private(carton(2, "Minyak goreng Sawit Mas 1 L", "120000", pack=None, comparable=None))
    found = shop.wants(OIL)
    table = at(browser.get(f"/wants/{found.id}/comparison"))
    assert "wa.me/6281270003321" in table
    address = re.search(rf"/wants/{found.id}/articles/[0-9a-f-]+", table)
    assert address is not None
    at(browser.get(address[0]))
    wrong = browser.post(address[0], order_unit="dus", pack_count="x", pack_size="1", pack_unit="l")
    at(wrong, 422)
    assert count("article_note") == 0
    told = browser.post(address[0], order_unit="dus", pack_count="12", pack_size="1", pack_unit="l", tax="included")
    assert told.status_code == 303
    compared = next(
        each for each in shop.compare(found).comparison.rows[0].offers if each.offer.supplier_name == "Toko Makmur"
    )
    assert compared.refusal is None
    page = at(browser.get(f"/wants/{found.id}/comparison/offers/{compared.offer.key}"))
    assert "Dihitung dengan isian koperasi Anda" in page
    assert address[0] in page
    assert 'name="pack_count" value="12"' in at(browser.get(address[0]))
    browser.post(address[0], order_unit="", pack_count="", pack_size="", pack_unit="")
    again = shop.compare(found).comparison.rows[0].offers
    assert [each.refusal is None for each in again if each.offer.supplier_name == "Toko Makmur"] == [False]


def test_open_freight_leads_to_asking_and_to_filling_in_and_nobodys_good_to_the_suppliers(
    shop: Shop, browser: Browser
) -> None:
    found = shop.wants(OIL, ("Telur ayam", "10", "kg"))
    with transaction() as session:
        supplier = suppliers.ensure_own_supplier(session, shop.market.berkah)
        supplier.phone = "+6281364005507"
    table = at(browser.get(f"/wants/{found.id}/comparison"))
    assert "https://wa.me/6281364005507?text=" in table
    assert 'href="/carriages"' in table
    assert "Cari pemasok" in table


def test_a_doubtful_article_is_asked_about_on_a_page(shop: Shop, browser: Browser) -> None:
    rows = [carton(3, "Sarden Nelayan saus tomat 155 g", "450000", "50", "155", "g")]
    published(shop.app, shop.market.berkah, rows, publication=TAXED)
    found = shop.wants(("Sarden Nelayan 155 g", "50", "pcs"))
    table = at(browser.get(f"/wants/{found.id}/comparison"))
    address = re.search(rf"/wants/{found.id}/comparison/goods/[0-9a-f-]+/articles/[0-9a-f-]+", table)
    assert address is not None
    assert "Sarden Nelayan saus tomat" in at(browser.get(address[0]))
    assert browser.post(address[0], is_meant="yes").status_code == 303
    assert count("want_answer") == 1


def test_selling_prices_are_asked_once_by_form_or_file(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL)
    page, key = f"/wants/{found.id}/selling-prices", found.wants[0].id
    assert "Harga jual per l" in plain(at(browser.get(page)))
    at(browser.post(page, **{f"price-{key}": "mahal"}), 422)
    assert count("want_price") == 0
    assert browser.post(page, **{f"price-{key}": "17.000", f"volume-{key}": "200"}).status_code == 303
    winner = shop.compare(found).comparison.rows[0].winner
    assert winner is not None
    assert winner.margin == Decimal(1_750)
    content = io.BytesIO(b"nama;harga\nMinyak goreng 1 l;18.000\n")
    given = browser.client.post(f"{page}/file", data={"csrf_token": browser.csrf, "file": (content, "harga.csv")})
    assert given.status_code == 303
    assert "18.000" in at(browser.get(page))
    nothing = io.BytesIO(b"tidak ada apa-apa\n")
    at(browser.client.post(f"{page}/file", data={"csrf_token": browser.csrf, "file": (nothing, "x.csv")}), 422)


def test_a_cell_that_begins_with_an_equals_sign_stays_text_in_the_workbook(shop: Shop, browser: Browser) -> None:
    shop.private(carton(2, '=HYPERLINK("http://jahat.id","Minyak goreng 1 l")', "120000"))
    found = shop.wants(("=1+1 minyak goreng 1 l", "60", "l"), OIL)
    answer = browser.get(f"/wants/{found.id}/comparison.xlsx")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(str(cell.value).startswith("=1+1") for cell in cells)
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_what_a_list_writes_cannot_become_markup(shop: Shop, browser: Browser) -> None:
    shop.private(carton(2, "Minyak goreng <script>alert(1)</script> 1 l", "120000"))
    page = at(browser.get(f"/wants/{shop.wants(OIL).id}/comparison"))
    assert "<script>alert" not in page


def test_paper_and_chat_say_the_same_price(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL)
    for way in ("comparison/paper", "comparison.txt"):
        assert "15.250" in at(browser.get(f"/wants/{found.id}/{way}"))


PAGES = ("", "/comparison", "/comparison/paper", "/comparison.xlsx", "/comparison.txt", "/selling-prices")


@pytest.mark.parametrize("path", PAGES)
def test_another_cooperatives_pages_are_not_found(shop: Shop, stranger: Browser, path: str) -> None:
    at(stranger.get(f"/wants/{shop.wants(OIL).id}{path}"), 404)


def test_another_cooperative_cannot_change_anything(shop: Shop, stranger: Browser) -> None:
    found = shop.wants(OIL)
    want = found.wants[0].id
    offer = shop.compare(found).comparison.rows[0].offers[0].offer.key
    at(stranger.post(f"/wants/{found.id}/comparison", **{f"good-{want}": offer}), 404)
    at(stranger.post(f"/wants/{found.id}/comparison/cheapest"), 404)
    at(stranger.post(f"/wants/{found.id}/goods", goods="gula 1 kg"), 404)
    at(stranger.post(f"/wants/{found.id}/goods/{want}", remove="1"), 404)
    at(stranger.post(f"/wants/{found.id}/selling-prices", **{f"price-{want}": "1"}), 404)
    assert (count("want"), count("want_choice"), count("want_price")) == (1, 0, 0)


@pytest.mark.parametrize("who", ["laut_jaya", "office", "farmers"])
def test_who_does_not_buy_has_no_lists(shop: Shop, who: str) -> None:
    found = shop.wants(OIL)
    other = Browser(shop.app, shop.market.actors[who])
    at(other.get(f"/wants/{found.id}/comparison"), 404)


@pytest.mark.parametrize("goods", [12, 40])
def test_the_first_view_of_the_table_is_light(shop: Shop, browser: Browser, goods: int) -> None:
    found = shop.wants(*[OIL, SUGAR] * (goods // 2))
    answer = browser.get(f"/wants/{found.id}/comparison", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    sent = answer.data if answer.headers.get("Content-Encoding") == "gzip" else gzip.compress(answer.data, 6)
    assert len(sent) < A_FURTHER_PAGE


def test_a_minimum_that_is_not_reached_stands_on_the_button_and_on_the_order(shop: Shop, browser: Browser) -> None:
    with transaction() as session:
        supplier = suppliers.ensure_own_supplier(session, shop.market.laut_jaya)
        suppliers.set_terms(
            session, shop.market.laut_jaya, supplier.id, suppliers.Terms(minimum_value=1_500_000, payment_term="cash")
        )
    found = shop.wants(OIL)
    browser.post(f"/wants/{found.id}/comparison/cheapest")
    table = plain(at(browser.get(f"/wants/{found.id}/comparison")))
    # 5 cartons of 178.800 are 894.000.
    assert "minimal belanja kurang Rp606.000" in table
    assert "Tunai" in table
    order = plain(at(browser.get(f"/wants/{found.id}/orders/{supplier.id}")))
    assert "Minimal belanja kurang Rp606.000" in order


def test_an_order_with_a_figure_that_cannot_be_read_is_not_made(shop: Shop, browser: Browser) -> None:
    found = shop.wants(OIL)
    browser.post(f"/wants/{found.id}/comparison/cheapest")
    address = re.search(rf"/wants/{found.id}/orders/[0-9a-f-]+", at(browser.get(f"/wants/{found.id}/comparison")))
    assert address is not None
    at(browser.post(address[0], payment_way="cash", freight="banyak"), 422)
    at(browser.post(address[0], payment_way="daun"), 422)
    assert count("purchase_order") == 0
