"""Business events become journal lines that balance to the rupiah, whatever the amounts."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from marketplace.bookkeeping import JOURNAL, BillAgreed, BillPaid, GoodsReceived, SupplierDocument, lines_of

RUPIAH = st.integers(1, 10**13)
SOME_RUPIAH = st.integers(0, 10**13)
DUE = date(2026, 12, 22)
BILL = uuid4()


def document(kind: type[SupplierDocument], **amounts: object) -> SupplierDocument:
    return kind(
        id=uuid4(), reference="PO", supplier_id=uuid4(), day=date(2026, 11, 22), narration="x", **amounts  # type: ignore[arg-type]
    )  # fmt: skip


def signed(event: SupplierDocument) -> dict[str, int]:
    return {line.account: line.debit - line.credit for line in lines_of(event)}


@given(total=RUPIAH, tax=SOME_RUPIAH, cleared=SOME_RUPIAH)
def test_a_bill_balances_whatever_differs_on_it(total: int, tax: int, cleared: int) -> None:
    lines = lines_of(document(BillAgreed, total=total, tax=tax, cleared=cleared, due=DUE))
    assert sum(line.debit for line in lines) == sum(line.credit for line in lines)
    assert all((line.debit == 0) != (line.credit == 0) and min(line.debit, line.credit) == 0 for line in lines)


@given(amount=RUPIAH)
def test_a_receipt_and_a_payment_balance(amount: int) -> None:
    for event in (
        document(GoodsReceived, amount=amount),
        document(BillPaid, amount=amount, way="cash", bill_id=BILL),
        document(BillPaid, amount=amount, way="transfer", bill_id=BILL),
    ):
        assert sum(signed(event).values()) == 0
        assert len(lines_of(event)) == 2


def test_the_lines_of_each_event() -> None:
    assert signed(document(GoodsReceived, amount=915_000)) == {"1-3100": 915_000, "2-1110": -915_000}
    assert signed(document(BillAgreed, total=920_000, tax=0, cleared=915_000, due=DUE)) == {
        "2-1110": 915_000, "1-3100": 5_000, "2-1100": -920_000,
    }  # fmt: skip
    assert signed(document(BillAgreed, total=900_000, tax=89_000, cleared=826_000, due=DUE)) == {
        "2-1110": 826_000, "1-4100": 89_000, "1-3100": -15_000, "2-1100": -900_000,
    }  # fmt: skip
    assert signed(document(BillPaid, amount=500, way="cash", bill_id=BILL)) == {"2-1100": 500, "1-1100": -500}
    assert signed(document(BillPaid, amount=500, way="transfer", bill_id=BILL)) == {"2-1100": 500, "1-1200": -500}


def test_every_account_of_the_table_is_in_the_chart_and_takes_lines() -> None:
    from cooperative_ledger import chart_template

    postable = {account.code for account in chart_template() if account.postable}
    fixed = {leg.account for _, legs in JOURNAL.values() for leg in legs if isinstance(leg.account, str)}
    assert fixed <= postable
