"""Beancount, the part of it that books money: transactions with amounts of one currency, without costs and prices.

Whatever else changes balances (pad, costs, prices, other currencies, included files) is told and stops the import;
what only comments on them (balance, price, note, document, event, query, custom) is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .reading import MOST_ENTRIES, ImportedEntry, ImportedLine, Notes, ReadFile, counted
from .tables import PARTIES, is_uuid

_DIRECTIVE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})\s+(\S+)\s*(.*)", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ACCOUNT = r"[A-Z][\w-]*(?::[A-Z0-9][\w-]*)+"
_POSTING = re.compile(rf"(?:[*!&#?%PSTCURM]\s+)?({_ACCOUNT})\s*(.*)")
_AMOUNT = re.compile(r"([-+]?)\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?)\s+([A-Z][A-Z0-9'._-]*)\s*(.*)")
_META = re.compile(r"([a-z][\w-]*):\s*(.*)")
_FLAGS = ("*", "!", "txn")


@dataclass(slots=True)
class _Transaction:
    row: int
    day: str
    narration: str
    reference: str = ""
    postings: list[tuple[str, int | None]] = field(default_factory=list)
    parties: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    broken: bool = False


def read_beancount(text: str, *, currency: str = "IDR", unit: int = 1) -> ReadFile:
    """The entries of a Beancount file in `currency`, of which one is `unit` of what is counted here.

    A posting without an amount takes what is left, as in Beancount; several of them in a transaction are told.
    """
    notes = Notes()
    entries: list[ImportedEntry] = []
    for transaction in _transactions(text, notes, currency, unit):
        entry = _entry(transaction, notes)
        if entry is not None and len(entries) < MOST_ENTRIES:
            entries.append(entry)
        elif entry is not None:
            notes.add("too_many_entries", transaction.row, str(MOST_ENTRIES))
            break
    entries.sort(key=lambda each: each.day)
    if not entries and not notes.findings:
        notes.add("nothing")
    return ReadFile(tuple(entries), tuple(counted(entries, {})), notes.all())


def _transactions(text: str, notes: Notes, currency: str, unit: int) -> Iterator[_Transaction]:
    present: _Transaction | None = None
    for row, line in _logical_lines(text):
        if not line[0].isspace():
            if present is not None:
                yield present
            present = _directive(row, line, notes)
        elif present is not None:
            _below(present, row, line.strip(), notes, currency, unit)
    if present is not None:
        yield present


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines without comments; a string may run over several."""
    waiting, begun = "", 0
    for row, line in enumerate(text.splitlines(), 1):
        whole = f"{waiting}\n{line}" if waiting else line
        bare = _uncommented(whole)
        if bare is None:
            waiting, begun = whole, begun or row
            continue
        if bare.strip():
            yield begun or row, bare.rstrip()
        waiting, begun = "", 0


def _uncommented(line: str) -> str | None:
    """The line up to its comment; None while a string is open."""
    inside = False
    for place, char in enumerate(line):
        if char == '"' and (place == 0 or line[place - 1] != "\\"):
            inside = not inside
        elif char == ";" and not inside:
            return line[:place]
    return None if inside else line


def _directive(row: int, line: str, notes: Notes) -> _Transaction | None:
    """A transaction that begins here; None for any other directive, which is told where it would change balances."""
    if re.match(r"include\b", line):
        notes.add("included_file", row, line)
    found = _DIRECTIVE.fullmatch(line)
    if found is None:
        return None
    year, month, day, word, rest = found.groups()
    if word not in _FLAGS and not re.fullmatch(r"[!&#?%PSTCURM]", word):
        if word == "pad":
            notes.add("pad", row, rest)
        return None
    try:
        when = date(int(year), int(month), int(day))
    except ValueError:
        notes.add("not_a_day", row, f"{year}-{month}-{day}")
        return None
    said = [re.sub(r"\\(.)", r"\1", part) for part in _STRING.findall(rest)]
    return _Transaction(row, when.isoformat(), " ".join(" – ".join(part for part in said if part).split())[:1000])


def _below(transaction: _Transaction, row: int, line: str, notes: Notes, currency: str, unit: int) -> None:
    """A posting or a word about the transaction or its last posting."""
    if found := _META.fullmatch(line):
        _metadata(transaction, found[1], found[2])
        return
    found = _POSTING.fullmatch(line)
    if found is None:
        return
    account, rest = found.groups()
    if not rest:
        transaction.postings.append((account, None))
        return
    amount = _AMOUNT.fullmatch(rest)
    code, about = _refusal(amount, currency, unit)
    if amount is None or code:
        notes.add(code, row, about or line)
        transaction.broken = True
        return
    number = int(Decimal(amount[2].replace(",", "")) * unit)
    transaction.postings.append((account, -number if amount[1] == "-" else number))


def _refusal(amount: re.Match[str] | None, currency: str, unit: int) -> tuple[str, str]:
    """Why an amount cannot be taken: a code (empty where it can) and what is meant."""
    if amount is None:
        return "not_whole", ""
    if amount[4]:
        return "cost_or_price", amount[0]
    if amount[3] != currency:
        return "other_currency", amount[0]
    exact = Decimal(amount[2].replace(",", "")) * unit
    return ("", "") if exact == exact.to_integral_value() else ("not_whole", amount[0])


def _metadata(transaction: _Transaction, name: str, value: str) -> None:
    text = _STRING.fullmatch(value.strip())
    said = " ".join((re.sub(r"\\(.)", r"\1", text[1]) if text else value).split())
    if name == "reference" and not transaction.postings:
        transaction.reference = said[:200]
    elif name == "counterparty" and transaction.postings:
        class_, _, id_ = said.partition(" ")
        if class_ in PARTIES:
            transaction.parties[len(transaction.postings) - 1] = (class_, id_ if is_uuid(id_) else None)


def _entry(transaction: _Transaction, notes: Notes) -> ImportedEntry | None:
    """The entry, what was left out filled in; None where a posting could not be taken or there is nothing in it."""
    if transaction.broken:
        return None
    left = -sum(amount for _, amount in transaction.postings if amount is not None)
    elided = [account for account, amount in transaction.postings if amount is None]
    if len(elided) > 1 or (left and not elided):
        notes.add("elided" if elided else "unbalanced", transaction.row, str(-left))
        return None
    lines = []
    for place, (account, amount) in enumerate(transaction.postings):
        value = left if amount is None else amount
        party, party_id = transaction.parties.get(place, (None, None))
        if value:
            lines.append(ImportedLine(account, max(value, 0), max(-value, 0), party, party_id))
    if not lines:
        return None
    if not 2 <= len(lines) <= 1000:
        notes.add("line_count", transaction.row, str(len(lines)))
    return ImportedEntry(transaction.day, transaction.reference, transaction.narration, tuple(lines), transaction.row)
