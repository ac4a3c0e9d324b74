"""The count of a till: one counts, another signs, what differs has a name, and two signatures are one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.actor import Actor
from marketplace.books.errors import AlreadyCounted, CountNotOpen, CountReasonNeeded, SignerIsCounter, TillUnknown
from marketplace.books.models.cash import CashCount
from marketplace.books.queries import cash as queries
from marketplace.books.rules.cash import CountRequest
from marketplace.books.services import counts as services
from marketplace.clock import now, today
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, DomainError, Invalid, NotFound, NotPermitted
from tests.marketplace.books.test_cash import balances, line, record
from tests.marketplace.orders.clients import program
from tests.marketplace.orders.conftest import World, world

__all__ = ["world"]


def request(*pieces: tuple[int, int], **values: Any) -> CountRequest:
    return CountRequest(**{"till": "1-1100", "day": today(), "pieces": dict(pieces), **values})


def count(actor: Actor, asked: CountRequest, key: str | None = None) -> CashCount:
    with transaction() as session:
        return services.count_till(session, actor, asked, key=key)


def sign(actor: Actor, found: CashCount, version: int = 1) -> CashCount:
    with transaction() as session:
        return services.sign_count(session, actor, found.id, version=version)


def number_of_counts() -> int:
    with transaction() as session:
        return session.scalar(select(func.count(CashCount.id))) or 0


def test_what_cannot_be_a_count_is_refused_and_nothing_is_written(world: World) -> None:
    record(world.cashier, line(50_000))
    for asked, error in (
        (request((30_000, 1)), Invalid),
        (request((50_000, -1)), Invalid),
        (request((50_000, 1), day=today() + timedelta(days=1)), Invalid),
        (request((50_000, 1), day=today() - timedelta(days=32)), Invalid),
        (request((50_000, 1), handed_to="bank"), Invalid),
        (request((50_000, 1), handed=5), Invalid),
        (request((50_000, 1), handed_to="bank", handed=60_000), Invalid),
        (request((50_000, 1), handed_to="home", handed=5), Invalid),
        (request((50_000, 1), till="1-1200"), TillUnknown),
        (request((20_000, 1)), CountReasonNeeded),
    ):
        with pytest.raises(error):
            count(world.cashier, asked)
    for actor in (world.manager, world.supervisor, world.member, world.seller):
        with pytest.raises(NotPermitted):
            count(actor, request((50_000, 1)))
    assert number_of_counts() == 0


def test_whoever_counted_does_not_sign_and_a_program_signs_nothing(world: World) -> None:
    record(world.cashier, line(50_000))
    found = count(world.cashier, request((50_000, 1)))
    for actor in (world.cashier, replace(world.treasurer, person_id=None)):
        with pytest.raises(SignerIsCounter):
            sign(actor, found)
    for actor, error in ((world.supervisor, NotPermitted), (world.other_manager, NotFound)):
        with pytest.raises(error):
            sign(actor, found)
    with pytest.raises(ChangedMeanwhile):
        sign(world.manager, found, version=2)
    assert sign(world.manager, found).signed_by_name == "Siti"
    with pytest.raises(CountNotOpen):
        sign(world.chair, found, version=2)


def test_a_till_is_counted_once_a_day_unless_the_count_was_withdrawn(world: World) -> None:
    record(world.cashier, line(50_000))
    found = count(world.cashier, request((50_000, 1)), key="k")
    assert count(world.cashier, request((50_000, 1)), key="k").id == found.id
    with pytest.raises(AlreadyCounted):
        count(world.treasurer, request((50_000, 1)))
    with transaction() as session:
        services.withdraw_count(session, world.treasurer, found.id, version=1)
    assert count(world.treasurer, request((50_000, 1))).id != found.id


def test_too_much_in_an_outlets_till_is_income_and_what_is_handed_on_goes_to_the_main_till(world: World) -> None:
    record(world.cashier, line(50_000, till="1-1110"))
    asked = request(
        (50_000, 1), (2_000, 1), till="1-1110", reason="Kelebihan bayar", handed_to="treasurer", handed=40_000
    )
    sign(world.treasurer, count(world.cashier, asked))
    assert balances(world) == {"1-1100": 40_000, "1-1110": 12_000, "6-1900": -2_000, "4-1110": -50_000}


def test_two_who_sign_at_once_book_the_difference_once(app: Flask, world: World) -> None:
    record(world.cashier, line(50_000))
    found = count(world.cashier, request((20_000, 2), reason="Kurang"))
    start, done = threading.Barrier(2), []

    def try_to(actor: Actor) -> None:
        with app.app_context():
            start.wait()
            try:
                sign(actor, found)
            except DomainError as error:
                done.append(error.code)
            else:
                done.append("signed")

    threads = [threading.Thread(target=try_to, args=(actor,)) for actor in (world.treasurer, world.manager)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["count_not_open", "signed"]
    assert balances(world)["6-1900"] == 10_000


def test_days_without_a_signed_count_are_listed_and_late_lines_are_told(world: World) -> None:
    yesterday = today() - timedelta(days=1)
    record(world.cashier, line(50_000, happened_at=now() - timedelta(days=1)))
    record(world.cashier, line(1_000))
    found = count(world.cashier, request((50_000, 1), day=yesterday))
    with transaction() as session:
        missing = queries.uncounted_days(session, world.cooperative_id, yesterday, today())
    assert missing == [("1-1100", yesterday), ("1-1100", today())]
    sign(world.treasurer, found)
    late = record(world.cashier, line(7_000, happened_at=now() - timedelta(days=1), was_offline=True))
    with transaction() as session:
        assert queries.uncounted_days(session, world.cooperative_id, yesterday, today()) == [("1-1100", today())]
        signed = queries.count(session, world.supervisor, found.id)
        assert [each.id for each in queries.late_lines(session, world.supervisor, signed)] == [late.id]


@pytest.fixture
def client(app: Flask) -> Callable[[Actor], FlaskClient]:
    return lambda actor: program(app, actor, scopes=("cash:read", "cash:write"))


def test_counts_and_the_forecast_over_the_api(client: Callable[[Actor], FlaskClient], world: World) -> None:
    record(world.cashier, line(50_000))
    cashier = client(world.cashier)
    body = {"day": str(today()), "pieces": {"50000": 1}}
    made = cashier.post("/api/v1/cash/counts", json=body, headers={"Idempotency-Key": "c"})
    assert (made.status_code, made.json["difference"], made.headers["ETag"]) == (201, 0, '"1"')
    assert cashier.post("/api/v1/cash/counts", json={**body, "pieces": {"30000": 1}}).status_code == 422
    address = f"/api/v1/cash/counts/{made.json['id']}"
    assert cashier.get(address).json["state"] == "counted"
    assert len(cashier.get("/api/v1/cash/counts").json["data"]) == 1
    assert cashier.post(f"{address}/sign").status_code == 428
    nobody = cashier.post(f"{address}/sign", headers={"If-Match": '"1"'})
    assert nobody.json["error"]["code"] == "signer_is_counter"
    withdrawn = cashier.post(f"{address}/withdraw", headers={"If-Match": '"1"', "Idempotency-Key": "w"})
    assert withdrawn.json["state"] == "withdrawn"
    assert client(world.other_manager).get(address).status_code == 404
    ahead = cashier.get("/api/v1/cash/forecast").json
    assert (ahead["start"], len(ahead["days"]), ahead["lasts"]) == (50_000, 30, None)
