"""The API's documentation: complete, offline, and true to the OpenAPI document."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask

from frontend.api_docs.document import example_of, sections

from .conftest import Browser

SPEC: dict[str, Any] = {
    "tags": [{"name": "people", "description": "Who belongs here."}],
    "paths": {
        "/api/v1/people/{id}": {
            "parameters": [
                {"in": "path", "name": "id", "required": True, "schema": {"type": "string", "format": "uuid"}}
            ],
            "put": {
                "tags": ["people"],
                "summary": "Change <a person>",
                "parameters": [{"in": "header", "name": "If-Match", "required": True, "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Person"}}}},
                "responses": {
                    "200": {
                        "description": "OK",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Person"}}},
                    },
                    "404": {"description": "Not Found"},
                },
            },
        }
    },
    "components": {
        "schemas": {
            "Person": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "example": "Bu Sari's"},
                    "roles": {"type": "array", "items": {"type": "string", "enum": ["manager", "cashier"]}},
                    "boss": {"$ref": "#/components/schemas/Person"},
                },
            }
        }
    },
}


def test_an_operation_shows_its_fields_scope_answers_and_a_curl_line() -> None:
    [section] = sections(SPEC, "https://lumbung.example")
    [operation] = section.operations
    assert (operation.method, operation.scope, operation.anchor) == ("PUT", "people:write", "put-api-v1-people-id")
    assert [(item.name, item.type, item.required) for item in operation.parameters] == [
        ("id", "string (uuid), path", True),
        ("If-Match", "string, header", True),
    ]
    assert ("name", "string", True) in [(item.name, item.type, item.required) for item in operation.body]
    assert "roles" in {item.name for item in operation.body}
    assert [(item.status, bool(item.fields)) for item in operation.answers] == [("200", True), ("404", False)]
    assert "-H 'If-Match: \"1\"'" in operation.example
    assert "Bu Sari'\\''s" in operation.example


def test_a_schema_that_holds_itself_ends() -> None:
    [section] = sections(SPEC, "")
    deepest = max(item.name.count(".") for item in section.operations[0].body)
    assert deepest == 2


def test_an_example_fits_its_schema() -> None:
    assert example_of(SPEC, SPEC["components"]["schemas"]["Person"]) == {"name": "Bu Sari's"}


def test_every_operation_of_the_api_stands_on_the_page(whole: Flask, browser: Browser) -> None:
    page = browser.get("/api/docs")
    spec = whole.test_client().get("/api/openapi.json").json
    assert page.status_code == 200
    assert spec is not None
    for path, item in spec["paths"].items():
        assert path in page.text
        for method in set(item) & {"get", "post", "put", "patch", "delete"}:
            assert item[method].get("summary"), f"{method} {path} says nothing of what it is for"


def test_the_page_needs_no_other_site_and_no_script(browser: Browser) -> None:
    text = browser.get("/api/docs").text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)
    assert "style=" not in text
    assert "<script>" not in text


def test_the_page_links_only_to_what_is_on_it(browser: Browser) -> None:
    text = browser.get("/api/docs").text
    targets = set(re.findall(r'href="#([^"]+)"', text))
    assert targets - {"content"} <= set(re.findall(r'id="([^"]+)"', text))


def test_the_page_is_read_without_signing_in_and_in_english_too(browser: Browser) -> None:
    browser.get("/language/en?back=/api/docs")
    assert "What holds everywhere" in browser.get("/api/docs").text
