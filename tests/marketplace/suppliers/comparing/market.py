"""Short ways to say an offer, a want and the circumstances in a test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from marketplace.money import Money
from marketplace.suppliers.comparing import (
    Candidate,
    Circumstances,
    Comparison,
    Evaluated,
    Leg,
    Offer,
    Pack,
    Relation,
    Route,
    Row,
    Want,
    compare,
    load_rates,
    rate_on,
)

TODAY = date(2026, 11, 22)
PPN = rate_on(load_rates(), TODAY)


def pack(text: str) -> Pack:
    """``12 x 1 l``."""
    count, size, unit = text.replace(" x ", " ").split()
    return Pack(Decimal(count), Decimal(size), unit)


def offer(supplier: str, price: str | None, content: str | None = "12 x 1 l", **given: Any) -> Offer:
    known: dict[str, Any] = {
        "key": given.pop("key", supplier),
        "supplier": supplier,
        "supplier_name": supplier,
        "name": "Minyak goreng",
        "price": None if price is None else Decimal(price),
        "order_unit": "karton",
        "pack": None if content is None else pack(content),
        "tax": "included",
    }
    return Offer(**(known | given))


def want(quantity: str | None = "60", **given: Any) -> Want:
    known: dict[str, Any] = {
        "key": "minyak",
        "name": "Minyak goreng 1 l",
        "quantity": None if quantity is None else Decimal(quantity),
        "per": "l",
    }
    return Want(**(known | given))


def route(**prices: Any) -> Route:
    named = {name: value if name in ("days", "sailings", "name") else Decimal(value) for name, value in prices.items()}
    for name in ("per_drop", "free_from"):
        if name in named:
            named[name] = Money(int(named[name]))
    return Route((Leg(**({"name": "Ongkir"} | named)),))


FRANCO = Route((Leg("Franco", per_drop=Money(0)),))


def circumstances(offers: Sequence[Offer] = (), **given: Any) -> Circumstances:
    """Franco everywhere unless told otherwise."""
    known: dict[str, Any] = {"today": TODAY, "tax": PPN, "routes": {each.supplier: FRANCO for each in offers}}
    return Circumstances(**(known | given))


def table(offers: Sequence[Offer], wanted: Want | None = None, relation: Relation = "same", **given: Any) -> Comparison:
    asked = [(wanted or want(), [Candidate(each, relation) for each in offers])]
    return compare(asked, circumstances(offers, **given))


def row(offers: Sequence[Offer], wanted: Want | None = None, **given: Any) -> Row:
    return table(offers, wanted, **given).rows[0]


def only(one: Offer, wanted: Want | None = None, **given: Any) -> Evaluated:
    return row([one], wanted, **given).offers[0]
