"""A browser without a script: follows links, fills in forms with their hidden fields, counts its taps."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask, g

from frontend.suppliers.pages import blueprint
from marketplace.database import transaction
from marketplace.identity.models import Person
from tests.marketplace.suppliers.conftest import Market, market

__all__ = ["market"]


@pytest.fixture
def app(app: Flask) -> Flask:
    """The product with the pages of suppliers."""
    if blueprint.name not in app.blueprints:
        app.register_blueprint(blueprint)
    return app


class Forms(HTMLParser):
    """The forms of a page: address and the values they would send as they stand."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, Any]]] = []
        self.select: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append((given.get("action") or "", {}))
        if not self.found:
            return
        values, name = self.found[-1][1], given.get("name")
        if tag == "select":
            self.select = name
        if tag == "option" and self.select and (self.select not in values or "selected" in given):
            values[self.select] = given.get("value") or ""
        if tag == "input" and name and given.get("type") != "file":
            if given.get("type") not in ("checkbox", "radio"):
                values[name] = given.get("value") or ""
            elif "checked" in given:
                values[name] = [*values.get(name, []), given["value"]]


class Browser:
    """One signed-in person. `taps` counts what he taps: links and buttons."""

    def __init__(self, app: Flask, session_key: str) -> None:
        self.client = app.test_client()
        with self.client.session_transaction() as session:
            session["_user_id"] = session_key
            session["_fresh"] = True
        self.text = ""
        self.address = ""
        self.taps = 0

    def open(self, address: str, expected: int = 200) -> str:
        """Go to an address (by bookmark: no tap)."""
        forget_who_was_here()
        answer = self.client.get(address, follow_redirects=True)
        return self._arrive(answer, expected)

    def submit(self, address: str, *, expected: int = 200, **changes: Any) -> str:
        """Tap the button of the form that goes to an address ending so, with some of its values changed."""
        self.taps += 1
        action, values = next(form for form in Forms(self.text).found if form[0].endswith(address))
        sent = {name: value for name, value in {**values, **changes}.items() if value is not None}
        forget_who_was_here()
        answer = self.client.post(action, data=sent, follow_redirects=True, content_type="multipart/form-data")
        return self._arrive(answer, expected)

    def _arrive(self, answer: Any, expected: int) -> str:
        self.text = answer.get_data(as_text=True)
        self.address = answer.request.path
        assert answer.status_code == expected, (answer.status_code, self.words[:600])
        return self.text

    @property
    def words(self) -> str:
        """What the page says, without its marks."""
        text = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", "", self.text))
        return " ".join(text.split())


def forget_who_was_here() -> None:
    """The test's application context outlives a request, and with it whom the request had loaded."""
    for name in ("_login_user", "csrf_token", "csrf_valid"):
        g.pop(name, None)


@pytest.fixture
def browser(app: Flask, market: Market) -> Callable[[str], Browser]:
    """A function that gives the browser of one of the market's people."""

    def make(name: str) -> Browser:
        with transaction() as session:
            person = session.get_one(Person, market.actors[name].person_id)
        return Browser(app, person.session_key)

    return make
