"""The OpenAPI document is valid, complete, and the same as what the API does."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask

from .reference import RENEW, operation_rows, table

METHODS = ("get", "post", "put", "delete")

DONE_ONCE_ANYWAY = {
    "POST /api/v1/organisations/{organisation_id}/first-administrator",
    "POST /api/v1/people/{membership_id}/recovery-code",
    "POST /api/v1/suppliers/mine",
    "POST /api/v1/price-list-versions/{version_id}/answers",
    "POST /api/v1/price-list-versions/{version_id}/withdraw",
    "POST /api/v1/purchase-orders/{order_id}/send-back",
    "POST /api/v1/purchase-orders/{order_id}/receipts/{receipt_id}/reverse",
    "POST /api/v1/purchase-orders/{order_id}/bills/{bill_id}/dispute",
    "POST /api/v1/purchase-orders/{order_id}/bills/{bill_id}/withdraw",
    "POST /api/v1/purchase-orders/{order_id}/bills/{bill_id}/reverse",
    "POST /api/v1/purchase-orders/{order_id}/payments/{payment_id}/reverse",
    "POST /api/v1/journal/vouchers/preview",
    "POST /api/v1/quarters/links/{link_id}/revoke",
    "POST /api/v1/cash/entries",
}
"""Writes without an Idempotency-Key: twice they give the same, replace what they made, or are refused by the state."""

SAID_ANEW = {
    "PUT /api/v1/matches/{suggestion_id}",
    "PUT /api/v1/purchase-orders/limits",
    "PUT /api/v1/sea-routes/{route_id}/sailings",
    "PUT /api/v1/suppliers/{supplier_id}/freight-rates",
    "PUT /api/v1/want-lists/articles/{article_id}/facts",
    "PUT /api/v1/want-lists/selling-prices",
    "PUT /api/v1/want-lists/{list_id}/choices",
    "PUT /api/v1/want-lists/{list_id}/wants/{want_id}",
    "PUT /api/v1/want-lists/{list_id}/wants/{want_id}/articles/{article_id}",
}
"""Updates without If-Match: each replaces one small thing whole, whatever it was before."""

SHORT_LISTS = {
    "GET /api/v1/carriages": "a cooperative's own ways",
    "GET /api/v1/goods": "the nearest, at most `limit`",
    "GET /api/v1/matches": "the surest, at most `limit`; a decision takes one away",
    "GET /api/v1/offers": "offers of the articles that were asked for, at most 200 of them",
    "GET /api/v1/price-caps": "what holds on one day",
    "GET /api/v1/purchase-orders/due": "bills that are owed now",
    "GET /api/v1/sea-routes": "the boats of one region",
    "GET /api/v1/sea-routes/{route_id}/sailings": "the days of one month",
    "GET /api/v1/suppliers": "the suppliers of one cooperative",
    "GET /api/v1/suppliers/{supplier_id}/freight-rates": "the zones of one supplier",
    "GET /api/v1/suppliers/{supplier_id}/price-lists": "the lists of one supplier",
}
"""Lists that are answered whole, and why they stay short."""


@pytest.fixture
def spec(app: Flask) -> dict[str, Any]:
    """The document as a client gets it."""
    answer = app.test_client().get("/api/openapi.json")
    document: dict[str, Any] = json.loads(answer.data)
    return document


def operations(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """`GET /path` -> operation, with the parameters of its path."""
    return {
        f"{method.upper()} {path}": {
            **item[method],
            "parameters": item.get("parameters", []) + item[method].get("parameters", []),
        }
        for path, item in spec["paths"].items()
        for method in METHODS
        if method in item
    }


def headers(operation: dict[str, Any]) -> dict[str, bool]:
    """Header -> whether it must be sent."""
    return {each["name"]: each.get("required", False) for each in operation["parameters"] if each["in"] == "header"}


def schemas(node: Any) -> list[dict[str, Any]]:
    """Every schema that a part of the document holds."""
    if isinstance(node, list):
        return [found for each in node for found in schemas(each)]
    if not isinstance(node, dict):
        return []
    here = [node["schema"]] if isinstance(node.get("schema"), dict) else []
    return here + [found for each in node.values() for found in schemas(each)]


def test_every_schema_of_the_document_is_a_valid_json_schema(spec: dict[str, Any]) -> None:
    assert spec["openapi"].startswith("3.1")
    for name, schema in spec["components"]["schemas"].items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}), name
    for schema in schemas(spec["paths"]):
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_every_reference_in_the_document_leads_somewhere(spec: dict[str, Any]) -> None:
    text = json.dumps(spec)
    for part in text.split('"$ref": "')[1:]:
        node: Any = spec
        for step in part.split('"')[0].removeprefix("#/").split("/"):
            node = node[step]


def test_every_operation_says_what_it_is_for_and_what_can_come_of_it(spec: dict[str, Any]) -> None:
    tags = {tag["name"]: tag["description"] for tag in spec["tags"]}
    assert spec["security"] == [{"token": []}]
    assert spec["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    for name, operation in operations(spec).items():
        assert operation["summary"], name
        assert operation["tags"], name
        assert tags[operation["tags"][0]], name
        answers = set(operation["responses"])
        assert {"401", "403", "429"} <= answers, name
        assert any(status.startswith("2") for status in answers), name
        if "{" in name and "regions" not in name:
            assert answers & {"404", "409"}, name
        if "requestBody" in operation:
            assert "422" in answers, name


def test_every_error_is_documented_in_the_one_shape(spec: dict[str, Any]) -> None:
    for name, operation in operations(spec).items():
        for status, answer in operation["responses"].items():
            if status.startswith(("4", "5", "default")):
                while "$ref" in answer:
                    answer = spec["components"]["responses"][answer["$ref"].rpartition("/")[2]]
                schema = answer["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorAnswer"}, (name, status)


def test_every_write_takes_an_idempotency_key_or_is_done_once_anyway(spec: dict[str, Any]) -> None:
    without = {
        name
        for name, operation in operations(spec).items()
        if name.startswith("POST") and "Idempotency-Key" not in headers(operation)
    }
    assert without - DONE_ONCE_ANYWAY == set()
    assert {name for name in DONE_ONCE_ANYWAY if name not in operations(spec)} == set()


def test_every_update_needs_if_match_or_says_the_whole_thing_anew(spec: dict[str, Any]) -> None:
    known = operations(spec)
    without = {name for name, each in known.items() if name.startswith("PUT") and not headers(each).get("If-Match")}
    assert without == SAID_ANEW
    for name, operation in known.items():
        if headers(operation).get("If-Match"):
            assert {"412", "428"} <= set(operation["responses"]), name


def test_every_list_comes_in_pages_with_an_end_or_is_known_to_stay_short(spec: dict[str, Any]) -> None:
    unpaged = set()
    for name, operation in operations(spec).items():
        schema = _answered(spec, operation)
        if not name.startswith("GET") or schema.get("properties", {}).get("data", {}).get("type") != "array":
            continue
        asked = {each["name"] for each in operation["parameters"] if each["in"] == "query"}
        if not ({"limit", "after"} <= asked and {"data", "has_more", "next"} <= set(schema["properties"])):
            unpaged.add(name)
    assert unpaged == set(SHORT_LISTS)


def _answered(spec: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    answer = next(each for status, each in operation["responses"].items() if status.startswith("2"))
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    while "$ref" in schema:
        schema = spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    found: dict[str, Any] = schema
    return found


def test_exact_figures_travel_as_text(spec: dict[str, Any]) -> None:
    def numbers(node: Any) -> list[Any]:
        if isinstance(node, dict):
            here = [node] if "number" in (node.get("type") or []) and "format" not in node else []
            return here + [each for value in node.values() for each in numbers(value)]
        return [each for value in node for each in numbers(value)] if isinstance(node, list) else []

    assert [each for each in numbers(spec["components"]["schemas"]) if each.get("type") == "number"] == []


def test_the_page_of_the_api_shows_every_operation(app: Flask, spec: dict[str, Any]) -> None:
    page = app.test_client().get("/api/docs").text
    for name in operations(spec):
        assert name.partition(" ")[2] in page
    assert "Idempotency-Key" in page
    assert "If-Match" in page


def test_the_reference_lists_every_operation_with_its_scope(spec: dict[str, Any]) -> None:
    assert table("endpoints.md", "Operations") == operation_rows(spec), RENEW
