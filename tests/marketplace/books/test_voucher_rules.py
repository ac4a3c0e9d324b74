"""Vouchers as pure decisions: what is wrong with one, and what a stock count costs whom."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.books.rules.vouchers import (
    Problem,
    StockCount,
    VoucherLine,
    VoucherRequest,
    problems,
    shared,
    simple,
    stock_count_lines,
)

POSTABLE = {"1-1100", "6-1200", "5-1100", "1-3100"}


def line(account: str, debit: int = 0, credit: int = 0) -> VoucherLine:
    return VoucherLine(account=account, debit=debit, credit=credit)


def voucher(*lines: VoucherLine, form: str = "memorial", **values: object) -> VoucherRequest:
    given_: dict[str, object] = {"day": date(2026, 3, 2), "narration": "Listrik Maret", **values}
    return VoucherRequest(form=form, lines=lines, **given_)  # type: ignore[arg-type]


RIGHT = simple("6-1200", "1-1100", 5000)


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (voucher(*RIGHT), []),
        (voucher(*RIGHT, form="expense"), []),
        (voucher(*RIGHT, day=date(2026, 12, 31), adjustment=True), []),
        (voucher(line("6-1200", 5000), line("1-1100", 0, 4000)), [Problem("unbalanced", about="1000")]),
        (voucher(line("6-9999", 5), line("1-1100", 0, 5)), [Problem("unknown_account", 0, "6-9999")]),
        (
            voucher(line("6-1200", 5, 5), line("1-1100"), line("6-1200", 5), line("1-1100", 0, 5)),
            [Problem("one_side", 0), Problem("one_side", 1)],
        ),
        (voucher(), [Problem("line_count")]),
        (voucher(*RIGHT, narration="  "), [Problem("narration")]),
        (voucher(*RIGHT, reference="x" * 101), [Problem("reference")]),
        (voucher(*RIGHT, narration="a\0b", reference="\0"), [Problem("narration"), Problem("reference")]),
        (
            voucher(VoucherLine(account="6-1200", debit=5, business_unit="x" * 51), line("1-1100", 0, 5)),
            [Problem("business_unit", 0)],
        ),
        (voucher(*RIGHT, adjustment=True), [Problem("adjustment_day")]),
        (voucher(*simple("1-3100", "1-1100", 5), form="expense"), [Problem("account_not_of_form", 0, "1-3100")]),
    ],
)
def test_everything_that_is_wrong_is_told_at_once(request_: VoucherRequest, expected: list[Problem]) -> None:
    assert list(problems(request_, POSTABLE)) == expected


def count(book: int, counted: int, lost: int = 0, members: int = 0, others: int = 0) -> dict[str, int]:
    lines = stock_count_lines(StockCount("1-3100", book, counted, lost, members, others))
    return {each.account: each.debit - each.credit for each in lines}


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ((1000, 400, 0, 2, 1), {"5-1100": 400, "5-1110": 200, "1-3100": -600}),
        ((1000, 400, 100, 2, 1), {"5-1100": 333, "5-1110": 167, "5-1200": 100, "1-3100": -600}),
        ((1000, 999, 0, 1, 1), {"5-1100": 1, "1-3100": -1}),
        ((1000, 400, 0, 0, 0), {"5-1200": 600, "1-3100": -600}),
        ((1000, 1300, 0, 1, 2), {"5-1100": -100, "5-1110": -200, "1-3100": 300}),
        ((1000, 1000, 0, 1, 2), {}),
    ],
)
def test_a_stock_count_is_the_cost_of_what_was_sold_and_lost(
    given_: tuple[int, int, int, int, int], expected: dict[str, int]
) -> None:
    assert count(*given_) == expected


def test_each_cost_names_who_bought() -> None:
    lines = stock_count_lines(StockCount("1-3100", 1000, 400, 10, 2, 1))
    assert {each.account: each.party for each in lines} == {
        "5-1100": "member",
        "5-1110": "non_member",
        "5-1200": None,
        "1-3100": None,
    }


amounts = st.integers(0, 10**12)


@given(amounts, amounts, amounts, amounts, amounts)
def test_a_stock_count_always_balances(book: int, counted: int, lost: int, members: int, others: int) -> None:
    assert sum(count(book, counted, lost, members, others).values()) == 0


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**12), min_size=1, max_size=5).filter(any))
def test_shares_add_up_and_none_is_a_rupiah_off(amount: int, weights: list[int]) -> None:
    parts = shared(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - amount * weight) < sum(weights)
