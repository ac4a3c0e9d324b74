"""Whatever a program sends, the API answers in its own words: inputs made from the document, sound and unsound."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from marketplace.database import transaction
from marketplace.identity.access import scopes_offered
from marketplace.identity.credentials import token_hash
from marketplace.identity.models import ApiToken

from .sample import Dealings, actor_of

ROLES = ("administrator", "chair", "manager", "secretary", "treasurer")
EXAMPLES = 4
"""Inputs per operation and mode: enough to meet the edges, few enough to wait for."""

schemathesis.openapi.format("decimal", st.decimals(-5, 10**13, allow_nan=False, places=3).map(str))
SHAPE = {"code", "message", "field", "details", "request_id"}
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def program(sample: Flask) -> FlaskClient:
    """A program with a token of the first cooperative that may do everything."""
    token = uuid.uuid4().hex
    with sample.app_context(), transaction() as session:
        actor = actor_of(session, 2)
        session.add(
            ApiToken(
                organisation_id=actor.organisation_id,
                label="uji",
                token_hash=token_hash(token),
                token_start=token[:6],
                scopes=list(scopes_offered(sample)),
                roles=sorted(ROLES),
                created_by=actor.person_id,
            )
        )
    client = sample.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    sample.testing = False
    sample.config["PROPAGATE_EXCEPTIONS"] = False
    return client


def send(client: FlaskClient, case: Any, ids: dict[str, str], *, real: bool) -> tuple[int, Any]:
    """Send a generated case; with `real` to the things of the cooperative itself."""
    path = case.path
    for name in case.operation.path_parameters:
        value = ids.get(name.name) if real else None
        path = path.replace(f"{{{name.name}}}", value or str((case.path_parameters or {}).get(name.name, "x")))
    body: dict[str, Any] = {}
    if isinstance(case.body, (dict, list, str, int, float, bool)) or case.body is None:
        body = {"data": {k: str(v) for k, v in case.body.items()}} if _is_form(case) else {"json": case.body}
    sent = {k: str(v) for k, v in (case.headers or {}).items() if str(v).isascii() and str(v).isprintable()}
    query = {k: v for k, v in (case.query or {}).items() if v is not None}
    answer = client.open(path, method=case.method, headers=sent, query_string=query, **body)
    return answer.status_code, answer.get_json(silent=True)


def _is_form(case: Any) -> bool:
    return bool(case.media_type) and "form" in case.media_type and isinstance(case.body, dict)


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: str(mode.value))
def test_no_input_makes_the_api_fail(
    program: FlaskClient, dealings: Dealings, mode: schemathesis.GenerationMode
) -> None:
    schema = schemathesis.openapi.from_dict(program.get("/api/openapi.json").get_json())
    failing: list[tuple[str, str, int, Any]] = []
    unshaped: list[tuple[str, str, int]] = []

    for found in schema.get_all_operations():
        operation = found.ok()

        @seed(20261122)
        @BOUNDED
        @given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
        def walk(case: Any, real: bool) -> None:
            status, answer = send(program, case, dealings.ids, real=real)
            if status >= 500:
                failing.append((case.method, case.operation.path, status, case.body))
            elif status >= 400 and set((answer or {}).get("error", ())) != {
                "code",
                "message",
                "field",
                "details",
                "request_id",
            }:
                unshaped.append((case.method, case.operation.path, status))

        walk()
    assert failing == []
    assert unshaped == []


AWKWARD = ("\x00", "\u00ed\u00a0\u0080", "%00", "'; DROP TABLE x --", "1e400", "९", "-0")


@pytest.mark.parametrize("text", AWKWARD, ids=ascii)
def test_awkward_text_in_a_query_or_a_body_is_answered_with_sense(
    program: FlaskClient, dealings: Dealings, text: str
) -> None:
    ids = dealings.ids
    rows = f"/api/v1/price-list-versions/{ids['version_id']}/rows"
    queries: list[tuple[str, dict[str, str]]] = [
        ("/api/v1/goods", {"q": text}),
        ("/api/v1/regions", {"q": text}),
        ("/api/v1/regions", {"after": text}),
        ("/api/v1/purchase-orders", {"q": text, "after": text, "state": text}),
        ("/api/v1/purchase-orders", {"q": text}),
        (rows, {"words": text}),
        (rows, {"after": text}),
        ("/api/v1/ledger/trial-balance", {"first": text}),
        ("/api/v1/ledger/accounts/1-1200", {"after": text}),
    ]
    answers = [program.get(path, query_string=query) for path, query in queries]
    wanted = {"words": text, "quantity": text, "unit": text}
    answers += [
        program.post("/api/v1/suppliers", json={"name": text, "phone": text}),
        program.post("/api/v1/suppliers", data=text.encode(), content_type="application/json"),
        program.post(f"/api/v1/want-lists/{ids['list_id']}/wants", json=wanted),
        program.post("/api/v1/want-lists", json={"title": text, "wanted_on": "9999-12-31"}),
        program.put(
            f"/api/v1/suppliers/{ids['supplier_id']}/terms",
            json={"minimum_value": text},
            headers={"If-Match": "9" * 30},
        ),
        program.get("/api/v1/me", headers={"X-Request-ID": "a\tb"}),
    ]
    assert [(answer.request.path, answer.status_code) for answer in answers if answer.status_code >= 500] == []
