"""The journal as rows for a spreadsheet, one for each line of an entry: as CSV, or as cells of a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from ..statements import JournalEntry
from .year import YearOfBooks

Cell = str | int | date | None

COLUMNS: dict[str, str] = {
    "posting_date": "Tanggal buku",
    "document_date": "Tanggal bukti",
    "entry": "Jurnal",
    "reference": "Nomor bukti",
    "narration": "Keterangan",
    "account": "Akun",
    "account_name": "Nama akun",
    "debit": "Debit",
    "credit": "Kredit",
    "counterparty": "Dengan",
    "counterparty_id": "Nomor pihak",
    "business_unit": "Unit usaha",
    "outlet": "Gerai",
    "document": "Dokumen",
    "kind": "Jenis",
    "source": "Asal",
    "reverses": "Membalik",
    "actor": "Oleh",
    "leaf": "Sidik",
}
"""Column -> its heading."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(books: YearOfBooks, account_names: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    """The headings, the balances carried over as an entry of the first day, and every line of the year's entries."""
    yield tuple(COLUMNS.values())
    for code, amount in books.opening.items():
        known: dict[str, Cell] = {
            "posting_date": books.first_day,
            "document_date": books.first_day,
            "entry": "saldo awal",
            "narration": "Saldo awal",
            "account": code,
            "account_name": account_names.get(code),
            "debit": max(amount, 0),
            "credit": max(-amount, 0),
            "kind": "opening",
        }
        yield tuple(known.get(column) for column in COLUMNS)
    for entry in books.entries:
        yield from _rows(entry, account_names)


def _rows(entry: JournalEntry, account_names: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    for line in entry.lines:
        known: dict[str, Cell] = {
            "posting_date": entry.posting_date,
            "document_date": entry.document_date,
            "entry": str(entry.entry_id),
            "reference": entry.reference,
            "narration": entry.narration,
            "account": line.account,
            "account_name": account_names.get(line.account),
            "debit": line.debit,
            "credit": line.credit,
            "counterparty": line.counterparty_class,
            "counterparty_id": str(line.counterparty_id) if line.counterparty_id else None,
            "business_unit": line.business_unit,
            "outlet": str(line.outlet_id) if line.outlet_id else None,
            "document": f"{line.document_type} {line.document_id}" if line.document_type else None,
            "kind": entry.kind,
            "source": entry.source,
            "reverses": str(entry.reverses) if entry.reverses else None,
            "actor": entry.actor,
            "leaf": entry.leaf_hash.hex(),
        }
        yield tuple(known.get(column) for column in COLUMNS)


def text(books: YearOfBooks) -> Iterator[str]:
    """The rows as CSV (UTF-8 with its mark, so that Excel knows), without line ends."""
    for number, row in enumerate(rows(books, books.account_names)):
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([_plain(cell) for cell in row])
        yield ("\ufeff" if number == 0 else "") + line.getvalue()


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return defused(cell) if isinstance(cell, str) else cell


def defused(value: str) -> str:
    """`value` with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
