"""The ledger on a real server with fsync on and every guarantee on, beside pgledger where its SQL is at hand.

PGLEDGER_SQL names pgledger's SQL files in the order in which they are loaded, separated as in PATH; without it our own
figures stand alone. Guarantees in force on our side: balanced, immutable, idempotent for ever, hashed, isolated by
cooperative, period checked; on the other side: balanced, live balances.
"""

from .books import books as _books
from .books import prepared as _prepared
from .report import main

__all__ = ["_books", "_prepared", "main"]
