"""The component page as an application of its own: the pages' look and behaviour, without a database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from frontend import security
from frontend.components import component_page


@pytest.fixture(scope="session")
def pages() -> Flask:
    app = component_page()
    security.install(app)
    return app


@pytest.fixture
def visitor(pages: Flask) -> FlaskClient:
    return pages.test_client()


@pytest.fixture
def in_page(pages: Flask) -> Iterator[Flask]:
    """A request for templates that are rendered by themselves."""
    with pages.test_request_context("/dev/components?sort=name"):
        yield pages


@pytest.fixture(scope="session")
def address(pages: Flask) -> Iterator[str]:
    """The component page over a real socket."""
    server = make_server("127.0.0.1", 0, pages, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/dev/components"
    server.shutdown()
    thread.join()


@pytest.fixture
def open_page(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens a page under the component page; at the end nothing may have been refused or gone wrong in it."""
    contexts, complaints = [], []

    def open_at(path: str = "", *, width: int = 360, height: int = 800, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.extend(_complaint(message, address + path)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


def _complaint(message: Any, asked_for: str) -> list[str]:
    """An error told by the browser, except that the page asked for is itself an error page."""
    expected = message.location.get("url") == asked_for
    return [message.text] if message.type == "error" and not expected else []
