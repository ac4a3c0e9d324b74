"""Orders and shopping lists are seen by the two parties and by nobody else."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from marketplace.actor import Actor
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, Invalid, NotFound, NotPermitted
from marketplace.orders.models import Order
from marketplace.orders.queries.lists import count_by_state, due_bills, newest_orders
from marketplace.orders.queries.visible import order as visible_order
from marketplace.orders.queries.wants import newest_want_lists, want_list
from marketplace.orders.rules.requests import Answer
from marketplace.orders.services import answering, sending, wants
from marketplace.orders.services.wants import Wanted

from .conftest import TODAY, World

D = Decimal


def seen(order: Order, *actors: Actor) -> list[bool]:
    found = []
    for actor in actors:
        with transaction() as session:
            found.append(order.id in {each.id for each in newest_orders(session, actor)})
        with transaction() as session:
            try:
                visible_order(session, actor, order.id)
                assert found[-1]
            except NotFound:
                assert not found[-1]
    return found


def test_a_draft_is_seen_by_its_cooperative_only(world: World) -> None:
    order = world.create()
    insiders = (world.manager, world.chair, world.treasurer, world.cashier, world.supervisor)
    outsiders = (world.seller, world.member, world.other_manager, world.other_seller, world.officer)
    assert seen(order, *insiders) == [True] * 5
    assert seen(order, *outsiders) == [False] * 5


def test_a_sent_order_is_seen_by_its_supplier_and_by_no_other(world: World) -> None:
    order = world.sent()
    assert seen(order, world.seller) == [True]
    assert seen(order, world.member, world.other_manager, world.other_seller, world.officer) == [False] * 4


def test_an_order_cancelled_as_a_draft_never_reaches_the_supplier(world: World) -> None:
    order = world.create()
    with transaction() as session:
        sending.cancel(session, world.manager, order.id, reason="x")
    assert seen(order, world.seller) == [False]


def test_a_stranger_to_an_order_can_do_nothing_to_it(world: World) -> None:
    order = world.sent()
    for actor in (world.other_seller, world.other_manager):
        with pytest.raises(NotFound), transaction() as session:
            answering.answer(session, actor, order.id, Answer())
        with pytest.raises((NotFound, NotPermitted)), transaction() as session:
            sending.cancel(session, actor, order.id, reason="x")
    assert world.look(order).state == "sent"


def test_counts_and_debts_are_the_actors_own(world: World) -> None:
    order = world.received()
    world.bill(order, "5")
    for actor, counted, owed in (
        (world.manager, {"billed": 1}, 1),
        (world.seller, {"billed": 1}, 1),
        (world.officer, {}, 0),
    ):
        with transaction() as session:
            assert (count_by_state(session, actor), len(due_bills(session, actor))) == (counted, owed)


def test_a_shopping_list_is_filled_changed_copied_and_its_own_cooperatives(world: World) -> None:
    with transaction() as session:
        made = wants.create_want_list(
            session, world.manager, title="Belanja Senin", wanted_on=TODAY, outlet_note="Gerai dermaga",
            wants=(Wanted(words="minyak goreng", quantity=D(60), unit="l"),), key="k",
        )  # fmt: skip
    with transaction() as session:
        sugar = wants.add_want(session, world.manager, made.id, Wanted(words="gula", quantity=D(50), unit="kg"))
    with transaction() as session:
        wants.change_want(session, world.manager, made.id, sugar.id, Wanted(words="gula", quantity=D(100), unit="kg"))
    with transaction() as session:
        next_list = wants.copy_last(session, world.manager, title="Senin depan", wanted_on=TODAY + timedelta(days=7))
    assert [(want.position, want.words, want.quantity, want.unit) for want in next_list.wants] == [
        (1, "minyak goreng", D(60), "l"),
        (2, "gula", D(100), "kg"),
    ]
    with transaction() as session:
        wants.remove_want(session, world.manager, made.id, sugar.id)
    with transaction() as session:
        counted = [(each.title, number) for each, number in newest_want_lists(session, world.manager, limit=10)]
    assert counted == [("Senin depan", 2), ("Belanja Senin", 1)]
    for actor in (world.other_manager, world.seller, world.officer, world.member):
        with transaction() as session:
            assert newest_want_lists(session, actor, limit=10) == []
        with pytest.raises(NotFound), transaction() as session:
            want_list(session, actor, made.id)
    with pytest.raises(NotFound), transaction() as session:
        wants.add_want(session, world.other_manager, made.id, Wanted(words="x", quantity=D(1), unit="kg"))


def test_a_list_changed_by_somebody_else_meanwhile_is_not_overwritten(world: World) -> None:
    with transaction() as session:
        made = wants.create_want_list(session, world.manager, title="A", wanted_on=TODAY)
    for title, error in (("B", None), ("C", ChangedMeanwhile)):
        change = {"title": title, "wanted_on": TODAY, "outlet_note": ""}
        if error is None:
            with transaction() as session:
                wants.change_want_list(session, world.chair, made.id, made.version, **change)
        else:
            with pytest.raises(error), transaction() as session:
                wants.change_want_list(session, world.manager, made.id, made.version, **change)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(words=" ", quantity=D(1), unit="kg"),
        Wanted(words="x", quantity=D(0), unit="kg"),
        Wanted(words="x", quantity=D(1), unit=""),
        Wanted(words="x", quantity=D(1), unit="kg", note="n" * 501),
    ],
)
def test_a_want_that_says_nothing_is_refused(world: World, wanted: Wanted) -> None:
    with pytest.raises(Invalid), transaction() as session:
        wants.create_want_list(session, world.manager, title="A", wanted_on=TODAY, wants=(wanted,))
    with transaction() as session:
        assert newest_want_lists(session, world.manager, limit=1) == []
