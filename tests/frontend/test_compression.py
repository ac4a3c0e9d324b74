import gzip

import pytest
from flask import Flask, Response

from frontend import compression

LONG = "Beras medium 25 kg. " * 200


@pytest.fixture
def client():
    app = Flask("plain")
    compression.register(app)
    app.add_url_rule("/long", "long", lambda: LONG)
    app.add_url_rule("/short", "short", lambda: "Beras")
    app.add_url_rule("/picture", "picture", lambda: Response(LONG.encode(), content_type="image/png"))
    app.add_url_rule("/stream", "stream", lambda: Response(iter([LONG.encode()]), content_type="text/html"))
    app.add_url_rule("/tagged", "tagged", lambda: Response(LONG, headers={"ETag": '"1"'}))
    return app.test_client()


def _get(client, path, accepts="gzip"):
    return client.get(path, headers={"Accept-Encoding": accepts} if accepts else {})


def test_a_page_leaves_compressed_and_whole(client):
    answer = _get(client, "/long")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(LONG) / 5
    assert gzip.decompress(answer.data).decode() == LONG


@pytest.mark.parametrize("path", ["/short", "/picture", "/stream"])
def test_what_gains_nothing_or_is_on_its_way_passes_unchanged(client, path):
    assert "Content-Encoding" not in _get(client, path).headers


def test_a_client_that_cannot_unpack_gets_the_plain_page(client):
    answer = _get(client, "/long", accepts="")
    assert answer.text == LONG
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_length_of_a_page_does_not_tell_how_well_it_compressed(client):
    assert len({len(_get(client, "/long").data) for _ in range(30)}) > 5


def test_a_compressed_page_has_a_weak_etag_because_its_bytes_differ(client):
    assert _get(client, "/tagged").headers["ETag"] == 'W/"1"'
