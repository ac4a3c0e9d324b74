"""What happens to a form that was filled in while the session ended."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest

from marketplace.actor import Actor
from tests.frontend.orders.conftest import browser, world
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import World, offer

__all__ = ["browser", "world"]

Browsers = Callable[[Actor], Browser]
OURS = {"Sec-Fetch-Site": "same-origin"}


def typed(world: World) -> tuple[str, dict[str, str]]:
    order = world.create((offer(price="1000", tax="exempt"), "10"))
    return f"/orders/{order.id}/change", {"note": "titip di dermaga", "csrf_token": "lama", "password": "rahasia"}


@pytest.mark.parametrize(("signed_in", "status"), [(False, 401), (True, 400)])
def test_what_was_typed_is_offered_to_be_sent_again(
    browser: Browsers, world: World, signed_in: bool, status: int
) -> None:
    address, form = typed(world)
    client = browser(world.manager).client
    if not signed_in:
        client.delete_cookie("session")
    refused = client.post(address, data=form, headers=OURS)
    assert refused.status_code == status
    shown = unescape(refused.text)
    assert f'action="{address}"' in shown
    assert 'name="note" value="titip di dermaga"' in shown
    assert "Kirim lagi" in shown
    assert "rahasia" not in shown
    assert 'value="lama"' not in shown


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_form_of_another_site_is_not_offered(browser: Browsers, world: World, headers: dict[str, str]) -> None:
    address, form = typed(world)
    refused = browser(world.manager).client.post(address, data=form, headers=headers)
    assert refused.status_code == 400
    assert "titip di dermaga" not in refused.text
