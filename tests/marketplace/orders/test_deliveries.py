"""Shipping in parts and counting at the door, with what the books say after each."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from marketplace.database import transaction
from marketplace.errors import DomainError, Invalid, NotFound, NotPermitted
from marketplace.orders.errors import AlreadyBuiltOn, EmptyOrder, MoreThanOpen, SecondPersonNeeded, WrongState
from marketplace.orders.models import Receipt, Shipment
from marketplace.orders.queries.visible import receipts
from marketplace.orders.rules.requests import CountedLine, LineQuantity, ReceiptRequest, ShipmentRequest
from marketplace.orders.services import answering, delivering, ordering, sending

from .conftest import TODAY, World, offer
from .test_whole_path import books

D = Decimal


def test_an_order_is_shipped_in_parts_with_its_notes(world: World) -> None:
    order = world.accepted((offer(), "5"), (offer("Gula", "16000"), "2"))
    first = world.ship(order, "3", number="SJ-778", carrier="KM Sabuk")
    second = world.ship(order, "2", "2")
    assert (first.number, second.number) == ("SJ-778", f"SJ/{TODAY.year}/000001")
    assert first.recorded_by_buyer is False
    after = world.look(order)
    assert [line.shipped_quantity for line in after.lines] == [D(5), D(2)]
    with pytest.raises(MoreThanOpen):
        world.ship(order, "1")


def test_the_cooperative_records_the_delivery_of_a_supplier_without_an_account(world: World) -> None:
    with transaction() as session:
        order = ordering.create(session, world.manager, world.request(supplier=world.supplier_without_account))
        order = sending.submit(session, world.manager, order.id)
    with transaction() as session:
        order = answering.answer(session, world.manager, order.id, answer())
    shipment = world.ship(order, "5")
    assert shipment.recorded_by_buyer


def answer() -> answering.Answer:
    return answering.Answer()


def test_goods_that_come_in_parts_are_booked_part_by_part_and_cost_the_same(world: World) -> None:
    order = world.accepted((offer(price="33333.3333", tax="excluded"), "3"), freight=10_000)
    for part, stock in (("1", 40_333), ("1", 80_667), ("1", 121_000)):
        world.receive(order, part)
        assert books(world) == {"1-3100": stock, "2-1110": -stock}
    assert (world.look(order).state, order.total) == ("received", 121_000)


def test_what_is_damaged_or_short_is_not_booked(world: World) -> None:
    order = world.accepted((offer(price="1000"), "10"))
    receipt = world.receive(order, ("6", "3", "1"))
    assert (receipt.amount, receipt.number) == (6_000, f"TT/{TODAY.year}/000001")
    after = world.look(order)
    (line,) = after.lines
    assert (line.accepted_quantity, line.damaged_quantity, line.short_quantity) == (D(6), D(3), D(1))
    assert (after.state, books(world)) == ("received", {"1-3100": 6_000, "2-1110": -6_000})


def test_a_delivery_of_which_nothing_is_accepted_leaves_the_books_alone_and_the_order_can_be_closed(
    world: World,
) -> None:
    order = world.accepted((offer(price="1000"), "2"))
    receipt = world.receive(order, ("0", "2", "0"))
    assert (receipt.entry_id, books(world)) == (None, {})
    with transaction() as session:
        assert sending.close(session, world.manager, order.id).state == "closed"


def test_a_cooperative_that_is_pkp_books_goods_without_ppn(pkp_world: World) -> None:
    order = pkp_world.accepted((offer(), "5"), freight=21_000)
    pkp_world.receive(order, "5")
    assert books(pkp_world) == {"1-3100": 826_405, "2-1110": -826_405}


@pytest.mark.parametrize("counts", [("6", "0", "0"), ("3", "2", "1"), ("0", "0", "6")])
def test_more_than_agreed_is_never_received(world: World, counts: tuple[str, str, str]) -> None:
    order = world.accepted((offer(price="1000"), "5"))
    with pytest.raises(MoreThanOpen) as refusal:
        world.receive(order, counts)
    assert refusal.value.details["open"] == "5"
    assert (world.look(order).state, books_are_closed(world)) == ("accepted", True)


def books_are_closed(world: World) -> bool:
    with transaction() as session:
        return not session.scalar(select(func.count()).select_from(Receipt))


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (CountedLine(order_line_id=TODAY, accepted=D(1)), NotFound),  # type: ignore[arg-type]
        (None, EmptyOrder),
    ],
)
def test_a_count_of_nothing_or_of_another_order_is_refused(
    world: World, line: CountedLine | None, error: type[DomainError]
) -> None:
    order = world.accepted()
    request = ReceiptRequest(received_on=TODAY, lines=(line,) if line else ())
    with pytest.raises(error), transaction() as session:
        delivering.receive(session, world.manager, order.id, request)
    assert books_are_closed(world)


def test_a_negative_count_or_one_from_tomorrow_is_refused(world: World) -> None:
    order = world.accepted()
    counted = CountedLine(order_line_id=order.lines[0].id, accepted=D(2), damaged=D(-1))
    good = CountedLine(order_line_id=order.lines[0].id, accepted=D(2))
    for request in (
        ReceiptRequest(received_on=TODAY, lines=(counted,)),
        ReceiptRequest(received_on=TODAY + timedelta(days=1), lines=(good,)),
    ):
        with pytest.raises(Invalid), transaction() as session:
            delivering.receive(session, world.manager, order.id, request)
    assert books_are_closed(world)


def test_a_count_sent_twice_with_one_key_is_one_receipt(world: World) -> None:
    order = world.accepted((offer(price="1000"), "5"))
    receipts_ = [world.receive(order, "2", key="k"), world.receive(order, "2", key="k")]
    assert receipts_[0].id == receipts_[1].id
    assert world.look(order).lines[0].accepted_quantity == D(2)
    assert books(world) == {"1-3100": 2_000, "2-1110": -2_000}


def test_who_may_not_receive_or_ship_does_not(world: World) -> None:
    order = world.accepted()
    received = ReceiptRequest(received_on=TODAY, lines=(CountedLine(order_line_id=order.lines[0].id, accepted=D(1)),))
    shipped = ShipmentRequest(shipped_on=TODAY, lines=(LineQuantity(order.lines[0].id, D(1)),))
    for actor in (world.treasurer, world.supervisor, world.seller):
        with pytest.raises(NotPermitted), transaction() as session:
            delivering.receive(session, actor, order.id, received)
    for actor in (world.manager, world.cashier):
        with pytest.raises(NotPermitted), transaction() as session:
            delivering.ship(session, actor, order.id, shipped)
    assert books_are_closed(world)
    with transaction() as session:
        assert not session.scalar(select(func.count()).select_from(Shipment))


def test_goods_are_not_received_before_the_supplier_accepted(world: World) -> None:
    order = world.sent()
    with pytest.raises(WrongState):
        world.receive(order, "1")
    assert books_are_closed(world)


def test_a_wrong_count_is_reversed_with_its_booking_and_counted_anew(world: World) -> None:
    order = world.accepted((offer(price="1000"), "5"))
    receipt = world.receive(order, "5")
    with transaction() as session:
        delivering.reverse_receipt(session, world.treasurer, order.id, receipt.id, reason="salah hitung")
    after = world.look(order)
    assert (after.state, after.lines[0].accepted_quantity, books(world)) == ("shipped", D(0), {})
    with pytest.raises(AlreadyBuiltOn), transaction() as session:
        delivering.reverse_receipt(session, world.treasurer, order.id, receipt.id, reason="lagi")
    world.receive(order, "4", key="b")
    assert books(world) == {"1-3100": 4_000, "2-1110": -4_000}
    with transaction() as session:
        first, second = receipts(session, world.look(order))
    assert (first.reversal_reason, second.reversed_at) == ("salah hitung", None)


def test_rupiah_stay_whole_when_a_part_in_the_middle_is_reversed(world: World) -> None:
    order = world.accepted((offer(price="33.3333", tax="exempt"), "30"))
    world.receive(order, "10")
    middle = world.receive(order, "7")
    world.receive(order, "5")
    with transaction() as session:
        delivering.reverse_receipt(session, world.treasurer, order.id, middle.id, reason="salah")
    world.receive(order, "15")
    assert books(world) == {"1-3100": 1_000, "2-1110": -1_000}


def test_a_billed_receipt_is_not_reversed_before_its_bill(world: World) -> None:
    order = world.accepted((offer(price="1000"), "5"))
    receipt = world.receive(order, "5")
    world.bill(order, "5")
    before = books(world)
    with pytest.raises(AlreadyBuiltOn), transaction() as session:
        delivering.reverse_receipt(session, world.treasurer, order.id, receipt.id, reason="x")
    assert books(world) == before


def test_above_the_limit_nobody_reverses_his_own_count(world: World) -> None:
    order = world.accepted((offer(price="300000"), "5"))
    receipt = world.receive(order, "5")
    from dataclasses import replace

    same = replace(world.manager, roles=frozenset({"manager", "treasurer"}))
    with pytest.raises(SecondPersonNeeded), transaction() as session:
        delivering.reverse_receipt(session, same, order.id, receipt.id, reason="x")
    assert books(world) == {"1-3100": 1_500_000, "2-1110": -1_500_000}
