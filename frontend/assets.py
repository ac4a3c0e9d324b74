"""Static files under one address that names their content: `/assets/<version>/lumbung.css`.

The version is a hash over every file, so a browser may keep what it has for a year, and ES modules that import each
other by relative address stay together. Style sheets are joined into one file: on a bad line each request costs more
than its bytes. Everything is compressed once, when the process starts.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

STATIC = Path(__file__).parent / "static"
STYLE_SHEET = "lumbung.css"
# The order in which the sheets are joined; a sheet left out would be missed by a test.
SHEETS = (
    "tokens.css",
    "page.css",
    "text.css",
    "form.css",
    "table.css",
    "parts.css",
    "chart.css",
    "comparison.css",
    "comparison_columns.css",
    "wants.css",
    "cash.css",
    "members.css",
    "home.css",
    "quarter.css",
    "reports.css",
    "seals.css",
    "vouchers.css",
    "print.css",
)
KEPT_FOREVER = "public, max-age=31536000, immutable"
CHECKED_EACH_TIME = "no-cache"
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent: `body` plain, `packed` gzipped, `etag` of the content."""

    media_type: str
    body: bytes
    packed: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All static files at one moment; `stamp` is the newest change, watched only in development."""

    version: str
    files: dict[str, Asset]
    stamp: int


def load(folder: Path = STATIC) -> Assets:
    """Reads, joins and compresses what is in `folder`. Raises FileNotFoundError when a listed sheet is missing."""
    contents = {STYLE_SHEET: b"\n".join((folder / "css" / name).read_bytes() for name in SHEETS)}
    for path in _files(folder):
        if path.suffix != ".css":
            contents[path.relative_to(folder).as_posix()] = path.read_bytes()
    whole = hashlib.sha256()
    for name in sorted(contents):
        whole.update(name.encode() + b"\0" + contents[name] + b"\0")
    return Assets(whole.hexdigest()[:12], {name: _asset(name, body) for name, body in contents.items()}, _stamp(folder))


def register(app: Flask) -> None:
    """Serves the files (endpoint `assets.serve`, public) and gives templates `asset_url(name)`."""
    blueprint = Blueprint("assets", __name__)
    blueprint.add_url_rule("/assets/<version>/<path:name>", "serve", _serve)
    app.extensions["assets"] = load()
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = lambda name: asset_url(app, name)


def asset_url(app: Flask, name: str) -> str:
    """The address of a file, with the version of its content. Raises KeyError when there is no such file."""
    assets = _current(app)
    if name not in assets.files:
        raise KeyError(f"no static file {name!r}")
    return url_for("assets.serve", version=assets.version, name=name)


def _serve(version: str, name: str) -> Response:
    assets = _current(current_app)
    asset = assets.files.get(name)
    if asset is None:
        abort(404)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(asset.packed if packed else asset.body, content_type=asset.media_type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # During an update an old page may ask a new process: it gets the file, but does not keep it under the old name.
    response.headers["Cache-Control"] = KEPT_FOREVER if version == assets.version else CHECKED_EACH_TIME
    response.set_etag(asset.etag + ("-gzip" if packed else ""))
    response.make_conditional(request)
    return response


def _current(app: Flask) -> Assets:
    assets: Assets = app.extensions["assets"]
    if app.debug and _stamp(STATIC) != assets.stamp:
        assets = app.extensions["assets"] = load()
    return assets


def _asset(name: str, body: bytes) -> Asset:
    suffix = Path(name).suffix
    media_type = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if media_type.startswith("text/") or suffix == ".svg":
        media_type += "; charset=utf-8"
    return Asset(media_type, body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:16])


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _stamp(folder: Path) -> int:
    return max(path.stat().st_mtime_ns for path in _files(folder))
