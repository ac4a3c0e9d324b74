"""Selling prices and price caps (HET) on PostgreSQL."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from flask import Flask

from marketplace.actor import Actor
from marketplace.catalog import queries, services
from marketplace.catalog.errors import PriceNotPositive
from marketplace.catalog.models import Product
from marketplace.database import transaction
from marketplace.errors import NotFound, NotPermitted
from marketplace.identifiers import new_id
from marketplace.identity.models import Organisation, Region


def organisation(kind: str = "cooperative", role: str = "manager") -> Actor:
    with transaction() as session:
        made = Organisation(id=new_id(), kind=kind, name="Koperasi")
        session.add(made)
    return Actor(made.id, kind, frozenset({role}))  # type: ignore[arg-type]


def known_regions() -> None:
    """A province and its city."""
    with transaction() as session:
        session.add(Region(code="21", level="province", name="Kepulauan Riau", path="Kepulauan Riau"))
        session.flush()
        session.add(Region(code="21.71", parent_code="21", level="regency", name="Kota Batam", path="Kota Batam"))


def product(kept_by: UUID | None) -> UUID:
    with transaction() as session:
        made = Product(
            id=new_id(),
            kept_by=kept_by,
            name="Gula" if kept_by else None,
            barcode=None if kept_by else "08999999000001",
        )
        session.add(made)
    return made.id


def test_a_selling_price_holds_from_its_day_until_the_next(app: Flask) -> None:
    actor = organisation()
    sugar = product(actor.organisation_id)
    for day, price in ((date(2026, 1, 1), 17_000), (date(2026, 3, 1), 18_000), (date(2026, 3, 1), 17_500)):
        with transaction() as session:
            services.set_listing(session, actor, sugar, selling_price=Decimal(price), per="kg", valid_from=day)
    asked = {}
    for day in (date(2025, 12, 31), date(2026, 2, 1), date(2026, 3, 1)):
        with transaction() as session:
            found = queries.listings_on(session, actor, [sugar], day)
            asked[day.month] = found[sugar].selling_price if found else None
    assert asked == {12: None, 2: 17_000, 3: 17_500}


def test_a_cooperative_prices_no_product_of_another(app: Flask) -> None:
    actor, other = organisation(), organisation()
    sugar = product(other.organisation_id)
    with transaction() as session, pytest.raises(NotFound):
        services.set_listing(session, actor, sugar, selling_price=Decimal(1), per="kg", valid_from=date(2026, 1, 1))
    with transaction() as session, pytest.raises(PriceNotPositive):
        services.set_listing(session, other, sugar, selling_price=Decimal(0), per="kg", valid_from=date(2026, 1, 1))
    with transaction() as session:
        assert queries.listings_on(session, other, [sugar], date(2026, 2, 1)) == {}


@pytest.mark.parametrize(
    ("region", "day", "expected"),
    [
        ("21.71.01.1001", date(2026, 1, 1), 13_100),
        ("16.71.01", date(2026, 1, 1), 12_500),
        ("21.71", date(2025, 6, 30), None),
        ("32.73", date(2026, 1, 1), None),
        ("2", date(2026, 1, 1), None),
        (None, date(2026, 1, 1), None),
    ],
)
def test_a_price_cap_holds_in_its_regions_from_its_day(
    app: Flask, region: str | None, day: date, expected: int | None
) -> None:
    with transaction() as session:
        caps = queries.price_caps(session, region, day)
    assert (caps["beras sphp"].price if caps else None) == expected


def test_of_two_caps_the_one_for_the_narrower_region_holds(app: Flask) -> None:
    platform = organisation("platform", "administrator")
    known_regions()
    cap = {"commodity": "beras sphp", "per": "kg", "valid_from": date(2026, 1, 1), "source": "keputusan kota"}
    with transaction() as session:
        services.set_price_cap(session, platform, region_codes=["21.71"], price=Decimal(13_000), **cap)  # type: ignore[arg-type]
    with transaction() as session:
        assert queries.price_caps(session, "21.71.01", date(2026, 2, 1))["beras sphp"].price == 13_000
        assert queries.price_caps(session, "21.72", date(2026, 2, 1))["beras sphp"].price == 13_100
    with transaction() as session, pytest.raises(NotPermitted):
        services.set_price_cap(session, organisation(), region_codes=["21"], price=Decimal(1), **cap)  # type: ignore[arg-type]
