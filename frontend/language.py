"""Which language a page speaks: the person's choice in a cookie, Indonesian until one was made."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request
from flask_babel import get_locale

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
DEFAULT = "id"
COOKIE = "language"
_ONE_YEAR = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Adds `/language/<code>?back=/page` (endpoint `language.choose`, public)."""
    blueprint = Blueprint("language", __name__)
    blueprint.add_url_rule("/language/<code>", "choose", _choose)
    app.register_blueprint(blueprint)


def chosen() -> str:
    """The language of this request, for Flask-Babel. A phone set to English is no wish for an English page."""
    code = request.cookies.get(COOKIE, DEFAULT)
    return code if code in LANGUAGES else DEFAULT


def current_language() -> str:
    """`id` or `en`, also outside a request."""
    locale = get_locale()
    return DEFAULT if locale is None else str(locale.language)


def local_path(address: str) -> str:
    """`address` if it stays on this site, else `/`: a link from outside cannot send a person elsewhere."""
    parts = urlsplit(address.replace("\\", "/"))
    stays = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")
    return address if stays and address.isprintable() and "\\" not in address else "/"


def _choose(code: str) -> Response:
    if code not in LANGUAGES:
        abort(404)
    response = current_app.make_response(redirect(local_path(request.args.get("back", "/")), 303))
    response.set_cookie(COOKIE, code, max_age=_ONE_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response
