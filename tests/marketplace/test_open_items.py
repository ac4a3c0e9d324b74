"""What is owed on a document is what the ledger's lines on it add up to."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from cooperative_ledger import with_cooperative
from marketplace.bookkeeping.open_items import Owed, owed_on
from marketplace.database import transaction
from marketplace.orders.services import paying
from tests.marketplace.orders.conftest import TODAY, World, offer, world

__all__ = ["world"]


def owed(world: World) -> list[Owed]:
    with transaction() as session:
        with_cooperative(session.connection(), world.cooperative_id)
        return owed_on(session, world.cooperative_id, TODAY)


def test_a_bill_is_owed_until_its_payment_and_again_when_that_is_reversed(app: Flask, world: World) -> None:
    order = world.received((offer(price="1000", tax="exempt"), "10"))
    bill = world.bill(order, "10")
    (item,) = owed(world)
    assert (item.document_type, item.document_id, item.owed) == ("purchase_bill", str(bill.id), bill.total)
    assert (item.due_on, item.settled_on()) == (bill.due_on, None)
    payment = world.pay(order, bill)
    assert [each.owed for each in owed(world)] == [0]
    assert owed(world)[0].settled_on() == payment.paid_on
    with transaction() as session:
        paying.reverse_payment(session, world.treasurer, order.id, payment.id, reason="salah rekening")
    assert [each.owed for each in owed(world)] == [bill.total]


def test_what_another_day_or_another_cooperative_asks_is_empty(app: Flask, world: World) -> None:
    world.bill(world.received((offer(price="1000", tax="exempt"), "10")), "10")
    with transaction() as session:
        with_cooperative(session.connection(), world.cooperative_id)
        assert owed_on(session, world.cooperative_id, TODAY - timedelta(days=400)) == []
        other = world.other_manager.organisation_id
        with_cooperative(session.connection(), other)
        assert owed_on(session, other, TODAY) == []
