"""The first cooperative's books: what the demo wrote there, and by the same services what it did not."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from marketplace.actor import Actor
from marketplace.books.models.bank import BankLine
from marketplace.books.models.cash import CashCount, CashEntry
from marketplace.books.models.loans import Loan, LoanPayment
from marketplace.books.models.members import Member
from marketplace.books.models.periods import PeriodClosing
from marketplace.books.models.quarters import QuarterEdition, QuarterLink
from marketplace.books.models.savings import Dues, DuesPayment, SavingsMovement, TermSaving
from marketplace.books.models.surplus import SurplusDivision, SurplusPart, SurplusPayment, SurplusResolution
from marketplace.books.models.vouchers import Voucher
from marketplace.books.queries.surplus import inputs_of, resolution_of
from marketplace.books.rules.loans import NewTerms
from marketplace.books.rules.surplus import fingerprint, written
from marketplace.books.services import dues, imports, periods, savings, savings_policy, seals, vouchers
from marketplace.books.services.loans import allowing, changing
from marketplace.books.services.reading_books import read_csv_bytes
from marketplace.clock import now, today
from marketplace.database import transaction
from marketplace.identifiers import new_id

OPENING = b"kode,nama,debit,kredit\n1-1100,Kas,1000,\n3-1400,Hibah,,1000\n"

WRITTEN: dict[str, Any] = {
    "member_id": Member,
    "loan_id": Loan,
    "loan_payment_id": LoanPayment,
    "term_id": TermSaving,
    "savings_receipt_id": SavingsMovement,
    "voucher_id": Voucher,
    "count_id": CashCount,
    "line_id": BankLine,
    "edition_id": QuarterEdition,
    "link_id": QuarterLink,
}
"""What the demo itself writes: name in an address -> table."""

IN_THE_BOOKS = (
    ("/api/v1/cash/", "entry_id", "cash_entry_id"),
    ("/books/cash/", "entry_id", "cash_entry_id"),
    ("/books/entries/<uuid:entry_id>/receipt", "entry_id", "money_entry_id"),
    ("/books/receipts/", "receipt_id", "money_receipt_id"),
    ("/api/v1/savings/", "receipt_id", "savings_receipt_id"),
    ("/books/savings/receipts/", "receipt_id", "savings_receipt_id"),
    ("/books/savings/dues-payments/", "payment_id", "dues_payment_id"),
    ("/api/v1/loans/", "payment_id", "loan_payment_id"),
    ("/books/loan-payments/", "payment_id", "loan_payment_id"),
    ("/api/v1/surplus/", "payment_id", "surplus_payment_id"),
    ("/books/surplus-payments/", "payment_id", "surplus_payment_id"),
    ("/books/loan-allowances/", "document_id", "allowance_id"),
)
"""Where an address begins so, the argument of the middle is the id of the last."""


def name_of_id(rule: str, argument: str) -> str:
    """Under which name the dealings hold the id that `argument` stands for in this address."""
    for begins, name, known in IN_THE_BOOKS:
        if rule.startswith(begins) and argument == name:
            return known
    return argument


def keep_books(treasurer: Actor, chair: Actor) -> dict[str, str]:
    """The ids of the cooperative's books by the names of `name_of_id`."""
    ids: dict[str, Any] = {}
    with transaction() as session:
        for name, table in WRITTEN.items():
            ids[name] = _first(session, table, treasurer.organisation_id)
        cash = session.scalars(
            select(CashEntry).where(CashEntry.cooperative_id == treasurer.organisation_id).order_by(CashEntry.id)
        ).first()
        assert cash is not None
        ids |= {"cash_entry_id": cash.id, "money_entry_id": cash.entry_id, "counterparty_id": ids["member_id"]}
        closed = session.scalars(select(PeriodClosing.period).order_by(PeriodClosing.period)).first()
    ids |= _papers(treasurer, ids, closed or 0)
    ids |= _dues(treasurer, ids["member_id"])
    ids |= _surplus(treasurer, chair, ids["member_id"], ids["money_entry_id"])
    return {name: str(value) for name, value in ids.items()}


