"""The comparison over the API: what a program reads and writes, and what is refused."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from marketplace.suppliers.comparing.document import figure
from tests.marketplace.orders.clients import program
from tests.marketplace.suppliers.conftest import count

from .conftest import Shop

SCOPES = ("want_lists:read", "want_lists:write")
OIL = ("Minyak goreng 1 l", "60", "l")


@pytest.fixture
def manager(shop: Shop) -> FlaskClient:
    return program(shop.app, shop.market.terong, scopes=SCOPES)


@pytest.fixture
def stranger(shop: Shop) -> FlaskClient:
    return program(shop.app, shop.market.galang, scopes=SCOPES)


def test_the_comparison_gives_the_engines_figures_with_their_arithmetic(shop: Shop, manager: FlaskClient) -> None:
    found = shop.wants(OIL)
    answer = manager.get(f"/api/v1/want-lists/{found.id}/comparison")
    assert answer.status_code == 200
    row = answer.json["rows"][0]
    winner = shop.compare(found).comparison.rows[0].winner
    assert winner is not None
    best = next(each for each in row["offers"] if each["key"] == row["best"])
    assert (row["best"], best["landed"]["price"], best["landed"]["per"]) == (winner.offer.key, "15250", "l")
    assert best["total"] == figure(winner.total)
    assert best["steps"][-1]["figure"] == "15250"
    assert row["why"]["id"] != row["why"]["en"]


def test_on_a_day_before_any_list_there_is_nothing(shop: Shop, manager: FlaskClient) -> None:
    answer = manager.get(f"/api/v1/want-lists/{shop.wants(OIL).id}/comparison?on=2020-01-01")
    assert [row["offers"] for row in answer.json["rows"]] == [[]]


def test_choices_are_kept_and_taken_back(shop: Shop, manager: FlaskClient) -> None:
    found = shop.wants(OIL)
    want, base = str(found.wants[0].id), f"/api/v1/want-lists/{found.id}"
    offer = manager.get(f"{base}/comparison").json["rows"][0]["best"]
    chosen = {"choices": [{"want_id": want, "offer_id": offer}]}
    assert manager.put(f"{base}/choices", json=chosen).json == chosen
    assert manager.get(f"{base}/choices").json == chosen
    none = manager.put(f"{base}/choices", json={"choices": [{"want_id": want, "offer_id": None}]})
    assert none.json == {"choices": []}


def test_facts_answers_and_selling_prices_are_kept(shop: Shop, manager: FlaskClient) -> None:
    found = shop.wants(OIL)
    article = next(iter(shop.compare(found).quoted.values())).article_id
    facts = {"order_unit": "dus", "pack_count": "12", "pack_size": "1", "pack_unit": "l", "tax": "included"}
    assert manager.put(f"/api/v1/want-lists/articles/{article}/facts", json=facts).status_code == 204
    match = f"/api/v1/want-lists/{found.id}/wants/{found.wants[0].id}/articles/{article}"
    assert manager.put(match, json={"is_meant": True}).status_code == 204
    prices = {"prices": [{"words": "Minyak goreng 1 l", "price": "17000", "per": "l"}]}
    assert manager.put("/api/v1/want-lists/selling-prices", json=prices).json == {"kept": 1}
    assert (count("article_note"), count("want_answer"), count("want_price")) == (1, 1, 1)


@pytest.mark.parametrize("body", [{}, {"choices": []}, {"choices": [{"want_id": "x", "offer_id": None}]}])
def test_choices_that_make_no_sense_are_refused(shop: Shop, manager: FlaskClient, body: dict[str, object]) -> None:
    assert manager.put(f"/api/v1/want-lists/{shop.wants(OIL).id}/choices", json=body).status_code == 422
    assert count("want_choice") == 0


def test_another_cooperative_finds_none_of_it_and_writes_nothing(shop: Shop, stranger: FlaskClient) -> None:
    found = shop.wants(OIL)
    compared = shop.compare(found)
    offer = next(iter(compared.quoted.values()))
    base, want = f"/api/v1/want-lists/{found.id}", str(found.wants[0].id)
    choice = {"choices": [{"want_id": want, "offer_id": str(offer.offer_id)}]}
    answers = [
        stranger.get(f"{base}/comparison"),
        stranger.get(f"{base}/choices"),
        stranger.put(f"{base}/choices", json=choice),
        stranger.put(f"{base}/wants/{want}/articles/{offer.article_id}", json={"is_meant": True}),
        stranger.put(f"/api/v1/want-lists/articles/{uuid4()}/facts", json={"tax": "included"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert {answer.json["error"]["code"] for answer in answers} == {"not_found"}
    assert (count("want_choice"), count("want_answer"), count("article_note")) == (0, 0, 0)


def test_a_token_without_the_scope_is_refused(shop: Shop) -> None:
    client = program(shop.app, shop.market.terong, scopes=("want_lists:read",))
    found = shop.wants(OIL)
    body = {"choices": [{"want_id": str(found.wants[0].id), "offer_id": None}]}
    assert client.put(f"/api/v1/want-lists/{found.id}/choices", json=body).status_code == 403
