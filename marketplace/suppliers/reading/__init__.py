"""A supplier's price list, read in stages: ``sources`` makes cells of bytes, the other modules make prices of cells.

Imports neither Flask nor tables nor the ledger, and little else, so that the command line starts quickly.
"""

from __future__ import annotations

from marketplace.suppliers.reading.memory import Memory
from marketplace.suppliers.reading.questions import Question
from marketplace.suppliers.reading.reading import Reading, read_price_list

__all__ = ["Memory", "Question", "Reading", "read_price_list"]
