"""The pages of suppliers as people use them, without a script."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from marketplace.suppliers import jobs
from tests.marketplace.suppliers.conftest import Market, count, document_row, published

from .conftest import Browser

Make = Callable[[str], Browser]

HEAD = "Kode;Nama Barang;Satuan;Harga (incl PPN)\n"
GOODS = [
    ("Beras Ramos 5 kg", "sak", 72_000),
    ("Gula Pasir Rose Brand 1 kg", "pcs", 17_250),
    ("Minyak Bimoli 2 l", "pcs", 37_500),
    ("Kopi Kapal Api 165 g", "pcs", 16_000),
    ("Teh Sariwangi 25 s", "pcs", 6_200),
    ("Kecap Bango 135 ml", "pcs", 8_500),
    ("Sabun Lifebuoy 110 g", "pcs", 4_300),
    ("Tepung Segitiga Biru 1 kg", "pcs", 12_500),
    ("Garam Dolphin 500 g", "pcs", 5_000),
    ("Susu Indomilk 370 g", "pcs", 12_900),
]


def rupiah(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def listed(goods: list[tuple[str, str, int]]) -> bytes:
    rows = [f"A{n:02};{name};{unit};{rupiah(price)}" for n, (name, unit, price) in enumerate(goods)]
    return (HEAD + "\n".join(rows) + "\n").encode()


def moved(goods: list[tuple[str, str, int]]) -> bytes:
    """The same list with its columns moved and one price in twenty dearer."""
    head = "Harga (incl PPN);Satuan;Nama Barang;Kode\n"
    rows = [
        f"{rupiah(price + (500 if n % 20 == 0 else 0))};{unit};{name};A{n:02}"
        for n, (name, unit, price) in enumerate(goods)
    ]
    return (head + "\n".join(reversed(rows)) + "\n").encode()


def file(content: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), "daftar.csv"


def read_all() -> None:
    """What the worker does with everything that waits."""
    from marketplace.database import transaction
    from marketplace.suppliers.models import PriceListVersion

    with transaction() as session:
        waiting = [version.id for version in session.query(PriceListVersion).filter_by(state="uploaded")]
    for version_id in waiting:
        jobs.read_price_list("key", {"version_id": str(version_id)})


def first_publication(someone: Browser) -> None:
    someone.open("/price-lists")
    someone.submit("/upload", file=file(listed(GOODS)))
    assert "Sedang dibaca" in someone.words
    read_all()
    someone.open(someone.address)
    someone.submit("/publish")
    assert "Daftar ini sudah terbit." in someone.words


def test_next_weeks_list_is_published_in_three_taps_and_asks_nothing(app: Flask, market: Market, browser: Make) -> None:
    someone = browser("laut_jaya")
    first_publication(someone)
    someone.open("/price-lists")
    someone.taps = 0
    someone.submit("/upload", file=file(moved(GOODS)))
    read_all()
    someone.open(someone.address)
    assert "pertanyaan" not in someone.words.lower()
    assert "Berubah 1 Baru 0 Hilang 0 Ragu 0" in someone.words
    someone.submit("/publish")
    assert "Daftar ini sudah terbit." in someone.words
    assert someone.taps <= 3
    assert (count("price_list"), count("price_list_version")) == (1, 2)


def test_progress_is_told_to_the_page_that_waits(app: Flask, market: Market, browser: Make) -> None:
    someone = browser("laut_jaya")
    someone.open("/price-lists")
    someone.submit("/upload", file=file(listed(GOODS)))
    address = someone.address
    told = someone.client.get(f"{address}/progress").get_json()
    assert (told["state"], told["next"]) == ("queued", None)
    assert '<meta http-equiv="refresh"' in someone.text
    read_all()
    assert someone.client.get(f"{address}/progress").get_json()["state"] == "done"


def test_a_cooperative_adds_a_supplier_and_puts_his_message_in_itself(
    app: Flask, market: Market, browser: Make
) -> None:
    someone = browser("terong")
    someone.open("/suppliers")
    assert "Belum ada pemasok." in someone.words
    someone.open("/suppliers/new")
    someone.submit("/suppliers/new", name="Toko Makmur", phone="0812 000 111")
    someone.submit("/upload", text="Beras Ramos 5 kg 72rb\nGula pasir 1 kg 16.500")
    read_all()
    someone.open(someone.address)
    someone.submit("/publish")
    someone.open("/suppliers")
    assert "Toko Makmur catatan koperasi sendiri" in someone.words
    other = browser("galang")
    other.open("/suppliers")
    assert "Toko Makmur" not in other.words


def test_a_file_that_cannot_be_read_says_why(app: Flask, market: Market, browser: Make) -> None:
    someone = browser("laut_jaya")
    someone.open("/price-lists")
    someone.submit("/upload", file=(io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"x" * 50), "daftar.xlsx"))
    read_all()
    someone.open(someone.address)
    assert "Berkas ini gambar" in someone.words


def test_sending_nothing_is_refused_at_its_field(app: Flask, market: Market, browser: Make) -> None:
    someone = browser("laut_jaya")
    someone.open("/price-lists")
    someone.submit("/upload", expected=422)
    assert "Berkas ini kosong." in someone.words
    assert count("price_list_version") == 0


def test_an_answer_is_asked_once_and_remembered(app: Flask, market: Market, browser: Make) -> None:
    unclear = b"Nama;Harga\n" + b"\n".join(
        f"Snack Rasa {name} (24/dus);{price}".encode()
        for name, price in (("Jagung", 11_000), ("Balado", 12_000), ("Keju", 13_500), ("Sapi", 9_500))
    )
    someone = browser("laut_jaya")
    someone.open("/price-lists")
    someone.submit("/upload", file=file(unclear))
    read_all()
    address = someone.address
    someone.open(f"{address}/questions")
    assert "4 baris menyebut isi per dus. Harganya untuk apa?" in someone.words
    someone.submit("/questions", **{"answer-0": "single"})
    read_all()
    someone.open(f"{address}/questions")
    assert "Tidak ada pertanyaan." in someone.words


def test_choosing_no_region_shows_the_form_again_with_the_sentence(app: Flask, market: Market, browser: Make) -> None:
    someone = browser("laut_jaya")
    someone.open("/price-lists")
    someone.submit("/upload", file=file(listed(GOODS)))
    read_all()
    someone.open(someone.address)
    someone.submit("/publish", region_codes=None, expected=422)
    assert "Sebutkan wilayah yang Anda layani." in someone.words


def addresses(app: Flask, market: Market) -> list[str]:
    version = published(app, market.laut_jaya, [document_row(2, "Beras Ramos 5 kg", "72000")])
    from marketplace.database import transaction
    from marketplace.suppliers import queries

    with transaction() as session:
        [good] = queries.search_goods(session, market.laut_jaya, "beras")
    return [
        f"/suppliers/{version.supplier_id}",
        f"/suppliers/{version.supplier_id}/upload",
        f"/price-lists/{version.price_list_id}",
        f"/price-lists/versions/{version.id}",
        f"/price-lists/versions/{version.id}/rows",
        f"/price-lists/versions/{version.id}/progress",
        f"/articles/{good.article_ids[0]}",
    ]


def test_the_pages_of_a_list_open_for_its_supplier_and_its_cooperatives(
    app: Flask, market: Market, browser: Make
) -> None:
    pages = addresses(app, market)
    supplier, cooperative = browser("laut_jaya"), browser("terong")
    for address in pages:
        supplier.open(address)
        cooperative.open(address, expected=404 if address.endswith("/upload") else 200)


@pytest.mark.parametrize("stranger", ["bandung", "berkah", "office", "farmers", "platform"])
def test_the_pages_of_a_list_are_not_found_by_anybody_else(
    app: Flask, market: Market, browser: Make, stranger: str
) -> None:
    someone = browser(stranger)
    for address in addresses(app, market):
        someone.open(address, expected=404)
        assert "72.000" not in someone.words


def test_the_city_office_sees_numbers_only(app: Flask, market: Market, browser: Make) -> None:
    addresses(app, market)
    office = browser("office")
    office.open("/suppliers/counts")
    assert "Harga di dalamnya 1" in office.words
    assert "Laut Jaya" not in office.words
    browser("terong").open("/suppliers/counts", expected=403)


def test_terms_and_freight_typed_as_people_type_them(app: Flask, market: Market, browser: Make) -> None:
    version = published(app, market.laut_jaya, [document_row(2, "Beras Ramos 5 kg", "72000")])
    someone = browser("laut_jaya")
    someone.open(f"/suppliers/{version.supplier_id}")
    someone.submit("/terms", minimum_value="Rp 1.500.000", payment_term="credit", payment_days="14", lead_days="2")
    someone.submit("/freight", region_code="21.71", per_kg="350,5")
    assert "Rp350,5 per kg" in someone.words
    someone.submit("/freight", region_code="21.71", per_kg="3.5.0", expected=422)
    other = browser("terong")
    other.open(f"/suppliers/{version.supplier_id}")
    assert "Minimal belanja Rp1.500.000" in other.words
    assert "Tempo" in other.words


def test_carriage_is_entered_once_and_counted_for_every_supplier(app: Flask, market: Market, browser: Make) -> None:
    from marketplace.database import transaction
    from marketplace.suppliers import queries

    version = published(app, market.laut_jaya, [document_row(2, "Beras Ramos 5 kg", "72000")])
    someone = browser("terong")
    someone.open("/carriages")
    someone.submit("/carriages", name="Pompong", per_kg="400", days="1")
    assert "Pompong semua pemasok; Rp400 per kg, 1 hari" in someone.words
    with transaction() as session:
        route = queries.routes_for(session, market.terong, [version.supplier_id])[str(version.supplier_id)]
    assert [(leg.name, leg.priced) for leg in route.legs] == [("Ongkir pemasok", False), ("Pompong", True)]


def test_a_pair_is_confirmed_on_its_page(app: Flask, market: Market, browser: Make) -> None:
    from marketplace.database import transaction
    from marketplace.suppliers.services import matching

    pack = {"pack": {"count": "1", "size": "135", "unit": "ml"}}
    ids: list[UUID] = []
    for actor, name in ((market.laut_jaya, "Kecap Manis Bango 135 ml"), (market.berkah, "BANGO KECAP MANIS 135ML")):
        ids.append(published(app, actor, [document_row(2, name, "8500", **pack)]).supplier_id)
    for supplier_id in ids:
        with transaction() as session:
            matching.match_supplier(session, supplier_id)
    someone = browser("terong")
    someone.open("/matches")
    assert "nama dan ukuran sama" in someone.words
    action = someone.text.split('action="/matches/')[1].split('"')[0]
    someone.submit(action, verdict="confirmed")
    assert "Tidak ada yang perlu diperiksa." in someone.words


def test_a_wrong_rate_leaves_the_terms_as_they_are(app: Flask, market: Market, browser: Make) -> None:
    someone = browser("laut_jaya")
    someone.open("/price-lists")
    first = re.search(r'href="(/suppliers/[0-9a-f-]{36})"', someone.text)
    assert first
    someone.open(first[1])
    someone.submit("/terms", minimum_value="1.500.000", payment_term="cash", lead_days="2")
    someone.submit("/freight", expected=422, per_kg="murah")
    assert 'value="1.500.000"' in someone.text
    assert 'value="murah"' in someone.text


def test_a_pasted_message_comes_back_when_it_cannot_be_taken(app: Flask, market: Market, browser: Make) -> None:
    someone = browser("laut_jaya")
    someone.open("/price-lists")
    someone.submit("/upload", expected=422, file=(io.BytesIO(b""), "kosong.csv"), text="Beras Ramos 5 kg 72rb")
    assert "Beras Ramos 5 kg 72rb</textarea>" in someone.text
    assert count("price_list_version") == 0


def test_a_phone_without_a_digit_is_refused_and_the_name_kept(app: Flask, market: Market, browser: Make) -> None:
    someone = browser("terong")
    someone.open("/suppliers/new")
    someone.submit("/suppliers/new", expected=422, name="Toko Makmur", phone="tanya Umar")
    assert "Tulis nomornya dengan angka" in someone.words
    assert 'value="Toko Makmur"' in someone.text
    assert count("supplier") == 0


def test_the_column_of_prices_is_named_before_publishing(app: Flask, market: Market, browser: Make) -> None:
    someone = browser("laut_jaya")
    someone.open("/price-lists")
    two = b"Nama Barang;Satuan;Harga;Harga Grosir\nBeras Ramos 5 kg;sak;72.000;70.000\nGula 1 kg;pcs;16.500;16.000\n"
    someone.submit("/upload", file=file(two))
    read_all()
    someone.open(someone.address)
    assert "Harga yang dilihat koperasi Kolom Harga." in someone.words
    assert someone.words.index("Harga yang dilihat koperasi") < someone.words.index("Daftar ini")
