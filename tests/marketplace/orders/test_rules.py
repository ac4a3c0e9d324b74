"""Rules of orders: quantities, tiers, rupiah, states, limits, differences."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.orders.rules.amounts import (
    LineAmounts,
    cost_of_goods,
    cost_of_part,
    freight_shares,
    line_amounts,
)
from marketplace.orders.rules.differences import BilledLine, differences
from marketplace.orders.rules.offers import (
    OfferCopy,
    TaxBasis,
    Tier,
    nearest_quantities,
    quantity_is_offered,
    tier_for,
)
from marketplace.orders.rules.separation import Limits, approval_needed, is_second_person, needs_more
from marketplace.orders.rules.states import (
    ROLES,
    STATES,
    TRANSITIONS,
    LineProgress,
    allowed,
    state_of_delivery,
)

from .conftest import offer

D = Decimal
RATE = D("0.11")


@pytest.mark.parametrize(
    ("unit", "minimum", "multiple", "quantity", "nearest"),
    [
        ("karton", None, None, "5", ("5",)),
        ("karton", None, None, "4.5", ("4", "5")),
        ("karton", "3", None, "1", ("3",)),
        ("karton", "10", "5", "12", ("10", "15")),
        ("karton", "12", "5", "13", ("15",)),
        ("karton", None, None, "0", ("1",)),
        ("kg", None, None, "12.345", ("12.345",)),
        ("kg", "50", "25", "60", ("50", "75")),
        ("kg", None, None, "0.0005", ("0.001",)),
        ("anu", None, None, "1.5", ("1", "2")),
    ],
)
def test_the_nearest_quantities_that_can_be_ordered_are_named(
    unit: str, minimum: str | None, multiple: str | None, quantity: str, nearest: tuple[str, ...]
) -> None:
    one = offer(order_unit=unit, minimum=minimum and D(minimum), multiple=multiple and D(multiple))
    assert nearest_quantities(one, D(quantity)) == tuple(map(D, nearest))
    assert quantity_is_offered(one, D(quantity)) == (D(quantity) in map(D, nearest))


@given(
    quantity=st.decimals("0.001", 10_000, places=3),
    minimum=st.one_of(st.none(), st.decimals("0.001", 500, places=3)),
    multiple=st.one_of(st.none(), st.decimals("0.001", 50, places=3)),
)
def test_every_named_quantity_can_be_ordered(quantity: D, minimum: D | None, multiple: D | None) -> None:
    one = offer(minimum=minimum, multiple=multiple)
    for nearest in nearest_quantities(one, quantity):
        assert quantity_is_offered(one, nearest)


def test_the_tier_is_the_largest_that_is_reached_whatever_the_order_of_rows() -> None:
    tiers = (Tier(D(50), D(90)), Tier(D(10), D(95)), Tier(D(100), D(80)))
    one = offer(price="100", tiers=tiers)
    reached = [tier_for(one, D(quantity)) for quantity in (9, 10, 50, 99, 100)]
    assert [tier and tier.price for tier in reached] == [None, D(95), D(90), D(90), D(80)]


@pytest.mark.parametrize(
    ("quantity", "price", "basis", "net", "tax"),
    [
        ("5", "178800", "included", 805_405, 88_595),
        ("5", "168000", "excluded", 840_000, 92_400),
        ("100", "15900", "exempt", 1_590_000, 0),
        ("3", "333.3333", "exempt", 1_000, 0),
        ("1", "0.5", "exempt", 1, 0),
        ("2.5", "15250.20", "included", 34_348, 3_778),
    ],
)
def test_a_line_is_rounded_once_and_net_and_tax_add_up(
    quantity: str, price: str, basis: TaxBasis, net: int, tax: int
) -> None:
    assert line_amounts(D(quantity), D(price), basis, RATE) == LineAmounts(net, tax)


@given(
    quantity=st.decimals("0.001", 10_000, places=3),
    price=st.decimals("0.0001", 10_000_000, places=4),
    rate=st.sampled_from([D("0.11"), D("0.12"), D("0.011"), D(0)]),
)
def test_a_price_with_ppn_costs_what_it_says_however_the_ppn_is_split_off(quantity: D, price: D, rate: D) -> None:
    included, exempt = (line_amounts(quantity, price, basis, rate) for basis in ("included", "exempt"))
    assert included.gross == exempt.gross
    assert included.tax >= 0


@given(
    freight=st.integers(0, 50_000_000),
    lines=st.lists(st.integers(0, 90_000_000), min_size=1, max_size=30),
)
def test_freight_over_lines_adds_up_to_the_rupiah(freight: int, lines: list[int]) -> None:
    shares = freight_shares(freight, [LineAmounts(net, 0) for net in lines])
    assert sum(shares) == freight
    assert min(shares) >= 0


@given(
    cost=st.integers(0, 90_000_000),
    parts=st.lists(st.decimals("0.001", 500, places=3), min_size=1, max_size=12),
)
def test_goods_that_come_in_parts_cost_what_they_cost_at_once(cost: int, parts: list[D]) -> None:
    whole, so_far, booked = sum(parts, D(0)), D(0), []
    for part in parts:
        before = cost_of_part(cost, whole, so_far)
        so_far += part
        booked.append(cost_of_part(cost, whole, so_far) - before)
    assert sum(booked) == cost
    assert min(booked) >= 0


def test_ppn_is_a_cost_only_for_a_buyer_who_cannot_credit_it() -> None:
    amounts = LineAmounts(805_405, 88_595)
    assert cost_of_goods(amounts, 21_000, buyer_is_pkp=False) == 915_000
    assert cost_of_goods(amounts, 21_000, buyer_is_pkp=True) == 826_405


def test_every_verb_and_state_of_the_table_is_known_and_every_state_can_be_reached() -> None:
    sources = {state for moves in TRANSITIONS.values() for state in moves}
    targets = {target for moves in TRANSITIONS.values() for targets in moves.values() for target in targets}
    assert sources <= set(STATES)
    assert targets | {"draft"} == set(STATES)
    assert {"declined", "cancelled"}.isdisjoint(sources)


@pytest.mark.parametrize(
    ("verb", "states"),
    [
        ("submit", {"draft"}),
        ("cancel", {"draft", "awaiting_approval", "sent", "partly_offered", "accepted"}),
        ("receive", {"accepted", "shipped"}),
        ("bill", {"shipped", "received", "billed"}),
        ("pay", {"shipped", "received", "billed"}),
        ("close", {"paid", "received"}),
    ],
)
def test_a_verb_is_allowed_only_where_the_table_says(verb: str, states: set[str]) -> None:
    assert {state for state in STATES if allowed(verb, state)} == states


def progress(
    agreed: int, shipped: int = 0, accepted: int = 0, damaged: int = 0, short: int = 0, billed: int = 0
) -> LineProgress:
    return LineProgress(*map(D, (agreed, shipped, accepted, damaged, short, billed)))


@pytest.mark.parametrize(
    ("lines", "owed", "state"),
    [
        ([progress(5)], 0, "accepted"),
        ([progress(5, shipped=2)], 0, "shipped"),
        ([progress(5, shipped=5, accepted=4)], 0, "shipped"),
        ([progress(5, shipped=5, accepted=4, damaged=1)], 0, "received"),
        ([progress(5, short=5)], 0, "received"),
        ([progress(5, shipped=5, accepted=5), progress(2)], 0, "shipped"),
        ([progress(5, shipped=5, accepted=5, billed=3)], 0, "received"),
        ([progress(5, shipped=5, accepted=5, billed=5)], 10, "billed"),
        ([progress(5, shipped=5, accepted=5, billed=5)], 0, "paid"),
        ([progress(5, shipped=5, accepted=5, billed=5), progress(0)], 0, "paid"),
    ],
)
def test_the_state_of_a_delivery_follows_from_its_numbers(lines: list[LineProgress], owed: int, state: str) -> None:
    assert state_of_delivery(lines, owed=owed) == state


@pytest.mark.parametrize(
    ("total", "needed"),
    [
        (1_000_000, "none"),
        (1_000_001, "second_person"),
        (10_000_000, "second_person"),
        (10_000_001, "board_minutes"),
    ],
)
def test_an_order_needs_the_approval_of_its_size(total: int, needed: str) -> None:
    assert approval_needed(total, Limits()) == needed


def test_a_higher_total_needs_more_only_when_it_crosses_a_limit() -> None:
    assert not needs_more(1_000_000, 900_000, Limits())
    assert needs_more(1_000_001, 900_000, Limits())
    assert not needs_more(9_000_000, 2_000_000, Limits())
    assert needs_more(10_000_001, 2_000_000, Limits())


def test_above_the_limit_the_second_person_is_a_person_and_another_one() -> None:
    maker, other = uuid4(), uuid4()
    assert is_second_person(1_000_000, Limits(), maker, maker)
    assert not is_second_person(1_000_001, Limits(), maker, maker)
    assert not is_second_person(1_000_001, Limits(), maker, None)
    assert is_second_person(1_000_001, Limits(), maker, other)


def test_nobody_who_orders_may_approve_or_pay_by_that() -> None:
    assert {"approve", "pay"}.isdisjoint(verb for verb, roles in ROLES.items() if "manager" in roles)
    assert not any("supervisor" in roles or "member" in roles for verb, roles in ROLES.items() if verb != "see")


def billed_line(open_: str, quantity: str, agreed: str, price: str) -> BilledLine:
    return BilledLine("Beras", D(open_), D(quantity), D(agreed), D(price))


@pytest.mark.parametrize(
    ("line", "open_freight", "freight", "total", "codes"),
    [
        (billed_line("5", "5", "100", "100"), 20, 20, 520, []),
        (billed_line("5", "3", "100", "100"), 20, 0, 300, []),
        (billed_line("5", "6", "100", "100"), 20, 20, 620, ["billed_more_than_received"]),
        (billed_line("5", "5", "100", "110"), 20, 20, 570, ["price_higher"]),
        (billed_line("5", "5", "100", "90"), 20, 20, 470, ["price_lower"]),
        (billed_line("5", "5", "100", "100"), 20, 30, 530, ["freight_higher"]),
        (billed_line("5", "5", "100", "100"), None, 30, 530, ["freight_higher"]),
        (billed_line("5", "5", "100", "100"), 20, 20, 600, ["total_differs"]),
        (
            billed_line("5", "7", "100", "110"), 0, 10, 900,
            ["billed_more_than_received", "price_higher", "freight_higher", "total_differs"],
        ),
    ],
)  # fmt: skip
def test_every_difference_of_a_bill_has_its_name(
    line: BilledLine, open_freight: int | None, freight: int, total: int, codes: list[str]
) -> None:
    computed = int(line.billed_quantity * line.billed_price) + freight
    found = differences([line], open_freight=open_freight, freight=freight, computed=computed, total=total)
    assert [difference.code for difference in found] == codes


def test_an_offer_copy_cannot_be_changed() -> None:
    one: OfferCopy = offer()
    with pytest.raises(AttributeError):
        one.price = D(1)  # type: ignore[misc]
