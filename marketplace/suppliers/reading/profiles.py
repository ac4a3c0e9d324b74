"""What a sample of a column's cells holds, as shares: the evidence that confirms or refutes its heading."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from marketplace.suppliers.reading.numbers import BLANK_PRICES, read_amount
from marketplace.suppliers.reading.sheets import Cell
from marketplace.suppliers.reading.units import SPELLINGS, unit_named

SAMPLE = 240

_LETTER = re.compile(r"[^\W\d_]")
_NUMBERISH = re.compile(
    r"^[\s\"'@=:*]*(?:rp\.?|idr|usd|eur|rm|myr|sgd|php|inr|rs\.?|s?\$|€|£|৳|₹|tk\.?)?[\s.:]*-?\d[\d.,\s]*(?:,-|\.-|-|k|rb|ribu|jt|%)?"
    r"(?:\s*(?:€|eur|usd|idr|myr|kn))?[\s\"']*(?:(?:/|per )\s*[\w ]{1,14})?$",
    re.IGNORECASE,
)
IS_DATE = re.compile(
    r"^(?:(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu),?\s*)?(?:\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?|\d{4}-\d{2}-\d{2}.*"
    r"|\d{1,2}[\s-](?:jan|feb|mar|apr|mei|may|jun|jul|agu|aug|sep|okt|oct|nov|des|dec)\w*(?:[\s-]\d{2,4})?)$"
)
IS_SIZE = re.compile(r"^(?:@\s*)?\d+(?:[.,/]\d+)?\s*(?:kg|gr?|gram|ons|ml|l|ltr|liter|pcs|lusin|lsn)$")
_SIGN = re.compile(r"rp|idr|€|\$|usd|eur|৳|£|₹|\brm|myr|inr", re.IGNORECASE)
_SIZED = re.compile(
    r"^(?:\d+\s*x\s*)?\d+(?:[.,/]\d+)?\s*(?:kg|gr?|gram|ons|ml|l|ltr|liter|lt)\.?(?:\s*(?:x|@)\s*\d+)?$", re.IGNORECASE
)
_MEASURED = re.compile(r"\d\s*(?:kg|gr?|gram|ml|l|ltr|liter|oz|lb|pcs|ct|pk|x)\b", re.IGNORECASE)


@dataclass(slots=True)
class Profile:
    """What a sample of a column holds, as shares of its filled cells."""

    filled: int = 0
    numeric: float = 0.0
    signed: float = 0.0
    units: float = 0.0
    fine: float = 0.0
    words: float = 0.0
    codes: float = 0.0
    dates: float = 0.0
    percents: float = 0.0
    measured: float = 0.0
    distinct: float = 0.0
    length: float = 0.0
    middle: Decimal = Decimal(0)
    counting: bool = False
    round: float = 0.0
    sized: float = 0.0
    led: float = 0.0


def profile_of(cells: Sequence[Cell]) -> Profile:
    """Shares over the filled cells of a sample."""
    texts: list[str] = []
    values: list[Decimal] = []
    led = sized = numeric = signed = fine = units = words = codes = dates = percents = measured = 0
    for cell in cells:
        if cell is None or cell == "":
            continue
        if isinstance(cell, datetime.date):
            texts.append(str(cell))
            dates += 1
            continue
        text = cell.strip() if isinstance(cell, str) else str(cell)
        if not text:
            continue
        texts.append(text)
        is_number = not isinstance(cell, str) or _NUMBERISH.match(text) is not None
        if is_number and not isinstance(cell, bool):
            numeric += 1
            amount = read_amount(cell, None).value
            if amount is not None:
                values.append(amount)
        elif text.lower() in BLANK_PRICES:
            numeric += 1
        elif _LETTER.search(text):
            words += 1
        signed += isinstance(cell, str) and is_number and _SIGN.search(text) is not None
        percents += text.endswith("%")
        codes += text.isdecimal() and len(text) in (8, 12, 13, 14)
        fine += text.lower() in ("g", "gr", "gram", "ml", "cc", "dag", "cl")
        units += unit_named(text) is not None or text.lower().split(" ")[0].rstrip(".") in SPELLINGS
        measured += _MEASURED.search(text) is not None
        led += text[0].isdecimal()
        sized += _SIZED.match(text) is not None
    total = len(texts)
    if not total:
        return Profile()
    return Profile(
        filled=total,
        numeric=numeric / total,
        signed=signed / total,
        units=units / total,
        fine=fine / total,
        words=words / total,
        codes=codes / total,
        dates=dates / total,
        percents=percents / total,
        measured=measured / total,
        distinct=len(set(texts)) / total,
        length=sum(map(len, texts)) / total,
        middle=median(values) if values else Decimal(0),
        counting=_counts_up(values) and numeric == total,
        round=sum(value % 25 == 0 for value in values) / len(values) if values else 0.0,
        sized=sized / total,
        led=led / total,
    )


def _counts_up(values: list[Decimal]) -> bool:
    """A running number: whole, rising, and not by large steps."""
    if len(values) < 3 or any(value != int(value) for value in values):
        return False
    return all(b > a for a, b in pairwise(values)) and values[-1] < 100_000 and values[0] < 1_000


def sample_rows(rows: Sequence[list[Cell]], start: int, end: int | None = None) -> list[list[Cell]]:
    """Rows spread evenly over the table, so that a long list is judged by more than its beginning."""
    stop = len(rows) if end is None else end
    step = max(1, (stop - start) // SAMPLE)
    return [rows[index] for index in range(start, stop, step)]
