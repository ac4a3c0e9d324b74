"""Beancount: what `bean-check` accepts. An assertion holds at the start of its day, so it is dated the day after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ..statements import JournalEntry, JournalLine
from .year import YearOfBooks, one_line, title


def text(books: YearOfBooks) -> Iterator[str]:
    """The file, block by block."""
    yield f'option "title" {_quoted(f"{books.cooperative} {books.year}")}'
    yield 'option "operating_currency" "IDR"'
    yield f"; cooperative {books.coop_id}\n"
    for name in books.names.values():
        yield f"{books.first_day} open {name} IDR"
    yield ""
    if books.opening:
        lines = [f"  {books.names[code]}  {amount} IDR" for code, amount in books.opening.items()]
        yield "\n".join([f'{books.first_day} * "Saldo awal"', *lines, ""])
    for entry in books.entries:
        yield _transaction(entry, books.names)
    day_after = books.last_day + timedelta(days=1)
    for code, amount in books.closing.items():
        yield f"{day_after} balance {books.names[code]}  {amount} IDR"


def _transaction(entry: JournalEntry, names: dict[str, str]) -> str:
    metadata = {
        "entry": str(entry.entry_id),
        "leaf": entry.leaf_hash.hex(),
        "kind": entry.kind,
        "source": entry.source,
        "key": entry.key,
        "reference": entry.reference,
        "reverses": str(entry.reverses) if entry.reverses else None,
        "actor": entry.actor,
    }
    described = [f"  {name}: {_quoted(value)}" for name, value in metadata.items() if value is not None]
    postings = [block for line in entry.lines for block in _posting(line, names)]
    head = f"{entry.posting_date} * {_quoted(title(entry))}"
    return "\n".join([head, *described, f"  document-date: {entry.document_date}", *postings, ""])


def _posting(line: JournalLine, names: dict[str, str]) -> Iterator[str]:
    yield f"  {names[line.account]}  {line.debit - line.credit} IDR"
    if line.document_type is not None and line.document_id is not None:
        yield f"    document: {_quoted(f'{line.document_type} {line.document_id}')}"
    if line.counterparty_class is not None:
        yield f"    counterparty: {_quoted(f'{line.counterparty_class} {line.counterparty_id or str()}')}"


def _quoted(value: str) -> str:
    plain = one_line(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