def _first(session: Session, table: Any, cooperative_id: UUID) -> UUID:
    found: UUID = session.scalars(
        select(table.id).where(table.cooperative_id == cooperative_id).order_by(table.id).limit(1)
    ).one()
    return found


def _papers(treasurer: Actor, ids: dict[str, Any], closed: int) -> dict[str, Any]:
    """A receipt, an import, a proposal about a loan, an allowance, a month asked to open again, a check."""
    day = today(treasurer.time_zone)
    terms = NewTerms(monthly_rate=Decimal(1), months=6, method="flat", first_due_on=day + timedelta(days=30))
    with transaction() as session:
        receipt = vouchers.give_receipt(session, treasurer, ids["money_entry_id"], party="Warga", purpose="Belanja")
        read = imports.keep(session, treasurer, "opening", "saldo.csv", read_csv_bytes(OPENING, day))
        change = changing.propose_restructuring(session, treasurer, ids["loan_id"], terms, reason="panen mundur")
        allowance = allowing.set_allowance(session, treasurer, day=day)
        asked = periods.ask_reopening(session, treasurer, closed, reason="nota terlambat")
        check = seals.ask_check(session, treasurer, at_once=True)
        return {
            "money_receipt_id": receipt.id,
            "import_id": read.id,
            "change_id": change.id,
            "allowance_id": allowance.id,
            "request_id": asked.id,
            "check_id": check.id,
        }


def _dues(treasurer: Actor, member_id: UUID) -> dict[str, Any]:
    """Dues booked as owed, and one of them paid."""
    with transaction() as session:
        request = savings_policy.PolicyRequest(books_receivable=True)
        savings_policy.set_policy(session, treasurer, request, version=0)
    with transaction() as session:
        dues.book_dues(session, treasurer)
        savings.deposit(session, treasurer, member_id, kind="mandatory", amount=20_000)
    with transaction() as session:
        return {
            "dues_id": _first(session, Dues, treasurer.organisation_id),
            "dues_payment_id": _first(session, DuesPayment, treasurer.organisation_id),
        }


def _surplus(treasurer: Actor, chair: Actor, member_id: UUID, entry_id: UUID) -> dict[str, Any]:
    """A division of the surplus with a part that was paid: rows only, since the sample has no year that is over."""
    cooperative, ids = treasurer.organisation_id, [new_id() for _ in range(3)]
    with transaction() as session:
        year = session.scalars(
            select(SurplusResolution.year).where(SurplusResolution.cooperative_id == cooperative)
        ).one()
        resolution = resolution_of(session, cooperative, year)
        assert resolution is not None
        content = written(inputs_of(session, resolution, today(treasurer.time_zone), now()))
        session.add(
            SurplusDivision(
                id=ids[0], cooperative_id=cooperative, resolution_id=resolution.id, year=resolution.year,
                state="posted", known_at=now(), inputs=content, inputs_hash=fingerprint(content), total=7,
                from_member=7, from_non_member=0, left_over=0, funds=[], prepared_by=treasurer.person_id,
                prepared_by_name="Bendahara",
                decided_by=chair.person_id, decided_by_name="Ketua", decided_at=now(), entry_ids=[entry_id],
            )
        )  # fmt: skip
        session.flush()
        session.add(
            SurplusPart(
                id=ids[1], cooperative_id=cooperative, division_id=ids[0], member_id=member_id, transactions=1,
                capital=1, for_business=4, for_capital=3,
            )
        )  # fmt: skip
        session.flush()
        session.add(
            SurplusPayment(
                id=ids[2], cooperative_id=cooperative, part_id=ids[1], number="SHU/UJI", way="cash", amount=7,
                paid_on=today(treasurer.time_zone), entry_id=entry_id, made_by=treasurer.person_id,
                person_name="Bendahara",
            )
        )  # fmt: skip
    return dict(zip(("division_id", "part_id", "surplus_payment_id"), ids, strict=True))
