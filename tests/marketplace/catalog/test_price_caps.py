"""Who sets and ends price caps (HET), who reads them, and the API of both."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from marketplace.actor import Actor
from marketplace.catalog import queries, services
from marketplace.catalog.errors import CapEnded, CapEndsBackwards, CapOutsideRegion
from marketplace.catalog.models import PriceCap
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, NotFound, NotPermitted
from marketplace.orders.comparison.facts import Facts
from tests.marketplace.suppliers import conftest
from tests.marketplace.suppliers.conftest import Caller, Market, count, market

__all__ = ["market"]
NOW = today("WIB")


def cap(actor: Actor, **given: Any) -> PriceCap:
    values: dict[str, Any] = {
        "commodity": "Minyakita", "region_codes": ["21.71"], "price": Decimal(15_700), "per": "l", "valid_from": NOW,
        "source": "Keputusan wali kota", **given,
    }  # fmt: skip
    with transaction() as session:
        return services.set_price_cap(session, actor, **values)


def seen_by(actor: Actor) -> set[str]:
    with transaction() as session:
        return {f"{line.cap.commodity} {line.cap.price:.0f}" for line in queries.cap_lines(session, actor)}


def test_a_city_office_sets_caps_within_its_region_and_cooperatives_there_see_them(market: Market) -> None:
    before = count("price_cap")
    for codes in (["21"], ["32.73"], ["21.71.99"], []):
        with pytest.raises(CapOutsideRegion):
            cap(market.office, region_codes=codes)
    with pytest.raises(CapEndsBackwards):
        cap(market.office, valid_until=NOW - timedelta(days=1))
    member = dataclasses.replace(market.office, roles=frozenset({"member"}))
    for actor in (market.terong, market.laut_jaya, member):
        with pytest.raises(NotPermitted):
            cap(actor)
    assert count("price_cap") == before
    cap(market.office, region_codes=["21.71.01"])
    assert "minyakita 15700" in seen_by(market.terong)
    assert "minyakita 15700" not in seen_by(market.galang)
    assert "minyakita 15700" in seen_by(market.office)


def test_the_same_key_sets_a_cap_once(market: Market) -> None:
    one, again = cap(market.platform, key="k"), cap(market.platform, key="k")
    assert one.id == again.id


def test_a_cap_is_ended_by_its_keeper_and_its_past_stays(market: Market) -> None:
    made = cap(market.platform, region_codes=["21"], valid_from=NOW - timedelta(days=9))
    last = NOW - timedelta(days=1)
    for actor, version, error in (
        (market.terong, 1, NotPermitted), (market.office, 1, NotFound), (market.platform, 5, ChangedMeanwhile),
    ):  # fmt: skip
        with transaction() as session, pytest.raises(error):
            services.end_price_cap(session, actor, made.id, last, expected_version=version)
    with transaction() as session, pytest.raises(CapEndsBackwards):
        services.end_price_cap(session, market.platform, made.id, NOW - timedelta(days=10), expected_version=1)
    assert "minyakita 15700" in seen_by(market.terong)
    with transaction() as session:
        services.end_price_cap(session, market.platform, made.id, last, expected_version=1)
    assert "minyakita 15700" not in seen_by(market.terong)
    assert "minyakita 15700" in seen_by(market.platform)
    with transaction() as session, pytest.raises(CapEnded):
        services.end_price_cap(session, market.platform, made.id, NOW, expected_version=2)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Beras SPHP 5 kg", 13_100),
        ("Beras Ramos 5 kg", None),
        ("Minyakita 1 L", 15_700),
        ("Minyak goreng Sawit Mas 1 L", None),
        ("Gula pasir curah", 17_500),
        ("Permen gula asam", None),
    ],
)
def test_a_cap_holds_for_goods_that_are_called_so(words: str, expected: int | None) -> None:
    named = (("beras sphp", 13_100), ("minyakita", 15_700), ("gula pasir", 17_500), ("gula", 16_000))
    caps = {commodity: PriceCap(price=Decimal(price), per="kg") for commodity, price in named}
    assert Facts(caps=caps).of(words, None, [], "kg").cap == expected


def test_the_api_of_price_caps(app: Flask, market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "SCOPES", ["price_caps"])
    office, other = callers(app, market)
    wanted = {"commodity": "gula pasir", "region_codes": ["21.71"], "price": "17500", "per": "kg", "source": "SK 1"}
    made = office("POST", "/price-caps", json={**wanted, "valid_from": "2026-01-01"}, expected=201)
    other("POST", "/price-caps", json={**wanted, "valid_from": "2026-01-01"}, expected=403)
    listed = other("GET", "/price-caps?on_date=2026-02-01")["data"]
    assert {each["commodity"]: each["price"] for each in listed}["gula pasir"] == "17500"
    path = f"/price-caps/{made['id']}"
    end: dict[str, Any] = {"json": {"valid_until": date(2026, 3, 1).isoformat()}}
    office("PUT", path, **end, expected=428)
    office("PUT", path, **end, headers={"If-Match": '"4"'}, expected=412)
    assert office("PUT", path, **end, headers={"If-Match": '"1"'})["valid_until"] == "2026-03-01"
    listed = other("GET", "/price-caps?on_date=2026-03-02")["data"]
    assert "gula pasir" not in {each["commodity"] for each in listed}


def callers(app: Flask, market: Market) -> tuple[Caller, Caller]:
    """The API as a city office and as a cooperative call it."""
    make = conftest.caller.__wrapped__(app, market)  # type: ignore[attr-defined]
    return make("office"), make("terong")
