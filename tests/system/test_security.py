"""What holds for every answer: headers, forms only with their token, limits, cookies, nothing secret in the logs."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace
from typing import Any

import pytest
import structlog
from flask import Flask

from frontend.app import product
from frontend.security import HEADERS
from marketplace.app import PUBLIC_ENDPOINTS
from marketplace.database import db, transaction
from marketplace.demo.people import PERSONAS
from marketplace.identity.models import ApiToken, Invitation

from .sample import Dealings, Visitor, csrf_token
from .test_other_tenants import methods, url

ANSWERS = {
    "a page": ("GET", "/sign-in", 200),
    "a redirect": ("GET", "/", 303),
    "a page that is not there": ("GET", "/nowhere", 404),
    "a method that is not there": ("DELETE", "/sign-in", 405),
    "a form without its token": ("POST", "/sign-in", 400),
    "the API to a stranger": ("GET", "/api/v1/me", 401),
    "an API address that is not there": ("GET", "/api/v1/nothing", 404),
    "the API's document": ("GET", "/api/openapi.json", 200),
    "the API's page": ("GET", "/api/docs", 200),
    "the state of health": ("GET", "/healthz", 503),
}


@pytest.mark.parametrize("kind", sorted(ANSWERS))
def test_every_kind_of_answer_carries_the_security_headers(app: Flask, kind: str) -> None:
    method, path, status = ANSWERS[kind]
    answer = app.test_client().open(path, method=method)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["X-Request-ID"]
    assert "Strict-Transport-Security" not in answer.headers
    cached = answer.headers["Cache-Control"]
    assert "private" in cached or "no-store" in cached


def test_a_failure_inside_carries_the_headers_and_tells_nothing_of_itself(app: Flask) -> None:
    def breaks() -> str:
        raise RuntimeError("the database password is swordfish")

    app.add_url_rule("/breaks", "home.breaks", breaks)
    PUBLIC_ENDPOINTS.add("home.breaks")
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = app.test_client().get("/breaks")
    PUBLIC_ENDPOINTS.discard("home.breaks")
    assert answer.status_code == 500
    assert "swordfish" not in answer.text
    assert "Traceback" not in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_over_https_the_browser_is_told_to_stay_there(app: Flask) -> None:
    answer = app.test_client().get("/sign-in", base_url="https://lumbung.example")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_static_files_may_be_kept_by_everybody(app: Flask) -> None:
    page = app.test_client().get("/sign-in").text
    address = re.search(r'href="(/assets/[^"]+\.css)"', page)
    assert address is not None
    answer = app.test_client().get(address.group(1))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_every_form_is_refused_without_its_token(sample: Flask, dealings: Dealings) -> None:
    visitor = Visitor(sample).sign_in(0)
    taken = []
    for rule in sample.url_map.iter_rules():
        if "POST" in methods(rule) and not rule.rule.startswith(("/api/", "/dev/")):
            address = url(rule, dealings.ids) if rule.arguments - {"number"} else rule.rule.replace("<int:number>", "1")
            for form in ({}, {"csrf_token": "guessed"}):
                answer = visitor.client.post(address, data={"reason": "x", **form})
                if answer.status_code != 400:
                    taken.append((rule.rule, answer.status_code))
    assert taken == []
    assert visitor.client.get("/account").status_code == 200


def test_a_page_of_somebody_elses_browser_gives_no_token_for_this_one(sample: Flask) -> None:
    mine, other = Visitor(sample).sign_in(0), Visitor(sample).sign_in(1)
    form = {"csrf_token": other.csrf(), "name": "Diganti", "phone": PERSONAS[0].sign_in, "email": ""}
    assert mine.client.post("/account", data=form).status_code == 400
    assert "Diganti" not in mine.client.get("/account").text


def test_a_browsers_session_writes_through_the_api_only_with_its_token(sample: Flask) -> None:
    visitor = Visitor(sample).sign_in(0)
    answer = visitor.client.post("/api/v1/suppliers", json={"name": "Toko Penyusup"})
    assert answer.status_code == 400
    assert "Toko Penyusup" not in visitor.client.get("/suppliers").text


@pytest.mark.parametrize(
    ("public_url", "secure"), [("http://127.0.0.1:8000", False), ("https://lumbung.example", True)]
)
def test_cookies_are_for_this_site_and_not_for_scripts(sample: Flask, public_url: str, secure: bool) -> None:
    settings = replace(sample.extensions["settings"], public_url=public_url)
    app = product(settings)
    client = app.test_client()
    base = {"base_url": public_url}
    form = {"sign_in": PERSONAS[0].sign_in, "password": PERSONAS[0].password}
    form["csrf_token"] = csrf_token(client.get("/sign-in", **base).text)
    answer = client.post("/sign-in", data=form, headers={"Referer": f"{public_url}/sign-in"}, **base)
    language = client.get("/language/en", **base)
    with app.app_context():
        db.engine.dispose()
    cookies = answer.headers.getlist("Set-Cookie") + language.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} >= {"session", "language"}
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert ("Secure" in cookie) == secure, cookie


def test_a_body_that_is_too_large_is_refused_before_it_is_read(sample: Flask) -> None:
    sample.config["MAX_CONTENT_LENGTH"] = 100_000
    visitor = Visitor(sample).sign_in(0)
    heavy = {"csrf_token": "x", "file": (io.BytesIO(b"1" * 200_000), "daftar.csv")}
    assert visitor.client.post("/suppliers/new", data=heavy).status_code == 413
    answer = sample.test_client().post("/api/v1/suppliers", data=b"1" * 200_000)
    assert answer.status_code in {401, 413}


def test_a_form_with_too_much_text_is_refused(sample: Flask) -> None:
    visitor = Visitor(sample).sign_in(0)
    form = {"csrf_token": visitor.csrf(), "name": "x" * 2_100_000}
    part = 'Content-Disposition: form-data; name="name"'
    body = f"--b\r\n{part}\r\n\r\n{form['name']}\r\n--b--\r\n".encode()
    media = "multipart/form-data; boundary=b"
    assert visitor.client.post("/suppliers/new", data=body, content_type=media).status_code == 413
    assert visitor.client.post("/suppliers/new", data=form).status_code == 422


@pytest.fixture
def limited(sample: Flask) -> Any:
    """The product with its rate limits on."""
    app = product(replace(sample.extensions["settings"], rate_limits=True))
    yield app
    with app.app_context():
        db.engine.dispose()
    # The limiter is one for the process: leave it as the other tests expect it.
    product(sample.extensions["settings"])


def test_guessing_a_password_is_stopped_although_the_right_one_comes_at_last(limited: Flask) -> None:
    client = limited.test_client()
    form = {"csrf_token": csrf_token(client.get("/sign-in").text), "sign_in": PERSONAS[0].sign_in}
    answers = [client.post("/sign-in", data={**form, "password": f"salah-{n}"}) for n in range(10)]
    assert {answer.status_code for answer in answers} == {422}
    last = client.post("/sign-in", data={**form, "password": PERSONAS[0].password})
    assert last.status_code in {422, 429}
    assert "Terlalu banyak percobaan" in last.text
    assert client.get("/account").status_code == 303
    other = limited.test_client()
    form = {"csrf_token": csrf_token(other.get("/sign-in").text), "sign_in": PERSONAS[1].sign_in}
    assert other.post("/sign-in", data={**form, "password": PERSONAS[1].password}).status_code == 303


def test_an_address_that_asks_without_end_is_slowed_down_and_told_when_to_come_back(limited: Flask) -> None:
    client = limited.test_client()
    answers = [client.get("/api/v1/regions") for _ in range(605)]
    assert answers[0].status_code == 401
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_nothing_secret_stands_in_the_logs_or_in_the_database(
    sample: Flask, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as structured:
        visitor = Visitor(sample).sign_in(2)
        csrf = visitor.csrf()
        form = {"csrf_token": csrf, "label": "Kasir", "scopes": ["people:read"], "roles": ["chair"]}
        token_page = visitor.client.post("/tokens", data=form, follow_redirects=True).text
        invited_page = visitor.client.post(
            "/people/invite", data={"csrf_token": csrf, "roles": ["member"], "name": "Baru"}, follow_redirects=True
        ).text
        visitor.client.get("/account")
    token = re.search(
        r"[\w-]{43}", re.sub(r'csrf_token"[^>]*>', "", re.sub(r"<head>.*?</head>", "", token_page, flags=re.S))
    )
    link = re.search(r"/invitations/([\w-]{30,})", invited_page)
    assert token is not None, token_page
    assert link is not None, invited_page
    told = caplog.text + str(structured) + "".join(capfd.readouterr())
    for secret in (PERSONAS[2].password, token.group(0), link.group(1), csrf):
        assert secret not in told
    with sample.app_context(), transaction() as session:
        kept = [str(vars(row)) for table in (ApiToken, Invitation) for row in session.query(table)]
        audited = str(session.connection().exec_driver_sql("SELECT * FROM audit_entry").fetchall())
        outbox = str(session.connection().exec_driver_sql("SELECT * FROM outbox_event").fetchall())
    for secret in (PERSONAS[2].password, token.group(0), link.group(1)):
        assert secret not in str(kept) + audited + outbox
