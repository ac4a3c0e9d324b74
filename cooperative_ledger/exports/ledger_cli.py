"""ledger-cli: what `ledger --strict` accepts; the year's last entry asserts every balance."""

from __future__ import annotations

from collections.abc import Iterator

from ..statements import JournalEntry, JournalLine
from .year import YearOfBooks, one_line, title

TAGS = ("entry", "leaf", "kind", "source", "key", "reference", "reverses", "actor", "document-date", "document",
        "counterparty")  # fmt: skip


def text(books: YearOfBooks) -> Iterator[str]:
    """The file, block by block."""
    yield f"; {one_line(books.cooperative)} {books.year}, cooperative {books.coop_id}"
    yield "commodity IDR\n    format 1000 IDR\n"
    for tag in TAGS:
        yield f"tag {tag}"
    for name in books.names.values():
        yield f"account {name}"
    yield ""
    if books.opening:
        lines = [f"    {books.names[code]}  {amount} IDR" for code, amount in books.opening.items()]
        yield "\n".join([f"{books.first_day} * Saldo awal", *lines, ""])
    for entry in books.entries:
        yield _transaction(entry, books.names)
    if books.closing:
        lines = [f"    {books.names[code]}  0 IDR = {amount} IDR" for code, amount in books.closing.items()]
        yield "\n".join([f"{books.last_day} * Saldo akhir", *lines, ""])


def _transaction(entry: JournalEntry, names: dict[str, str]) -> str:
    tags = {
        "entry": str(entry.entry_id),
        "leaf": entry.leaf_hash.hex(),
        "kind": entry.kind,
        "source": entry.source,
        "key": entry.key,
        "reference": entry.reference,
        "reverses": str(entry.reverses) if entry.reverses else None,
        "actor": entry.actor,
        "document-date": str(entry.document_date),
    }
    described = [f"    ; {name}: {_note(value)}" for name, value in tags.items() if value is not None]
    # A leading mark would be read as a status or a code, two spaces or a semicolon as a note.
    head = f"{entry.posting_date} * {title(entry).replace(';', ',').lstrip('(*! ') or entry.kind}"
    return "\n".join([head, *described, *(line for each in entry.lines for line in _posting(each, names)), ""])


def _posting(line: JournalLine, names: dict[str, str]) -> Iterator[str]:
    yield f"    {names[line.account]}  {line.debit - line.credit} IDR"
    if line.document_type is not None and line.document_id is not None:
        yield f"    ; document: {_note(f'{line.document_type} {line.document_id}')}"
    if line.counterparty_class is not None:
        yield f"    ; counterparty: {line.counterparty_class} {line.counterparty_id or ''}".rstrip()


def _note(value: str) -> str:
    """A date in square brackets would be read as one."""
    return one_line(value).replace("[", "(").replace("]", ")")
