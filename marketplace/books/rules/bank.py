"""What a bank's file says: its lines with day, words and whole rupiah, checked against its own running balance.

Banks write day before month, `DB` for what goes out and `CR` for what comes in. Amounts may have sen: the rupiah of a
line are the difference of the rounded balances (halves up), so that the lines of a file always add up to its balances.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

from .bank_files import Row

MOST_LINES = 5_000
_HEADINGS: dict[str, tuple[str, ...]] = {
    "day": ("tanggal", "tgl", "tanggal transaksi", "date", "transaction date", "posting date", "tgl transaksi"),
    "words": ("keterangan", "uraian", "deskripsi", "description", "remark", "remarks", "berita", "uraian transaksi"),
    "debit": ("debit", "debet", "keluar", "withdrawal", "mutasi debet", "mutasi debit", "db", "pengeluaran"),
    "credit": ("kredit", "credit", "masuk", "deposit", "mutasi kredit", "cr", "pemasukan"),
    "amount": ("jumlah", "nominal", "amount", "mutasi", "nilai"),
    "side": ("db/cr", "d/c", "d/k", "dk", "cd", "jenis", "tipe", "type", "debit/kredit", "debet/kredit", "dc"),
    "balance": ("saldo", "balance", "saldo akhir", "running balance", "ending balance"),
}
"""What a column holds -> how banks head it."""
_OUT = frozenset({"db", "d", "debit", "debet", "dr"})
_IN = frozenset({"cr", "c", "k", "kredit", "credit"})
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "mei may", "jun", "jul", "agu ags agt aug", "sep", "okt oct", "nov", "des dec"), 1
    )
    for name in names.split()
}
_TOTALS = {
    "saldo awal": "opening",
    "saldo akhir": "closing",
    "opening balance": "opening",
    "closing balance": "closing",
}
_PENDING = "pend"


class Unreadable(ValueError):
    """The rows are no statement, or contradict themselves. `reason` is a key of `REASONS`, `row` counts from 1."""

    def __init__(self, reason: str, row: int = 0, **details: str) -> None:
        super().__init__(reason)
        self.reason, self.row, self.details = reason, row, details


REASONS = {
    "empty": ("berkasnya kosong", "the file is empty"),
    "too_large": ("berkasnya terlalu besar", "the file is too large"),
    "kind": ("bukan CSV atau Excel", "it is neither CSV nor Excel"),
    "no_heading": (
        "tidak ada baris judul dengan tanggal dan jumlah",
        "no row heads a column of days and one of amounts",
    ),
    "no_lines": ("tidak ada mutasi di dalamnya", "there is no transaction in it"),
    "day": ("baris {row}: tanggal {written} tidak terbaca", "row {row}: the date {written} cannot be read"),
    "future": ("baris {row}: tanggal {written} belum terjadi", "row {row}: the date {written} lies ahead"),
    "amount": ("baris {row}: jumlah {written} tidak terbaca", "row {row}: the amount {written} cannot be read"),
    "balance": (
        "baris {row}: saldo tidak cocok dengan baris sebelumnya",
        "row {row}: the balance does not follow from the row before",
    ),
    "totals": (
        "saldo akhir di kaki tidak sama dengan baris terakhir",
        "the closing balance at the foot differs from the last row",
    ),
    "too_many": ("lebih dari 5.000 mutasi; bagi berkasnya", "more than 5,000 transactions; split the file"),
}
"""Reason -> Indonesian and English."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A line of the bank: `amount` above zero came in, rupiah; `balance` after it, where the bank says it."""

    row: int
    day: date
    words: str
    amount: int
    balance: int | None
    as_written: Row


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file says. `opening` and `closing` are None where neither foot nor balance tells."""

    layout: str
    account_number: str | None
    lines: tuple[StatementRow, ...]
    opening: int | None
    closing: int | None
    pending: int
    """Lines that the bank has not booked yet; they are left out."""


class _Read(NamedTuple):
    row: int
    day: date | None
    written_day: str
    words: str
    amount: Decimal
    balance: Decimal | None
    cells: Row


def read(rows: Sequence[Row], today: date, *, year: int | None = None) -> Statement:
    """The statement in `rows`. `year` is that of the last line where the bank writes none (default: the latest that
    does not lie ahead of `today`). Raises Unreadable."""
    at, columns = _heading(rows)
    is_comma_decimal = _comma_is_decimal(rows[at + 1 :], columns)
    found, pending = [], 0
    for number, cells in enumerate(rows[at + 1 :], at + 2):
        if _cell(cells, columns["day"]).lower().strip("'").startswith(_PENDING):
            pending += 1
        elif (line := _line(number, cells, columns, is_comma_decimal)) is not None:
            found.append(line)
    if not found:
        raise Unreadable("no_lines")
    if len(found) > MOST_LINES:
        raise Unreadable("too_many")
    dated = _dated(found, today, year)
    ordered = _in_order(dated)
    feet = _feet(rows, is_comma_decimal)
    lines, opening, closing = _whole(ordered, feet)
    return Statement(_layout(columns), _account_number(rows), lines, opening, closing, pending)


def _heading(rows: Sequence[Row]) -> tuple[int, dict[str, int]]:
    for number, cells in enumerate(rows[:60]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(cells):
            name = _heading_of(cell)
            if name and name not in columns:
                columns[name] = index
        if "day" in columns and ("amount" in columns or {"debit", "credit"} <= columns.keys()):
            return number, _completed(columns, rows[number + 1 :])
    raise Unreadable("no_heading")


def _heading_of(cell: str) -> str | None:
    plain = re.sub(r"\(.*?\)|\b(rp|idr)\b", "", cell.lower()).strip(" .:'")
    return next((name for name, words in _HEADINGS.items() if plain in words), None)


def _completed(columns: dict[str, int], rows: Sequence[Row]) -> dict[str, int]:
    """With the column of DB and CR that stands without a heading beside the amount, as BCA has it."""
    if "amount" in columns and "side" not in columns:
        beside = columns["amount"] + 1
        marks = [_cell(cells, beside).lower() for cells in rows]
        if beside not in columns.values() and any(mark in _OUT | _IN for mark in marks):
            return {**columns, "side": beside}
    return columns


def _layout(columns: dict[str, int]) -> str:
    return "debit_credit" if "debit" in columns and "credit" in columns else "amount"


def _cell(cells: Row, index: int) -> str:
    return cells[index].strip() if index < len(cells) else ""


def _line(number: int, cells: Row, columns: dict[str, int], is_comma_decimal: bool) -> _Read | None:
    """The line, or None for a foot, a remark or a row without an amount."""
    written = _cell(cells, columns["day"]).lstrip("'").strip()
    if not re.match(r"\d", written):
        return None
    amount = _amount(number, cells, columns, is_comma_decimal)
    if amount is None:
        return None
    balance = _cell(cells, columns["balance"]) if "balance" in columns else ""
    told = _number(number, balance, is_comma_decimal) if balance else None
    words = " ".join(_cell(cells, columns["words"]).split()) if "words" in columns else ""
    return _Read(number, None, written, words, amount, told, cells)


def _amount(number: int, cells: Row, columns: dict[str, int], is_comma_decimal: bool) -> Decimal | None:
    if "amount" in columns:
        written = _cell(cells, columns["amount"])
        tail = re.search(r"\b(db|cr|d|k|c)\.?$", written.lower())
        side = _cell(cells, columns["side"]).lower() if "side" in columns else (tail[1] if tail else "")
        value = _number(number, re.sub(r"(?i)\s*(db|cr|d|k|c)\.?$", "", written), is_comma_decimal)
        if not value:
            return None
        return -abs(value) if side in _OUT else abs(value) if side in _IN else value
    out = _number(number, _cell(cells, columns["debit"]), is_comma_decimal)
    came = _number(number, _cell(cells, columns["credit"]), is_comma_decimal)
    return abs(came) - abs(out) or None


def _number(row: int, written: str, is_comma_decimal: bool) -> Decimal:
    """The number in `written`; nothing written is zero. Raises Unreadable."""
    plain = re.sub(r"(?i)rp|idr|\s|'", "", written)
    if plain in ("", "-"):
        return Decimal(0)
    is_negative = plain.startswith(("-", "(")) or plain.endswith("-")
    digits = plain.strip("()-+")
    digits = digits.replace(".", "").replace(",", ".") if is_comma_decimal else digits.replace(",", "")
    if not re.fullmatch(r"\d{1,15}(\.\d{0,4})?", digits):
        raise Unreadable("amount", row, written=written[:40])
    return -Decimal(digits) if is_negative else Decimal(digits)


def _comma_is_decimal(rows: Sequence[Row], columns: dict[str, int]) -> bool:
    """Whether `1.250,50` is meant, judged by all figures together: what stands before two last digits is decimal."""
    figures = [_cell(cells, columns[name]) for cells in rows for name in _FIGURES if name in columns]
    comma = sum(bool(re.search(r",\d{1,2}\D*$", each)) or each.count(".") > 1 for each in figures)
    point = sum(bool(re.search(r"\.\d{1,2}\D*$", each)) or each.count(",") > 1 for each in figures)
    if comma == point:
        grouped = sum(bool(re.search(r"\d\.\d{3}\b", each)) for each in figures)
        return grouped > sum(bool(re.search(r"\d,\d{3}\b", each)) for each in figures)
    return comma > point


_FIGURES = ("amount", "debit", "credit", "balance")


def _dated(found: Sequence[_Read], today: date, year: int | None) -> list[_Read]:
    parts = [(line, *_parts_of_day(line)) for line in found]
    if any(month > 12 for _line, _day, month, _year in parts) and all(day <= 12 for _line, day, _m, _y in parts):
        parts = [(line, month, day, told) for line, day, month, told in parts]  # every line has the month first
    dated = []
    for line, day, month, told in parts:
        try:
            known = date(told or _year_of(parts, month, today, year), month, day)
        except ValueError:
            raise Unreadable("day", line.row, written=line.written_day[:20]) from None
        if known > today:
            raise Unreadable("future", line.row, written=line.written_day[:20])
        dated.append(line._replace(day=known))
    return dated


def _parts_of_day(line: _Read) -> tuple[int, int, int | None]:
    """Day, month and, where it is written, year."""
    written = line.written_day.lower().split(" ")[0] if line.written_day[:5].count("-") else line.written_day.lower()
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", written):
        return int(found[3]), int(found[2]), int(found[1])
    if found := re.match(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?!\d)", written):
        return int(found[1]), int(found[2]), _full_year(found[3])
    found = re.match(r"(\d{1,2})[ /.-]?([a-z]{3})[a-z]*(?:[ /.-]?(\d{4}|\d{2}))?(?!\d)", written)
    if found and found[2] in _MONTHS:
        return int(found[1]), _MONTHS[found[2]], _full_year(found[3])
    raise Unreadable("day", line.row, written=line.written_day[:20])


def _full_year(written: str | None) -> int | None:
    if not written:
        return None
    return int(written) if len(written) == 4 else 2000 + int(written)


def _year_of(parts: Sequence[tuple[_Read, int, int, int | None]], month: int, today: date, year: int | None) -> int:
    """The year of a line whose bank writes none; a file from late in one year to early in the next spans two."""
    months = [each[2] for each in parts]
    spans = any(before > 10 and after < 3 for before, after in pairwise(months)) or any(
        before < 3 and after > 10 for before, after in pairwise(months)
    )
    last_month = max((each for each in months if not spans or each < 7), default=month)
    last = year or (today.year if last_month <= today.month else today.year - 1)
    return last - 1 if spans and month > 6 else last


def _in_order(lines: list[_Read]) -> list[_Read]:
    """Oldest first, as the running balance proves where there is one. Raises Unreadable."""
    days = [line.day for line in lines if line.day]
    newest_first = days[0] > days[-1]
    orders = [lines[::-1], lines] if newest_first else [lines, lines[::-1]]
    wrong = [_first_break(each) for each in orders]
    if wrong[0] is None:
        return orders[0]
    if wrong[1] is None and days[0] == days[-1]:
        return orders[1]
    raise Unreadable("balance", wrong[0])


def _first_break(lines: Sequence[_Read]) -> int | None:
    """The row whose balance does not follow from the last one that was told."""
    running: Decimal | None = None
    for line in lines:
        if running is not None:
            running += line.amount
        if line.balance is not None:
            if running is not None and running != line.balance:
                return line.row
            running = line.balance
    return None


def _feet(rows: Sequence[Row], is_comma_decimal: bool) -> dict[str, Decimal]:
    """What the file says of its opening and closing balance."""
    feet = {}
    for number, cells in enumerate(rows, 1):
        name = _TOTALS.get(cells[0].lower().strip(" :'")) if cells else None
        figures = [cell for cell in cells[1:] if re.search(r"\d", cell)]
        if name and figures:
            feet[name] = _number(number, figures[0], is_comma_decimal)
    return feet


def _whole(lines: Sequence[_Read], feet: dict[str, Decimal]) -> tuple[tuple[StatementRow, ...], int | None, int | None]:
    """The lines in whole rupiah, and the balances before and after them. Raises Unreadable."""
    opening = _opening(lines, feet)
    running = opening or Decimal(0)
    whole = []
    for line in lines:
        before, running = _rounded(running), running + line.amount
        amount = _rounded(running) - before
        balance = None if line.balance is None else _rounded(line.balance)
        assert line.day is not None
        if amount:
            whole.append(StatementRow(line.row, line.day, line.words, amount, balance, line.cells))
    if opening is None:
        return tuple(whole), None, None
    if "closing" in feet and _rounded(feet["closing"]) != _rounded(running):
        raise Unreadable("totals")
    return tuple(whole), _rounded(opening), _rounded(running)


def _opening(lines: Sequence[_Read], feet: dict[str, Decimal]) -> Decimal | None:
    """The balance before the first line: from the first balance that is told, which a foot may not contradict."""
    moved = Decimal(0)
    for line in lines:
        moved += line.amount
        if line.balance is not None:
            opening = line.balance - moved
            if feet.get("opening", opening) != opening:
                raise Unreadable("balance", lines[0].row)
            return opening
    return feet.get("opening")


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _account_number(rows: Sequence[Row]) -> str | None:
    """The last four digits of the account's number, where the head of the file tells it."""
    for cells in rows[:15]:
        if re.match(r"(?i)'?(no\.?|nomor|account)\s*(rek|acc|no|number)", " ".join(cells[:1])):
            digits = re.sub(r"\D", "", "".join(cells[1:]) or cells[0])
            return f"…{digits[-4:]}" if len(digits) >= 4 else None
    return None


def marks(lines: Sequence[StatementRow]) -> Iterator[tuple[StatementRow, str]]:
    """Each line with what it is known by in whatever file it comes: the same words, amount and balance of the same day,
    and which of several alike it is."""
    seen: Counter[tuple[object, ...]] = Counter()
    for line in lines:
        known = (line.day.isoformat(), line.amount, line.balance, line.words.lower())
        seen[known] += 1
        yield line, hashlib.sha256("\x1f".join(map(str, (*known, seen[known]))).encode()).hexdigest()


SUGGESTED: tuple[tuple[str, str], ...] = (
    (r"pajak|tax|pph", "7-1100"),
    (r"biaya|adm\b|admin|provisi|fee|meterai|materai|charge|kartu", "6-1400"),
    (r"bunga|interest|jasa giro", "4-9000"),
    (r"setor|tunai|tarik|atm|cash", "1-1100"),
    (r"qris|gateway|xendit|settle", "1-1300"),
)
"""Words of the bank -> the account on the other side that they suggest; the first that fits."""


def suggested_account(words: str) -> str:
    """The account a line that nobody booked may belong to; empty where its words say nothing."""
    return next((account for pattern, account in SUGGESTED if re.search(pattern, words.lower())), "")
