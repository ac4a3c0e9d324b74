"""The same thing at two suppliers: who is asked, what a decision changes, and for whom."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from marketplace.database import transaction
from marketplace.errors import NotFound, NotPermitted
from marketplace.suppliers import queries
from marketplace.suppliers.models import PriceListVersion
from marketplace.suppliers.queries.matches import suggestions
from marketplace.suppliers.services import matching, suppliers
from marketplace.suppliers.services.lists import Publication

from .conftest import Market, count, document_row, published

SAUCE = {"pack": {"count": "1", "size": "135", "unit": "ml"}}
INDOMIE = "8998866200301"


def match(*versions: PriceListVersion) -> None:
    for version in versions:
        with transaction() as session:
            matching.match_supplier(session, version.supplier_id)


def two_suppliers(app: Flask, market: Market) -> None:
    laut = published(app, market.laut_jaya, [document_row(2, "Kecap Manis Bango 135 ml", "8500", **SAUCE)])
    berkah = published(app, market.berkah, [document_row(2, "BANGO KECAP MANIS 135ML", "8300", **SAUCE)])
    match(laut, berkah)


def goods(market: Market, name: str, words: str) -> list[queries.Good]:
    with transaction() as session:
        return queries.search_goods(session, market.actors[name], words)


def only_suggestion(market: Market, name: str) -> UUID:
    with transaction() as session:
        [found] = suggestions(session, market.actors[name])
    return found.id


def test_the_same_barcode_is_one_product_without_asking(app: Flask, market: Market) -> None:
    laut = published(app, market.laut_jaya, [document_row(2, "Indomie Goreng", "3000", barcode=INDOMIE)])
    berkah = published(app, market.berkah, [document_row(2, "INDOMIE GRG 85G", "2900", barcode=INDOMIE)])
    match(laut, berkah)
    [good] = goods(market, "terong", "indomie")
    assert good.suppliers == 2
    with transaction() as session:
        assert suggestions(session, market.terong) == []
        offers = queries.offers_for(session, market.terong, product_ids=[good.product_id])
    assert {offer.supplier_name for offer in offers} == {"CV Laut Jaya", "UD Berkah"}


def test_a_confirmed_pair_is_one_product_to_that_cooperative_alone(app: Flask, market: Market) -> None:
    two_suppliers(app, market)
    suggestion = only_suggestion(market, "terong")
    with transaction() as session:
        matching.confirm_match(session, market.terong, suggestion)
    with transaction() as session:
        matching.confirm_match(session, market.terong, suggestion)
        assert suggestions(session, market.terong) == []
    [good] = goods(market, "terong", "kecap bango")
    assert (good.suppliers, len(good.article_ids)) == (2, 2)
    assert len(goods(market, "galang", "kecap bango")) == 2
    assert only_suggestion(market, "galang") == suggestion
    assert (count("match_decision"), count("product")) == (1, 1)


def test_a_refused_pair_is_not_asked_again(app: Flask, market: Market) -> None:
    two_suppliers(app, market)
    with transaction() as session:
        matching.refuse_match(session, market.terong, only_suggestion(market, "terong"))
    with transaction() as session:
        assert suggestions(session, market.terong) == []
    assert len(goods(market, "terong", "kecap bango")) == 2
    assert count("product") == 0


def test_two_products_that_turn_out_to_be_one_are_joined(app: Flask, market: Market) -> None:
    kecap = {**SAUCE, "barcode": "8999999390013"}
    laut = published(app, market.laut_jaya, [document_row(2, "Kecap Manis Bango 135 ml", "8500", **SAUCE)])
    same_barcode = published(app, market.laut_jaya, [document_row(2, "Bango 135", "8400", **kecap)], file_name="b.csv")
    berkah = published(app, market.berkah, [document_row(2, "BANGO KECAP MANIS 135ML", "8300", **kecap)])
    match(laut, same_barcode, berkah)
    with transaction() as session:
        matching.confirm_match(session, market.terong, only_suggestion(market, "terong"))
    with transaction() as session:
        [article] = queries.search_goods(session, market.terong, "kecap manis bango")
        offers = queries.offers_for(session, market.terong, product_ids=[article.product_id])
    assert sorted(offer.price for offer in offers) == [8300, 8400, 8500]


def test_nobody_is_asked_about_what_he_may_not_see(app: Flask, market: Market) -> None:
    two_suppliers(app, market)
    suggestion = only_suggestion(market, "terong")
    for name, error in (
        ("bandung", NotFound), ("laut_jaya", NotPermitted), ("office", NotPermitted), ("farmers", NotPermitted),
    ):  # fmt: skip
        actor = market.actors[name]
        with transaction() as session:
            assert suggestions(session, actor) == []
        with transaction() as session, pytest.raises(error):
            matching.confirm_match(session, actor, suggestion)
    assert count("match_decision") == 0


def test_a_private_suppliers_article_meets_public_ones_for_its_keeper_alone(app: Flask, market: Market) -> None:
    with transaction() as session:
        toko = suppliers.add_supplier(session, market.terong, name="Toko Makmur", phone=None)
    kept = published(
        app,
        market.terong,
        [document_row(2, "Bango kecap manis 135 ml", "8100", **SAUCE)],
        supplier_id=toko.id,
        publication=Publication(),
    )
    public = published(app, market.berkah, [document_row(2, "BANGO KECAP MANIS 135ML", "8300", **SAUCE)])
    match(kept, public)
    assert only_suggestion(market, "terong")
    with transaction() as session:
        assert suggestions(session, market.galang) == []


def test_a_list_with_nothing_new_is_not_matched_again(app: Flask, market: Market) -> None:
    two_suppliers(app, market)
    with transaction() as session:
        supplier = suppliers.ensure_own_supplier(session, market.laut_jaya)
        assert matching.match_supplier(session, supplier.id) == 0
