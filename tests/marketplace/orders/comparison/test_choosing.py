"""From what is chosen to orders, and from what was received to the last price paid."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import NotFound
from marketplace.orders.comparison import ComparedList
from marketplace.orders.comparison.choosing import (
    choices,
    choose_all_cheapest,
    make_order,
    supplier_freight,
    supplier_order,
)
from marketplace.orders.models import Order, WantList
from marketplace.orders.queries.visible import order as visible_order
from marketplace.orders.rules.requests import Answer, CountedLine, OrderTerms, ReceiptRequest
from marketplace.orders.services import answering, delivering, sending
from tests.marketplace.suppliers.conftest import count, published

from .conftest import TAXED, Shop, carton

OIL, SUGAR = ("Minyak goreng 1 l", "60", "l"), ("Gula pasir", "100", "kg")


def ordered(shop: Shop, found: WantList) -> Order:
    """The order of everything cheapest from CV Laut Jaya."""
    compared = shop.compare(found)
    with transaction() as session:
        choose_all_cheapest(session, shop.market.terong, compared)
    with transaction() as session:
        part = supplier_order(compared, choices(session, [want.id for want in found.wants]), laut_jaya(compared))
        terms = OrderTerms(freight=supplier_freight(part), want_list_id=found.id)
        return make_order(session, shop.market.terong, compared, part, terms, key="once")


def laut_jaya(compared: ComparedList) -> UUID:
    return next(each.supplier_id for each in compared.quoted.values() if each.supplier_name == "CV Laut Jaya")


def test_an_order_holds_the_offers_as_they_were_compared(shop: Shop) -> None:
    found = shop.wants(OIL, SUGAR)
    compared = shop.compare(found)
    order = ordered(shop, found)
    lines = {line.name: line for line in order.lines}
    oil = lines["Minyak goreng Sawit Mas 1 L"]
    assert (oil.ordered_quantity, oil.price, oil.tax_basis) == (5, Decimal(178_800), "included")
    assert (oil.pack_count, oil.pack_size, oil.pack_unit) == (12, 1, "l")
    assert "baris 5" in oil.source
    totals = [
        row.winner.total.rupiah
        for row in compared.comparison.rows
        if row.winner is not None and row.winner.total is not None
    ]
    assert order.total == sum(totals)
    assert count("want_choice") == 0


def test_a_price_that_changes_after_ordering_does_not_touch_the_order(shop: Shop) -> None:
    order = ordered(shop, shop.wants(OIL))
    dearer = [carton(5, "Minyak goreng Sawit Mas 1 L", "999000")]
    published(shop.app, shop.market.laut_jaya, dearer, publication=TAXED)
    with transaction() as session:
        assert visible_order(session, shop.market.terong, order.id).total == order.total


def test_nothing_chosen_from_a_supplier_makes_no_order(shop: Shop) -> None:
    compared = shop.compare(shop.wants(OIL))
    with pytest.raises(NotFound):
        supplier_order(compared, {}, laut_jaya(compared))
    assert count("purchase_order") == 0


def received(shop: Shop, order: Order) -> None:
    """The order sent, accepted and counted in full."""
    with transaction() as session:
        sending.submit(session, shop.market.terong, order.id)
    with transaction() as session:
        answering.answer(session, shop.market.laut_jaya, order.id, Answer())
    nothing = Decimal(0)
    counted = tuple(
        CountedLine(order_line_id=line.id, accepted=line.ordered_quantity, damaged=nothing, short=nothing)
        for line in order.lines
    )
    with transaction() as session:
        delivering.receive(session, shop.market.terong, order.id, ReceiptRequest(received_on=today(), lines=counted))


def test_without_a_last_price_no_saving_is_claimed(shop: Shop) -> None:
    winner = shop.row("Minyak goreng 1 l").winner
    assert winner is not None
    assert (winner.saving, winner.change_percent) == (None, None)


def test_what_was_received_is_the_last_price_and_gives_the_saving_to_its_own_cooperative_alone(shop: Shop) -> None:
    received(shop, ordered(shop, shop.wants(OIL)))
    shop.freight("berkah", per_drop=0)
    published(shop.app, shop.market.berkah, [carton(3, "Minyak goreng Sawit Mas 1 L", "174600")], publication=TAXED)
    row = shop.row("Minyak goreng 1 l")
    assert row.want.facts.last_price == Decimal(15_250)
    assert row.winner is not None
    assert row.winner.saving is not None
    # 174.600 / 12 = 14.550: 700 rupiah a litre less, of 60 litres.
    assert row.winner.saving.rupiah == 42_000
    elsewhere = shop.row("Minyak goreng 1 l", actor=shop.market.galang)
    assert elsewhere.want.facts.last_price is None
