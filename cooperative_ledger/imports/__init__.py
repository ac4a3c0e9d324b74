"""Another system's books: read, mapped to our accounts, looked at, posted once however often they come.

1. `read_table` (CSV or the cells of a workbook) or `read_beancount` gives what the file says, and what is wrong in it.
2. `propose` says which of our accounts are meant; people settle the rest.
3. `entries_of` gives the entries to post, with keys made from their content.
4. `post_all` posts them in batches.
"""

from __future__ import annotations

from .beancount import read_beancount
from .mapping import NEW, Mapping, new_accounts, open_questions, propose
from .posting import Outcome, entries_of, post_all
from .reading import FileAccount, Finding, ImportedEntry, ImportedLine, ReadFile, difference
from .tables import csv_rows, read_opening, read_table

__all__ = [
    "NEW",
    "FileAccount",
    "Finding",
    "ImportedEntry",
    "ImportedLine",
    "Mapping",
    "Outcome",
    "ReadFile",
    "csv_rows",
    "difference",
    "entries_of",
    "new_accounts",
    "open_questions",
    "post_all",
    "propose",
    "read_beancount",
    "read_opening",
    "read_table",
]
