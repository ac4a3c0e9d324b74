"""Making and sending an order: frozen prices, valid quantities, approvals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, DomainError, IdempotencyKeyReused, Invalid, NotFound, NotPermitted
from marketplace.orders.errors import (
    BoardMinutesNeeded,
    EmptyOrder,
    MinimumNotReached,
    MoreThanOpen,
    PriceMissing,
    QuantityNotOffered,
    SecondPersonNeeded,
    TaxBasisUnknown,
    WrongState,
)
from marketplace.orders.models import DocumentCounter, Order, OrderLine
from marketplace.orders.rules.offers import Tier
from marketplace.orders.rules.requests import Answer, LineQuantity, OrderTerms
from marketplace.orders.rules.separation import Limits
from marketplace.orders.services import answering, limits, ordering, sending
from marketplace.outbox import OutboxEvent

from .conftest import World, offer

D = Decimal


def count(table: type[Any]) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def events() -> list[str]:
    with transaction() as session:
        return list(session.scalars(select(OutboxEvent.name).order_by(OutboxEvent.id)))


def fail_after_creating(world: World) -> None:
    with transaction() as session:
        ordering.create(session, world.manager, world.request())
        raise ChangedMeanwhile


def test_a_line_keeps_what_the_supplier_offered_on_that_day(world: World) -> None:
    tiers = (Tier(D(10), D(170_000)), Tier(D(5), D(175_000)))
    one = offer(tiers=tiers, terms=("bonus 10+1",), sku="MG-1", minimum=D(1), multiple=D(1))
    (line,) = world.create((one, "6")).lines
    assert (line.name, line.source, line.sku, line.list_version_id) == (
        one.name,
        "Sheet1!C118",
        "MG-1",
        one.list_version_id,
    )
    assert (line.list_price, line.price, line.tier_minimum) == (D(178_800), D(175_000), D(5))
    assert (line.pack_count, line.pack_size, line.pack_unit, line.terms) == (D(12), D(1), "l", ["bonus 10+1"])
    assert line.net + line.tax == 6 * 175_000


def test_the_numbers_of_a_cooperative_run_in_sequence_and_a_failed_order_takes_none(world: World) -> None:
    first = world.create()
    with pytest.raises(ChangedMeanwhile):
        fail_after_creating(world)
    second = world.create()
    with transaction() as session:
        other = ordering.create(session, world.other_manager, world.request())
    year = first.ordered_on.year
    assert [first.number, second.number, other.number] == [
        f"PO/{year}/000001", f"PO/{year}/000002", f"PO/{year}/000001",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "quantity", "error", "words"),
    [
        (offer(), "4.5", QuantityNotOffered, "4 / 5 karton"),
        (offer(minimum=D(10)), "3", QuantityNotOffered, "10 karton"),
        (offer(minimum=D(10), multiple=D(5)), "12", QuantityNotOffered, "10 / 15 karton"),
        (offer(price=None), "5", PriceMissing, "Minyak goreng"),
        (offer(order_unit=None), "5", PriceMissing, "Minyak goreng"),
        (offer(tax=None), "5", TaxBasisUnknown, "CV Laut Jaya"),
    ],
)
def test_what_cannot_be_ordered_is_refused_with_what_can(
    world: World, one: Any, quantity: str, error: type[DomainError], words: str
) -> None:
    with pytest.raises(error) as refusal:
        world.create((one, quantity))
    assert words in refusal.value.message("id")
    assert (count(Order), count(OrderLine), count(DocumentCounter), count(AuditEntry)) == (0, 0, 0, 0)


def test_an_order_without_lines_or_with_a_term_and_no_days_is_refused(world: World) -> None:
    with pytest.raises(EmptyOrder), transaction() as session:
        ordering.create(session, world.manager, replace(world.request(), lines=()))
    for terms in ({"payment_way": "credit"}, {"credit_days": 7}, {"freight": -1}):
        with pytest.raises(Invalid):
            world.create(**terms)
    assert count(Order) == 0


def test_the_one_who_orders_answers_for_a_list_that_is_silent_about_ppn(world: World) -> None:
    (line,) = world.create((offer(tax=None), "1"), tax_basis="excluded").lines
    assert (line.list_tax, line.tax_basis, line.net, line.tax) == (None, "excluded", 178_800, 19_668)


def test_an_unknown_freight_stays_unknown(world: World) -> None:
    order = world.create()
    assert (order.freight, order.total) == (None, 894_000)


def test_a_draft_sent_twice_with_one_key_is_one_order(world: World) -> None:
    request = world.request()
    made = []
    for _ in range(2):
        with transaction() as session:
            made.append(ordering.create(session, world.manager, request, key="k").id)
    assert made[0] == made[1]
    assert count(Order) == 1
    with pytest.raises(IdempotencyKeyReused), transaction() as session:
        ordering.create(session, world.manager, replace(request, terms=OrderTerms(note="lain")), key="k")
    assert count(Order) == 1


def test_a_draft_can_be_changed_and_the_tier_follows_the_quantity(world: World) -> None:
    order = world.create((offer(tiers=(Tier(D(10), D(170_000)),)), "5"), (offer("Gula", "16000"), "2"))
    oil, sugar = order.lines
    with transaction() as session:
        ordering.change(
            session, world.manager, order.id, order.version,
            OrderTerms(payment_way="credit", credit_days=14, freight=9_000),
            [LineQuantity(oil.id, D(10)), LineQuantity(sugar.id, D(0))],
        )  # fmt: skip
    after = world.look(order)
    assert [(line.name, line.price, line.ordered_quantity) for line in after.lines] == [
        ("Minyak goreng 1 l", D(170_000), D(10))
    ]
    assert (after.total, after.credit_days) == (1_709_000, 14)
    with pytest.raises(ChangedMeanwhile), transaction() as session:
        ordering.change(session, world.manager, order.id, order.version, OrderTerms(), [])
    with pytest.raises(EmptyOrder), transaction() as session:
        ordering.change(session, world.manager, order.id, after.version, OrderTerms(), [LineQuantity(oil.id, D(0))])
    with pytest.raises(NotFound), transaction() as session:
        ordering.change(session, world.manager, order.id, after.version, OrderTerms(), [LineQuantity(uuid4(), D(1))])
    assert world.look(order).total == 1_709_000


def test_a_sent_order_is_not_changed_any_more(world: World) -> None:
    order = world.sent()
    with pytest.raises(WrongState), transaction() as session:
        ordering.change(session, world.manager, order.id, order.version, OrderTerms(), [])


def test_below_the_suppliers_minimum_the_missing_rupiah_are_named(world: World) -> None:
    with transaction() as session:
        order = ordering.create(
            session,
            world.manager,
            world.request(supplier=replace(world.supplier, minimum_value=1_500_000), freight=700_000),
        )
    with pytest.raises(MinimumNotReached) as refusal, transaction() as session:
        sending.submit(session, world.manager, order.id)
    assert "Rp606.000" in refusal.value.message("id")
    assert world.look(order).state == "draft"


def test_within_the_limit_the_manager_sends_alone(world: World) -> None:
    order = world.sent((offer(price="200000"), "5"))
    assert order.state == "sent"
    assert events() == ["orders.order_sent"]


def test_above_the_limit_the_chair_approves_and_not_the_one_who_made_it(world: World) -> None:
    order = world.create((offer(price="200001"), "5"))
    with transaction() as session:
        sending.submit(session, world.manager, order.id)
    assert (world.look(order).state, events()) == ("awaiting_approval", [])
    both = replace(world.manager, roles=frozenset({"manager", "chair"}))
    program = replace(world.chair, person_id=None, scopes=frozenset({"orders:write"}))
    for actor in (both, program):
        with pytest.raises(SecondPersonNeeded), transaction() as session:
            sending.approve(session, actor, order.id)
    for actor in (world.manager, world.treasurer, world.supervisor):
        with pytest.raises(NotPermitted), transaction() as session:
            sending.approve(session, actor, order.id)
    assert (world.look(order).state, events()) == ("awaiting_approval", [])
    with transaction() as session:
        sending.approve(session, world.chair, order.id)
    assert (world.look(order).state, events()) == ("sent", ["orders.order_sent"])


def test_above_the_second_limit_the_boards_minutes_are_named(world: World) -> None:
    order = world.create((offer(price="2000001"), "5"))
    with transaction() as session:
        sending.submit(session, world.manager, order.id)
    with pytest.raises(BoardMinutesNeeded), transaction() as session:
        sending.approve(session, world.chair, order.id)
    with transaction() as session:
        sending.approve(session, world.chair, order.id, board_minutes="NOT/7/2026")
    assert world.look(order).board_minutes == "NOT/7/2026"


def test_the_chair_sends_an_order_back_with_the_reason(world: World) -> None:
    order = world.create((offer(price="900000"), "5"))
    with transaction() as session:
        sending.submit(session, world.manager, order.id)
    with pytest.raises(Invalid), transaction() as session:
        sending.send_back(session, world.chair, order.id, reason=" ")
    with transaction() as session:
        sending.send_back(session, world.chair, order.id, reason="Terlalu banyak")
    after = world.look(order)
    assert (after.state, after.steps[-1].note, after.steps[-1].person_name) == ("draft", "Terlalu banyak", "Harun")


def test_the_chair_sets_the_limits_and_orders_go_by_them(world: World) -> None:
    with pytest.raises(NotPermitted), transaction() as session:
        limits.set_limits(session, world.manager, Limits(5_000_000, 50_000_000))
    with pytest.raises(Invalid), transaction() as session:
        limits.set_limits(session, world.chair, Limits(5, 4))
    for one_person in (100_000, 5_000_000):
        with transaction() as session:
            limits.set_limits(session, world.chair, Limits(one_person, 50_000_000))
    order = world.create((offer(price="900000"), "5"))
    with transaction() as session:
        assert sending.submit(session, world.manager, order.id).state == "sent"


def test_the_supplier_offers_less_and_the_cooperative_agrees(world: World) -> None:
    order = world.sent((offer(), "5"), (offer("Gula", "16000"), "2"))
    oil, sugar = order.lines
    with pytest.raises(MoreThanOpen), transaction() as session:
        answering.answer(session, world.seller, order.id, Answer(lines=(LineQuantity(oil.id, D(6)),)))
    said = Answer(lines=(LineQuantity(oil.id, D(3)), LineQuantity(sugar.id, D(0))), freight=30_000, note="stok habis")
    with transaction() as session:
        answering.answer(session, world.seller, order.id, said)
    offered = world.look(order)
    assert (offered.state, offered.total, offered.freight) == ("partly_offered", 566_400, 30_000)
    assert [(line.ordered_quantity, line.agreed_quantity) for line in offered.lines] == [(D(5), D(3)), (D(2), D(0))]
    with transaction() as session:
        sending.agree(session, world.manager, order.id)
    assert world.look(order).state == "accepted"


def test_a_freight_named_later_that_passes_the_limit_needs_the_chair(world: World) -> None:
    order = world.sent()
    with transaction() as session:
        answering.answer(session, world.seller, order.id, Answer(freight=200_000))
    with pytest.raises(NotPermitted), transaction() as session:
        sending.agree(session, world.manager, order.id)
    assert world.look(order).state == "partly_offered"
    with transaction() as session:
        sending.agree(session, world.chair, order.id)
    assert world.look(order).state == "accepted"


@pytest.mark.parametrize("said", [Answer(declined=True, note="libur")])
def test_a_declined_order_is_over(world: World, said: Answer) -> None:
    order = world.sent()
    with transaction() as session:
        answering.answer(session, world.seller, order.id, said)
    assert world.look(order).state == "declined"
    with pytest.raises(WrongState), transaction() as session:
        sending.cancel(session, world.manager, order.id, reason="x")


def test_offering_none_of_it_is_declining(world: World) -> None:
    order = world.sent()
    with transaction() as session:
        answering.answer(session, world.seller, order.id, Answer(lines=(LineQuantity(order.lines[0].id, D(0)),)))
    after = world.look(order)
    assert (after.state, after.lines[0].ordered_quantity, after.total) == ("declined", D(5), 894_000)


def test_the_cooperative_writes_down_the_answer_of_a_supplier_without_an_account_only(world: World) -> None:
    with_account = world.sent()
    with pytest.raises(NotPermitted), transaction() as session:
        answering.answer(session, world.manager, with_account.id, Answer())
    with transaction() as session:
        without = ordering.create(session, world.manager, world.request(supplier=world.supplier_without_account))
    with transaction() as session:
        sending.submit(session, world.manager, without.id)
    with transaction() as session:
        answering.answer(session, world.manager, without.id, Answer(note="lewat telepon"))
    after = world.look(without)
    assert (after.state, after.steps[-1].organisation_name, after.steps[-1].person_name) == (
        "accepted", "Koperasi Terong", "Siti",
    )  # fmt: skip
    assert world.look(with_account).state == "sent"


@pytest.mark.parametrize("until", ["draft", "sent", "accepted"])
def test_an_order_is_cancelled_with_a_reason_until_goods_left(world: World, until: str) -> None:
    order = {"draft": world.create, "sent": world.sent, "accepted": world.accepted}[until]()
    with transaction() as session:
        sending.cancel(session, world.manager, order.id, reason="kapal tidak jalan")
    after = world.look(order)
    assert (after.state, after.steps[-1].note) == ("cancelled", "kapal tidak jalan")
    assert ("orders.order_cancelled" in events()) == (until != "draft")


def test_a_shipped_order_is_not_cancelled(world: World) -> None:
    order = world.accepted()
    world.ship(order, "2")
    with pytest.raises(WrongState), transaction() as session:
        sending.cancel(session, world.manager, order.id, reason="x")


def test_every_step_is_in_the_audit_trail_with_its_hand(world: World) -> None:
    order = world.accepted()
    with transaction() as session:
        rows = session.scalars(
            select(AuditEntry).where(AuditEntry.subject_id == order.id).order_by(AuditEntry.id)
        ).all()
    assert [(row.verb, row.person_id) for row in rows] == [
        ("orders.create", world.manager.person_id),
        ("orders.submit", world.manager.person_id),
        ("orders.answer", world.seller.person_id),
    ]
