"""The whole product with the pages of identity, browsers, and the people who use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.marketplace.identity.conftest import (  # noqa: F401 - fixtures
    PASSWORD,
    Member,
    administrator,
    batam,
    cooperative,
    make_member,
    make_organisation,
    manager,
    stranger,
)


@pytest.fixture
def whole(app: Flask) -> Flask:
    """The whole product, as its browsers meet it."""
    return app


def outside(call: Callable[..., TestResponse], *given: Any, **named: Any) -> TestResponse:
    """A request as the server gets it: without the context that the fixture `app` has pushed for the test itself."""
    return Context().run(call, *given, **named)


@dataclass
class Browser:
    """A person's browser: follows no redirect by itself, fills forms with what the page gave it."""

    client: FlaskClient
    hidden: dict[str, str] = field(default_factory=dict)

    def get(self, address: str) -> TestResponse:
        response = outside(self.client.get, address)
        self._remember(response)
        return response

    def post(self, address: str, **fields: object) -> TestResponse:
        response = outside(self.client.post, address, data={**self.hidden, **fields})
        self._remember(response)
        return response

    def sign_in(self, member: Member, password: str = PASSWORD) -> TestResponse:
        self.get("/sign-in")
        response = self.post("/sign-in", sign_in=member.phone, password=password)
        self.get("/account")
        return response

    def _remember(self, response: TestResponse) -> None:
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.text)
        self.hidden = {
            name: unescape(value) for name, value in found if name in {"csrf_token", "version", "idempotency_key"}
        } or self.hidden


@pytest.fixture
def open_browser(whole: Flask) -> Callable[[], Browser]:
    """A function that opens another browser."""
    return lambda: Browser(whole.test_client())


@pytest.fixture
def browser(open_browser: Callable[[], Browser]) -> Browser:
    """One browser."""
    return open_browser()
