"""What every endpoint of the API shares: actor, error shape, entity tags, idempotency keys, pages of a list."""

from __future__ import annotations

import base64
import inspect
import uuid
from collections.abc import Callable
from typing import Any
from uuid import UUID

from apispec import APISpec, BasePlugin
from flask import Flask, Response, current_app, g, jsonify, request
from flask_limiter import Limiter
from flask_smorest import Api
from marshmallow import Schema, fields, validate
from sqlalchemy import Select
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from .actor import Actor
from .errors import ChangedMeanwhile, Conflict, DomainError, Invalid, NotFound, NotPermitted

STATUS: dict[type[DomainError], int] = {NotFound: 404, NotPermitted: 403, Conflict: 409, Invalid: 422}
"""Kind of error -> HTTP status; the only place that knows."""

API_PREFIX = "/api/"
PAGE_LIMIT = 100
"""Most items one page of a list holds."""


class ErrorDetails(Schema):
    """What an error says."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    field = fields.String(allow_none=True)
    details = fields.Dict()
    request_id = fields.String(allow_none=True)


class ErrorAnswer(Schema):
    """The one error shape."""

    error = fields.Nested(ErrorDetails, required=True)


class DescribedApi(Api):
    """flask-smorest with our error shape in its document."""

    ERROR_SCHEMA = ErrorAnswer


api = DescribedApi()
limiter = Limiter(key_func=lambda: caller_key(), default_limits=["600/minute"])


def caller_key() -> str:
    """Whom a rate limit counts: the person or token's organisation, else the address."""
    actor: Actor | None = getattr(g, "actor", None)
    if actor is None:
        return request.remote_addr or "unknown"
    return str(actor.person_id or actor.organisation_id)


class SignInRequired(DomainError):
    """Nobody is signed in, or the token is not (or no longer) good."""

    code = "sign_in_required"
    indonesian = "Silakan masuk dulu."
    english = "Please sign in first."


class VersionRequired(Invalid):
    """A change was sent without If-Match."""

    code = "version_required"
    indonesian = "Sertakan If-Match dengan ETag dari data yang Anda ubah."
    english = "Send If-Match with the ETag of what you are changing."


def current_actor() -> Actor:
    """The actor of this request; raises SignInRequired where there is none."""
    actor: Actor | None = getattr(g, "actor", None)
    if actor is None:
        raise SignInRequired
    return actor


def language() -> str:
    """The language to answer in: the actor's, else what the client prefers, else Indonesian."""
    actor: Actor | None = getattr(g, "actor", None)
    if actor is not None:
        return actor.language
    return request.accept_languages.best_match(["id", "en"], "id") or "id"


def status_of(error: DomainError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, SignInRequired):
        return 401
    if isinstance(error, VersionRequired):
        return 428
    if isinstance(error, ChangedMeanwhile) and "If-Match" in request.headers:
        return 412
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def error_body(code: str, message: str, *, field: str | None = None, details: Any = None) -> dict[str, Any]:
    """The one error shape: {"error": {"code", "message", "field", "details", "request_id"}}."""
    return {
        "error": {
            "code": code,
            "message": message,
            "field": field,
            "details": details or {},
            "request_id": getattr(g, "request_id", None),
        }
    }


def is_api_request() -> bool:
    """Whether this request is the API's, so that the answer must be JSON."""
    return request.path.startswith(API_PREFIX)


def install(app: Flask) -> None:
    """Set up API, error answers and rate limits on `app`; pages register their own rendering of the same errors."""
    api.init_app(app, spec_kwargs={"extra_plugins": [WhatHoldsEverywhere(app)], "security": [{"token": []}]})
    limiter.init_app(app)
    app.before_request(_give_request_id)
    app.register_error_handler(DomainError, _answer_domain_error)
    # What no check refused and no column can hold: a NUL character, a figure beyond all range.
    app.register_error_handler(DataError, lambda _error: _answer_domain_error(Invalid()))
    app.register_error_handler(HTTPException, _answer_http_error)
    app.after_request(_say_request_id)


