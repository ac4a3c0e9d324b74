"""Whole lists in many layouts, written for this project, each beside a key that was made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from marketplace.suppliers.reading import read_price_list
from marketplace.suppliers.reading.sources import open_source

LISTS = Path(__file__).parents[3] / "data" / "price_lists"
KEYS = sorted(LISTS.glob("*.key.json"))


def _answer(path: Path) -> dict[str, Any]:
    return read_price_list(open_source(path, file=path.name)).to_json()


def _differences(expected: dict[str, Any], row: dict[str, Any]) -> list[str]:
    wrong = []
    for field, value in expected.items():
        got = {entry["code"] for entry in row["issues"]} if field == "issues" else row[field]
        matches = set(value) <= got if field == "issues" else got == value
        if not matches and not (field == "order_unit" and value is None):
            wrong.append(f"row {row['row']} {row['name']!r}: {field} is {got!r}, not {value!r}")
    return wrong


@pytest.mark.parametrize("key_file", KEYS, ids=[path.name.split(".")[0] for path in KEYS])
def test_a_list_is_read_as_its_key_says(key_file: Path) -> None:
    key = json.loads(key_file.read_text(encoding="utf-8"))
    answer = _answer(key_file.with_name(key_file.name.removesuffix(".key.json")))
    rows = {(row["row"], row["part"]): row for row in answer["rows"]}
    expected = {(row["row"], row["part"]): row for row in key["rows"]}

    assert set(rows) == set(expected)
    assert [line for place, row in expected.items() for line in _differences(row, rows[place])] == []
    for skip in key["skipped"]:
        reasons = [entry["reason"] for entry in answer["skipped"] if entry["row"] <= skip["row"] <= entry["to"]]
        assert reasons == [skip["reason"]], f"line {skip['row']}"
    assert key.get("tax", answer["tax"]) == answer["tax"]


@pytest.mark.parametrize("key_file", KEYS, ids=[path.name.split(".")[0] for path in KEYS])
def test_every_record_is_a_row_or_explained(key_file: Path) -> None:
    path = key_file.with_name(key_file.name.removesuffix(".key.json"))
    source = open_source(path, file=path.name)
    answer = read_price_list(source).to_json()
    explained = {line for entry in answer["skipped"] for line in range(entry["row"], entry["to"] + 1)}
    explained |= {row["row"] for row in answer["rows"]}
    told = set(source.sheets[0].numbers)
    if source.format == "text":  # the price on the next line belongs to its article's record
        told -= {line for line in told if line - 1 in explained and line not in explained}

    assert told <= explained


def test_there_are_lists_in_many_layouts() -> None:
    assert len(KEYS) >= 25
