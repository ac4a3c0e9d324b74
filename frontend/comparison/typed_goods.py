"""Wanted goods as people type them, a line each: `gula pasir 100 kg`, `60 l minyak goreng`, `mie goreng: 10 dus`."""

from __future__ import annotations

import re
from decimal import Decimal

from marketplace.orders.services.wants import Wanted
from marketplace.quantities import UnknownUnit, unit

_NUMBER = r"(\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d+)?)"
_LAST = re.compile(rf"^(?P<words>.*?)[\s:=,-]+{_NUMBER}\s*(?P<unit>[^\W\d_]+)\s*$")
_FIRST = re.compile(rf"^{_NUMBER}\s*(?P<unit>[^\W\d_]+)\s+(?P<words>.+)$")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


def read_goods(text: str) -> tuple[list[Wanted], list[str]]:
    """The goods of `text`, and the lines of which no quantity with a unit could be read."""
    goods: list[Wanted] = []
    unread: list[str] = []
    for line in text.splitlines():
        plain = _BULLET.sub("", line).strip()
        if not plain:
            continue
        good = read_good(plain)
        if good is None:
            unread.append(plain)
        else:
            goods.append(good)
    return goods, unread


def read_good(line: str) -> Wanted | None:
    """One line; the quantity stands last (`gula 100 kg`) or first (`100 kg gula`). None when it cannot be told."""
    found = _LAST.match(line.strip()) or _FIRST.match(line.strip())
    if found is None or not found["words"].strip():
        return None
    number = next(group for group in found.groups() if group and group[0].isdigit())
    quantity = _number(number)
    try:
        word = unit(found["unit"]).word
    except UnknownUnit:
        word = found["unit"].lower()
    return Wanted(words=found["words"].strip(" :=-"), quantity=quantity, unit=word) if quantity > 0 else None


def _number(text: str) -> Decimal:
    """`1.000` is a thousand, `2,5` two and a half, as Indonesian writes them; `2.5` is two and a half as well."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        return Decimal(text.replace(".", ""))
    return Decimal(text.replace(",", "."))
