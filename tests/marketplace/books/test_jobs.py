"""Folding runs for every cooperative, again and again, and changes no balance."""

from __future__ import annotations

import pytest
from flask import Flask

import cooperative_ledger
from marketplace.books.jobs import fold_books
from marketplace.database import transaction
from tests.marketplace.orders.conftest import World, make_world


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


def balances(world: World) -> dict[str, int]:
    with transaction() as session:
        rows = cooperative_ledger.trial_balance(session.connection(), world.cooperative_id)
        return {row.code: row.closing for row in rows}


def test_folding_twice_leaves_every_balance_as_it_was(world: World) -> None:
    order = world.received()
    world.bill(order, *[str(line.accepted_quantity) for line in order.lines])
    before = balances(world)
    assert any(before.values())
    fold_books("slot-1", {})
    fold_books("slot-1", {})
    assert balances(world) == before
