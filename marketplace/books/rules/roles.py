"""Whose hands may do what in a cooperative's books; a city office and a supplier have none."""

from __future__ import annotations

READERS = ("treasurer", "manager", "supervisor", "chair")
"""See every figure. A member sees his own."""

CASHIERS = ("cashier", "treasurer")
"""Take and give money: cash in and out, savings, instalments, the count at the end of the day."""

TREASURERS = ("treasurer",)
"""Write what does not come out of the business by itself: vouchers, opening balances, closing, the bank, SHU."""

APPROVERS = ("chair",)
"""The second person for what one alone may not do: a loan, a reopened month, the division of SHU, the quarter."""

REGISTRARS = ("secretary", "treasurer")
"""Keep the register of members."""
