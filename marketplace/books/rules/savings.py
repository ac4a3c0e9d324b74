"""The four kinds of a member's savings: where each stands in the books, and what may be done with it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal

Kind = Literal["principal", "mandatory", "voluntary", "term"]
KINDS: tuple[Kind, ...] = ("principal", "mandatory", "voluntary", "term")
"""pokok, wajib, sukarela, berjangka."""

DUES: tuple[Kind, ...] = ("principal", "mandatory")
"""What a member owes by being one; it comes back when he leaves."""

DuesClass = Literal["equity", "liability"]
DUES_CLASSES: tuple[DuesClass, ...] = ("equity", "liability")

ACCOUNTS: dict[DuesClass, dict[str, str]] = {
    "equity": {"principal": "3-1100", "mandatory": "3-1200", "voluntary": "2-3100", "term": "2-3200"},
    "liability": {"principal": "2-3300", "mandatory": "2-3400", "voluntary": "2-3100", "term": "2-3200"},
}
"""Policy about dues -> kind -> account. Equity for SAK EP; liability where an accountant says that they are owed."""

ACCOUNTS_OF_KIND: dict[str, tuple[str, ...]] = {
    kind: tuple(dict.fromkeys(ACCOUNTS[each][kind] for each in DUES_CLASSES)) for kind in KINDS
}
"""Kind -> every account on which it can stand, whatever the policy is or was."""

KIND_OF_ACCOUNT: dict[str, str] = {code: kind for kind, codes in ACCOUNTS_OF_KIND.items() for code in codes}

DUES_RECEIVABLE = "1-2300"

MOVEMENTS = ("deposit", "withdrawal", "interest", "opening")
WAYS = ("cash", "transfer", "voluntary", "none")
"""From the till, by bank, out of or into the member's own voluntary savings, or without money (opening, interest)."""

NUMBERS: dict[str, str] = {"deposit": "SM", "withdrawal": "SK", "interest": "SJ", "opening": "SA"}
"""Movement -> how its numbers begin: simpanan masuk, keluar, jasa, saldo awal."""
TERM_NUMBER = "SB"

LARGEST_AMOUNT = 10**12
"""Rupiah on one receipt; more is a slip of the finger."""


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the last day of a shorter month (31 January + 1 = 28 or 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_of_month(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])
