"""Tables of the books beside the ledger, a module per subject. Every key a child refers to carries the cooperative."""

from __future__ import annotations

from . import bank, cash, imports, loans, members, numbering, periods, quarters, savings, seals, surplus, vouchers

__all__ = [
    "bank",
    "cash",
    "imports",
    "loans",
    "members",
    "numbering",
    "periods",
    "quarters",
    "savings",
    "seals",
    "surplus",
    "vouchers",
]
