"""What loans and the surplus book: the lines of each event, and that they balance whatever the amounts."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cooperative_ledger as ledger
from marketplace.bookkeeping import (
    Event,
    LoanAllowanceSet,
    LoanDisbursed,
    LoanPaid,
    LoanRecovered,
    LoanWrittenOff,
    SurplusPaid,
    lines_of,
)
from tests.marketplace.orders.conftest import TODAY

LOAN = ledger.Document("loan", str(uuid4()))
MEMBER = uuid4()


def event(kind: type[Event], **values: Any) -> Event:
    of_member = {} if kind is LoanAllowanceSet else {"member_id": MEMBER}
    return kind(id=uuid4(), reference="x", day=TODAY, narration="x", **of_member, **values)


@pytest.mark.parametrize(
    ("kind", "values", "lines"),
    [
        (LoanDisbursed, {"amount": 900, "money": "1-1200"}, {"1-2400": 900, "1-1200": -900}),
        (LoanDisbursed, {"amount": 900, "money": "3-9100"}, {"1-2400": 900, "3-9100": -900}),
        (
            LoanPaid,
            {"amount": 100, "principal": 80, "interest": 20, "money": "1-1100", "loan": LOAN},
            {"1-1100": 100, "1-2400": -80, "4-3100": -20},
        ),
        (LoanRecovered, {"amount": 50, "money": "1-1100"}, {"1-1100": 50, "4-9000": -50}),
        (
            LoanWrittenOff,
            {"amount": 700, "from_allowance": 500, "loan": LOAN},
            {"1-2490": 500, "6-1600": 200, "1-2400": -700},
        ),
        (LoanAllowanceSet, {"amount": 40}, {"6-1600": 40, "1-2490": -40}),
        (LoanAllowanceSet, {"amount": -40}, {"6-1600": -40, "1-2490": 40}),
        (SurplusPaid, {"amount": 60, "money": "2-3100"}, {"2-4100": 60, "2-3100": -60}),
    ],
)
def test_the_lines_of_each_event(kind: type[Event], values: dict[str, Any], lines: dict[str, int]) -> None:
    assert {line.account: line.debit - line.credit for line in lines_of(event(kind, **values))} == lines


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
def test_every_entry_balances(principal: int, interest: int, set_aside: int) -> None:
    for made in (
        event(
            LoanPaid,
            amount=principal + interest,
            principal=principal,
            interest=interest,
            money="1-1100",
            loan=LOAN,
        ),
        event(LoanWrittenOff, amount=principal, from_allowance=min(set_aside, principal), loan=LOAN),
        event(LoanAllowanceSet, amount=principal - set_aside),
    ):
        lines = lines_of(made)
        assert sum(line.debit for line in lines) == sum(line.credit for line in lines)
        assert all((line.debit > 0) != (line.credit > 0) for line in lines)


def test_the_line_on_a_loan_carries_the_loan_and_an_older_loan_is_an_opening() -> None:
    paid = lines_of(event(LoanPaid, amount=5, principal=3, interest=2, money="1-1100", loan=LOAN))
    assert [line.document for line in paid] == [None, LOAN, None]
    assert event(LoanDisbursed, amount=1, money="3-9100").kind == "opening"
    assert event(LoanDisbursed, amount=1, money="1-1100").kind == "normal"
