"""Where a table begins: its heading of one or two rows, a heading that comes again, or none at all."""

from __future__ import annotations

import datetime
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from marketplace.suppliers.reading.headings import PRICE_MEANINGS, plain, read_heading
from marketplace.suppliers.reading.numbers import BLANK_PRICES
from marketplace.suppliers.reading.profiles import IS_DATE, IS_SIZE
from marketplace.suppliers.reading.sheets import Cell, Sheet
from marketplace.suppliers.reading.units import SPELLINGS

SEARCHED_ROWS = 120
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class TableHeading:
    """Rows ``first`` to ``last`` (indices) and the text over each column, two lines joined."""

    first: int
    last: int
    texts: tuple[str, ...]


def text_of(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)


def find_heading(
    sheet: Sheet, start: int = 0, limit: int = SEARCHED_ROWS, known: Container[str] = ()
) -> TableHeading | None:
    """The best heading among the first rows from ``start``; None where the table has none.

    ``known``: plain headings that this supplier's earlier lists have taught.
    """
    best: tuple[float, int] | None = None
    for index in range(start, min(len(sheet.rows), start + limit)):
        score = heading_score(sheet.rows[index], known)
        if score >= 4 and (best is None or score > best[0]):
            best = (score, index)
            if score >= 8:
                break
    if best is None:
        alone = _price_over_numbers(sheet, start, limit)
        if alone is None:
            alone = _words_over_numbers(sheet, start, limit)
        return None if alone is None else _joined(sheet, alone)
    return _joined(sheet, best[1])


def _price_over_numbers(sheet: Sheet, start: int, limit: int) -> int | None:
    """`IKAN SEGAR | HARGA PER KG`: one price heading is enough where a number stands below it."""
    for index in range(start, min(len(sheet.rows) - 1, start + limit)):
        texts = [text_of(cell) for cell in sheet.rows[index]]
        reads = [read_heading(text) if text else None for text in texts]
        if sum(map(bool, texts)) < 2 or any(len(text) > 40 for text in texts):
            continue
        if any(read is None and any(c.isdecimal() for c in text) for text, read in zip(texts, reads, strict=True)):
            continue
        for column, read in enumerate(reads):
            below = sheet.rows[index + 1]
            if read and read.meaning in PRICE_MEANINGS and column < len(below) and _begins_with_number(below[column]):
                return index
    return None


def _words_over_numbers(sheet: Sheet, start: int, limit: int) -> int | None:
    """A heading of unknown words: the first record of several cells, none with a digit, and numbers stand below."""
    for index in range(start, min(len(sheet.rows) - 2, start + limit)):
        texts = [text_of(cell) for cell in sheet.rows[index]]
        if sum(map(bool, texts)) < 2:
            continue
        if any(map(_is_no_heading, texts)):
            return None
        below = sheet.rows[index + 1 : index + 3]
        columns = [column for column, text in enumerate(texts) if text]
        is_over = any(all(c < len(row) and _begins_with_number(row[c]) for row in below) for c in columns)
        return index if is_over else None
    return None


def _is_no_heading(text: str) -> bool:
    return len(text) > 30 or text.lower() in BLANK_PRICES or any(character.isdecimal() for character in text)


def _begins_with_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) or re.match(r"\s*(?:rp\.?\s*)?\d", text_of(cell).lower()) is not None


def heading_score(row: Sequence[Cell], known: Container[str] = ()) -> float:
    """How much a row looks like a heading: known words for it, numbers and long texts against it."""
    score = 0.0
    meanings: set[str] = set()
    units: set[str] = set()
    for cell in row:
        if cell is None or cell == "":
            continue
        if isinstance(cell, datetime.date):
            score += 0.5
            meanings.add("price")
            continue
        if not isinstance(cell, str):
            score -= 2
            continue
        text = cell.strip()
        if not text:
            continue
        read = read_heading(text)
        if read is None and known and plain(text) in known:
            score += 3
            meanings.update(("name", "price"))
            continue
        if read is None and (IS_SIZE.match(text.lower()) or IS_DATE.match(text.lower())):
            score += 1
            meanings.add("price")
            continue
        if read is None:
            score -= 0.5 if _LETTER.search(text) and len(text) < 40 else 1.5
            if plain(text) in SPELLINGS:
                score += 0.4
                units.add(plain(text))
            continue
        if read.meaning in meanings:
            score += 0.3
            continue
        meanings.add(read.meaning)
        score += (
            3 if read.meaning in ("name", *PRICE_MEANINGS) else 2 if read.meaning in ("unit", "cost", "pack") else 1
        )
    if len(units) > 1 and "price" not in meanings and "unit" not in meanings:
        meanings.add("price")  # `Merk | Bungkus | Slop`: prices under the names of their units
        score += 3.3
    if not meanings & {"name", "unit", "sku", "category", "pack", "number", "brand", "size", "note"}:
        return min(score, 3.0)
    if not meanings & ({"name", "unit", "cost", "old_price", "member_price", "advised_price"} | PRICE_MEANINGS):
        return min(score, 3.0)
    return score


