"""A table of journal lines, from CSV or a workbook: columns are found by their headings, entries by what they share."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .reading import (
    MOST_ENTRIES,
    MOST_LINES,
    Cell,
    ImportedEntry,
    ImportedLine,
    NotAnAmount,
    Notes,
    ReadFile,
    counted,
    day_of,
    difference,
    whole,
    words,
)

Rows = Sequence[Sequence[Cell]]

HEADINGS: dict[str, tuple[str, ...]] = {
    "day": ("tanggal buku", "posting date", "tanggal", "tgl", "date"),
    "document_day": ("tanggal bukti", "document date"),
    "entry": ("jurnal", "no jurnal", "nomor jurnal", "entry", "entry id", "transaction", "transaction id"),
    "reference": ("nomor bukti", "no bukti", "bukti", "referensi", "reference", "ref", "number", "nomor"),
    "account": ("akun", "kode akun", "no akun", "nomor akun", "kode", "account", "account code", "code", "coa"),
    "name": ("nama akun", "account name", "nama", "name"),
    "debit": ("debit", "debet", "debit idr", "debit rp"),
    "credit": ("kredit", "credit", "kredit rp", "credit idr"),
    "narration": ("keterangan", "uraian", "narration", "description", "memo", "label"),
    "party": ("dengan", "pihak", "counterparty"),
    "party_id": ("nomor pihak", "counterparty id"),
    "unit": ("unit usaha", "unit", "business unit"),
}
"""Column -> the headings that name it, in small letters; of several the first is taken."""

PARTIES = ("member", "non_member", "cooperative", "government")
_HEADING_ROWS = 20


def csv_rows(data: bytes) -> list[list[str]]:
    """The cells of a CSV file: UTF-8, else Windows-1252; the delimiter is the mark that its first lines have most."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text[:10_000].splitlines()[:_HEADING_ROWS]
    delimiter = max(";,\t|", key=lambda mark: (sum(line.count(mark) for line in first), mark == ","))
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def read_table(rows: Rows) -> ReadFile:
    """Every entry of a table with a column for the day, the account, debit and credit.

    Rows are of one entry where the journal's number is the same, or the day and the reference, or, where a row has no
    day of its own, the row before. Without a reference an entry ends where it balances.
    """
    notes = Notes()
    found = _columns(rows, notes, ("day", "account", "debit", "credit"))
    if found is None:
        return ReadFile((), (), notes.all())
    lines = _lines(rows, *found, notes)
    entries = _entries(lines, notes)
    return _whole_file(entries, lines, notes)


def read_opening(rows: Rows, day: date) -> ReadFile:
    """The balances of a table with a column for the account, debit and credit as one entry of `day`."""
    notes = Notes()
    found = _columns(rows, notes, ("account", "debit", "credit"))
    if found is None:
        return ReadFile((), (), notes.all())
    lines = _lines(rows, *found, notes)
    moved = tuple(each.line for each in lines if each.line.debit or each.line.credit)
    if not moved:
        notes.add("nothing")
        return ReadFile((), (), notes.all())
    if left := difference(moved):
        notes.add("unbalanced", about=str(left))
    entry = ImportedEntry(day.isoformat(), "", "Saldo awal", moved, lines[0].row)
    return _whole_file([entry], lines, notes)


@dataclass(frozen=True, slots=True)
class _TableLine:
    row: int
    day: date | None
    document_day: date | None
    entry: str
    reference: str
    narration: str
    name: str
    line: ImportedLine


def _columns(rows: Rows, notes: Notes, needed: tuple[str, ...]) -> tuple[int, dict[str, int]] | None:
    """The row of headings (from 0) and column by meaning: the first row that has all that are needed."""
    missing: tuple[str, ...] = needed
    for number, row in enumerate(rows[:_HEADING_ROWS]):
        known = _meanings(row)
        lacking = tuple(column for column in needed if column not in known)
        if not lacking:
            return number, known
        missing = min(missing, lacking, key=len)
    notes.add("no_columns", about=", ".join(missing))
    return None


def _meanings(row: Sequence[Cell]) -> dict[str, int]:
    """Column by meaning; of `Journal Items/Account` the last part counts, unless another heading is plain."""
    headings = [re.sub(r"[^a-z0-9/ ]+", " ", words(cell).lower()).strip() for cell in row]
    known: dict[str, int] = {}
    for last_part in (False, True):
        texts = [text.rpartition("/")[2].strip() if last_part else " ".join(text.split()) for text in headings]
        for column, names in HEADINGS.items():
            place = next((texts.index(name) for name in names if name in texts), None)
            if column not in known and place is not None and place not in known.values():
                known[column] = place
    return known


