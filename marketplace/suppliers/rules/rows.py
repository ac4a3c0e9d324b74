"""From a read price list (the document of `lumbung prices read`) to rows that a table can hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from .articles import plain

MOST_DIGITS = 14
"""Digits before the decimal point that a price may have."""
LONGEST_TEXT = 2_000
REMARKS = frozenset({"bundle_counted", "barcode_invalid", "tier_not_lower", "discount_differs"})
"""Issues that leave price and content as certain as they were: such a row is not in doubt."""
OUT_OF_RANGE = {
    "code": "number_out_of_range",
    "message": "Angka ini terlalu besar untuk sebuah harga.",
    "suggestion": None,
}


class FlatRow(NamedTuple):
    """One entry of a list as text, ready to be copied; keys and changes are added where the database is known."""

    row: int
    part: int
    sheet: str | None
    page: int | None
    name: str
    sku: str | None
    barcode: str | None
    brand: str | None
    category: str | None
    raw_price: str | None
    raw_unit: str | None
    raw_pack: str | None
    order_unit: str | None
    pack_count: str | None
    pack_size: str | None
    pack_unit: str | None
    case_unit: str | None
    case_count: str | None
    price: str | None
    currency: str
    tax: str | None
    comparable_price: str | None
    comparable_per: str | None
    minimum: str | None
    multiple: str | None
    tiers: str
    terms: str
    issues: str
    issue_codes: str
    is_doubtful: bool
    name_key: str
    text_key: str


@dataclass(slots=True)
class Understanding:
    """A list as read: its rows, what was asked, how the columns were understood, what was left out and why."""

    rows: list[FlatRow]
    questions: list[dict[str, Any]] = field(default_factory=list)
    sheets: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    tax: str | None = None
    meanings: dict[str, str] = field(default_factory=dict)


def flat_rows(rows: Iterable[dict[str, Any]]) -> list[FlatRow]:
    """Every entry of a document's `rows`, in its order. None is left out, whatever it holds."""
    return [_flat(row) for row in rows]


_EMPTY: dict[str, Any] = {}


def _flat(row: dict[str, Any]) -> FlatRow:
    raw = row["raw"]
    pack = row["pack"] or _EMPTY
    case = row["case"] or _EMPTY
    comparable = row["comparable"] or _EMPTY
    issues = row["issues"]
    price, count, size = row["price"], _figure(pack.get("count")), _figure(pack.get("size"))
    numbers = (price, count, size, comparable.get("price"))
    if any(number is not None and len(number) > MOST_DIGITS and not _fits(number) for number in numbers):
        issues = [*issues, OUT_OF_RANGE]
        pack = case = comparable = _EMPTY
        price = count = size = None
        row = {**row, "tiers": []}
    codes = dict.fromkeys(issue["code"] for issue in issues)
    name = _text(row["name"]) or ""
    raw_unit, raw_pack = _text(raw["unit"]), _text(raw["pack"])
    name_key = plain(name)
    return FlatRow(
        row["row"], row["part"] or 1, _text(row["sheet"]), row["page"],
        name, _text(row["sku"]), _text(row["barcode"]), _text(row["brand"]), _text(row["category"]),
        _text(raw["price"]), raw_unit, raw_pack,
        row["order_unit"], count, size, pack.get("unit"),
        case.get("unit"), _figure(case.get("count")),
        price, row["currency"], row["tax"], comparable.get("price"), comparable.get("per"),
        _figure(row.get("minimum")), _figure(row.get("multiple")),
        _json(row["tiers"]), _json(row["terms"]), _json(issues),
        "{" + ",".join(codes) + "}" if codes else "{}", not REMARKS.issuperset(codes),
        name_key, _text_key(name_key, raw_pack, raw_unit),
    )  # fmt: skip


def _text_key(name_key: str, raw_pack: str | None, raw_unit: str | None) -> str:
    if not raw_pack and not raw_unit:
        return name_key
    return f"{name_key}|{plain(raw_pack or '')}|{plain(raw_unit or '')}"


def _figure(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def _fits(number: str) -> bool:
    return len(number.lstrip("-").partition(".")[0]) <= MOST_DIGITS


def _text(value: str | None) -> str | None:
    """`value` without what a database text cannot hold; None for nothing."""
    if not value:
        return None
    if "\x00" in value:
        value = value.replace("\x00", "")
    return value[:LONGEST_TEXT]


def _json(items: list[Any]) -> str:
    if not items:
        return "[]"
    text = orjson.dumps(items).decode()
    return orjson.dumps(_without_nul(items)).decode() if "\\u0000" in text else text


def _without_nul(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\x00", "")
        case list():
            return [_without_nul(item) for item in value]
        case dict():
            return {key: _without_nul(item) for key, item in value.items()}
        case _:
            return value
