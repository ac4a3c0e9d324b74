"""The whole product: the marketplace and its pages in one application."""

from __future__ import annotations

import gc
from dataclasses import asdict
from typing import Any

from flask import Flask, g, redirect, request, url_for

from frontend import components, navigation, resending, security, templating
from frontend.api_docs import pages as api_docs
from frontend.books import pages as books
from frontend.catalog.pages import blueprint as catalog
from frontend.comparison.pages import blueprint as comparison
from frontend.identity import pages as identity
from frontend.orders.pages import blueprint as orders
from frontend.suppliers.pages import blueprint as suppliers
from marketplace import clock
from marketplace.api import limiter
from marketplace.app import PUBLIC_ENDPOINTS, create_app
from marketplace.demo.people import PERSONAS
from marketplace.settings import Settings

PAGES = (identity.blueprint, comparison, suppliers, catalog, orders, books.blueprint, api_docs.blueprint)
"""Every domain's pages."""

PUBLIC_PAGES = (
    {"home", "assets.serve", "language.choose"}
    | identity.PUBLIC_ENDPOINTS
    | books.PUBLIC_ENDPOINTS
    | api_docs.PUBLIC_ENDPOINTS
)


def product(settings: Settings | None = None) -> Flask:
    """The marketplace with its pages, as the web server runs it."""
    app = create_app(settings, import_name="frontend")
    PUBLIC_ENDPOINTS.update(PUBLIC_PAGES)
    templating.register(app, shell=navigation.shell, today=clock.today)
    app.extensions["error_page"] = problem_page
    security.install(app)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    app.add_url_rule("/", "home", home)
    limiter.exempt(app.view_functions["assets.serve"])
    if app.extensions["settings"].is_development:
        app.extensions["personas"] = [asdict(persona) for persona in PERSONAS]
        app.register_blueprint(components.blueprint)
    return app


def served() -> Flask:
    """The whole product in a process that serves for long. What is there at the start stays, so the collector need not
    look at it again and again: a large comparison is a third faster without."""
    app = product()
    gc.collect()
    gc.freeze()
    return app


def home() -> Any:
    """To where one's work begins; a stranger to the sign-in."""
    if g.actor is None:
        return redirect(url_for("identity.show_sign_in"), 303)
    return redirect(url_for(navigation.home_of(g.actor)), 303)


def problem_page(status: int, code: str, sentence: str | None) -> Any:
    """An error as a page; a stranger who has to sign in first is sent there and comes back."""
    if status == 401 and request.method == "GET":
        return redirect(url_for("identity.show_sign_in", next=request.full_path.rstrip("?")), 303)
    if (again := resending.page(status)) is not None:
        return again
    reference = g.get("request_id", "") if status >= 500 else ""
    return templating.problem_page(status, sentence or "", reference), status
