"""The whole product with the pages of orders and books, and a small world of people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from marketplace.actor import Actor
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import World, make_world, pkp_world, world

__all__ = ["World", "make_world", "pkp_world", "world"]


@pytest.fixture
def browser(app: Flask) -> Callable[[Actor], Browser]:
    """A function that gives a person's browser, signed in."""
    from frontend.books.pages import blueprint as books
    from frontend.orders.pages import blueprint as orders

    for blueprint in (orders, books):
        if blueprint.name not in app.blueprints:
            app.register_blueprint(blueprint)
    return lambda actor: Browser(app, actor)
