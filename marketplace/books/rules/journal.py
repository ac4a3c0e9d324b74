"""What an entry of the journal allows: whether it can be reversed by hand, and what money it moved."""

from __future__ import annotations

from typing import Any

from .vouchers import MONEY

BY_HAND = ("voucher", "import")
"""Types of documents whose entries are reversed where the journal is; any other is undone with its own document."""

STAMP_DUTY_ABOVE = 5_000_000
"""Rupiah: a receipt for more carries stamp duty (UU 10/2020, article 3)."""


def reversible(entry: Any) -> bool:
    """Whether `entry` (of the journal) may be reversed by hand, if nobody has done so yet."""
    papers = {line.document_type for line in entry.lines}
    return entry.kind not in ("reversal", "closing") and papers <= {None, *BY_HAND}


def money_moved(entry: Any) -> int:
    """What came into cash and bank (above zero) or left, rupiah; a transfer between them is zero."""
    return sum(line.debit - line.credit for line in entry.lines if line.account.startswith(MONEY))
