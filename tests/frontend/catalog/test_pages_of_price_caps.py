"""Price caps in a browser without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.frontend.suppliers.conftest import Browser, browser
from tests.marketplace.suppliers.conftest import Market, count, market

__all__ = ["browser", "market"]
Make = Callable[[str], Browser]
GIVEN: dict[str, Any] = {
    "commodity": "Minyakita",
    "price": "15.700",
    "per": "l",
    "source": "Keputusan wali kota 12/2026",
}


def test_a_city_office_sets_a_cap_that_its_cooperatives_see_until_it_is_ended(market: Market, browser: Make) -> None:
    office, cooperative = browser("office"), browser("terong")
    office.open("/price-caps")
    office.submit("/price-caps", **GIVEN)
    assert "HET tersimpan" in office.words
    cooperative.open("/price-caps")
    assert "Minyakita" in cooperative.words
    assert "Rp15.700" in cooperative.words
    assert "Tambah HET" not in cooperative.words
    assert "Akhiri" not in cooperative.words
    office.submit("/end")
    assert "berakhir hari ini" in office.words
    bandung = browser("bandung")
    bandung.open("/price-caps")
    assert "Belum ada HET" in bandung.words


def test_what_is_missing_is_said_and_nothing_is_written(market: Market, browser: Make) -> None:
    before = count("price_cap")
    office = browser("office")
    office.open("/price-caps")
    office.submit("/price-caps", expected=422, price="lima belas")
    assert "Tulis siapa yang menetapkan" in office.words
    office.submit("/price-caps", expected=422, **{**GIVEN, "region_codes": "32.73"})
    assert "Pilih wilayah di daerah Anda sendiri" in office.words
    assert count("price_cap") == before
