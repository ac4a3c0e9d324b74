"""The product as it is wired: who may call what, which queue has a worker, which job exists."""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

from marketplace import outbox
from marketplace.app import PUBLIC_ENDPOINTS
from marketplace.queueing import LIMITS
from marketplace.schedule import SCHEDULE
from marketplace.settings import Settings
from marketplace.subscriptions import SUBSCRIPTIONS

ROOT = Path(__file__).parents[2]
ID = "00000000-0000-7000-8000-000000000000"


def url_of(rule: object) -> str:
    """An address that matches the rule, with an id that belongs to nobody."""
    path = rule.rule  # type: ignore[attr-defined]
    for argument in rule.arguments:  # type: ignore[attr-defined]
        for converter in ("uuid:", "string:", "int:", "path:", ""):
            path = path.replace(f"<{converter}{argument}>", "1" if converter == "int:" else ID)
    return path  # type: ignore[no-any-return]


def test_a_stranger_is_refused_at_every_endpoint_that_is_not_on_the_public_list(app: Flask) -> None:
    client = app.test_client()
    let_in = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC_ENDPOINTS:
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = client.open(url_of(rule), method=method)
            signed_out = answer.status_code in {401, 403} or (
                answer.status_code in {302, 303} and "/sign-in" in answer.headers["Location"]
            )
            if not signed_out:
                let_in.append((method, rule.rule, answer.status_code))
    assert let_in == []


def test_every_public_endpoint_exists(app: Flask) -> None:
    assert PUBLIC_ENDPOINTS - {rule.endpoint for rule in app.url_map.iter_rules()} == set()


SUBSCRIBED = [subscription for several in SUBSCRIPTIONS.values() for subscription in several]


@pytest.mark.parametrize("job", sorted({item.job for item in (*SCHEDULE, *SUBSCRIBED)}))
def test_every_job_that_is_caused_or_scheduled_exists(job: str) -> None:
    module, _, name = job.rpartition(".")
    assert callable(getattr(import_module(module), name))


def test_every_job_waits_in_a_queue_that_the_workers_serve() -> None:
    assert {item.queue for item in (*SCHEDULE, *SUBSCRIBED)} <= set(LIMITS)


def test_every_event_that_causes_a_job_is_recorded_somewhere() -> None:
    names = set()
    for module in (ROOT / "marketplace").glob("*/events.py"):
        events = import_module(f"marketplace.{module.parent.name}.events")
        names |= {f"{module.parent.name}.{outbox.snake(name)}" for name in vars(events) if name[0].isupper()}
    assert set(SUBSCRIPTIONS) <= names


def test_every_setting_is_documented_with_its_variable() -> None:
    text = (ROOT / "docs" / "reference" / "settings.md").read_text()
    missing = [item.metadata["variable"] for item in fields(Settings) if f"`{item.metadata['variable']}`" not in text]
    assert missing == []
