"""The books of one cooperative and year as a file that another accounting program reads and checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal
from uuid import UUID

from ..connections import AnyConnection
from . import beancount, hledger, ledger_cli, table
from .year import YearOfBooks, read_year, years

Format = Literal["beancount", "hledger", "ledger", "csv", "xlsx"]

WRITERS: dict[Format, Callable[[YearOfBooks], Iterator[str]]] = {
    "beancount": beancount.text,
    "hledger": hledger.text,
    "ledger": ledger_cli.text,
    "csv": table.text,
}
"""Formats of text: the blocks of the file, each to be followed by a line end. `xlsx` is written by `workbook`."""
SUFFIXES: dict[Format, str] = {
    "beancount": "beancount",
    "hledger": "journal",
    "ledger": "ledger",
    "csv": "csv",
    "xlsx": "xlsx",
}

__all__ = ["SUFFIXES", "WRITERS", "Format", "export_year", "read_year", "years"]


def export_year(connection: AnyConnection, coop_id: UUID, year: int, format_: Format, folder: Path) -> Path:
    """Write the year's file into `folder` (which exists) and give its path: `<coop_id>-<year>.<suffix>`.

    The file opens with the balances carried over and holds every entry with its id and leaf hash; one for an accounting
    program asserts the balance of every account at the year's end. To state one moment, call it in a repeatable-read
    transaction.
    """
    path = folder / f"{coop_id}-{year}.{SUFFIXES[format_]}"
    unfinished = path.with_name(path.name + ".part")
    if format_ == "xlsx":
        from .workbook import workbook

        unfinished.write_bytes(workbook(read_year(connection, coop_id, year)))
        unfinished.replace(path)
        return path
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        for block in WRITERS[format_](read_year(connection, coop_id, year)):
            file.write(block + "\n")
    unfinished.replace(path)
    return path
