"""A list from hand-in to withdrawal, on PostgreSQL."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import NotFound, NotPermitted
from marketplace.suppliers import errors, queries
from marketplace.suppliers.queries import lists as reads
from marketplace.suppliers.queries.lists import price_history
from marketplace.suppliers.services import lists, suppliers
from marketplace.suppliers.services.lists import Publication

from .conftest import Market, count, document_row, get, handed_in, kept, published

BATAM = Publication(region_codes=("21.71",))
RICE = document_row(2, "Beras Ramos 5 kg", "72000", sku="B5")
SUGAR = document_row(3, "Gula Pasir 1 kg", "16500", sku="G1")
OIL = document_row(4, "Minyak Goreng 1 l", "17500", sku="M1")


def prices(market: Market, actor_name: str, on_date: date | None = None) -> dict[str, Decimal | None]:
    """What an actor reads of all goods, by name, through search and offers."""
    actor = market.actors[actor_name]
    with transaction() as session:
        found = [
            good
            for word in ("beras", "gula", "minyak")
            for good in queries.search_goods(session, actor, word, on_date=on_date)
        ]
        articles = [article for good in found for article in good.article_ids]
        offers = queries.offers_for(session, actor, article_ids=articles, on_date=on_date)
    return {offer.name: offer.price for offer in offers}


def test_a_published_list_is_read_by_cooperatives_of_its_region_and_by_nobody_else(app: Flask, market: Market) -> None:
    published(app, market.laut_jaya, [RICE, SUGAR])
    read = {"Beras Ramos 5 kg": Decimal(72000), "Gula Pasir 1 kg": Decimal(16500)}
    assert prices(market, "terong") == read
    assert prices(market, "galang") == read
    assert prices(market, "laut_jaya") == read
    for stranger in ("bandung", "berkah", "office", "farmers", "platform"):
        assert prices(market, stranger) == {}, stranger


def test_a_list_published_to_chosen_cooperatives_is_read_by_them_alone(app: Flask, market: Market) -> None:
    chosen = Publication(audience="chosen", cooperative_ids=(market.bandung.organisation_id,))
    published(app, market.laut_jaya, [RICE], publication=chosen)
    assert prices(market, "bandung") == {"Beras Ramos 5 kg": Decimal(72000)}
    assert prices(market, "terong") == {}


def test_whom_a_later_version_is_published_to_learns_nothing_of_earlier_prices(app: Flask, market: Market) -> None:
    special = Publication(audience="chosen", cooperative_ids=(market.terong.organisation_id,))
    first = published(app, market.laut_jaya, [{**RICE, "price": "65000"}], publication=special)
    second = published(app, market.laut_jaya, [RICE], price_list_id=first.price_list_id)
    with transaction() as session:
        [good] = queries.search_goods(session, market.galang, "beras")
        history = price_history(session, market.galang, good.article_ids[0])
        seen = session.scalars(reads.versions_of(first.price_list_id, market.galang)).all()
        with pytest.raises(NotFound):
            reads.version(session, market.galang, first.id)
    assert [point.price for point in history.points] == [72_000]
    assert [version.id for version in seen] == [second.id]


def test_a_narrower_publication_hides_the_list_from_the_others_at_once(app: Flask, market: Market) -> None:
    first = published(app, market.laut_jaya, [RICE])
    chosen = Publication(audience="chosen", cooperative_ids=(market.terong.organisation_id,))
    second = published(
        app, market.laut_jaya, [{**RICE, "price": "70000"}], price_list_id=first.price_list_id, publication=chosen
    )
    assert prices(market, "terong") == {"Beras Ramos 5 kg": Decimal(70000)}
    assert prices(market, "galang") == {}
    with transaction() as session:
        lists.withdraw(session, market.laut_jaya, second.id)
    assert prices(market, "galang") == {"Beras Ramos 5 kg": Decimal(72000)}


def test_a_list_that_is_not_published_is_read_by_its_supplier_alone(app: Flask, market: Market) -> None:
    handed_in(app, market.laut_jaya, [RICE])
    assert prices(market, "terong") == {}


def test_a_supplier_that_a_cooperative_keeps_is_its_own_secret(app: Flask, market: Market) -> None:
    with transaction() as session:
        toko = suppliers.add_supplier(session, market.terong, name="Toko Makmur", phone="+62812000111")
    published(app, market.terong, [RICE], supplier_id=toko.id, publication=Publication())
    assert prices(market, "terong") == {"Beras Ramos 5 kg": Decimal(72000)}
    for stranger in ("galang", "bandung", "laut_jaya", "office"):
        assert prices(market, stranger) == {}, stranger
    with transaction() as session, pytest.raises(NotFound):
        suppliers.own(session, market.galang, toko.id)


def test_a_member_and_a_cashier_do_not_read_suppliers_prices(app: Flask, market: Market) -> None:
    from dataclasses import replace

    published(app, market.laut_jaya, [RICE])
    for roles in ({"member"}, {"cashier"}, {"administrator"}):
        market.actors["terong"] = replace(market.terong, roles=frozenset(roles))
        assert prices(market, "terong") == {}


def test_a_complete_list_removes_what_it_leaves_out_and_a_partial_one_nothing(app: Flask, market: Market) -> None:
    first = published(app, market.laut_jaya, [RICE, SUGAR])
    partial = Publication(completeness="partial", region_codes=("21.71",))
    cheaper = {**RICE, "price": "70000"}
    second = published(app, market.laut_jaya, [cheaper, OIL], price_list_id=first.price_list_id, publication=partial)
    assert second.counts["new"] == 1
    assert second.counts["changed"] == 1
    assert second.counts["gone"] == 1
    assert prices(market, "terong") == {
        "Beras Ramos 5 kg": Decimal(70000), "Gula Pasir 1 kg": Decimal(16500), "Minyak Goreng 1 l": Decimal(17500),
    }  # fmt: skip
    published(app, market.laut_jaya, [OIL], price_list_id=first.price_list_id)
    assert prices(market, "terong") == {"Minyak Goreng 1 l": Decimal(17500)}


def test_what_a_partial_list_left_in_force_still_names_the_file_it_stands_in(app: Flask, market: Market) -> None:
    first = published(app, market.laut_jaya, [RICE, SUGAR], file_name="januari.csv")
    partial = Publication(completeness="partial", region_codes=("21.71",))
    published(
        app, market.laut_jaya, [OIL], price_list_id=first.price_list_id, publication=partial, file_name="februari.csv"
    )
    with transaction() as session:
        [good] = queries.search_goods(session, market.terong, "gula pasir")
        [offer] = queries.offers_for(session, market.terong, article_ids=good.article_ids)
    assert (offer.file_name, offer.row, offer.source_version_id) == ("januari.csv", 3, first.id)


def test_next_months_prices_hold_from_next_month_on(app: Flask, market: Market) -> None:
    first = published(app, market.laut_jaya, [RICE])
    later = today() + timedelta(days=30)
    coming = Publication(region_codes=("21.71",), valid_from=later)
    dearer = {**RICE, "price": "75000"}
    published(app, market.laut_jaya, [dearer], price_list_id=first.price_list_id, publication=coming)
    assert prices(market, "terong") == {"Beras Ramos 5 kg": Decimal(72000)}
    assert prices(market, "terong", later) == {"Beras Ramos 5 kg": Decimal(75000)}


def test_a_withdrawn_version_leaves_the_one_before_it_in_force(app: Flask, market: Market) -> None:
    first = published(app, market.laut_jaya, [RICE])
    wrong = published(app, market.laut_jaya, [{**RICE, "price": "7200"}], price_list_id=first.price_list_id)
    with transaction() as session:
        lists.withdraw(session, market.laut_jaya, wrong.id)
    assert prices(market, "terong") == {"Beras Ramos 5 kg": Decimal(72000)}
    with transaction() as session, pytest.raises(errors.NotPublished):
        lists.withdraw(session, market.laut_jaya, wrong.id)


def test_the_same_file_twice_changes_nothing(app: Flask, market: Market) -> None:
    first = published(app, market.laut_jaya, [RICE])
    again = handed_in(app, market.laut_jaya, [RICE], price_list_id=first.price_list_id)
    unnamed = handed_in(app, market.laut_jaya, [RICE])
    assert again.id == unnamed.id == first.id
    assert again.state == "published"
    assert (count("price_list"), count("price_list_version"), count("offer")) == (1, 1, 1)
    assert count("outbox_event WHERE name = 'suppliers.price_list_uploaded'") == 1


def test_a_published_version_is_not_published_or_answered_again(app: Flask, market: Market) -> None:
    version = published(app, market.laut_jaya, [RICE])
    with transaction() as session, pytest.raises(errors.AlreadyPublished):
        lists.publish(session, market.laut_jaya, version.id, BATAM)
    with transaction() as session, pytest.raises(errors.AlreadyPublished):
        lists.answer_questions(session, market.laut_jaya, version.id, {})
    assert count("outbox_event WHERE name = 'suppliers.price_list_answered'") == 0


@pytest.mark.parametrize(
    ("publication", "error"),
    [
        (Publication(), errors.NoRegionServed),
        (Publication(audience="chosen"), errors.NobodyChosen),
        (Publication(region_codes=("21",), valid_until=date(2020, 1, 1)), errors.ValidityBackwards),
    ],
)
def test_a_publication_that_cannot_be_is_refused_and_writes_nothing(
    app: Flask, market: Market, publication: Publication, error: type[Exception]
) -> None:
    version = handed_in(app, market.laut_jaya, [RICE])
    with transaction() as session, pytest.raises(error):
        lists.publish(session, market.laut_jaya, version.id, publication)
    assert get(version.id).state == "understood"
    assert count("price_list_audience") == 0


def test_a_list_without_a_single_price_is_not_published(app: Flask, market: Market) -> None:
    version = handed_in(app, market.laut_jaya, [document_row(2, "Beras", None)])
    with transaction() as session, pytest.raises(errors.NothingToPublish):
        lists.publish(session, market.laut_jaya, version.id, BATAM)
    assert get(version.id).state == "understood"


def test_nobody_hands_in_or_publishes_for_another(app: Flask, market: Market) -> None:
    version = handed_in(app, market.laut_jaya, [RICE])
    stored = kept(app, b"x")
    for actor, error in ((market.berkah, NotFound), (market.terong, NotFound), (market.office, NotPermitted)):
        with transaction() as session, pytest.raises(error):
            lists.hand_in(session, actor, version.supplier_id, stored, file_name="x.csv")
        with transaction() as session, pytest.raises(error):
            lists.publish(session, actor, version.id, BATAM)
    assert count("price_list_version") == 1
    assert get(version.id).state == "understood"


def test_only_the_newest_hand_in_is_published_over_what_is_out(app: Flask, market: Market) -> None:
    older = handed_in(app, market.laut_jaya, [RICE])
    published(app, market.laut_jaya, [SUGAR], price_list_id=older.price_list_id)
    with transaction() as session, pytest.raises(errors.NewerVersionPublished):
        lists.publish(session, market.laut_jaya, older.id, BATAM)
    assert prices(market, "terong") == {"Gula Pasir 1 kg": Decimal(16500)}
