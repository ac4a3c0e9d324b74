"""Offers from the document that reading a price list gives (``lumbung prices read --format json``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ..reading.telling import told
from .offers import Doubt, LikelyReading, Offer, Pack, Source, TaxBasis, Term, TermKind, Tier
from .sentences import Sentence, say

_TAXES: dict[str, TaxBasis] = {"included": "included", "excluded": "excluded", "exempt": "exempt"}

# First match wins. What a term of trade is about, by its words.
_TERM_KINDS: list[tuple[TermKind, re.Pattern[str]]] = [
    ("bundle", re.compile(r"wajib|paket|bundling|bundle|syarat", re.I)),
    ("quota", re.compile(r"kuota|quota|jatah|\bmaks|\bmax|terbatas|limit", re.I)),
    ("bonus", re.compile(r"bonus|gratis|free|\d+\s*\+\s*\d+", re.I)),
    ("discount", re.compile(r"dis[ck]|diskon|potongan|cashback|rabat|%", re.I)),
]
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_BONUS = re.compile(r"(\d+)\s*\+\s*(\d+)")
_LEAST = re.compile(r"\bmin\w*\.?\s*(?:order|pembelian|beli|ambil)\s*:?\s*(\d+)\s*([a-z]*)\s*$", re.I)
_NUMBER = re.compile(r"\d+")


def offers_from_reading(
    document: Mapping[str, Any],
    *,
    supplier: str,
    supplier_name: str | None = None,
    listed_on: date | None = None,
    tax: TaxBasis | None = None,
) -> list[Offer]:
    """One offer per row of the reading, in its order. ``tax`` holds for rows of which the list says nothing."""
    sheets = {sheet.get("sheet", sheet.get("name")): sheet for sheet in document.get("sheets") or ()}
    offers = []
    for row in document["rows"]:
        written = _tax(row, sheets.get(row.get("sheet")), document)
        offers.append(_offer(row, document, supplier, supplier_name or supplier, listed_on, written or tax))
    return offers


def _tax(row: Mapping[str, Any], sheet: Mapping[str, Any] | None, document: Mapping[str, Any]) -> TaxBasis | None:
    for holder in (row, sheet or {}, document):
        if holder.get("tax") is not None:
            return _TAXES.get(holder["tax"])
    return None


def _offer(
    row: Mapping[str, Any],
    document: Mapping[str, Any],
    supplier: str,
    supplier_name: str,
    listed_on: date | None,
    tax: TaxBasis | None,
) -> Offer:
    raw = row.get("raw") or {}
    terms = [_term_text(term) for term in row.get("terms") or ()]
    place = (row.get("sheet"), row.get("page"), row.get("row"), row.get("part") or 1)
    return Offer(
        key=":".join(str(part) for part in (supplier, *place) if part is not None),
        supplier=supplier,
        supplier_name=supplier_name,
        name=row["name"],
        price=_number(row.get("price")),
        order_unit=row.get("order_unit"),
        pack=_pack(row.get("pack")),
        tax=tax,
        currency=row.get("currency") or "IDR",
        tiers=tuple(_tiers(row.get("tiers") or ())),
        terms=tuple(term_from_text(term) for term in terms),
        minimum=_minimum(terms, row.get("order_unit")),
        listed_on=listed_on,
        source=Source(document.get("file"), row.get("row"), row.get("sheet"), row.get("page")),
        written_price=raw.get("price"),
        doubt=_doubt(row),
        brand=row.get("brand"),
        barcode=row.get("barcode"),
        category=row.get("category"),
    )


def _number(written: object) -> Decimal | None:
    try:
        return None if written in (None, "") else Decimal(str(written))
    except InvalidOperation:
        return None


def _pack(written: Mapping[str, Any] | None) -> Pack | None:
    if not written:
        return None
    count, size = _number(written.get("count")), _number(written.get("size"))
    unit = written.get("unit")
    if count is None or size is None or unit not in {"kg", "g", "l", "ml", "piece"} or count * size <= 0:
        return None
    return Pack(count, size, unit)


def _tiers(written: Iterable[Mapping[str, Any]]) -> Iterable[Tier]:
    for tier in written:
        least, price = _number(tier.get("min_quantity")), _number(tier.get("price"))
        if least is not None and price is not None and price > 0:
            yield Tier(least, price)


def _term_text(term: object) -> str:
    if isinstance(term, Mapping):
        return str(term.get("text") or term.get("code") or "")
    return str(term)


def term_from_text(text: str) -> Term:
    """What a condition as written (``wajib paket``, ``disc 5%+2%``, ``bonus 10+1``) is about, and what it would make
    of the price. Discounts follow one another; a bonus gives so many units for the price of so many."""
    kind: TermKind = next((kind for kind, pattern in _TERM_KINDS if pattern.search(text)), "other")
    factor = quantity = None
    if kind == "discount":
        factor = Decimal(1)
        for percent in _PERCENT.findall(text):
            factor *= 1 - Decimal(percent.replace(",", ".")) / 100
        factor = factor if 0 < factor < 1 else None
    elif kind == "bonus" and (bonus := _BONUS.search(text)):
        bought, given = (Decimal(number) for number in bonus.groups())
        factor = bought / (bought + given) if bought > 0 and given > 0 else None
    elif kind == "quota" and (most := _NUMBER.search(text)):
        quantity = Decimal(most.group())
    return Term(kind, text, factor, quantity)


def _minimum(terms: Iterable[str], order_unit: str | None) -> Decimal | None:
    """The least number of order units that a term asks for (``min order 5 dus``); other units are left to people."""
    for term in terms:
        found = _LEAST.search(term)
        if found and found.group(2).lower() in ("", order_unit or ""):
            return Decimal(found.group(1))
    return None


def _doubt(row: Mapping[str, Any]) -> Doubt | None:
    """The first thing that keeps a priced row from being compared; a row whose price per unit is claimed has none."""
    issues = row.get("issues") or ()
    if row.get("comparable") is not None or row.get("price") is None:
        return None
    if not issues:
        return None if row.get("order_unit") is None or _pack(row.get("pack")) is None else _silent_doubt()
    issue = next((each for each in issues if each.get("suggestion")), issues[0])
    return Doubt(issue["code"], _message(issue), likely_from(issue.get("suggestion")))


def _silent_doubt() -> Doubt:
    return Doubt("content_unknown", say("price_unit_unknown"))


def _message(issue: Mapping[str, Any]) -> Sentence:
    message = issue.get("message") or issue["code"]
    if isinstance(message, Mapping):
        return Sentence(str(message.get("id", "")), str(message.get("en", message.get("id", ""))))
    return Sentence(_inside(told(issue, "id")), _inside(told(issue, "en")))


def _inside(sentence: str) -> str:
    """A sentence as part of another one."""
    plain = sentence.rstrip(".")
    return plain[:1].lower() + plain[1:]


def likely_from(suggestion: object) -> LikelyReading | None:
    """The likely reading in a suggestion that is data; a suggestion that is mere text stays with the reader."""
    if not isinstance(suggestion, Mapping):
        return None
    unit, pack, price = suggestion.get("order_unit"), _pack(suggestion.get("pack")), _number(suggestion.get("price"))
    if unit is None and pack is None and price is None:
        return None
    return LikelyReading(unit, pack, price)
