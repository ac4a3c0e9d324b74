"""Treasurer, manager, chair and supervisor read the books; nobody else does, and nobody another cooperative's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.actor import Actor
from marketplace.books.queries import journal
from marketplace.books.queries import ledger as queries
from marketplace.books.routes import blueprints
from marketplace.database import transaction
from marketplace.errors import Invalid, NotFound, NotPermitted
from tests.marketplace.orders.clients import program
from tests.marketplace.orders.conftest import TODAY, World, offer, world

__all__ = ["world"]

NEW_YEAR = TODAY.replace(month=1, day=1)


@pytest.fixture
def paid(world: World) -> Any:
    """An order that is received, billed and paid: three entries of Rp10.000."""
    order = world.received((offer(price="1000", tax="exempt"), "10"))
    bill = world.bill(order, "10", invoice_number="F-1")
    return order, bill, world.pay(order, bill)


def test_both_sides_of_the_trial_balance_are_equal(world: World, paid: Any) -> None:
    for reader in (world.treasurer, world.manager, world.chair, world.supervisor):
        with transaction() as session:
            found = queries.trial_balance(session, reader, first=NEW_YEAR, last=TODAY)
        assert (found.debit, found.credit) == (10_000, 10_000)
        moved = {row.code: (row.debit, row.credit) for row in found.rows}
        assert moved["2-1110"] == (10_000, 10_000)


def test_a_statement_names_the_document_behind_each_line(world: World, paid: Any) -> None:
    order, bill, payment = paid
    with transaction() as session:
        found = queries.account_statement(session, world.treasurer, "2-1100", first=NEW_YEAR, last=TODAY)
    lines = [(line.document_type, line.document_id, line.debit, line.credit) for line in found.statement.lines]
    assert lines == [
        ("purchase_bill", str(bill.id), 0, 10_000),
        ("purchase_bill", str(bill.id), 10_000, 0),
    ], "a payment's line on what is owed names the bill that it settles"
    assert payment.entry_id == found.statement.lines[1].entry_id
    assert found.statement.lines[0].reference == f"{order.number} · F-1"
    assert (found.statement.closing, found.next) == (0, None)


def test_a_long_statement_goes_on_where_it_stopped(world: World, paid: Any) -> None:
    seen, after = [], None
    while True:
        with transaction() as session:
            page = queries.account_statement(
                session, world.treasurer, "2-1110", first=NEW_YEAR, last=TODAY, after=after, limit=1
            )
        seen += [line.balance for line in page.statement.lines]
        if page.next is None:
            break
        after = page.next
    assert seen == [-10_000, 0]


def test_a_day_before_shows_nothing_and_an_unknown_account_is_not_found(world: World, paid: Any) -> None:
    yesterday = TODAY - timedelta(days=1)
    with transaction() as session:
        assert queries.trial_balance(session, world.treasurer, first=NEW_YEAR, last=yesterday).rows == ()
    with pytest.raises(NotFound), transaction() as session:
        queries.account_statement(session, world.treasurer, "9-9999", first=NEW_YEAR, last=TODAY)
    with pytest.raises(Invalid), transaction() as session:
        queries.account_statement(session, world.treasurer, "2-1110", first=NEW_YEAR, last=TODAY, after="x")


def refused(world: World) -> list[Actor]:
    return [world.member, world.cashier, world.seller, world.officer]


def test_nobody_else_reads_them_and_nobody_another_cooperatives(world: World, paid: Any) -> None:
    for actor in refused(world):
        with pytest.raises(NotPermitted), transaction() as session:
            queries.trial_balance(session, actor, first=NEW_YEAR, last=TODAY)
    with transaction() as session:
        assert queries.trial_balance(session, world.other_manager, first=NEW_YEAR, last=TODAY).rows == ()
    with transaction() as session:
        own = queries.account_statement(session, world.treasurer, "2-1110", first=NEW_YEAR, last=TODAY)
    entry_id = own.statement.lines[0].entry_id
    with transaction() as session:
        found = journal.entry(session, world.treasurer, entry_id)
    assert (len(found.entry.lines), found.names["1-3100"]) == (2, "Persediaan barang dagang")
    with pytest.raises(NotFound), transaction() as session:
        journal.entry(session, world.other_manager, entry_id)


def test_an_account_keeps_its_own_name_in_english_once_it_was_renamed() -> None:
    assert queries.english_name("1-1100", "Kas") == "Cash"
    assert queries.english_name("1-1100", "Kas warung") == "Kas warung"


@pytest.fixture
def client(app: Flask) -> Callable[[Actor], FlaskClient]:
    """A function that gives a program that may read the ledger."""
    from marketplace.api import api

    for blueprint in blueprints:
        if blueprint.name not in app.blueprints:
            api.register_blueprint(blueprint)
    return lambda actor: program(app, actor, scopes=("ledger:read",))


def test_the_books_over_the_api(client: Callable[[Actor], FlaskClient], world: World, paid: Any) -> None:
    treasurer = client(world.treasurer)
    balance = treasurer.get("/api/v1/ledger/trial-balance").json
    assert (balance["debit"], balance["credit"], len(balance["rows"])) == (10_000, 10_000, 4)
    page = treasurer.get("/api/v1/ledger/accounts/2-1110?limit=1").json
    assert (page["name"], page["has_more"]) == ("Barang diterima, belum ditagih", True)
    rest = treasurer.get(f"/api/v1/ledger/accounts/2-1110?after={page['next']}").json
    assert [line["balance"] for line in rest["data"]] == [0]
    assert treasurer.get("/api/v1/ledger/accounts/x").status_code == 404
    for actor in refused(world):
        assert client(actor).get("/api/v1/ledger/trial-balance").status_code == 403
        assert client(actor).get("/api/v1/ledger/accounts/1-1100").status_code == 403
    assert treasurer.application.test_client().get("/api/v1/ledger/trial-balance").status_code == 401