def _lines(rows: Rows, heading: int, columns: dict[str, int], notes: Notes) -> list[_TableLine]:
    lines: list[_TableLine] = []
    for number, row in enumerate(rows[heading + 1 :], heading + 2):
        if len(lines) == MOST_LINES:
            notes.add("too_many_lines", number, str(MOST_LINES))
            break
        cells = {column: row[place] if place < len(row) else None for column, place in columns.items()}
        if (line := _line(number, cells, notes)) is not None:
            lines.append(line)
    return lines


def _line(number: int, cells: dict[str, Cell], notes: Notes) -> _TableLine | None:
    """A row as a line; None for one without an account, such as a sum or an empty row."""
    account = words(cells.get("account"))
    try:
        debit, credit = whole(cells.get("debit")), whole(cells.get("credit"))
    except NotAnAmount as error:
        if account:
            notes.add("not_whole", number, str(error))
        return None
    if not account:
        return None
    if debit < 0 or credit < 0:
        debit, credit = debit - min(credit, 0) - min(debit, 0), credit - min(debit, 0) - min(credit, 0)
    if debit and credit:
        notes.add("both_sides", number, account)
        return None
    day = day_of(cells.get("day"))
    if day is None and words(cells.get("day")):
        notes.add("not_a_day", number, words(cells.get("day")))
    party, party_id = words(cells.get("party")), words(cells.get("party_id"))
    return _TableLine(
        row=number,
        day=day,
        document_day=day_of(cells.get("document_day")),
        entry=words(cells.get("entry")),
        reference=words(cells.get("reference"))[:200],
        narration=words(cells.get("narration"))[:1000],
        name=words(cells.get("name"))[:200],
        line=ImportedLine(
            account=account[:200],
            debit=debit,
            credit=credit,
            party=party if party in PARTIES else None,
            party_id=party_id if party in PARTIES and is_uuid(party_id) else None,
            business_unit=words(cells.get("unit"))[:50] or None,
        ),
    )


def is_uuid(text: str) -> bool:
    """Whether `text` is the id of a counterparty."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _entries(lines: Sequence[_TableLine], notes: Notes) -> list[ImportedEntry]:
    entries: list[ImportedEntry] = []
    group: list[_TableLine] = []
    balance = 0
    for line in [*lines, None]:
        if group and (line is None or _begins_another(group, line, balance)):
            _close(group, entries, notes)
            group, balance = [], 0
        if line is not None:
            group.append(line)
            balance += line.line.debit - line.line.credit
    return entries


def _begins_another(group: Sequence[_TableLine], line: _TableLine, balance: int) -> bool:
    head = group[0]
    if head.entry or line.entry:
        return bool(line.entry) and line.entry != head.entry
    if line.day is None:
        return False
    if (line.day, line.reference) != (head.day, head.reference):
        return True
    return not line.reference and balance == 0


def _close(group: Sequence[_TableLine], entries: list[ImportedEntry], notes: Notes) -> None:
    """Make an entry of the rows that belong together, or say why there is none."""
    head = group[0]
    moved = tuple(each.line for each in group if each.line.debit or each.line.credit)
    if not moved:
        return
    if head.day is None:
        notes.add("no_day", head.row)
        return
    if left := difference(moved):
        notes.add("unbalanced", head.row, str(left))
    if not 2 <= len(moved) <= 1000:
        notes.add("line_count", head.row, str(len(moved)))
    if len(entries) == MOST_ENTRIES:
        notes.add("too_many_entries", head.row, str(MOST_ENTRIES))
    if len(entries) >= MOST_ENTRIES:
        return
    narration = next((each.narration for each in group if each.narration), "")
    document_day = head.document_day.isoformat() if head.document_day and head.document_day != head.day else None
    entries.append(ImportedEntry(head.day.isoformat(), head.reference, narration, moved, head.row, document_day))


def _whole_file(entries: Sequence[ImportedEntry], lines: Sequence[_TableLine], notes: Notes) -> ReadFile:
    if not entries and not notes.findings:
        notes.add("nothing")
    names = {each.line.account: each.name for each in lines if each.name}
    return ReadFile(tuple(entries), tuple(counted(entries, names)), notes.all())
