"""A list of members as offices keep it (CSV, XLSX, pasted table) as rows to be taken in, with what is wrong in each.

Nothing is guessed silently: a row that cannot be taken says why, and what was left out of a row is told too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lokal.nik import is_valid_nik
from lokal.phone import parse_phone

from .table_files import UnreadableFile, check_size, is_workbook, sheets_of, text_of

MOST_ROWS = 10_000
HEADING_ROWS = 10

HEADINGS: dict[str, tuple[str, ...]] = {
    "number": (
        "nomor anggota",
        "no anggota",
        "no agt",
        "nomor",
        "id anggota",
        "kode anggota",
        "member number",
        "number",
    ),
    "name": ("nama anggota", "nama lengkap", "nama", "member name", "name"),
    "phone": ("nomor hp", "no hp", "hp", "telepon", "no telepon", "telp", "no wa", "wa", "whatsapp", "phone"),
    "address": ("alamat", "address"),
    "joined_on": (
        "tanggal masuk",
        "tgl masuk",
        "tanggal bergabung",
        "tgl bergabung",
        "masuk",
        "anggota sejak",
        "joined",
    ),
    "nik": ("nik", "no ktp", "nomor ktp", "ktp"),
    "principal": ("simpanan pokok", "pokok", "principal"),
    "mandatory": ("simpanan wajib", "wajib", "mandatory"),
    "voluntary": ("simpanan sukarela", "sukarela", "voluntary"),
}
"""Field -> how lists head its column, in small letters without dots."""
SUMS = ("principal", "mandatory", "voluntary")

BLOCKING = frozenset(
    {
        "no_name",
        "name_long",
        "number_long",
        "number_twice",
        "number_taken",
        "nik_taken",
        "date_unread",
        "amount_unread",
    }
)
"""Findings with which a row is not taken; with the others it is, without what the finding names."""

MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")


@dataclass(slots=True)
class ListedMember:
    """A row of the list as it was read, and what is wrong with it; sums in rupiah."""

    line: int
    name: str = ""
    number: str = ""
    phone: str = ""
    address: str = ""
    joined_on: date | None = None
    nik: str = ""
    principal: int = 0
    mandatory: int = 0
    voluntary: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        """Whether nothing stands against taking the row in."""
        return not BLOCKING.intersection(self.findings)


def table_of(data: bytes) -> list[list[Any]]:
    """The cells of a CSV, pasted table or XLSX workbook (its first filled sheet). Raises UnreadableFile."""
    check_size(data)
    rows = _of_workbook(data) if is_workbook(data) else _of_text(data)
    filled = [row for row in rows if any(str(cell).strip() for cell in row)]
    if not filled:
        raise UnreadableFile("empty")
    if len(filled) > MOST_ROWS:
        raise UnreadableFile("too_large")
    return filled


def _of_workbook(data: bytes) -> list[list[Any]]:
    return next((rows for rows in sheets_of(data) if any(any(row) for row in rows)), [])


def _of_text(data: bytes) -> list[list[Any]]:
    text = text_of(data)
    lines = text[:5000].splitlines()
    heading = next((line for line in lines[:HEADING_ROWS] if re.search(r"(?i)\bnam[ae]\b", line)), "\n".join(lines))
    mark = max("\t;|,", key=heading.count)
    try:
        return list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=mark))
    except csv.Error as error:
        raise UnreadableFile("no_headings") from error


def read_members(rows: Sequence[Sequence[Any]], *, numbers: Iterable[str] = ()) -> list[ListedMember]:
    """The members of a table; `numbers` (small letters) are taken already. Raises UnreadableFile (no_headings)."""
    at, columns = _headings(rows)
    seen = set(numbers)
    taken_in_list: set[str] = set()
    members = []
    for line, row in enumerate(rows[at + 1 :], at + 2):
        member = _member(line, {name: row[column] for name, column in columns.items() if column < len(row)})
        key = member.number.lower()
        if key:
            if key in taken_in_list:
                member.findings.append("number_twice")
            elif key in seen:
                member.findings.append("number_taken")
            taken_in_list.add(key)
        members.append(member)
    return members


def _headings(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, int]]:
    """The row of headings and the column of each field; a list without the word `nama` is none."""
    for at, row in enumerate(rows[:HEADING_ROWS]):
        words = [re.sub(r"[^a-z ]+", " ", str(cell).lower()).split() for cell in row]
        plain = [" ".join(each) for each in words]
        columns: dict[str, int] = {}
        for name, known in HEADINGS.items():
            found = next((plain.index(word) for word in known if word in plain), None)
            if found is not None and found not in columns.values():
                columns[name] = found
        if "name" in columns and len(columns) > 1:
            return at, columns
    raise UnreadableFile("no_headings")


def _member(line: int, cells: dict[str, Any]) -> ListedMember:
    member = ListedMember(line, name=_text(cells.get("name")), number=_text(cells.get("number")),
                          address=_text(cells.get("address"))[:500])  # fmt: skip
    if not member.name:
        member.findings.append("no_name")
    if len(member.name) > 100:
        member.findings.append("name_long")
    if len(member.number) > 30:
        member.findings.append("number_long")
    _read_phone(member, _text(cells.get("phone")))
    _read_day(member, cells.get("joined_on"))
    _read_nik(member, _text(cells.get("nik")))
    for name in SUMS:
        amount = _amount(cells.get(name))
        if amount is None:
            member.findings.append("amount_unread")
        else:
            setattr(member, name, amount)
    return member


def _read_phone(member: ListedMember, written: str) -> None:
    if not written:
        return
    known = parse_phone(written[:40] if written.startswith(("0", "+", "62")) else f"0{written[:39]}")
    if known.e164 and known.valid:
        member.phone = known.e164
    else:
        member.findings.append("phone_left_out")


def _read_nik(member: ListedMember, written: str) -> None:
    if not written:
        return
    if is_valid_nik(written):
        member.nik = written
    else:
        member.findings.append("nik_left_out")


def _read_day(member: ListedMember, cell: Any) -> None:
    if cell is None or not str(cell).strip():
        member.findings.append("no_date")
        return
    member.joined_on = day_of(cell)
    if member.joined_on is None:
        member.findings.append("date_unread")


def day_of(cell: Any) -> date | None:
    """A day as offices write it: `2020-05-01`, `1/5/2020`, `01-05-20`, `1 Mei 2020`, or a workbook's own date."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip().lower()
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t].*)?", text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", text):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})[- ]([a-z]{3,9})\.?[- ](\d{4}|\d{2})", text):
        named = {"may": "mei", "aug": "agu", "ags": "agu", "oct": "okt", "dec": "des"}.get(found[2][:3], found[2][:3])
        return _day(_year(found[3]), MONTHS.index(named) + 1, int(found[1])) if named in MONTHS else None
    return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell if cell is not None else "").split())


def _amount(cell: Any) -> int | None:
    """Whole rupiah, zero for an empty cell, None for what is no whole amount."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return int(cell) if float(cell).is_integer() and 0 <= cell <= 10**12 else None
    text = re.sub(r"(?i)^rp\.?|\s|,-$|,00$|\.00$", "", str(cell or "").strip())
    if text in ("", "-", "–"):
        return 0
    if not re.fullmatch(r"\d{1,12}|\d{1,3}([.,]\d{3})+", text):
        return None
    return int(re.sub(r"[.,]", "", text))
