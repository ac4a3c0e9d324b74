"""A want list against every offer in force that its cooperative may see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import event, select, update

from marketplace.database import db, transaction
from marketplace.errors import Invalid, NotFound, NotPermitted
from marketplace.identity.models import Organisation
from marketplace.orders.comparison import (
    ArticleFacts,
    SellingPrice,
    answer_match,
    compare_want_list,
    keep_selling_prices,
    note_article,
)
from marketplace.orders.comparison.choosing import choices, choose, choose_all_cheapest
from marketplace.orders.models import Want
from marketplace.orders.services.wants import change_want, copy_last
from marketplace.suppliers.services import lists
from tests.marketplace.suppliers.conftest import count, published

from .conftest import TAXED, Shop, carton, suppliers_of

ROUND_TRIPS = 20


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement sent inside the block."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_the_landed_price_is_the_list_price_and_the_freight_to_the_door_per_litre(shop: Shop) -> None:
    row = shop.row("Minyak goreng 1 l")
    assert row.winner is not None
    assert row.winner.offer.supplier_name == "CV Laut Jaya"
    # 178.800 / 12 l = 14.900, and 350 rupiah per kg, one litre weighed as one kilogram.
    assert row.winner.landed == Decimal(15_250)
    assert row.winner.packs == 5
    assert row.winner.total is not None
    assert row.winner.total.rupiah == 915_000


@pytest.mark.parametrize("words", ["minyak goreng 1 l", "MNYK GRG 1L", "Sawit Mas 1 liter", "sawit mas minyak goreng"])
def test_a_want_in_any_words_finds_what_lists_abbreviate(shop: Shop, words: str) -> None:
    row = shop.row(words)
    names = {each.offer.name for each in row.offers if each.candidate.relation == "same"}
    assert {"Minyak goreng Sawit Mas 1 L", "MNYK GRG SAWIT MAS 1L"} <= names


def test_a_kind_that_stands_in_the_column_of_brands_is_found(shop: Shop) -> None:
    assert "Kelapa Pulau" in {each.offer.name for each in shop.row("minyak goreng 1 l").offers}


def test_a_want_for_something_else_finds_nothing_of_it(shop: Shop) -> None:
    row = shop.row("Telur ayam", "10", "kg")
    assert (row.offers, row.winner, row.why.indonesian) == ((), None, "Belum ada yang menawarkan.")


def test_unknown_freight_never_ranks_best(shop: Shop) -> None:
    published(shop.app, shop.market.berkah, [carton(3, "Minyak goreng Sawit Mas 1 L", "100000")], publication=TAXED)
    row = shop.row("Minyak goreng 1 l")
    assert row.winner is not None
    assert row.winner.offer.supplier_name == "CV Laut Jaya"
    assert row.winner.state == "cheapest_complete"
    assert "UD Berkah lebih murah kalau ongkirnya di bawah" in row.why.indonesian


def test_unknown_ppn_never_ranks_best(shop: Shop) -> None:
    shop.freight("berkah", per_drop=0)
    silent = lists.Publication(region_codes=("21.71",))
    published(shop.app, shop.market.berkah, [carton(3, "Minyak goreng Sawit Mas 1 L", "170000")], publication=silent)
    row = shop.row("Minyak goreng 1 l")
    assert row.winner is not None
    assert row.winner.offer.supplier_name == "CV Laut Jaya"
    other = next(each for each in row.offers if each.offer.tax is None)
    assert (other.state, other.unknown) == ("ranked", ("tax",))


def test_unknown_content_is_not_compared_until_it_is_filled_in_and_then_for_one_cooperative_alone(shop: Shop) -> None:
    unsaid = carton(9, "Minyak goreng Sawit Mas 1 L", "150000", pack=None, comparable=None)
    published(shop.app, shop.market.berkah, [unsaid], publication=TAXED)
    shop.freight("berkah", per_drop=0)
    found = shop.wants(("Minyak goreng 1 l", "60", "l"))
    compared = shop.compare(found)
    doubtful = next(each for each in compared.comparison.rows[0].offers if each.refusal is not None)
    assert doubtful.state == "not_comparable"
    article = compared.quoted[doubtful.offer.key].article_id
    facts = ArticleFacts(order_unit="dus", pack_count=Decimal(12), pack_size=Decimal(1), pack_unit="l")
    with transaction() as session:
        note_article(session, shop.market.terong, article, facts)
    winner = shop.compare(found).comparison.rows[0].winner
    assert winner is not None
    assert (winner.offer.supplier_name, winner.landed) == ("UD Berkah", Decimal(12_500))
    elsewhere = shop.row("Minyak goreng 1 l", actor=shop.market.galang)
    assert elsewhere.winner is not None
    assert elsewhere.winner.offer.supplier_name == "CV Laut Jaya"


def test_another_cooperatives_list_is_not_found(shop: Shop) -> None:
    found = shop.wants(("Minyak goreng 1 l", "60", "l"))
    with pytest.raises(NotFound), transaction() as session:
        compare_want_list(session, shop.market.galang, found.id)


@pytest.mark.parametrize("who", ["laut_jaya", "office", "farmers", "platform"])
def test_nobody_but_the_cooperative_sees_its_list(shop: Shop, who: str) -> None:
    found = shop.wants(("Minyak goreng 1 l", "60", "l"))
    with pytest.raises(NotFound), transaction() as session:
        compare_want_list(session, shop.market.actors[who], found.id)


def test_the_offers_of_a_supplier_that_one_cooperative_keeps_show_to_nobody_else(shop: Shop) -> None:
    shop.private(carton(2, "Minyak goreng Sawit Mas 1 L", "120000"))
    assert "Toko Makmur" in suppliers_of(shop.row("Minyak goreng 1 l").offers)
    assert "Toko Makmur" not in suppliers_of(shop.row("Minyak goreng 1 l", actor=shop.market.galang).offers)


def test_a_list_for_another_region_does_not_show(shop: Shop) -> None:
    assert shop.row("Minyak goreng 1 l", actor=shop.market.bandung).offers == ()


def test_a_list_published_meanwhile_is_found_without_anybody_asking(shop: Shop) -> None:
    found = shop.wants(("Minyak goreng 1 l", "60", "l"))
    before = suppliers_of(shop.compare(found).comparison.rows[0].offers)
    shop.private(carton(2, "Minyak goreng Sawit Mas 1 L", "120000"))
    after = suppliers_of(shop.compare(found).comparison.rows[0].offers)
    assert ("Toko Makmur" in before, "Toko Makmur" in after) == (False, True)


def test_words_that_change_are_looked_up_anew(shop: Shop) -> None:
    from marketplace.orders.services.wants import Wanted

    found = shop.wants(("Minyak goreng 1 l", "60", "l"))
    shop.compare(found)
    with transaction() as session:
        wanted = Wanted(words="Gula pasir 1 kg", quantity=Decimal(20), unit="kg")
        change_want(session, shop.market.terong, found.id, found.wants[0].id, wanted)
    assert [each.offer.name for each in shop.compare(found).comparison.rows[0].offers] == ["Gula pasir Manis Kita 1 kg"]


def test_the_number_of_round_trips_does_not_grow_with_the_list(shop: Shop) -> None:
    goods = [("Minyak goreng 1 l", "60", "l"), ("Gula pasir", "100", "kg"), ("Sarden 155 g", "50", "pcs")]
    trips = []
    for wanted in (goods[:1], goods * 5):
        found = shop.wants(*wanted)
        shop.compare(found)
        with counted() as sent:
            shop.compare(found)
        trips.append(len(sent))
    assert trips[0] == trips[1] <= ROUND_TRIPS


def test_a_doubtful_article_is_asked_about_once_and_remembered_for_the_next_list(shop: Shop) -> None:
    published(
        shop.app, shop.market.berkah, [carton(3, "Sarden Nelayan saus tomat 155 g", "450000", "50", "155", "g")],
        publication=TAXED,
    )  # fmt: skip
    found = shop.wants(("Sarden Nelayan 155 g", "50", "pcs"))
    compared = shop.compare(found)
    doubtful = next(each for each in compared.comparison.rows[0].offers if each.refusal is not None)
    assert doubtful.refusal is not None
    assert (doubtful.refusal.code, doubtful.refusal.ways_out) == ("unsure_match", ("confirm_match",))
    article = compared.quoted[doubtful.offer.key].article_id
    with transaction() as session:
        answer_match(session, shop.market.terong, found.id, found.wants[0].id, article, is_meant=True)
    again = shop.compare(found).comparison.rows[0]
    assert all(each.refusal is None for each in again.offers)
    with transaction() as session:
        following = copy_last(session, shop.market.terong, title="Belanja berikutnya", wanted_on=found.wanted_on)
    assert all(each.refusal is None for each in shop.compare(following).comparison.rows[0].offers)
    with transaction() as session:
        answer_match(session, shop.market.terong, found.id, found.wants[0].id, article, is_meant=False)
    assert "UD Berkah" not in suppliers_of(shop.compare(found).comparison.rows[0].offers)


def test_an_answer_about_another_cooperatives_want_is_refused_and_nothing_is_written(shop: Shop) -> None:
    found = shop.wants(("Minyak goreng 1 l", "60", "l"))
    article = next(iter(shop.compare(found).quoted.values())).article_id
    with pytest.raises(NotFound), transaction() as session:
        answer_match(session, shop.market.galang, found.id, found.wants[0].id, article, is_meant=True)
    assert count("want_answer") == 0


def test_a_note_about_an_article_that_is_not_ones_to_see_is_refused_and_nothing_is_written(shop: Shop) -> None:
    shop.private(carton(2, "Minyak goreng Sawit Mas 1 L", "120000"))
    compared = shop.compare(shop.wants(("Minyak goreng 1 l", "60", "l")))
    secret = next(each for each in compared.quoted.values() if each.supplier_name == "Toko Makmur")
    with pytest.raises(NotFound), transaction() as session:
        note_article(session, shop.market.galang, secret.article_id, ArticleFacts(tax="included"))
    assert count("article_note") == 0


@pytest.mark.parametrize(
    "facts",
    [
        ArticleFacts(pack_count=Decimal(12)),
        ArticleFacts(pack_count=Decimal(0), pack_size=Decimal(1), pack_unit="l"),
        ArticleFacts(pack_count=Decimal(1), pack_size=Decimal(1), pack_unit="karung"),
        ArticleFacts(tax="mungkin"),
        ArticleFacts(order_unit="x" * 41),
    ],
)
def test_a_note_that_makes_no_sense_is_refused_and_nothing_is_written(shop: Shop, facts: ArticleFacts) -> None:
    article = next(iter(shop.compare(shop.wants(("Minyak goreng 1 l", "60", "l"))).quoted.values())).article_id
    with pytest.raises(Invalid), transaction() as session:
        note_article(session, shop.market.terong, article, facts)
    assert count("article_note") == 0


def test_a_selling_price_said_once_gives_the_margin_to_its_own_cooperative_alone(shop: Shop) -> None:
    said = SellingPrice("minyak goreng 1 L", Decimal(17_000), "piece", Decimal(200))
    with transaction() as session:
        keep_selling_prices(session, shop.market.terong, [said])
    winner = shop.row("Minyak goreng 1 l").winner
    assert winner is not None
    # A bottle of one litre: 17.000 per litre, less 15.250 at the door.
    assert winner.margin == Decimal(1_750)
    elsewhere = shop.row("Minyak goreng 1 l", actor=shop.market.galang).winner
    assert elsewhere is not None
    assert elsewhere.margin is None


def test_a_selling_price_said_again_replaces_the_one_before(shop: Shop) -> None:
    for price in (17_000, 18_000):
        with transaction() as session:
            keep_selling_prices(session, shop.market.terong, [SellingPrice("Minyak goreng 1 l", Decimal(price), "l")])
    winner = shop.row("Minyak goreng 1 l").winner
    assert winner is not None
    assert (winner.margin, count("want_price")) == (Decimal(2_750), 1)


@pytest.mark.parametrize(
    ("price", "per", "volume"), [("0", "l", None), ("-1", "l", None), ("100", "botol", None), ("100", "l", "0")]
)
def test_a_selling_price_that_makes_no_sense_is_refused_and_nothing_is_written(
    shop: Shop, price: str, per: str, volume: str | None
) -> None:
    said = SellingPrice("Minyak goreng 1 l", Decimal(price), per, None if volume is None else Decimal(volume))
    with pytest.raises(Invalid), transaction() as session:
        keep_selling_prices(session, shop.market.terong, [said])
    assert count("want_price") == 0


def test_all_the_cheapest_are_chosen_and_what_has_no_price_is_not(shop: Shop) -> None:
    found = shop.wants(("Minyak goreng 1 l", "60", "l"), ("Telur ayam", "10", "kg"), ("Gula pasir", "100", "kg"))
    with transaction() as session:
        assert choose_all_cheapest(session, shop.market.terong, shop.compare(found)) == 2
    rows = shop.compare(found).comparison.rows
    with transaction() as session:
        chosen = choices(session, [want.id for want in found.wants])
    assert {str(want): str(offer) for want, offer in chosen.items()} == {
        row.want.key: row.winner.offer.key for row in rows if row.winner is not None
    }


def test_choosing_for_another_list_is_refused_and_nothing_is_written(shop: Shop) -> None:
    mine, other = (shop.wants(("Minyak goreng 1 l", "60", "l")) for _ in range(2))
    offer = UUID(shop.compare(mine).comparison.rows[0].offers[0].offer.key)
    with pytest.raises(NotFound), transaction() as session:
        choose(session, shop.market.terong, mine.id, {other.wants[0].id: offer})
    with pytest.raises(NotPermitted), transaction() as session:
        choose(session, shop.market.laut_jaya, mine.id, {mine.wants[0].id: offer})
    assert count("want_choice") == 0


def test_a_cooperative_that_is_pkp_does_not_count_the_ppn_it_gets_back(shop: Shop) -> None:
    with transaction() as session:
        session.execute(
            update(Organisation).where(Organisation.id == shop.market.terong.organisation_id).values(is_pkp=True)
        )
    winner = shop.row("Minyak goreng 1 l").winner
    assert winner is not None
    assert winner.landed is not None
    assert winner.landed < Decimal(15_250)


def test_a_barcode_in_the_words_finds_the_article(shop: Shop) -> None:
    published(shop.app, shop.market.berkah, [carton(3, "XYZ-09", "90000", barcode="8991002101012")], publication=TAXED)
    barcode = "8991002101012"
    names = [each.offer.name for each in shop.row(barcode, "5", "dus").offers]
    assert names == (["XYZ-09"] if _good(barcode) else [])


def _good(barcode: str) -> bool:
    from marketplace.suppliers.matching.barcodes import global_number

    return global_number(barcode) is not None


def test_a_want_of_a_known_product_is_answered_by_that_product_alone(shop: Shop) -> None:
    barcode = "8992696404441"
    rows = [carton(3, "Minyak goreng Sawit Mas 1 L", "175000", barcode=barcode)]
    published(shop.app, shop.market.berkah, rows, publication=TAXED)
    found = shop.wants(("Minyak goreng 1 l", "60", "l"))
    product = next((each.product_id for each in shop.compare(found).quoted.values() if each.product_id), None)
    assert product is not None
    with transaction() as session:
        session.execute(update(Want).where(Want.id == found.wants[0].id).values(product_id=product))
        assert session.scalar(select(Want.product_id).where(Want.id == found.wants[0].id)) == product
    assert suppliers_of(shop.compare(found).comparison.rows[0].offers) == ["UD Berkah"]
