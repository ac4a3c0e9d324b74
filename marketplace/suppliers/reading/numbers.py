"""Prices and other numbers as people write them, to exact decimals.

The same mark divides thousands in one list and begins decimals in the next, so it is decided for a column from all
its cells (``decimal_mark``) and never for a cell alone. What is not a number (`13o`) stays unread and is said so.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from marketplace.suppliers.reading.sheets import Cell
from marketplace.suppliers.reading.units import unit_named

Mark = Literal[".", ","]

CURRENCY_SIGNS = {
    "rp": "IDR", "idr": "IDR", "rupiah": "IDR", "usd": "USD", "us$": "USD", "$": "USD", "€": "EUR", "eur": "EUR",
    "euro": "EUR", "£": "GBP", "gbp": "GBP", "rm": "MYR", "myr": "MYR", "s$": "SGD", "sgd": "SGD", "৳": "BDT",
    "tk": "BDT", "bdt": "BDT", "taka": "BDT", "₹": "INR", "inr": "INR", "kn": "HRK", "hrk": "HRK",
}  # fmt: skip

MULTIPLIERS = {
    "rb": 1_000, "ribu": 1_000, "rban": 1_000, "rbu": 1_000, "k": 1_000,
    "jt": 1_000_000, "juta": 1_000_000, "jtan": 1_000_000,
}  # fmt: skip

_SIGN = r"(?:rp\.?|idr|rupiah|usd|us\$|s\$|\$|€|eur|euro|£|gbp|rm|myr|sgd|৳|tk\.?|bdt|taka|₹|inr|kn|hrk)"
_AMOUNT = re.compile(
    rf"""^[\s"'@=:*~(]*(?:harga\s*)?(?P<sign>{_SIGN})?[\s.:]*
    (?P<minus>-\s?)?(?P<number>\d[\d.,\s']*|[.,]\d+)\s*
    (?:(?P<multiplier>rban|rbu|ribu|rb|k|juta|jtan|jt)\b\.?(?!\w)|(?P<short>rb|k|jt)(?P<after>\d{{1,3}}))?
    \s*(?P<sign2>{_SIGN})?\s*(?:[,.]?\s*-{{1,2}}|[,.])?\s*(?:[)"'*]|nett?o?\b)*\s*
    (?:(?:/|per\s|@)\s*(?P<unit>.+?))?[\s)"'*]*$""",
    re.VERBOSE | re.IGNORECASE,
)
_UNIT_BEFORE = re.compile(r"^(?:per\s|/)?\s*([a-z]+)\.?\s*[:=@]?\s*((?:rp\.?\s*)?\d.*)$", re.IGNORECASE)
_RANGE = re.compile(r"^\D{0,6}\d[\d.,]*\s*(?:rb|ribu|k|jt)?\s*(?:-|–|s/d|sd|~)\s*\D{0,4}\d[\d.,]*", re.IGNORECASE)
_DIGITS_WITH_LOOKALIKES = re.compile(r"^[\s]*(?:rp\.?)?\s*[\dOoIlSB][\d.,OoIlSB]*$", re.IGNORECASE)
_NUMERIC_PART = re.compile(r"\d[\d.,]*\d|\d")
_GROUPED = {".": re.compile(r"^\d{1,3}(?:\.\d{3})+$"), ",": re.compile(r"^\d{1,3}(?:,\d{3})+$")}
_LOOKALIKES = str.maketrans({"o": "0", "O": "0", "I": "1", "l": "1", "S": "5", "B": "8"})

BLANK_PRICES = frozenset(
    "- -- --- . x n/a na #n/a kosong habis stok_habis call hubungi tanya tba nego nihil null none ? tidak_ada "
    "sold_out by_request by_order #ref! #value! #div/0!".replace("_", " ").split(" ")
) | {"stok habis", "tidak ada", "sold out", "hubungi kami", "by request", "by order", "call us", "tanya dulu"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A price cell as read. ``unit`` is what the cell itself says it is for (`12.500/kg`); ``doubt`` an issue code."""

    value: Decimal | None
    currency: str | None = None
    unit: str | None = None
    doubt: str | None = None
    likely: Decimal | None = None


NOTHING = Amount(None)
LARGEST = Decimal(10) ** 15  # a price above this is a code or an accident


def decimal_mark(cells: Iterable[str]) -> Mark | None:
    """Which mark begins the decimals in this column: decided by cells that allow only one reading, else by habit.

    `12.500` alone may be either, so three digits after one mark count as thousands, weakly. None: no cell tells.
    """
    strong = {".": 0, ",": 0}
    weak = {".": 0, ",": 0}
    for cell in cells:
        found = _NUMERIC_PART.search(cell)
        if found is None:
            continue
        verdict = _mark_of(found.group())
        if verdict is not None:
            mark, is_strong = verdict
            (strong if is_strong else weak)[mark] += 1
    for votes in (strong, weak):
        if votes["."] != votes[","]:
            return "." if votes["."] > votes[","] else ","
    return None


def _mark_of(number: str) -> tuple[Mark, bool] | None:
    """The decimal mark that this one number shows, and whether it can be read in no other way."""
    dots, commas = number.count("."), number.count(",")
    if not dots and not commas:
        return None
    if dots and commas:
        return (".", True) if number.rfind(".") > number.rfind(",") else (",", True)
    mark: Mark = "." if dots else ","
    other: Mark = "," if dots else "."
    if dots + commas > 1:
        return other, True
    head, tail = number.split(mark)
    if len(tail) != 3 or head == "0" or len(head) > 3:
        return mark, True
    return other, False


def parse_number(text: str, mark: Mark | None, *, money: bool = False) -> Decimal | None:
    """``text`` (digits and marks only) as a decimal; None where the marks make no number.

    Rupiah are never written with three decimals, so in ``money`` three digits after a single mark are thousands.
    """
    if text.isdecimal():
        return Decimal(text)
    text = text.replace(" ", "").replace("'", "").replace("\xa0", "").rstrip(".,")
    if text.isdecimal():
        return Decimal(text)
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        begins: Mark = "." if text.rfind(".") > text.rfind(",") else ","
        return _with_decimals(text, begins)
    if not dots + commas:
        return _decimal(text)
    only: Mark = "." if dots else ","
    if dots + commas > 1:
        return Decimal(text.replace(only, "")) if _GROUPED[only].match(text) else None
    head, tail = text.split(only)
    if len(tail) == 3 and head not in ("", "0") and len(head) <= 3 and (money or mark != only):
        return Decimal(head + tail)
    return _decimal(f"{head or '0'}.{tail}")


def _with_decimals(text: str, begins: Mark) -> Decimal | None:
    thousands = "," if begins == "." else "."
    head, _, tail = text.rpartition(begins)
    if begins in head or (head and not _GROUPED[thousands].match(head)):
        return None
    return _decimal(f"{head.replace(thousands, '')}.{tail}")


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def read_amount(cell: Cell, mark: Mark | None, *, rupiah: bool = True) -> Amount:
    """A price cell: sign, thousands and decimals, `rb` and `jt`, `,-`, and a unit after a slash."""
    if isinstance(cell, str):
        return _read_text(cell, mark, rupiah)
    if isinstance(cell, bool) or cell is None or isinstance(cell, datetime.date):
        return NOTHING if cell is None else Amount(None, doubt="price_unreadable")
    value = from_number(cell)
    return Amount(value, doubt=None if value is not None else "price_unreadable")


def from_number(number: int | float) -> Decimal | None:
    """A spreadsheet's number, without the tail that binary arithmetic leaves; None for what is no amount."""
    if not -(10**15) < number < 10**15:  # also not a number at all
        return None
    return Decimal(number) if isinstance(number, int) else Decimal(repr(number))


def _read_text(text: str, mark: Mark | None, rupiah: bool) -> Amount:
    if text.isdecimal() and len(text) < 15:
        return Amount(Decimal(text))
    stripped = text.strip()
    if not stripped or stripped.lower() in BLANK_PRICES:
        return NOTHING
    found = _AMOUNT.match(stripped)
    if found is None:
        before = _UNIT_BEFORE.match(stripped)
        if before is not None and unit_named(before[1]) is not None and (found := _AMOUNT.match(before[2])):
            amount = _read_text(before[2], mark, rupiah)  # `dus 205.000`
            return amount if amount.unit else Amount(amount.value, amount.currency, before[1], amount.doubt)
        return _unreadable(stripped, mark, rupiah)
    sign = found["sign"] or found["sign2"]
    currency = CURRENCY_SIGNS[sign.lower().rstrip(".")] if sign else None
    value = parse_number(found["number"].strip(), mark, money=rupiah and currency in (None, "IDR"))
    if value is None or abs(value) >= LARGEST:
        return Amount(None, currency, doubt="price_unreadable")
    if found["multiplier"]:
        value = _in_thousands(found["number"], value) * MULTIPLIERS[found["multiplier"].lower()]
    elif found["short"]:
        value = _with_remainder(value, found["short"].lower(), found["after"])
    if found["minus"]:
        return Amount(-value, currency, found["unit"], doubt="price_negative")
    return Amount(value, currency, found["unit"])


def _in_thousands(number: str, value: Decimal) -> Decimal:
    """`12,500rb` is 12.5 thousand, never 12,500 thousand."""
    text = number.strip()
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", text):
        return Decimal(text.replace(",", "."))
    return value


def _with_remainder(value: Decimal, multiplier: str, after: str) -> Decimal:
    """`1jt2` is 1,200,000 and `1jt250` is 1,250,000."""
    scale = MULTIPLIERS[multiplier]
    return value * scale + Decimal(f"0.{after}") * scale


def _unreadable(text: str, mark: Mark | None, rupiah: bool) -> Amount:
    if _RANGE.match(text):
        return Amount(None, doubt="price_range")
    if _DIGITS_WITH_LOOKALIKES.match(text):
        digits = re.sub(r"(?i)rp\.?", "", text).strip().translate(_LOOKALIKES)
        return Amount(None, doubt="price_unreadable", likely=parse_number(digits, mark, money=rupiah))
    return Amount(None, doubt="price_unreadable")


_QUANTUM = Decimal("0.0001")


def written(value: Decimal) -> str:
    """A measure or amount as text: decimal point, four decimals half up, no trailing zeros."""
    if value == (whole := int(value)):
        return str(whole)
    text = format(value.quantize(_QUANTUM, rounding="ROUND_HALF_UP"), "f")
    return text.rstrip("0").rstrip(".")
