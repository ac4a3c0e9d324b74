"""How the pages of identity answer: forms that keep what was typed, secrets that nothing keeps."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Response, current_app, g, make_response, render_template, request

from frontend.language import COOKIE, current_language
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.errors import Conflict, DomainError
from marketplace.identity.errors import TooManyAttempts
from marketplace.identity.throttle import Throttle
from marketplace.queueing import connect
from marketplace.settings import Settings

ONE_YEAR = 365 * 24 * 3600


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of `frontend/templates/identity`."""
    return make_response(render_template(f"identity/{template}.html", **context), status)


def secret_page(template: str, **context: Any) -> Response:
    """A page that shows something this once: no browser and no proxy keeps it."""
    response = page(template, **context)
    response.headers["Cache-Control"] = "no-store"
    return response


def errors_of(error: DomainError, default_field: str) -> dict[str, str]:
    """{field name: sentence} for the form's error summary."""
    return {error.field or default_field: error.message(current_language())}


def status_of(error: DomainError) -> int:
    """The status of the form that is shown again."""
    if isinstance(error, TooManyAttempts):
        return 429
    return 409 if isinstance(error, Conflict) else 422


def form_key() -> str:
    """The idempotency key of a form: made when the form is, sent back with it."""
    return request.form.get("idempotency_key") or uuid4().hex


def given(name: str, default: str = "") -> str:
    """A field of the posted form."""
    return request.form.get(name, default)


def signed_in() -> Actor:
    """The actor of this page; raises SignInRequired."""
    return current_actor()


def settings() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.extensions["settings"]
    return found


def throttle() -> Throttle:
    """The counter of tries per account; off where the rate limits are."""
    if "identity.throttle" not in current_app.extensions:
        connection = connect(settings().redis_url)
        current_app.extensions["identity.throttle"] = Throttle(connection, settings().rate_limits)
    kept: Throttle = current_app.extensions["identity.throttle"]
    return kept


def speak(response: Response, language: str) -> Response:
    """Keep the language of the pages in this browser."""
    response.set_cookie(COOKIE, language, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def memberships() -> tuple[Any, ...]:
    """The signed-in person's memberships, each with its organisation; empty for a stranger."""
    found: tuple[Any, ...] = getattr(g, "memberships", ())
    return found