def _joined(sheet: Sheet, index: int) -> TableHeading:
    """The heading row joined with the row above or below it, where that belongs to it."""
    rows = sheet.rows
    row = [text_of(cell) for cell in rows[index]]
    if index + 1 < len(rows) and _continues(row, rows[index + 1], sheet, index):
        return TableHeading(index, index + 1, _join(_spread(row, rows[index + 1], sheet, index), rows[index + 1]))
    if index > 0 and _stands_over(rows[index - 1], row):
        above = _spread([text_of(cell) for cell in rows[index - 1]], rows[index], sheet, index - 1)
        return TableHeading(index - 1, index, _join(above, rows[index]))
    return TableHeading(index, index, tuple(row))


def _continues(row: list[str], below: Sequence[Cell], sheet: Sheet, index: int) -> bool:
    """A second heading line: short words only, units or tiers or known headings, under blanks or under a price word."""
    cells = [(i, text_of(cell)) for i, cell in enumerate(below) if text_of(cell)]
    if not cells or any(not isinstance(below[i], str) for i, _ in cells):
        return False
    if any(len(text) > 30 for _, text in cells):
        return False
    known = 0
    for i, text in cells:
        above = row[i] if i < len(row) else ""
        is_sub = _is_subheading(text)
        known += is_sub
        if above and not is_sub:
            return False
        if above and (read := read_heading(above)) and read.meaning in ("name", "number") and not _is_bracket(text):
            return False
    return known >= max(1, (len(cells) + 1) // 2) and len(cells) <= len([t for t in row if t]) + len(cells) // 2 + 1


def _is_subheading(text: str) -> bool:
    return read_heading(text) is not None or plain(text) in SPELLINGS or _is_bracket(text)


def _is_bracket(text: str) -> bool:
    return text.startswith("(") and text.endswith(")") and not any(character.isdecimal() for character in text)


def _stands_over(above: Sequence[Cell], row: list[str]) -> bool:
    """A line over the heading: `Harga` across `Dus` and `Pcs`, and nothing that is a title."""
    cells = [(i, text_of(cell)) for i, cell in enumerate(above) if text_of(cell)]
    if not cells or len(cells) > len([t for t in row if t]):
        return False
    if all(i < len(row) and not row[i] for i, _ in cells):
        return all(read_heading(text) for _, text in cells)
    reads = [read_heading(text) for _, text in cells]
    if not all(reads) or any(len(text) > 30 for _, text in cells):
        return False
    return len(cells) > 1 or (
        cells[0][0] > 1 and reads[0] is not None and reads[0].meaning in (*PRICE_MEANINGS, "pack")
    )


def _spread(above: list[str], below: Sequence[Cell], sheet: Sheet, index: int) -> list[str]:
    """The upper line carried to the right over merged or blank cells that have something below."""
    width = max(len(above), len(below))
    spread = above + [""] * (width - len(above))
    merged = {
        column: (first_column, index)
        for first_row, first_column, last_row, last_column in sheet.merged
        if first_row <= index <= last_row
        for column in range(first_column, min(last_column, width - 1) + 1)
    }
    for column in range(1, width):
        if spread[column]:
            continue
        if column in merged:
            spread[column] = above[merged[column][0]] if merged[column][0] < len(above) else ""
        elif not sheet.merged and column < len(below) and text_of(below[column]) and spread[column - 1]:
            spread[column] = spread[column - 1]
    return spread


def _join(above: list[str], below: Sequence[Cell]) -> tuple[str, ...]:
    width = max(len(above), len(below))
    texts = []
    for column in range(width):
        upper = above[column] if column < len(above) else ""
        lower = text_of(below[column]) if column < len(below) else ""
        texts.append(lower if lower == upper else f"{upper} {lower}".strip())
    return tuple(texts)
