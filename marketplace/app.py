"""The one place where the marketplace is wired: settings, database, API, domains, who may call what."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, jsonify, request
from flask_wtf.csrf import CSRFProtect
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from .api import SignInRequired, api, install
from .books.routes import blueprints as books
from .catalog.routes import blueprints as catalog
from .database import db
from .identity.access import install_sign_in, load_actor, require_scope
from .identity.routes import blueprints as identity
from .orders.routes import blueprints as orders
from .queueing import connect
from .settings import Settings
from .suppliers.routes import blueprints as suppliers
from .tables import import_tables
from .worker import HEARTBEAT

csrf = CSRFProtect()

PUBLIC_ENDPOINTS: set[str] = {"healthz", "api-docs.openapi_json"}
"""Endpoints that need no actor. Pages add theirs by name; everything else is refused to strangers."""


def create_app(settings: Settings | None = None, *, import_name: str = "marketplace") -> Flask:
    """The marketplace: its tables, its API and its jobs, without pages."""
    settings = settings or Settings.from_environment()
    app = Flask(import_name, static_folder=None)
    app.config.update(flask_configuration(settings))
    app.extensions["settings"] = settings
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    import_tables()
    db.init_app(app)
    install_sign_in(app)
    app.before_request(load_actor)
    install(app)
    csrf.init_app(app)
    app.before_request(check_access)
    app.add_url_rule("/healthz", "healthz", healthz)
    register_domains()
    return app


def flask_configuration(settings: Settings) -> dict[str, Any]:
    """Flask's and its extensions' configuration, from ours."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.sqlalchemy_url(),
        "MAX_CONTENT_LENGTH": settings.upload_bytes,
        "MAX_FORM_MEMORY_SIZE": 2_000_000,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.public_url.startswith("https://"),
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_ENABLED": settings.rate_limits,
        "RATELIMIT_STORAGE_URI": _limiter_url(settings.redis_url),
        "RATELIMIT_HEADERS_ENABLED": True,
        "API_TITLE": "Lumbung",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api",
        "OPENAPI_JSON_PATH": "openapi.json",
    }


def _limiter_url(redis_url: str) -> str:
    return redis_url.replace("unix://", "redis+unix://", 1) if redis_url else "memory://"


def register_domains() -> None:
    """Put every domain's routes on the API."""
    for blueprint in (*identity, *catalog, *suppliers, *orders, *books):
        api.register_blueprint(blueprint)


def check_access() -> None:
    """Default deny: beyond the public list an actor, for a browser's write its CSRF token, for a token its scope."""
    if request.endpoint is None or request.endpoint in PUBLIC_ENDPOINTS:
        if request.endpoint is not None and request.method not in {"GET", "HEAD", "OPTIONS"}:
            csrf.protect()
        return
    if getattr(g, "actor", None) is None:
        raise SignInRequired
    if g.actor.scopes is None:
        csrf.protect()
    else:
        require_scope(g.actor, request.blueprint or "", request.method)


def healthz() -> Any:
    """What is up: database, queue, workers, scheduler. 200 when all of them are, else 503."""
    state = {"database": _database_state(), **_queue_state()}
    healthy = all(state.values()) and "down" not in state.values()
    return jsonify({"status": "up" if healthy else "degraded", **state}), 200 if healthy else 503


def _database_state() -> str:
    try:
        with db.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except OperationalError:
        return "down"
    return "up"


def _queue_state() -> dict[str, Any]:
    from rq import Worker

    queue = connect(current_settings().redis_url)
    try:
        workers = Worker.count(connection=queue)
        return {"queue": "up", "workers": workers, "scheduler": "up" if queue.exists(HEARTBEAT) else "down"}
    except RedisError:
        return {"queue": "down", "workers": 0, "scheduler": "down"}


def current_settings() -> Settings:
    """The settings of the running application."""
    from flask import current_app

    settings: Settings = current_app.extensions["settings"]
    return settings
