"""/healthz says what is up, and says so too when something is not."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from marketplace.settings import Settings


def test_without_worker_and_scheduler_the_product_is_degraded(app: Flask) -> None:
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json() == {
        "status": "degraded", "database": "up", "queue": "up", "workers": 0, "scheduler": "down",
    }  # fmt: skip


def test_a_queue_that_cannot_be_reached_is_told_as_down(app: Flask, settings: Settings) -> None:
    app.extensions["settings"] = replace(settings, redis_url="redis://127.0.0.1:1")
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 503
    assert answer.get_json()["queue"] == "down"
