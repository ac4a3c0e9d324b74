"""What a file of books says, whatever its form: entries on the file's own accounts, and what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

Cell = str | int | float | date | datetime | None

MOST_ENTRIES = 20_000
MOST_LINES = 100_000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should know; `code` has a sentence where it is shown, `row` counts from 1.

    With `stops` nothing can be posted before it is mended.
    """

    code: str
    row: int | None = None
    about: str = ""
    stops: bool = True


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """A line on the file's own account, rupiah on one side. `party` is a class, with an id where the file has one."""

    account: str
    debit: int = 0
    credit: int = 0
    party: str | None = None
    party_id: str | None = None
    business_unit: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedEntry:
    """An entry of the file, which began at `row`."""

    day: str
    reference: str
    narration: str
    lines: tuple[ImportedLine, ...]
    row: int
    document_day: str | None = None

    @property
    def date(self) -> date:
        """The day as a date."""
        return date.fromisoformat(self.day)

    def plain(self) -> dict[str, Any]:
        """As JSON can keep it."""
        return asdict(self)

    @classmethod
    def from_plain(cls, value: dict[str, Any]) -> ImportedEntry:
        """What `plain` gave."""
        return cls(**{**value, "lines": tuple(ImportedLine(**line) for line in value["lines"])})


@dataclass(frozen=True, slots=True)
class FileAccount:
    """An account of the file: its code or name there, a name where there is one besides, and how often it is used."""

    account: str
    name: str = ""
    uses: int = 0


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Everything that a file says."""

    entries: tuple[ImportedEntry, ...]
    accounts: tuple[FileAccount, ...]
    findings: tuple[Finding, ...]

    @property
    def debit(self) -> int:
        """The sum of all debits."""
        return sum(line.debit for entry in self.entries for line in entry.lines)


@dataclass(slots=True)
class Notes:
    """Gathers findings while a file is read: many of one kind are told once, with how many more."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    MOST_OF_A_KIND = 20

    def add(self, code: str, row: int | None = None, about: str = "", *, stops: bool = True) -> None:
        """Note a finding."""
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= self.MOST_OF_A_KIND:
            self.findings.append(Finding(code, row, about[:100], stops))

    def all(self) -> tuple[Finding, ...]:
        """What was noted, and of which kinds there were more."""
        more = [
            Finding("more_of_it", None, f"{code} {count - self.MOST_OF_A_KIND}", stops=False)
            for code, count in self.counts.items()
            if count > self.MOST_OF_A_KIND
        ]
        return (*self.findings, *more)


class NotAnAmount(ValueError):
    """A cell that holds no whole amount of rupiah."""


_MARKS = re.compile(r"(?i)^(rp\.?|idr)\s*|\s*(idr|,-)$|[\s\u00a0']")


def whole(cell: Cell) -> int:
    """The whole rupiah in a cell: `50000000`, `56,392,000`, `1.250.000,00`, `(500)`; an empty one is zero.

    A mark before exactly three last digits separates thousands; before two it is a decimal one, and must be of zeros.
    Raises NotAnAmount.
    """
    if cell is None or cell == "":
        return 0
    if isinstance(cell, date):
        raise NotAnAmount(str(cell))
    if isinstance(cell, int):
        return cell
    try:
        exact = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(_unmarked(cell))
    except InvalidOperation:
        raise NotAnAmount(str(cell)) from None
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise NotAnAmount(str(cell))
    return int(exact)


def _unmarked(text: str) -> str:
    """The number in a text with a point before its decimals and nothing between its thousands."""
    written = _MARKS.sub("", text.strip())
    negative = written.startswith(("-", "(")) or written.endswith("-")
    written = written.strip("()-+")
    found = re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*|\d+)(?:([.,])(\d{1,2}))?", written)
    if found is None or (found[2] is not None and found[2] == found[3]):
        raise NotAnAmount(text)
    digits = re.sub(r"[.,]", "", found[1])
    return f"{'-' if negative else ''}{digits}.{found[4] or 0}"


_DAYS = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ].*)?"), (3, 2, 1)),
)


def day_of(cell: Cell) -> date | None:
    """The day in a cell: `2026-03-02`, `02/03/2026` (day first, as written here), a date; None where there is none."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip().lstrip("'")
    for pattern, (year, month, day) in _DAYS:
        if found := pattern.fullmatch(text):
            try:
                return date(int(found[year]), int(found[month]), int(found[day]))
            except ValueError:
                return None
    return None


def words(cell: Cell) -> str:
    """A cell as one line of text, without the apostrophe that keeps a spreadsheet from computing it."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell)
    text = text[1:] if re.match(r"'[=+\-@]", text) else text
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def difference(lines: Iterable[ImportedLine]) -> int:
    """Debits less credits."""
    return sum(line.debit - line.credit for line in lines)


def counted(entries: Iterable[ImportedEntry], names: dict[str, str]) -> Iterator[FileAccount]:
    """The accounts of the entries, by their codes."""
    uses: dict[str, int] = {}
    for entry in entries:
        for line in entry.lines:
            uses[line.account] = uses.get(line.account, 0) + 1
    for account in sorted(uses):
        yield FileAccount(account, names.get(account, ""), uses[account])
