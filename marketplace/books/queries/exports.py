"""The books of a year as files for others: accounting programs, auditors, spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy.orm import Session

from cooperative_ledger import exports
from cooperative_ledger.exports.workbook import workbook as as_workbook

from ...actor import Actor
from .ledger import require_reader


class Form(NamedTuple):
    """A format of files: the end of the name, its MIME type, and whether it is written whole."""

    suffix: str
    mimetype: str
    is_binary: bool = False


FORMATS: dict[exports.Format, Form] = {
    "xlsx": Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", is_binary=True),
    "csv": Form("csv", "text/csv"),
    "beancount": Form("beancount", "text/plain"),
    "hledger": Form("journal", "text/plain"),
    "ledger": Form("ledger", "text/plain"),
}


def years(session: Session, actor: Actor) -> list[int]:
    """The years with entries, the latest first. Raises NotPermitted."""
    return exports.years(session.connection(), require_reader(actor))[::-1]


def text(session: Session, actor: Actor, year: int, format_: exports.Format) -> Iterator[str]:
    """The file in parts, all of one moment; the transaction must be a fresh one. Raises NotPermitted."""
    books = exports.read_year(_one_moment(session), require_reader(actor), year)
    for block in exports.WRITERS[format_](books):
        yield f"{block}\n"


def workbook(session: Session, actor: Actor, year: int) -> bytes:
    """The XLSX file, of one moment; the transaction must be a fresh one. Raises NotPermitted."""
    return as_workbook(exports.read_year(_one_moment(session), require_reader(actor), year))


def _one_moment(session: Session) -> object:
    return session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
