"""docs/reference/events.md tells every event, what it carries and who reacts."""

from __future__ import annotations

import dataclasses

from .reference import RENEW, ROOT, event_rows, events, scheduled_rows, table

EVENTS = dict(events())


def test_every_event_is_documented_with_its_content_and_who_reacts() -> None:
    assert table("events.md", "What happens") == event_rows(), RENEW


def test_every_job_that_runs_by_the_clock_is_documented() -> None:
    assert table("events.md", "What runs by the clock") == scheduled_rows(), RENEW


def test_an_event_is_frozen_and_carries_ids_and_plain_values_only() -> None:
    plain = {"UUID", "UUID | None", "str", "str | None", "int", "int | None", "bool", "date", "date | None"}
    for event in EVENTS.values():
        assert event.__dataclass_params__.frozen, event  # type: ignore[attr-defined]
        assert {str(item.type) for item in dataclasses.fields(event)} <= plain, event


def test_every_event_that_is_defined_is_recorded_by_a_service() -> None:
    sources = {
        path: path.read_text(encoding="utf-8")
        for path in (ROOT / "marketplace").rglob("*.py")
        if path.name != "events.py"
    }
    silent = [
        event.__name__ for event in EVENTS.values() if not any(event.__name__ in text for text in sources.values())
    ]
    assert silent == []