class WhatHoldsEverywhere(BasePlugin):
    """Tells in the OpenAPI document what no single route says: the token, the refusals every caller may meet, and the
    headers that a route's function reads (so the document says what the function does)."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.app = app

    def init_spec(self, spec: APISpec) -> None:
        """Name the way to sign in, and how exact numbers travel."""
        scheme = {"type": "http", "scheme": "bearer", "description": "An organisation's token, made at /tokens."}
        spec.components.security_scheme("token", scheme)
        api.ma_plugin.converter.add_attribute_function(_exact_as_text)

    def operation_helper(self, path: str | None = None, operations: dict[str, Any] | None = None, **given: Any) -> None:
        """Complete every operation of one path."""
        for method, operation in (operations or {}).items():
            view = self._view(given["rule"].endpoint, method)
            parameters = operation.setdefault("parameters", [])
            told = {each.get("name") for each in parameters if isinstance(each, dict)}
            for function, header in READ_HEADERS.items():
                if function in view.__code__.co_names and header["name"] not in told:
                    parameters.append(header)
            refusals = {"401": "UNAUTHORIZED", "403": "FORBIDDEN", "429": "TOO_MANY_REQUESTS"}
            if "If-Match" in {each.get("name") for each in parameters if isinstance(each, dict)}:
                refusals |= {"412": "PRECONDITION_FAILED", "428": "PRECONDITION_REQUIRED"}
            for status, response in refusals.items():
                operation["responses"].setdefault(status, response)

    def _view(self, endpoint: str, method: str) -> Any:
        view = inspect.unwrap(self.app.view_functions[endpoint])
        of_a_class = getattr(view, "view_class", None)
        return inspect.unwrap(getattr(of_a_class, method)) if of_a_class else view


READ_HEADERS: dict[str, dict[str, Any]] = {
    "idempotency_key": {
        "in": "header",
        "name": "Idempotency-Key",
        "required": False,
        "description": "A key of your own: the same request again with the same key is done once.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    },
    "expected_version": {
        "in": "header",
        "name": "If-Match",
        "required": True,
        "description": "The ETag of what is changed.",
        "schema": {"type": "string"},
    },
}
"""The function that reads a header in a route -> how the document tells of it."""


def _exact_as_text(_converter: Any, field: fields.Field[Any], ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    """JSON has no exact number: a Decimal travels as text, and its limits stand in the document as numbers."""
    if not isinstance(field, fields.Decimal):
        return {}
    limits: dict[str, Any] = {name: int(ret[name]) for name in ("minimum", "maximum") if name in ret}
    return {"type": ["string", "null"] if field.allow_none else "string", "format": "decimal", **limits}


def _give_request_id() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if given.isascii() and 0 < len(given) <= 64 and given.isprintable() else uuid.uuid4().hex


def _say_request_id(response: Response) -> Response:
    response.headers["X-Request-ID"] = getattr(g, "request_id", "")
    return response


def _answer_domain_error(error: DomainError) -> Any:
    status = status_of(error)
    if not is_api_request() and (page := error_page()) is not None:
        return page(status, error.code, error.message(language()))
    details = {name: str(value) for name, value in error.details.items()}
    return jsonify(error_body(error.code, error.message(language()), field=error.field, details=details)), status


def _answer_http_error(error: HTTPException) -> Any:
    status = error.code or 500
    code = (error.name or "error").lower().replace(" ", "_")
    details = (getattr(error, "data", None) or {}).get("messages") if status == 422 else None
    if not is_api_request() and (page := error_page()) is not None:
        return page(status, code, None)
    body = jsonify(error_body(code, error.description or error.name, details=details))
    headers = [(k, v) for k, v in error.get_headers() if k.lower() not in {"content-type", "content-length"}]
    return body, status, headers


def error_page() -> Callable[[int, str, str | None], Any] | None:
    """What renders an error for people, when pages are part of this process."""
    page: Callable[[int, str, str | None], Any] | None = current_app.extensions.get("error_page")
    return page


def idempotency_key() -> str | None:
    """The Idempotency-Key header: up to 255 printable characters; None where not sent."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (0 < len(key) <= 255 and key.isprintable()):
        raise Invalid(field="Idempotency-Key")
    return key


def etag(response_headers: dict[str, str], version: int) -> dict[str, str]:
    """`response_headers` with the ETag of a row at `version`."""
    return {**response_headers, "ETag": f'"{version}"'}


def expected_version() -> int:
    """The version named by If-Match; raises VersionRequired where it is missing or not one of ours."""
    given = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not given.isdecimal():
        raise VersionRequired
    return int(given)


class PageArguments(Schema):
    """Query of every list: how many, and after which item."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, PAGE_LIMIT))
    after = fields.String(load_default=None, validate=validate.Length(max=200))


def page_of(item: type[Schema]) -> type[Schema]:
    """The schema of a page of `item`s: {"data": [...], "has_more": bool, "next": cursor or null}."""
    name = f"{item.__name__}Page"
    members = {
        "data": fields.List(fields.Nested(item), required=True),
        "has_more": fields.Boolean(required=True),
        "next": fields.String(allow_none=True),
    }
    return type(name, (Schema,), members)


def paginate(session: Session, statement: Select[Any], key: Any, *, limit: int, after: str | None) -> dict[str, Any]:
    """One page of `statement`'s rows ordered by the id column `key`, after the cursor `after`.

    Gives {"data": rows, "has_more": bool, "next": cursor or None}; raises Invalid for a cursor that is not ours.
    """
    if after is not None:
        statement = statement.where(key > _decode_cursor(after))
    rows = list(session.scalars(statement.order_by(key).limit(limit + 1)))
    more = len(rows) > limit
    rows = rows[:limit]
    return {"data": rows, "has_more": more, "next": _encode_cursor(getattr(rows[-1], key.key)) if more else None}


def _encode_cursor(value: UUID) -> str:
    return base64.urlsafe_b64encode(value.bytes).decode().rstrip("=")


def _decode_cursor(text: str) -> UUID:
    try:
        return UUID(bytes=base64.urlsafe_b64decode(text + "=="))
    except ValueError:
        raise Invalid(field="after") from None
