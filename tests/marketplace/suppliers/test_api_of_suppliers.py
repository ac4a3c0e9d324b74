"""The API of suppliers: the whole way of a list, and every endpoint as those who may not see it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask

from marketplace.database import transaction
from marketplace.suppliers import jobs, queries

from .conftest import Market, count, document_row, published

LIST = b"Nama Barang;Satuan;Harga\nBeras Ramos 5 kg;sak;72.000\nGula Pasir 1 kg;pcs;16.500\n"
STRANGERS = ("bandung", "berkah", "office", "farmers", "platform")
RICE = document_row(2, "Beras Ramos 5 kg", "72000")


def upload(call: Any, content: bytes = LIST, expected: int = 202, **form: str) -> Any:
    mine = call("POST", "/suppliers/mine")
    return call(
        "POST",
        f"/suppliers/{mine['id']}/price-lists",
        data={**form, "file": (io.BytesIO(content), "daftar.csv")},
        expected=expected,
    )


def test_a_list_goes_from_upload_to_a_cooperatives_offers(app: Flask, market: Market, caller: Any) -> None:
    supplier, cooperative = caller("laut_jaya"), caller("terong")
    version = upload(supplier)
    assert version["state"] == "uploaded"
    jobs.read_price_list("key", {"version_id": version["id"]})
    path = f"/price-list-versions/{version['id']}"
    read = supplier("GET", path)
    assert (read["state"], read["counts"]["new"]) == ("understood", 2)
    assert [column["meaning"] for column in supplier("GET", f"{path}/understanding")["sheets"][0]["columns"]] == [
        "name", "unit", "price",
    ]  # fmt: skip
    match = {"If-Match": f'"{read["version"]}"'}
    supplier("POST", f"{path}/publish", json={"region_codes": ["21.71"]}, expected=428)
    published = supplier("POST", f"{path}/publish", json={"region_codes": ["21.71"]}, headers=match)
    assert published["state"] == "published"
    supplier("POST", f"{path}/publish", json={"region_codes": ["21.71"]}, headers=match, expected=412)
    [good] = cooperative("GET", "/goods?q=beras")["data"]
    [offer] = cooperative("GET", f"/offers?article_id={good['article_ids'][0]}")["data"]
    assert (offer["price"], offer["comparable_price"], offer["row"]) == ("72000", "14400", 2)
    assert cooperative("GET", f"/offers/{offer['offer_id']}")["raw_price"] == "72.000"
    assert cooperative("GET", f"/articles/{good['article_ids'][0]}/prices")["points"][0]["price"] == "72000"


def test_pasted_text_is_a_list_too(app: Flask, market: Market, caller: Any) -> None:
    call = caller("laut_jaya")
    mine = call("POST", "/suppliers/mine")
    data = {"text": "Beras 5 kg 72rb\nGula pasir 1 kg 16.500"}
    version = call("POST", f"/suppliers/{mine['id']}/price-lists", data=data, expected=202)
    jobs.read_price_list("key", {"version_id": version["id"]})
    rows = call("GET", f"/price-list-versions/{version['id']}/rows")["data"]
    assert {row["price"] for row in rows} == {"72000", "16500"}


def test_an_empty_upload_is_refused_and_nothing_is_written(app: Flask, market: Market, caller: Any) -> None:
    refused = upload(caller("laut_jaya"), b"", expected=422)
    assert refused["error"]["code"] == "file_empty"
    assert count("price_list_version") == 0


def test_a_repeated_upload_with_its_key_is_one_version(app: Flask, market: Market, caller: Any) -> None:
    call = caller("laut_jaya")
    mine = call("POST", "/suppliers/mine")
    path, key = f"/suppliers/{mine['id']}/price-lists", {"Idempotency-Key": "a"}
    ids = {
        call("POST", path, data={"file": (io.BytesIO(LIST), "a.csv")}, headers=key, expected=202)["id"]
        for _ in range(2)
    }
    assert len(ids) == count("price_list_version") == 1
    call("POST", path, data={"file": (io.BytesIO(b"Beras 1"), "a.csv")}, headers=key, expected=409)


def paths_of(app: Flask, market: Market) -> dict[str, str]:
    """Every readable address of a published list, by what it shows."""
    version = published(app, market.laut_jaya, [RICE])
    with transaction() as session:
        [good] = queries.search_goods(session, market.laut_jaya, "beras")
        [offer] = queries.offers_for(session, market.laut_jaya, article_ids=good.article_ids)
    return {
        "supplier": f"/suppliers/{version.supplier_id}",
        "terms": f"/suppliers/{version.supplier_id}/terms",
        "rates": f"/suppliers/{version.supplier_id}/freight-rates",
        "versions": f"/price-lists/{version.price_list_id}/versions",
        "version": f"/price-list-versions/{version.id}",
        "rows": f"/price-list-versions/{version.id}/rows",
        "gone": f"/price-list-versions/{version.id}/rows?pile=gone",
        "understanding": f"/price-list-versions/{version.id}/understanding",
        "offer": f"/offers/{offer.offer_id}",
        "prices": f"/articles/{offer.article_id}/prices",
        "lists": f"/suppliers/{version.supplier_id}/price-lists",
        "offers": f"/offers?article_id={offer.article_id}",
        "goods": "/goods?q=beras",
        "all": "/suppliers",
    }


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_learns_no_price_and_no_name_by_any_address(
    app: Flask, market: Market, caller: Any, stranger: str
) -> None:
    paths = paths_of(app, market)
    call = caller(stranger)
    lists = {name: paths.pop(name) for name in ("offers", "goods", "all")}
    for path in paths.values():
        call("GET", path, expected=404)
    for path in lists.values():
        assert call("GET", path)["data"] == []


def test_a_cooperative_of_the_audience_reads_what_is_published_and_nothing_behind_it(
    app: Flask, market: Market, caller: Any
) -> None:
    paths = paths_of(app, market)
    call = caller("terong")
    for name in ("supplier", "rates", "versions", "version", "rows", "offer", "prices"):
        assert call("GET", paths[name])
    for name in ("understanding", "terms"):
        call("GET", paths[name], expected=404)


def test_nobody_without_a_token_reads_anything(app: Flask, market: Market) -> None:
    client = app.test_client()
    for path in paths_of(app, market).values():
        assert client.get(f"/api/v1{path}").status_code == 401


def test_the_city_office_counts_and_nobody_else_does(app: Flask, market: Market, caller: Any) -> None:
    published(app, market.laut_jaya, [RICE, document_row(3, "Gula", "16000")])
    counts = caller("office")("GET", "/suppliers/counts")
    assert (counts["suppliers"], counts["lists"], counts["offers"], counts["kept_by_cooperatives"]) == (1, 1, 2, 0)
    for other in ("terong", "laut_jaya", "platform"):
        caller(other)("GET", "/suppliers/counts", expected=403)


def test_a_cooperative_adds_a_supplier_once_by_name_and_mends_him(app: Flask, market: Market, caller: Any) -> None:
    call = caller("terong")
    toko = call("POST", "/suppliers", json={"name": "Toko Makmur", "phone": "+62812000111"}, expected=201)
    refused = call("POST", "/suppliers", json={"name": "TOKO MAKMUR"}, expected=409)
    assert refused["error"]["code"] == "supplier_exists"
    match = {"If-Match": f'"{toko["version"]}"'}
    mended = call("PUT", f"/suppliers/{toko['id']}", json={"name": "Toko Makmur Jaya"}, headers=match)
    assert mended["name"] == "Toko Makmur Jaya"
    call("PUT", f"/suppliers/{toko['id']}", json={"name": "X"}, headers=match, expected=412)
    caller("galang")("PUT", f"/suppliers/{toko['id']}", json={"name": "X"}, headers=match, expected=404)
    caller("laut_jaya")("POST", "/suppliers", json={"name": "X"}, expected=403)
    assert count("supplier") == 1


def test_terms_and_freight_are_said_by_the_supplier_and_read_by_his_cooperatives(
    app: Flask, market: Market, caller: Any
) -> None:
    version = published(app, market.laut_jaya, [RICE])
    supplier, cooperative, stranger = caller("laut_jaya"), caller("terong"), caller("bandung")
    path = f"/suppliers/{version.supplier_id}"
    terms = {"minimum_value": 1_500_000, "payment_term": "credit", "payment_days": 14, "lead_days": 2}
    supplier("PUT", f"{path}/terms", json=terms, headers={"If-Match": '"0"'})
    supplier("PUT", f"{path}/terms", json=terms, headers={"If-Match": '"0"'}, expected=412)
    supplier("PUT", f"{path}/freight-rates", json={"region_code": "21.71", "per_kg": "350.5", "days": 1})
    supplier("PUT", f"{path}/freight-rates", json={"region_code": "21.71"}, expected=422)
    cooperative("PUT", f"{path}/freight-rates", json={"per_drop": 0}, expected=404)
    stranger("GET", f"{path}/freight-rates", expected=404)
    [rate] = cooperative("GET", f"{path}/freight-rates")["data"]
    assert (rate["per_kg"], rate["per_drop"]) == ("350.5", None)
    cooperative("DELETE", f"/freight-rates/{rate['id']}", expected=404)
    [good] = cooperative("GET", "/goods?q=beras")["data"]
    [offer] = cooperative("GET", f"/offers?article_id={good['article_ids'][0]}")["data"]
    assert (offer["minimum_value"], offer["payment_days"], offer["lead_days"]) == (1_500_000, 14, 2)


def test_an_unknown_body_is_refused_in_the_one_error_shape(app: Flask, market: Market, caller: Any) -> None:
    refused = caller("terong")("POST", "/suppliers", json={"phone": 1}, expected=422)
    assert set(refused["error"]) == {"code", "message", "field", "details", "request_id"}
    assert count("supplier") == 0
