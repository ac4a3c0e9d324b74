"""A link to a quarter is no door to guess at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from marketplace.settings import Settings


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """As in production: with rate limits."""
    return replace(settings, rate_limits=True)


def test_after_sixty_links_in_a_minute_an_address_waits(app: Flask) -> None:
    stranger = app.test_client()
    statuses = [stranger.get(f"/books/q/{'x' * 41}{number:02}").status_code for number in range(61)]
    assert statuses == [404] * 60 + [429]
