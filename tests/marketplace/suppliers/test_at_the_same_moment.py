"""Two hands at the same moment: one outcome, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from marketplace.database import transaction
from marketplace.suppliers import errors, jobs, queries
from marketplace.suppliers.models import Supplier
from marketplace.suppliers.services import lists, suppliers
from tests.marketplace.identity.together import at_once

from .conftest import Market, count, document_row, get, handed_in, kept

RICE = document_row(2, "Beras Ramos 5 kg", "72000")
BATAM = lists.Publication(region_codes=("21.71",))


def test_a_supplier_opens_his_first_page_twice(app: Flask, market: Market) -> None:
    def open_page(session: Session) -> Supplier:
        return suppliers.ensure_own_supplier(session, market.laut_jaya)

    first, second = at_once(app, open_page, open_page)
    assert first.id == second.id
    assert count("supplier") == 1


def test_one_supplier_is_added_twice_under_one_name(app: Flask, market: Market) -> None:
    def add(name: str) -> Callable[[Session], Any]:
        return lambda session: suppliers.add_supplier(session, market.terong, name=name, phone=None)

    made = at_once(app, add("Toko Makmur"), add("toko makmur"))
    assert sorted(isinstance(each, errors.SupplierExists) for each in made) == [False, True]
    assert count("supplier") == 1


def test_one_file_is_handed_in_twice(app: Flask, market: Market) -> None:
    stored = kept(app, b"Beras;72000")
    with transaction() as session:
        supplier_id = suppliers.ensure_own_supplier(session, market.laut_jaya).id

    def hand_in(session: Session) -> Any:
        return lists.hand_in(session, market.laut_jaya, supplier_id, stored, file_name="daftar.csv")

    first, second = at_once(app, hand_in, hand_in)
    assert first.id == second.id
    assert (count("price_list"), count("price_list_version")) == (1, 1)


@pytest.mark.parametrize("key", [None, "same key"])
def test_one_version_is_published_twice(app: Flask, market: Market, key: str | None) -> None:
    version = handed_in(app, market.laut_jaya, [RICE])

    def publish(session: Session) -> Any:
        return lists.publish(session, market.laut_jaya, version.id, BATAM, key=key)

    outcomes = at_once(app, publish, publish)
    assert sum(isinstance(each, errors.AlreadyPublished) for each in outcomes) == (1 if key is None else 0)
    assert count("outbox_event WHERE name = 'suppliers.price_list_published'") == 1
    assert get(version.id).state == "published"


def test_two_workers_take_up_one_reading(app: Flask, market: Market) -> None:
    stored = kept(app, b"Nama;Harga\nBeras Ramos 5 kg;72.000\n")
    with transaction() as session:
        supplier = suppliers.ensure_own_supplier(session, market.laut_jaya)
        version = lists.hand_in(session, market.laut_jaya, supplier.id, stored, file_name="daftar.csv")

    def read(session: Session) -> None:
        session.rollback()
        jobs.read_price_list("key", {"version_id": str(version.id)})

    at_once(app, read, read)
    assert get(version.id).readings == 1
    assert count("offer") == 1


def test_two_lists_of_one_supplier_that_name_the_same_new_thing_make_it_once(app: Flask, market: Market) -> None:
    rows = (b"Nama;Harga\nBeras Ramos 5 kg;72.000\n", b"Nama;Harga\nBeras Ramos 5 kg;71.000\n")
    versions = []
    for content in rows:
        stored = kept(app, content)
        with transaction() as session:
            supplier = suppliers.ensure_own_supplier(session, market.laut_jaya)
            versions.append(lists.hand_in(session, market.laut_jaya, supplier.id, stored, file_name="daftar.csv"))

    def read(version_id: Any) -> Callable[[Session], None]:
        def run(session: Session) -> None:
            session.rollback()
            jobs.read_price_list("key", {"version_id": str(version_id)})

        return run

    at_once(app, *(read(version.id) for version in versions))
    assert (count("article"), count("offer")) == (1, 2)


def test_lists_and_offers_take_the_same_number_of_questions_however_many_there_are(app: Flask, market: Market) -> None:
    from sqlalchemy import event

    from marketplace.database import db
    from marketplace.suppliers.queries import lists as reads
    from marketplace.suppliers.queries import suppliers as directory

    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    counted = []
    for number in range(3):
        version = handed_in(app, market.laut_jaya, [RICE], file_name=f"{number}.csv")
        with transaction() as session:
            lists.publish(session, market.laut_jaya, version.id, BATAM)
        asked.clear()
        with transaction() as session:
            directory.suppliers(session, market.terong)
            reads.lists_of(session, market.terong, version.supplier_id)
            [good] = queries.search_goods(session, market.terong, "beras")
            queries.offers_for(session, market.terong, article_ids=good.article_ids)
        counted.append(len(asked))
    assert counted == [4, 4, 4]
