"""The surplus is divided as the members' meeting decided: to the rupiah, the same way every time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.books.rules.surplus import (
    FUND_OF,
    Activity,
    Inputs,
    Percentages,
    Result,
    divide,
    fingerprint,
    fund_amounts,
    largest_remainder,
    member_parts,
    origin_of,
    written,
    wrong_fields,
)

D = Decimal


def shares(**percent: str) -> dict[str, Decimal]:
    return {code: D(text) for code, text in percent.items()}


MEETING = Percentages(
    shares(reserve="40", business="25", capital="20", board="5", education="5", social="5"), shares(reserve="100")
)


def result(**values: int) -> Result:
    nothing = dict.fromkeys(Result.__slots__, 0)
    return Result(**{**nothing, **values})


def activity(number: int, transactions: int, capital: int) -> Activity:
    return Activity(UUID(int=number), f"A-{number:04d}", transactions, capital)


def inputs(**values: Any) -> Inputs:
    given = {
        "year": 2026,
        "last_day": date(2026, 12, 31),
        "resolution": "RAT/2/2027",
        "percentages": MEETING,
        "basis": "year_end",
        "result": result(member_income=75_000_000, member_expense=15_000_000),
        "members": (activity(1, 5_000_000, 2_000_000), activity(2, 70_000_000, 98_000_000)),
    }
    return Inputs(**{**given, **values})


def test_the_example_of_the_field_comes_out_to_the_rupiah() -> None:
    """SHU 60,000,000; business 25 %, capital 20 %; 5 of 75 million bought, 2 of 100 million saved."""
    found = divide(inputs())
    assert (found.funds["business"], found.funds["capital"]) == (15_000_000, 12_000_000)
    first, second = found.parts
    assert (first.business, first.capital, first.total) == (1_000_000, 240_000, 1_240_000)
    assert (second.business, second.capital) == (14_000_000, 11_760_000)
    assert sum(found.funds.values()) == found.total == 60_000_000


@pytest.mark.parametrize(
    ("member", "non_member", "wrong"),
    [
        (MEETING.of_member, MEETING.of_non_member, {}),
        (shares(reserve="40", business="65"), shares(reserve="100"), {"member": "not_100"}),
        (shares(reserve="99.9999"), shares(reserve="100"), {"member": "not_100"}),
        (shares(reserve="100"), shares(reserve="60", business="40"), {"non_member": "to_members"}),
        (shares(reserve="100"), shares(reserve="60", capital="40"), {"non_member": "to_members"}),
        (shares(reserve="110", social="-10"), shares(reserve="100"), {"member": "negative"}),
        (shares(reserve="99.99999", social="0.00001"), shares(reserve="100"), {"member": "negative"}),
        (shares(reserve="50", holiday="50"), {}, {"member": "unknown_fund", "non_member": "not_100"}),
    ],
)
def test_percentages_must_add_up_and_others_surplus_is_never_the_members(
    member: dict[str, Decimal], non_member: dict[str, Decimal], wrong: dict[str, str]
) -> None:
    assert wrong_fields(Percentages(member, non_member)) == wrong


@pytest.mark.parametrize(
    ("values", "member", "non_member"),
    [
        ({"member_income": 100, "non_member_income": 300, "undivided_expense": 40}, 90, 270),
        # a third of a rupiah more cost is the members'
        ({"member_income": 100, "non_member_income": 200, "undivided_expense": 40}, 86, 174),
        ({"member_income": 100, "member_expense": 130, "non_member_income": 80}, 0, 50),
        ({"member_income": 100, "non_member_income": 80, "non_member_expense": 110}, 70, 0),
        ({"member_income": 100, "member_expense": 150}, 0, 0),
        ({"undivided_income": 500}, 0, 500),
        ({"undivided_expense": 500}, 0, 0),
        ({"member_income": 100, "undivided_income": 50}, 150, 0),
    ],
)
def test_what_belongs_to_neither_follows_income_and_one_sides_loss_is_borne_by_the_other(
    values: dict[str, int], member: int, non_member: int
) -> None:
    found = origin_of(result(**values))
    assert (found.member, found.non_member) == (member, non_member)


amounts = st.integers(0, 10**12)


@given(amounts, st.lists(st.integers(0, 10**12), min_size=1, max_size=60).filter(any))
def test_parts_add_up_exactly_and_more_never_gets_less(rupiah: int, weights: list[int]) -> None:
    parts = largest_remainder(rupiah, weights)
    assert sum(parts) == rupiah
    assert largest_remainder(rupiah, weights) == parts
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert rupiah * weight // whole <= part <= rupiah * weight // whole + 1
        assert weight or not part
    by_weight = sorted(zip(weights, parts, strict=True), key=lambda each: (each[0], each[1]))
    for (less, got_less), (more, got_more) in pairwise(by_weight):
        assert less == more or got_less <= got_more


def test_equal_remainders_go_to_the_earlier() -> None:
    assert largest_remainder(10, [1, 1, 1]) == [4, 3, 3]
    assert largest_remainder(11, [1, 1, 1]) == [4, 4, 3]
    tied = [activity(3, 1, 0), activity(1, 1, 0), activity(2, 1, 0)]
    assert [(part.member_id.int, part.business) for part in member_parts(10, 0, tied)] == [(1, 4), (2, 3), (3, 3)]


@pytest.mark.parametrize("weights", [[], [0, 0], [5, -1]])
def test_nothing_is_divided_by_nothing(weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"weights|empty"):
        largest_remainder(10, weights)


members = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), max_size=40)
money = st.integers(0, 10**11)


@given(money, money, money, money, money, members)
def test_every_rupiah_of_the_surplus_finds_its_fund_or_member(
    earned: int, spent: int, others: int, cost: int, shared: int, people: list[tuple[int, int]]
) -> None:
    asked = inputs(
        result=result(
            member_income=earned,
            member_expense=spent,
            non_member_income=others,
            non_member_expense=cost,
            undivided_expense=shared,
        ),
        members=tuple(activity(number, *each) for number, each in enumerate(people)),
    )
    found = divide(asked)
    assert found.total == max(asked.result.total, 0)
    assert sum(found.funds.values()) == found.total
    assert all(rupiah > 0 for rupiah in found.funds.values())
    given_to_members = found.funds.get("business", 0) + found.funds.get("capital", 0)
    assert found.to_members == given_to_members
    assert given_to_members <= found.origin.member
    assert not any(FUND_OF[code].to_members for code in found.from_non_member)
    assert divide(asked) == found


def test_what_no_member_can_take_stays_in_the_reserve() -> None:
    found = divide(inputs(members=(activity(1, 5_000_000, 0),)))
    assert found.left_over == 12_000_000
    assert found.funds["reserve"] == 24_000_000 + 12_000_000
    assert "capital" not in found.funds
    assert found.to_members == 15_000_000


def test_a_return_larger_than_the_purchases_earns_nothing_and_costs_nothing() -> None:
    parts = member_parts(100, 0, [activity(1, -50, 0), activity(2, 10, 0)])
    assert [part.total for part in parts] == [0, 100]


def test_fund_amounts_add_up_with_odd_percentages() -> None:
    assert fund_amounts(100, shares(reserve="33.3333", business="33.3333", social="33.3334")) == {
        "reserve": 33,
        "business": 33,
        "social": 34,
    }


def test_the_fingerprint_tells_any_other_input() -> None:
    first = fingerprint(written(inputs()))
    assert first == fingerprint(written(inputs(members=tuple(reversed(inputs().members)))))
    others = [
        inputs(basis="average"),
        inputs(result=result(member_income=75_000_001, member_expense=15_000_000)),
        inputs(members=(activity(1, 5_000_001, 2_000_000), activity(2, 70_000_000, 98_000_000))),
        inputs(percentages=Percentages(shares(reserve="100"), shares(reserve="100"))),
        inputs(resolution="RAT/3/2027"),
    ]
    assert len({first, *(fingerprint(written(each)) for each in others)}) == 6
