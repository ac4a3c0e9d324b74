"""A market with two suppliers who publish, one whom a cooperative keeps for itself, and a want list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from marketplace.actor import Actor
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.orders.comparison import ComparedList, compare_want_list
from marketplace.orders.models import WantList
from marketplace.orders.services.wants import Wanted, create_want_list
from marketplace.suppliers.comparing import Evaluated
from marketplace.suppliers.comparing.comparison import Row
from marketplace.suppliers.services import freight, lists, suppliers
from tests.marketplace.suppliers.conftest import Market, document_row, published
from tests.marketplace.suppliers.conftest import market as market

BATAM = "21.71"
TAXED = lists.Publication(region_codes=(BATAM,), tax_basis="included")


def carton(
    number: int, name: str, price: str, count: str = "12", size: str = "1", unit: str = "l", **given: Any
) -> Any:
    """A row of a list: a carton with its content, as the reader understands it."""
    content = Decimal(count) * Decimal(size) / (1000 if unit in ("ml", "g") else 1)
    per = {"ml": "l", "g": "kg"}.get(unit, unit)
    row = {
        "order_unit": "dus",
        "pack": {"count": count, "size": size, "unit": unit},
        "comparable": {"price": str(round(Decimal(price) / content, 4)), "per": per},
        "raw": {"price": price, "unit": "dus", "pack": None},
    }
    return document_row(number, name, price, **{**row, **given})


@dataclass
class Shop:
    """The market with its lists; makes want lists and compares them."""

    app: Flask
    market: Market
    toko_makmur: UUID

    def wants(self, *goods: tuple[str, str, str], actor: Actor | None = None) -> WantList:
        """A want list of (words, quantity, unit)."""
        wanted = tuple(Wanted(words=words, quantity=Decimal(much), unit=unit) for words, much, unit in goods)
        with transaction() as session:
            return create_want_list(
                session,
                actor or self.market.terong,
                title="Belanja Senin",
                wanted_on=today() + timedelta(days=9),
                wants=wanted,
            )

    def compare(self, found: WantList, actor: Actor | None = None) -> ComparedList:
        with transaction() as session:
            return compare_want_list(session, actor or self.market.terong, found.id)

    def row(self, words: str, quantity: str = "60", unit: str = "l", actor: Actor | None = None) -> Row:
        """The comparison of one good."""
        return self.compare(self.wants((words, quantity, unit), actor=actor), actor).comparison.rows[0]

    def private(self, *rows: dict[str, Any]) -> None:
        """A list of the supplier that Pulau Terong keeps for itself."""
        published(
            self.app, self.market.terong, rows, supplier_id=self.toko_makmur, publication=lists.Publication()
        )  # fmt: skip

    def freight(self, name: str, **tariff: Any) -> None:
        """What a supplier charges to Batam."""
        actor = self.market.actors[name]
        with transaction() as session:
            supplier = suppliers.ensure_own_supplier(session, actor)
            freight.set_freight_rate(session, actor, supplier.id, BATAM, freight.Tariff(**tariff))


def suppliers_of(offers: Sequence[Evaluated]) -> list[str]:
    """Who offers, in the order of the row."""
    return [each.offer.supplier_name for each in offers]


@pytest.fixture
def shop(app: Flask, market: Market) -> Shop:
    """CV Laut Jaya (freight known) and UD Berkah (freight unknown until a test says it) sell oil and sugar."""
    with transaction() as session:
        kept = suppliers.add_supplier(session, market.terong, name="Toko Makmur", phone="+6281270003321")
    made = Shop(app, market, kept.id)
    laut_jaya = [
        carton(5, "Minyak goreng Sawit Mas 1 L", "178800"),
        carton(6, "Gula pasir Manis Kita 1 kg", "331000", count="20", unit="kg"),
        carton(7, "Sarden Nelayan 155 g", "477500", count="50", size="155", unit="g"),
    ]
    berkah = [
        carton(3, "MNYK GRG SAWIT MAS 1L", "183600"),
        carton(4, "Kelapa Pulau", "201600", brand="Minyak goreng", size="1"),
    ]
    published(app, market.laut_jaya, laut_jaya, publication=TAXED)
    published(app, market.berkah, berkah, publication=TAXED)
    made.freight("laut_jaya", per_kg=Decimal(350))
    return made
