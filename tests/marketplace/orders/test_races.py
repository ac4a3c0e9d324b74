"""Two people at once: nothing is received, billed or paid twice, and no number is given twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import Flask

from marketplace.database import transaction
from marketplace.errors import DomainError
from marketplace.orders.services import ordering, sending

from .conftest import World, offer
from .test_whole_path import books

D = Decimal


def at_once(app: Flask, *deeds: Callable[[], Any]) -> list[Any]:
    """Do all `deeds` in threads that start together; give each one's result, or the domain error it met."""
    barrier = threading.Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def run(index: int, deed: Callable[[], Any]) -> None:
        with app.app_context():
            barrier.wait(timeout=30)
            try:
                results[index] = deed()
            except DomainError as error:
                results[index] = error

    threads = [threading.Thread(target=run, args=(index, deed)) for index, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def codes(results: list[Any]) -> list[str]:
    return sorted(result.code if isinstance(result, DomainError) else "done" for result in results)


def small(world: World) -> Any:
    return world.accepted((offer(price="1000", tax="exempt"), "10"))


def test_two_receivers_at_once_do_not_receive_more_than_was_agreed(app: Flask, world: World) -> None:
    order = small(world)
    results = at_once(app, *[lambda: world.receive(order, "6")] * 4)
    assert codes(results) == ["done", "more_than_open", "more_than_open", "more_than_open"]
    assert world.look(order).lines[0].accepted_quantity == D(6)
    assert books(world) == {"1-3100": 6_000, "2-1110": -6_000}


def test_one_count_sent_twice_at_once_is_one_receipt(app: Flask, world: World) -> None:
    order = small(world)
    results = at_once(app, *[lambda: world.receive(order, "3", key="k")] * 3)
    assert len({result.id for result in results}) == 1
    assert books(world) == {"1-3100": 3_000, "2-1110": -3_000}


def test_two_bills_at_once_for_the_same_goods_are_owed_once(app: Flask, world: World) -> None:
    order = small(world)
    world.receive(order, "10")
    results = at_once(app, *[lambda: world.bill(order, "10")] * 3)
    assert sorted(result.state for result in results) == ["agreed", "differs", "differs"]
    assert books(world) == {"1-3100": 10_000, "2-1100": -10_000}


def test_one_invoice_entered_twice_at_once_on_two_orders_is_one_bill(app: Flask, world: World) -> None:
    orders = [small(world), small(world)]
    for order in orders:
        world.receive(order, "10")
    deeds = [lambda order=order: world.bill(order, "10", invoice_number="F-1") for order in orders]
    assert codes(at_once(app, *deeds)) == ["billed_twice", "done"]
    assert books(world)["2-1100"] == -10_000


def test_two_payments_at_once_do_not_pay_more_than_is_owed(app: Flask, world: World) -> None:
    order = small(world)
    world.receive(order, "10")
    bill = world.bill(order, "10")
    results = at_once(app, *[lambda: world.pay(order, bill)] * 3)
    assert codes(results) == ["done", "order_state", "order_state"]
    parts = small(world)
    world.receive(parts, "10")
    second = world.bill(parts, "10")
    assert codes(at_once(app, *[lambda: world.pay(parts, second, 6_000)] * 2)) == ["done", "more_than_owed"]
    assert books(world)["1-1200"] == -16_000


def test_orders_made_at_once_have_numbers_without_gaps(app: Flask, world: World) -> None:
    results = at_once(app, *[lambda: world.create()] * 5)
    year = results[0].ordered_on.year
    assert sorted(result.number for result in results) == [f"PO/{year}/{number:06d}" for number in range(1, 6)]


def test_an_order_cancelled_and_accepted_at_once_is_only_one_of_both(app: Flask, world: World) -> None:
    order = world.sent()

    def cancel() -> None:
        with transaction() as session:
            sending.cancel(session, world.manager, order.id, reason="x")

    def decline() -> None:
        from marketplace.orders.rules.requests import Answer
        from marketplace.orders.services import answering

        with transaction() as session:
            answering.answer(session, world.seller, order.id, Answer(declined=True))

    assert codes(at_once(app, cancel, decline)) == ["done", "order_state"]


def test_one_draft_sent_twice_at_once_is_one_order(app: Flask, world: World) -> None:
    request = world.request()

    def create() -> Any:
        with transaction() as session:
            return ordering.create(session, world.manager, request, key="k")

    assert len({order.id for order in at_once(app, create, create, create)}) == 1
