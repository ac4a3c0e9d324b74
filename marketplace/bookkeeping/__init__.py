"""What happened in the business becomes lines of the cooperative's journal, in the transaction of the change.

It stands below the domains, so it has its own small input types: one module of events per subject, one table of rules.
"""

from __future__ import annotations

from .cash import BankMoved, CashMoved, CountDiffered, TillEmptied
from .journal import JOURNAL, lines_of
from .loans import LoanAllowanceSet, LoanDisbursed, LoanPaid, LoanRecovered, LoanWrittenOff, SurplusPaid
from .members import (
    DuesCancelled,
    DuesFellDue,
    DuesPaid,
    DuesReclassified,
    InterestCredited,
    MemberDocument,
    SavingsBroughtIn,
    SavingsDeposited,
    SavingsWithdrawn,
)
from .posting import BookingRefused, Books, book, book_all, ensure_books, post, post_all, reverse
from .purchases import BillAgreed, BillPaid, GoodsReceived, SupplierDocument
from .rules import Event

__all__ = [
    "JOURNAL",
    "BankMoved",
    "BillAgreed",
    "BillPaid",
    "BookingRefused",
    "Books",
    "CashMoved",
    "CountDiffered",
    "DuesCancelled",
    "DuesFellDue",
    "DuesPaid",
    "DuesReclassified",
    "Event",
    "GoodsReceived",
    "InterestCredited",
    "LoanAllowanceSet",
    "LoanDisbursed",
    "LoanPaid",
    "LoanRecovered",
    "LoanWrittenOff",
    "MemberDocument",
    "SavingsBroughtIn",
    "SavingsDeposited",
    "SavingsWithdrawn",
    "SupplierDocument",
    "SurplusPaid",
    "TillEmptied",
    "book",
    "book_all",
    "ensure_books",
    "lines_of",
    "post",
    "post_all",
    "reverse",
]
