"""Pages and JSON leave gzipped, so that a page costs a phone a few kilobytes without a proxy in front."""

from __future__ import annotations

import gzip
import io
import secrets

from flask import Flask, Response, request

_COMPRESSED_TYPES = ("text/html", "text/plain", "text/csv", "application/json", "image/svg+xml")
_WORTH_IT = 600  # bytes; below, the header costs more than is saved
_LEVEL = 9  # two milliseconds more for the longest page than level 6, and a twentieth less on the line


def register(app: Flask) -> None:
    """Adds compression after each request that allows it."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Gzips a finished text body when the client accepts it; streams, ranges and encoded bodies pass unchanged."""
    if response.mimetype not in _COMPRESSED_TYPES or response.is_streamed or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 and response.status_code < 400:
        return response
    if "Content-Encoding" in response.headers or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return response
    body = response.get_data()
    if len(body) >= _WORTH_IT:
        response.set_data(_packed(body))
        response.headers["Content-Encoding"] = "gzip"
        _weaken_etag(response)
    return response


def _packed(body: bytes) -> bytes:
    buffer = io.BytesIO()
    # A file name of random length in the gzip header hides how well a page compressed, and with it any secret that
    # an attacker's guess beside it would compress against (the BREACH attack).
    name = "x" * (1 + secrets.randbelow(64))
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=_LEVEL, fileobj=buffer, mtime=0) as packed:
        packed.write(body)
    return buffer.getvalue()


def _weaken_etag(response: Response) -> None:
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
