"""The pages of buying, over the same small market as the comparison itself."""

from __future__ import annotations

import pytest

from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.comparison.conftest import Shop
from tests.marketplace.orders.comparison.conftest import market as market
from tests.marketplace.orders.comparison.conftest import shop as shop


@pytest.fixture
def browser(shop: Shop) -> Browser:
    """The manager of the cooperative of Pulau Terong."""
    return Browser(shop.app, shop.market.terong)


@pytest.fixture
def stranger(shop: Shop) -> Browser:
    """The manager of another cooperative."""
    return Browser(shop.app, shop.market.galang)
