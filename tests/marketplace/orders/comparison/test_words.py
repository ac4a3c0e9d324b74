"""Under which words an article is kept, and which words a want asks for."""

from __future__ import annotations

import pytest

from marketplace.orders.comparison.indexing import index_articles
from marketplace.orders.comparison.words import asked_of, words_of_article
from marketplace.orders.jobs import index_published
from marketplace.orders.models import ArticleWords
from tests.marketplace.suppliers.conftest import count, published

from .conftest import TAXED, Shop, carton


def meets(want: str, name: str, brand: str | None = None, barcode: str | None = None) -> bool:
    """Whether a want selects an article."""
    asked, words = asked_of(want), set(words_of_article(name, brand, barcode))
    return bool(words & set(asked.first)) and (not asked.also or bool(words & set(asked.also)))


@pytest.mark.parametrize(
    ("want", "name", "brand"),
    [
        ("minyak goreng 1 l", "MNYK GRG BIMOLI 1LT", None),
        ("minyak", "Minyak goreng Bimoli", None),
        ("Bimoli 2 l", "Minyak goreng 2L", "BIMOLI"),
        ("bimoli minyak goreng", "BIMOLI 620 ML", None),
        ("gula pasir", "GL PASIR CURAH", None),
        ("mie sedap goreng", "Mi Sedaap Goreng 90 g", None),
    ],
)
def test_a_want_selects_what_says_the_same(want: str, name: str, brand: str | None) -> None:
    assert meets(want, name, brand)


@pytest.mark.parametrize(
    ("want", "name"),
    [("minyak goreng", "Gula pasir 1 kg"), ("minyak goreng bimoli", "Gula Bimoli 1 kg"), ("555", "Gula pasir")],
)
def test_a_want_does_not_select_what_says_another_thing(want: str, name: str) -> None:
    assert not meets(want, name)


def test_a_barcode_selects_by_its_number_however_it_is_written() -> None:
    assert meets("089686010947", "apa saja", barcode="0089686010947")


def test_a_published_list_is_ready_to_be_found_and_a_repeat_changes_nothing(shop: Shop) -> None:
    version = published(shop.app, shop.market.berkah, [carton(3, "Beras Padi Emas 5 kg", "74000")], publication=TAXED)
    for _ in range(2):
        index_published("event", {"version_id": str(version.id)})
    assert count("article_words") == 1


def test_only_names_that_are_new_are_read(shop: Shop) -> None:
    from marketplace.database import transaction

    version = published(shop.app, shop.market.berkah, [carton(3, "Beras Padi Emas 5 kg", "74000")], publication=TAXED)
    with transaction() as session:
        assert index_articles(session, [version.id]) == 1
        assert index_articles(session, [version.id]) == 0
        assert session.query(ArticleWords).one().read_from == "Beras Padi Emas 5 kg"
