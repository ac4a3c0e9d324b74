"""A comparison table of 40 wants over 30 suppliers: the engine alone, and drawn as a page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from statistics import median
from time import perf_counter

from marketplace.money import Money
from marketplace.suppliers.comparing import (
    BuyerFacts,
    Candidate,
    Circumstances,
    Leg,
    Offer,
    Pack,
    Route,
    Tier,
    Want,
    compare,
    load_rates,
    orders,
    rate_on,
)
from marketplace.suppliers.comparing.document import as_document
from marketplace.suppliers.comparing.page import as_page

WANTS, SUPPLIERS, TIMES = 40, 30, 15


def main() -> None:
    asked, circumstances = basket()
    print(
        f"{WANTS} wants, {SUPPLIERS} suppliers, {sum(len(offers) for _want, offers in asked)} offers; median of {TIMES}"
    )
    print(f"  compare      {_milliseconds(lambda: compare(asked, circumstances)):7.1f} ms   (goal: below 50)")
    comparison = compare(asked, circumstances)
    chosen = [row.winner for row in comparison.rows if row.winner is not None]
    print(f"  orders       {_milliseconds(lambda: orders(chosen, circumstances)):7.1f} ms   {len(chosen)} chosen")
    print(f"  as a page    {_milliseconds(lambda: as_page(comparison)):7.1f} ms   every offer with its arithmetic")
    print(f"  as data      {_milliseconds(lambda: as_document(comparison)):7.1f} ms")


def basket() -> tuple[list[tuple[Want, list[Candidate]]], Circumstances]:
    """Offers in cartons with tiers, minimums, both tax bases, two suppliers of unknown freight, one of unknown PPN."""
    today = date(2026, 11, 22)
    leg = [
        Leg("darat", per_kg=Decimal(200 + 7 * number), per_drop=Money(50_000), days=2) for number in range(SUPPLIERS)
    ]
    circumstances = Circumstances(
        today=today,
        tax=rate_on(load_rates(), today),
        routes={f"S{number}": Route((leg[number],)) for number in range(SUPPLIERS - 2)},
    )
    asked = [
        (_want(number), [_candidate(number, supplier) for supplier in range(SUPPLIERS)]) for number in range(WANTS)
    ]
    return asked, circumstances


def _want(number: int) -> Want:
    facts = BuyerFacts(Decimal(15_800), Decimal(17_000), None, Decimal(200))
    return Want(key=str(number), name=f"Barang {number}", quantity=Decimal(60 + number), per="l", facts=facts)


def _candidate(want: int, supplier: int) -> Candidate:
    price = Decimal(170_000 + 613 * ((want * 31 + supplier * 17) % 50))
    return Candidate(
        Offer(
            key=f"{supplier}-{want}",
            supplier=f"S{supplier}",
            supplier_name=f"Pemasok {supplier}",
            name=f"Barang {want}",
            price=price,
            order_unit="karton",
            pack=Pack(Decimal(12), Decimal(1), "l"),
            tax=None if supplier == 3 else ("included", "excluded")[supplier % 2],  # type: ignore[arg-type]
            tiers=(Tier(Decimal(10), price - 2000),),
            minimum=Decimal(2),
            lead_days=2,
        )
    )


def _milliseconds(work: object) -> float:
    assert callable(work)
    taken = []
    for _ in range(TIMES):
        started = perf_counter()
        work()
        taken.append(perf_counter() - started)
    return median(taken) * 1000
