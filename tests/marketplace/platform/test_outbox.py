"""Events leave with the commit of what they tell of, at least once, and only then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace import outbox
from marketplace.database import transaction
from marketplace.outbox import OutboxEvent


@dataclass(frozen=True)
class PriceSeen:
    """An event of these tests."""

    article: str


PriceSeen.__module__ = "marketplace.tests.events"


def relayed() -> list[tuple[str, dict[str, Any]]]:
    handed: list[tuple[str, dict[str, Any]]] = []

    def enqueue(event_id: UUID, name: str, content: dict[str, Any]) -> None:
        handed.append((name, content))

    with transaction() as session:
        outbox.relay(session, enqueue)
    return handed


def test_an_event_is_named_after_its_domain_and_class() -> None:
    assert outbox.event_name(PriceSeen("telur")) == "tests.price_seen"


def test_an_event_of_a_committed_change_is_relayed_once(app: Flask) -> None:
    with transaction() as session:
        outbox.record(session, PriceSeen("telur"))
    assert relayed() == [("tests.price_seen", {"article": "telur"})]
    assert relayed() == []


def test_an_event_of_a_change_that_failed_is_not_kept(app: Flask) -> None:
    def change_and_fail() -> None:
        with transaction() as session:
            outbox.record(session, PriceSeen("telur"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    with transaction() as session:
        assert session.scalars(select(OutboxEvent)).all() == []


def test_an_event_stays_when_the_queue_refuses_it(app: Flask) -> None:
    def refuse(event_id: UUID, name: str, content: dict[str, Any]) -> None:
        raise ConnectionError

    with transaction() as session:
        outbox.record(session, PriceSeen("telur"))

    def relay_in_vain() -> None:
        with transaction() as session:
            outbox.relay(session, refuse)

    with pytest.raises(ConnectionError):
        relay_in_vain()
    assert len(relayed()) == 1
