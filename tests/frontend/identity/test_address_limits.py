"""One address of the network may not try for ever, whatever account it tries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from marketplace.settings import Settings
from tests.marketplace.identity.conftest import Member

from .conftest import Browser


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """As in production: with rate limits."""
    return replace(settings, rate_limits=True)


def test_after_thirty_tries_in_a_minute_an_address_waits(whole: Flask, browser: Browser, manager: Member) -> None:
    browser.get("/sign-in")
    statuses = [
        browser.post("/sign-in", sign_in=f"0812000{number:05}", password="salah sekali").status_code
        for number in range(31)
    ]
    assert statuses == [422] * 30 + [429]
