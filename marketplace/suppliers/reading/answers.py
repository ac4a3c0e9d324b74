"""One item to one row of the answer: what its price buys, what it is comparable at, and what is doubtful."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from marketplace.suppliers.reading.candidates import read_texts
from marketplace.suppliers.reading.choosing import Choice, choose
from marketplace.suppliers.reading.columns import Layout
from marketplace.suppliers.reading.contents import Texts
from marketplace.suppliers.reading.issues import issue
from marketplace.suppliers.reading.items import Item, Reach, cell_text
from marketplace.suppliers.reading.numbers import read_amount, written
from marketplace.suppliers.reading.sheets import Cell, Language
from marketplace.suppliers.reading.tax import basis_of_cell
from marketplace.suppliers.reading.terms import terms_in
from marketplace.suppliers.reading.tiers import chat_tiers, tiers_of
from marketplace.suppliers.reading.weighing import TENFOLD, Sisters

_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d+)?)\s*(%?)")


def row_of(item: Item, sisters: Sisters | None, language: Language) -> dict[str, Any]:
    """One row of the answer."""
    table = item.table
    sheet = table.sheet
    amount = item.amount
    value = amount.value
    options = item.options
    row = sheet.rows[item.record]
    reach = table.reach
    percent = _discount(row, reach) if reach.discount is not None and value else None
    if percent is not None and value is not None:
        value = value * (100 - percent) / 100
    choice = choose(options, value, table.rate, table.evidence)
    if table.evidence.default_unit is not None and (choice.candidate is None or options.stated is None):
        choice = _by_note(choice, _with_default(item, value, table.evidence.default_unit))
    issues = [
        issue(code, language, likely.as_suggestion(value) if likely else None, **details)
        for code, details, likely in choice.issues
        if value is not None or code not in ("price_unit_unknown", "price_unit_doubtful")
    ]
    claims = choice.comparable and value is not None and value > 0
    claims = _price_issues(item, value, issues, language) and claims
    if percent is not None:
        issues.append(issue("discount_taken", language, price=item.raw_price, discount=f"{written(percent)}%"))
    if table.layout is not None and (sisters is not None or reach.cost is not None or reach.has_units or reach.taken):
        claims = _row_checks(item, row, value, sisters, issues, language) and claims
    candidate = choice.candidate
    comparable = None
    if claims and candidate is not None and candidate.total and value is not None:
        comparable = {"price": written(value / candidate.total), "per": candidate.per}
    width = len(row)
    terms = _terms(item, row, width)
    tiers = tiers_of(item, row, candidate, value, terms) if item.line is None else chat_tiers(item, value)
    if value is not None and any(Decimal(tier["price"]) > value for tier in tiers):
        issues.append(issue("tier_not_lower", language))
    return {
        "row": sheet.numbers[item.record],
        "sheet": table.name,
        "page": sheet.pages[item.record] if sheet.pages is not None else None,
        "part": item.part,
        "name": item.name,
        "sku": _first_cell(row, reach.sku, width),
        "barcode": _first_cell(row, reach.barcode, width),
        "brand": _first_cell(row, reach.brand, width),
        "category": item.category,
        "raw": {"price": item.raw_price or None, "unit": item.raw_unit or None, "pack": item.raw_pack or None},
        "order_unit": candidate.unit if candidate is not None else None,
        "pack": candidate.pack_json if candidate is not None and not (options.muted and not comparable) else None,
        "case": candidate.case_json if candidate is not None else None,
        "price": written(value) if value is not None else None,
        "currency": amount.currency or table.currency,
        "tiers": tiers,
        "terms": terms,
        "tax": _tax(item, cell_text(row, reach.tax, width) if reach.tax is not None else None),
        "comparable": comparable,
        "issues": issues,
    }


def _discount(row: list[Cell], reach: Reach) -> Decimal | None:
    """The one plain percentage of a discount column; `5%+2%` is a trade term and stays one."""
    cell = row[reach.discount] if reach.discount is not None and reach.discount < len(row) else ""
    if isinstance(cell, float) and 0 < cell < 1:
        return Decimal(repr(cell)) * 100
    text = cell_text(row, reach.discount, len(row))
    found = _PERCENT.fullmatch(text)
    if found is None or not (found[2] or reach.is_percent):
        return None
    percent = Decimal(found[1].replace(",", "."))
    return percent if 0 < percent < 100 else None


def _with_default(item: Item, value: Decimal | None, default: str) -> Choice:
    """A note that tells the unit of all prices decides where the row itself does not."""
    texts = Texts(item.name, item.raw_unit, item.raw_pack, heading_unit=default, category=item.category)
    return choose(read_texts(texts, item.options.kind), value, item.table.rate, item.table.evidence)


def _by_note(own: Choice, noted: Choice) -> Choice:
    """A note decides where the row does not, and names the unit where both agree about the content."""
    if own.candidate is None or noted.candidate is None:
        return noted if own.candidate is None else own
    agrees = (
        noted.comparable and noted.candidate.total == own.candidate.total and noted.candidate.per == own.candidate.per
    )
    return noted if agrees else own


def _price_issues(item: Item, value: Decimal | None, issues: list[dict[str, Any]], language: Language) -> bool:
    """Add what is wrong with the price itself; False where nothing may be derived from it."""
    amount = item.amount
    if amount.doubt is not None:
        likely = {"price": written(amount.likely)} if amount.likely is not None else None
        issues.append(issue(amount.doubt, language, likely, price=item.raw_price))
        if amount.doubt != "number_style":
            return False
    if value is None:
        if amount.doubt is None:
            is_known = item.table.layout is None or bool(item.table.layout.parts)
            issues.append(issue("price_missing" if is_known else "price_column_unknown", language))
        return False
    if value == 0:
        issues.append(issue("price_zero", language))
        return False
    if not item.name:
        issues.append(issue("name_missing", language))
    if item.table.evidence.in_thousands:
        issues.append(issue("price_thousands", language, {"price": written(value * 1_000)}))
        return False
    return True


def _row_checks(
    item: Item,
    row: list[Cell],
    value: Decimal | None,
    sisters: Sisters | None,
    issues: list[dict[str, Any]],
    language: Language,
) -> bool:
    """Checks against other cells of the row and against sister rows; False where the price is in doubt."""
    table = item.table
    layout = table.layout
    assert layout is not None
    sound = True
    if (
        table.reach.has_units
        and not item.raw_unit
        and item.price_part
        and item.price_part.unit is None
        and item.options.mode != "sure"
    ):
        issues.append(issue("unit_missing", language))
        sound = False
    if value is None or value <= 0:
        return sound
    cost_index = table.reach.cost
    if cost_index is not None and item.part == 1 and cost_index < len(row):
        cost = read_amount(row[cost_index], layout.marks.get(cost_index)).value
        if cost and cost > 0:
            sound = _against_cost(value, cost, issues, language) and sound
    if table.reach.taken is not None and not _discount_fits(row, value, table.reach.taken, layout):
        issues.append(issue("discount_differs", language))
    likely = sisters.slip(item) if sisters is not None else None
    if likely is not None:
        direction = _direction(value > likely, language)
        issues.append(issue("price_tenfold", language, {"price": written(likely)}, direction=direction))
        sound = False
    return sound


def _discount_fits(row: list[Cell], value: Decimal, taken: tuple[int, int], layout: Layout) -> bool:
    """Whether price before discount, discount and price agree within a percent; True where one of them is missing."""
    before_index, discount_index = taken
    found = _PERCENT.fullmatch(cell_text(row, discount_index, len(row)))
    before = read_amount(row[before_index], layout.marks.get(before_index)).value if before_index < len(row) else None
    if found is None or not before or before <= 0:
        return True
    percent = Decimal(found[1].replace(",", "."))
    return abs((before - value) * 100 / before - percent) <= 1


def _direction(is_dearer: bool, language: Language) -> str:
    if language == "en":
        return "dearer" if is_dearer else "cheaper"
    return "mahal" if is_dearer else "murah"


def _against_cost(value: Decimal, cost: Decimal, issues: list[dict[str, Any]], language: Language) -> bool:
    if value / cost >= TENFOLD[0]:
        issues.append(
            issue("price_tenfold", language, {"price": written(value / 10)}, direction=_direction(True, language))
        )
        return False
    if value < cost:
        issues.append(issue("price_below_cost", language, cost=written(cost)))
    return True


def _terms(item: Item, row: list[Cell], width: int) -> list[str]:
    """Trade terms of the row's notes, terms and discount columns, and of its name."""
    terms = list(terms_in(item.name if item.line is None else item.line.pack))
    for meaning, index in item.table.reach.terms:
        text = cell_text(row, index, width)
        if text:
            terms[:0] = _column_terms(meaning, text, item.table.reach.is_percent)
    return list(dict.fromkeys(terms)) if terms else terms


def _column_terms(meaning: str, text: str, is_percent: bool) -> list[str]:
    """A terms column is a term as it stands; so is a discount that no column has taken off the price."""
    if text in ("0", "-", "0%", "0,00", "0.00"):
        return []
    if meaning == "terms":
        return [text]
    if meaning == "discount" and _PERCENT.fullmatch(text) and (is_percent or text.endswith("%")):
        return []  # taken off the price
    if meaning == "discount":
        return [text if text.lower().startswith("dis") else f"disc {text}"]
    return list(terms_in(text))


def _first_cell(row: list[Cell], indices: tuple[int, ...], width: int) -> str | None:
    for index in indices:
        if index < width:
            cell = row[index]
            text = cell.strip() if isinstance(cell, str) else cell_text(row, index, width)
            if text:
                return text
    return None


def _tax(item: Item, cell: str | None) -> str | None:
    """The price column's heading, then the row's own cell, then exempt goods of a note, then the list's basis."""
    table = item.table
    if cell and (own := basis_of_cell(cell)):
        return own
    if item.price_part is not None and item.price_part.tax:
        return item.price_part.tax
    words = table.tax.exempt_words
    if words and any(word in words for word in item.name.lower().split()):
        return "exempt"
    return table.tax.basis
