"""Bills beside what was received and agreed, and the money paid on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from marketplace.database import transaction
from marketplace.errors import DomainError, Invalid, NotPermitted
from marketplace.orders.errors import (
    AlreadyBuiltOn,
    BilledTwice,
    BillNotOpen,
    EmptyOrder,
    MoreThanOwed,
    NotReceivedNotPaid,
    PaidTwice,
    SecondPersonNeeded,
    WrongState,
)
from marketplace.orders.models import Bill, Order, Payment
from marketplace.orders.queries.lists import due_bills
from marketplace.orders.queries.visible import bills
from marketplace.orders.services import billing, delivering, paying, sending

from .conftest import TODAY, World, offer
from .test_whole_path import books

D = Decimal


def payments() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(Payment)) or 0


def small(world: World, quantity: str = "10", **terms: Any) -> Order:
    """An order of cartons at Rp1.000, all accepted."""
    return world.received((offer(price="1000", tax="exempt"), quantity), **terms)


def test_a_bill_that_agrees_is_owed_by_its_term(world: World) -> None:
    order = small(world, payment_way="credit", credit_days=14)
    bill = world.bill(order, "10")
    assert (bill.state, bill.due_on, bill.total) == ("agreed", TODAY + timedelta(days=14), 10_000)
    with transaction() as session:
        (due,) = due_bills(session, world.treasurer)
    assert (due.owed, due.due_on, due.order_number) == (10_000, bill.due_on, order.number)
    assert world.look(order).state == "billed"


def test_a_bill_for_more_than_was_accepted_can_be_disputed_and_put_away_but_never_agreed(world: World) -> None:
    order = world.accepted((offer(price="1000", tax="exempt"), "10"))
    world.receive(order, ("8", "1", "1"))
    bill = world.bill(order, "10", invoice_number="F-1")
    assert (bill.state, [each["code"] for each in bill.differences]) == ("differs", ["billed_more_than_received"])
    with pytest.raises(NotReceivedNotPaid), transaction() as session:
        billing.accept_difference(session, world.chair, order.id, bill.id, reason="biar cepat")
    with pytest.raises(BillNotOpen):
        world.pay(order, bill)
    assert (payments(), books(world)) == (0, {"1-3100": 8_000, "2-1110": -8_000})
    with transaction() as session:
        billing.dispute(session, world.manager, order.id, bill.id, reason="1 rusak, 1 kurang")
    with transaction() as session:
        billing.withdraw(session, world.manager, order.id, bill.id, reason="faktur dibetulkan")
    corrected = world.bill(order, "8", invoice_number="F-1")
    assert corrected.state == "agreed"
    assert books(world) == {"1-3100": 8_000, "2-1100": -8_000}


def test_a_higher_price_waits_for_a_reason_and_then_belongs_to_the_cost_of_the_goods(world: World) -> None:
    order = small(world)
    bill = world.bill(order, ("10", "1100"))
    assert bill.differences == [
        {"code": "price_higher", "name": "Minyak goreng 1 l", "expected": "1000.0000", "billed": "1100"}
    ]
    assert (world.look(order).state, books(world)) == ("received", {"1-3100": 10_000, "2-1110": -10_000})
    with pytest.raises(Invalid), transaction() as session:
        billing.accept_difference(session, world.treasurer, order.id, bill.id, reason="")
    with transaction() as session:
        billing.accept_difference(session, world.treasurer, order.id, bill.id, reason="harga naik, sudah ditelepon")
    assert (world.look(order).state, books(world)) == ("billed", {"1-3100": 11_000, "2-1100": -11_000})
    with transaction() as session:
        (kept,) = bills(session, world.look(order))
    assert (kept.reason, kept.decided_by_name) == ("harga naik, sudah ditelepon", "Ratna")


def test_a_lower_total_at_the_foot_lowers_the_cost(world: World) -> None:
    order = small(world)
    bill = world.bill(order, "10", total=9_900)
    assert [each["code"] for each in bill.differences] == ["total_differs"]
    with transaction() as session:
        billing.accept_difference(session, world.treasurer, order.id, bill.id, reason="potongan")
    assert books(world) == {"1-3100": 9_900, "2-1100": -9_900}


def test_freight_that_was_never_agreed_is_a_difference(world: World) -> None:
    order = small(world)
    bill = world.bill(order, "10", freight=2_000)
    assert [(each["code"], each["billed"]) for each in bill.differences] == [("freight_higher", "2000")]


def test_bills_in_parts_clear_what_was_received_to_the_rupiah(world: World) -> None:
    order = world.accepted((offer(price="33333.3333", tax="excluded"), "3"), freight=10_000)
    world.receive(order, "2")
    world.bill(order, "1")
    world.receive(order, "1")
    world.bill(order, "2", freight=10_000)
    balances = books(world)
    assert "2-1110" not in balances
    assert balances["1-3100"] == -balances["2-1100"]


def test_a_cooperative_that_is_pkp_credits_the_ppn_of_the_bill(pkp_world: World) -> None:
    order = pkp_world.received((offer(), "5"), freight=21_000)
    pkp_world.bill(order, "5", freight=21_000)
    assert books(pkp_world) == {"1-3100": 826_405, "1-4100": 88_595, "2-1100": -915_000}


@pytest.mark.parametrize("number", ["F-9", "f-9"])
def test_an_invoice_number_is_entered_once_per_supplier(world: World, number: str) -> None:
    order, other = small(world), small(world)
    world.bill(order, "5", invoice_number="F-9")
    for again in (order, other):
        with pytest.raises(BilledTwice):
            world.bill(again, "5", invoice_number=number)
    assert books(world)["2-1100"] == -5_000


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"invoice_number": " "}, Invalid),
        ({"billed_on": TODAY + timedelta(days=1)}, Invalid),
        ({"due_on": TODAY - timedelta(days=1)}, Invalid),
        ({"freight": -1}, Invalid),
        ({"total": 0}, Invalid),
    ],
)
def test_a_bill_that_cannot_be_is_refused(world: World, values: dict[str, Any], error: type[DomainError]) -> None:
    order = small(world)
    with pytest.raises(error):
        world.bill(order, "10", **values)
    with pytest.raises(EmptyOrder):
        world.bill(order)
    with transaction() as session:
        assert bills(session, world.look(order)) == []


def test_a_bill_is_paid_in_parts_and_never_beyond_what_is_owed(world: World) -> None:
    order = small(world)
    bill = world.bill(order, "10")
    world.pay(order, bill, 4_000)
    assert (world.look(order).state, books(world)["1-1200"]) == ("billed", -4_000)
    with pytest.raises(MoreThanOwed) as refusal:
        world.pay(order, bill, 6_001)
    assert "Rp6.000" in refusal.value.message("id")
    cash = world.pay(order, bill, 6_000, way="cash", reference="")
    assert (world.look(order).state, cash.number) == ("paid", f"BB/{TODAY.year}/000002")
    assert books(world) == {"1-3100": 10_000, "1-1200": -4_000, "1-1100": -6_000}
    with pytest.raises(WrongState):
        world.pay(order, bill, 1)


def test_a_payment_sent_twice_with_one_key_or_one_reference_is_one_payment(world: World) -> None:
    order = small(world)
    bill = world.bill(order, "10")
    first = world.pay(order, bill, 3_000, key="k", reference="TRF1")
    assert world.pay(order, bill, 3_000, key="k", reference="TRF1").id == first.id
    with pytest.raises(PaidTwice):
        world.pay(order, bill, 3_000, reference="trf1")
    assert (payments(), books(world)["1-1200"]) == (1, -3_000)


@pytest.mark.parametrize(
    "values",
    [{"amount": 0}, {"amount": -5}, {"paid_on": TODAY + timedelta(days=1)}, {"reference": " "}],
)
def test_a_payment_that_cannot_be_is_refused(world: World, values: dict[str, Any]) -> None:
    order = small(world)
    bill = world.bill(order, "10")
    with pytest.raises(Invalid):
        world.pay(order, bill, **{"amount": 1_000, **values})
    assert payments() == 0


def test_only_the_treasurer_pays_and_above_the_limit_not_what_he_ordered_or_settled(world: World) -> None:
    order = world.received((offer(price="300000", tax="exempt"), "5"))
    bill = world.bill(order, ("5", "301000"))
    with transaction() as session:
        billing.accept_difference(session, world.chair, order.id, bill.id, reason="naik")
    for actor, error in (
        (world.manager, NotPermitted),
        (world.chair, NotPermitted),
        (world.supervisor, NotPermitted),
        (replace(world.manager, roles=frozenset({"treasurer"})), SecondPersonNeeded),
        (replace(world.chair, roles=frozenset({"treasurer", "chair"})), SecondPersonNeeded),
        (replace(world.treasurer, person_id=None, scopes=frozenset({"orders:write"})), SecondPersonNeeded),
    ):
        request = paying.PaymentRequest(way="transfer", amount=500, paid_on=TODAY, reference="A")
        with pytest.raises(error), transaction() as session:
            paying.pay(session, actor, order.id, bill.id, request)
    assert payments() == 0
    assert world.pay(order, bill).amount == 1_505_000


def test_above_the_limit_nobody_accepts_the_difference_of_a_bill_he_entered(world: World) -> None:
    order = world.received((offer(price="300000", tax="exempt"), "5"))
    bill = world.bill(order, ("5", "301000"))
    same = replace(world.manager, roles=frozenset({"treasurer"}))
    with pytest.raises(SecondPersonNeeded), transaction() as session:
        billing.accept_difference(session, same, order.id, bill.id, reason="naik")
    assert books(world) == {"1-3100": 1_500_000, "2-1110": -1_500_000}


def test_corrections_are_reversals_from_the_last_step_back(world: World) -> None:
    order = small(world)
    bill = world.bill(order, "10")
    payment = world.pay(order, bill)
    with pytest.raises(AlreadyBuiltOn), transaction() as session:
        billing.reverse_bill(session, world.treasurer, order.id, bill.id, reason="salah")
    with transaction() as session:
        paying.reverse_payment(session, world.chair, order.id, payment.id, reason="transfer kembali")
    assert (world.look(order).state, books(world)) == ("billed", {"1-3100": 10_000, "2-1100": -10_000})
    with pytest.raises(AlreadyBuiltOn), transaction() as session:
        paying.reverse_payment(session, world.chair, order.id, payment.id, reason="lagi")
    with transaction() as session:
        billing.reverse_bill(session, world.treasurer, order.id, bill.id, reason="salah faktur")
    assert (world.look(order).state, books(world)) == ("received", {"1-3100": 10_000, "2-1110": -10_000})
    again = world.bill(order, "10", invoice_number=bill.invoice_number)
    world.pay(order, again, reference=payment.reference)
    assert books(world) == {"1-3100": 10_000, "1-1200": -10_000}


def test_an_order_with_a_disputed_bill_or_unbilled_goods_is_not_closed(world: World) -> None:
    order = small(world)
    for act in (lambda: None, lambda: world.bill(order, ("10", "1100"))):
        act()
        with pytest.raises(AlreadyBuiltOn), transaction() as session:
            sending.close(session, world.manager, order.id)
    assert world.look(order).state == "received"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE purchase_order_line SET accepted_quantity = agreed_quantity + 1",
        "UPDATE purchase_order_line SET billed_quantity = accepted_quantity + 1",
        "UPDATE purchase_order_line SET shipped_quantity = agreed_quantity + 1",
        "UPDATE purchase_order SET total = total + 1",
        "UPDATE purchase_bill SET paid = total + 1",
        "UPDATE purchase_bill SET entry_id = NULL",
        "UPDATE purchase_order_line SET cooperative_id = (SELECT id FROM organisation WHERE name = 'Koperasi Kasu')",
    ],
)
def test_wrong_data_cannot_be_stored_even_by_hand(world: World, change: str) -> None:
    order = small(world)
    world.bill(order, "10")
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text(change))


def test_the_application_cannot_change_a_step_that_was_taken(world: World) -> None:
    from sqlalchemy.exc import ProgrammingError

    world.create()
    for change in ("UPDATE purchase_order_step SET note = 'x'", "DELETE FROM purchase_order_step"):
        with pytest.raises(ProgrammingError), transaction() as session:
            session.execute(text(change))


def test_a_bill_of_another_order_is_not_found(world: World) -> None:
    from marketplace.errors import NotFound

    order, other = small(world), small(world)
    bill = world.bill(order, "10")
    with pytest.raises(NotFound):
        world.pay(other, Bill(id=bill.id, total=10)) if world.bill(other, "10") else None
    with pytest.raises(NotFound), transaction() as session:
        delivering.reverse_receipt(session, world.treasurer, order.id, bill.id, reason="x")
    assert payments() == 0
