"""The OpenAPI document as a person reads it: sections per tag, operations with fields, answers and a curl line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
CHANGING = {"post", "put", "patch", "delete"}
DEEPEST = 3
"""How many levels of an answer's fields are shown."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a body or a parameter: `name` with its path (`error.code`, `data[].id`)."""

    name: str
    type: str
    required: bool
    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and what it means; `fields` for a success only."""

    status: str
    note: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing the API does. `scope` is what a token needs for it."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Section:
    """The operations of one tag."""

    name: str
    description: str
    operations: tuple[Operation, ...]


def sections(spec: Json, address: str) -> tuple[Section, ...]:
    """Every operation of the OpenAPI document `spec`, by tag; `address` is where the curl lines go."""
    by_tag: dict[str, list[Operation]] = {tag["name"]: [] for tag in spec.get("tags", [])}
    for path, item in spec.get("paths", {}).items():
        shared = item.get("parameters", [])
        for method in METHODS:
            if method in item:
                operation = item[method]
                tag = (operation.get("tags") or ["other"])[0]
                by_tag.setdefault(tag, []).append(_operation(spec, path, method, operation, shared, tag, address))
    notes = {tag["name"]: tag.get("description", "") for tag in spec.get("tags", [])}
    return tuple(Section(name, notes.get(name, ""), tuple(found)) for name, found in by_tag.items() if found)


def _operation(
    spec: Json, path: str, method: str, operation: Json, shared: list[Json], tag: str, address: str
) -> Operation:
    parameters = [_resolve(spec, item) for item in (*shared, *operation.get("parameters", []))]
    schema = _body_schema(spec, operation.get("requestBody", {}))
    return Operation(
        anchor=f"{method}-{re.sub(r'[^a-z0-9]+', '-', path.lower()).strip('-')}",
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        scope=f"{tag}:{'write' if method in CHANGING else 'read'}",
        parameters=tuple(_parameter(spec, item) for item in parameters),
        body=tuple(_fields(spec, schema)),
        answers=tuple(_answers(spec, operation.get("responses", {}))),
        example=_curl(spec, path, method, parameters, schema, address),
    )


def _resolve(spec: Json, node: Json) -> Json:
    """The node itself, or what its $ref names."""
    while "$ref" in node:
        target: Any = spec
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def _parameter(spec: Json, item: Json) -> Field:
    schema = _resolve(spec, item.get("schema", {}))
    where = {"path": "path", "header": "header"}.get(item["in"], "query")
    note = item.get("description") or schema.get("description") or _limits(schema)
    return Field(item["name"], f"{_type(spec, schema)}, {where}", item.get("required", False), note)


def _body_schema(spec: Json, body: Json) -> Json:
    content = _resolve(spec, body).get("content", {})
    for media in content.values():
        return _resolve(spec, media.get("schema", {}))
    return {}


def _fields(spec: Json, schema: Json, prefix: str = "", depth: int = 1) -> Iterator[Field]:
    required = set(schema.get("required", ()))
    for name, node in schema.get("properties", {}).items():
        resolved = _resolve(spec, node)
        note = node.get("description") or resolved.get("description") or _limits(resolved)
        yield Field(prefix + name, _type(spec, resolved), name in required, note)
        if depth < DEEPEST:
            inner, mark = _inner(spec, resolved)
            yield from _fields(spec, inner, f"{prefix}{name}{mark}.", depth + 1)


def _inner(spec: Json, schema: Json) -> tuple[Json, str]:
    if "items" in schema:
        return _resolve(spec, schema["items"]), "[]"
    return schema, ""


def _type(spec: Json, schema: Json) -> str:
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return " | ".join(_type(spec, _resolve(spec, item)) for item in schema[word])
    kind = schema.get("type", "object" if "properties" in schema else "any")
    kinds = [kind] if isinstance(kind, str) else list(kind)
    if "array" in kinds and "items" in schema:
        inside = _type(spec, _resolve(spec, schema["items"]))
        kinds = [f"list of {inside}" if item == "array" else item for item in kinds]
    form = schema.get("format")
    return " | ".join(f"{item} ({form})" if form and item == "string" else item for item in kinds)


def _limits(schema: Json) -> str:
    if "enum" in schema:
        return ", ".join(str(item) for item in schema["enum"] if item not in (None, ""))
    limits = [
        f"{word} {schema[key]}"
        for key, word in (("minimum", "from"), ("maximum", "to"), ("minLength", "at least"), ("maxLength", "at most"))
        if key in schema
    ]
    return " ".join(limits)


def _answers(spec: Json, responses: Json) -> Iterator[Answer]:
    for status, node in sorted(responses.items()):
        answer = _resolve(spec, node)
        note = answer.get("description", "")
        is_success = status.startswith("2")
        yield Answer(status, note, tuple(_fields(spec, _body_schema(spec, answer))) if is_success else ())


def _curl(spec: Json, path: str, method: str, parameters: list[Json], schema: Json, address: str) -> str:
    lines = ["curl" if method == "get" else f"curl -X {method.upper()}"]
    lines.append("-H 'Authorization: Bearer '\"$LUMBUNG_TOKEN\"")
    if any(item["name"] == "If-Match" for item in parameters):
        lines.append("-H 'If-Match: \"1\"'")
    if method == "post":
        lines.append("-H 'Idempotency-Key: a-key-of-your-own'")
    if schema:
        body = json.dumps(example_of(spec, schema), ensure_ascii=False).replace("'", "'\\''")
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d '{body}'")
    lines.append(f"'{address}{path}'")
    return " \\\n  ".join(lines)


def example_of(spec: Json, schema: Json, depth: int = 0) -> Any:
    """A value that fits `schema`, from its own examples where it has them; only required fields of an object."""
    schema = _resolve(spec, schema)
    for word in ("example", "default", "const"):
        if word in schema:
            return schema[word]
    if schema.get("examples"):
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if "properties" in schema:
        return _example_object(spec, schema, depth)
    if "items" in schema:
        return [example_of(spec, schema["items"], depth + 1)] if depth < DEEPEST else []
    return _example_value(schema)


def _example_object(spec: Json, schema: Json, depth: int) -> Json:
    required = set(schema.get("required", ()))
    shown = [name for name, node in schema["properties"].items() if name in required or "example" in node]
    return {name: example_of(spec, schema["properties"][name], depth + 1) for name in shown} if depth < DEEPEST else {}


def _example_value(schema: Json) -> Any:
    kind = schema.get("type", "string")
    first = kind if isinstance(kind, str) else kind[0]
    formats = {
        "uuid": "01a201a5-d8d3-738b-9ea0-959db2d33335",
        "date": "2026-11-22",
        "date-time": "2026-11-22T10:00:00Z",
        "decimal": "1",
    }
    plain: dict[str, Any] = {"integer": 1, "number": 1, "boolean": True, "array": [], "object": {}, "null": None}
    return plain.get(first, formats.get(schema.get("format", ""), "..."))
