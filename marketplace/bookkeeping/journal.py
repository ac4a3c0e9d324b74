"""The one table from what happened in the business to the lines of the journal."""

from __future__ import annotations

import cooperative_ledger as ledger

from . import cash, loans, members, purchases
from .rules import Event, Rules, lines_by

JOURNAL: Rules = {**purchases.RULES, **cash.RULES, **loans.RULES, **members.RULES}
"""Business event -> type of the document behind each line, and the lines."""


def lines_of(event: Event) -> tuple[ledger.Line, ...]:
    """The journal lines of `event`."""
    return lines_by(JOURNAL[type(event)], event)
