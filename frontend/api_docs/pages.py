"""The API's documentation as one page: rendered here, readable offline, searched with the browser's own search."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template

from frontend.api_docs.document import Section, sections
from marketplace.api import api
from marketplace.settings import Settings

blueprint = Blueprint("api_docs", __name__)
PUBLIC_ENDPOINTS = {"api_docs.docs"}


@blueprint.get("/api/docs")
def docs() -> Response:
    """Every operation of the API, by section."""
    response = make_response(render_template("api_docs/docs.html", sections=known_sections(), address=_address()))
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def known_sections() -> tuple[Section, ...]:
    """The sections of this application's API; they do not change while it runs."""
    kept: tuple[Section, ...] | None = current_app.extensions.get("api_docs.sections")
    if kept is None:
        kept = sections(api.spec.to_dict(), _address())
        current_app.extensions["api_docs.sections"] = kept
    return kept


def _address() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.public_url.rstrip("/")
