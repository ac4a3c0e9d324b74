"""The whole product: the marketplace and its pages in one application."""

from __future__ import annotations

from flask import Flask

from marketplace.app import create_app
from marketplace.settings import Settings


def product(settings: Settings | None = None) -> Flask:
    """The marketplace with its pages, as the web server runs it."""
    return create_app(settings)
