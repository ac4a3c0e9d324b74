"""Members and savings over the API: what is done, refused, repeated, and hidden from others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.actor import Actor
from tests.marketplace.orders.clients import program
from tests.marketplace.orders.conftest import make_world

from .savings_world import NEW_YEAR, TODAY, SavingsWorld, make_savings_world

SCOPES = ("members:read", "members:write", "savings:read", "savings:write")
Clients = Callable[[Actor], FlaskClient]


@pytest.fixture
def world(app: Flask) -> SavingsWorld:
    return make_savings_world(make_world())


@pytest.fixture
def client(app: Flask) -> Clients:
    return lambda actor: program(app, actor, scopes=SCOPES)


def test_a_member_is_registered_read_changed_and_found(client: Clients, world: SavingsWorld) -> None:
    secretary = client(world.secretary)
    body = {"name": "Musa", "joined_on": NEW_YEAR.isoformat(), "nik": "2171014107850001", "phone": "081234567890"}
    made = secretary.post("/api/v1/members", json=body, headers={"Idempotency-Key": "k"})
    again = secretary.post("/api/v1/members", json=body, headers={"Idempotency-Key": "k"})
    assert (made.status_code, again.json["id"]) == (201, made.json["id"])
    assert (made.json["number"], made.json["nik"], made.json["has_account"]) == ("A-0001", "************0001", False)
    address = f"/api/v1/members/{made.json['id']}"
    changed = {"name": "Musa bin Ali", "joined_on": NEW_YEAR.isoformat()}
    assert secretary.put(address, json=changed).status_code == 428
    done = secretary.put(address, json=changed, headers={"If-Match": made.headers["ETag"]})
    assert (done.json["name"], done.json["nik"]) == ("Musa bin Ali", "************0001")
    assert secretary.put(address, json=changed, headers={"If-Match": made.headers["ETag"]}).status_code == 412
    assert [each["name"] for each in secretary.get("/api/v1/members?q=ali").json["data"]] == ["Musa bin Ali"]
    assert "2171014107850001" not in secretary.get(address).text
    wrong = secretary.post("/api/v1/members", json={**body, "nik": "12"})
    assert (wrong.status_code, wrong.json["error"]["code"]) == (422, "invalid_nik")


def test_savings_are_taken_given_and_reversed_once(client: Clients, world: SavingsWorld) -> None:
    member = world.member()
    cashier = client(world.cashier)
    base = f"/api/v1/members/{member.id}/savings"
    sent: dict[str, Any] = {"json": {"kind": "voluntary", "amount": 50_000}, "headers": {"Idempotency-Key": "k"}}
    first, again = cashier.post(f"{base}/deposits", **sent), cashier.post(f"{base}/deposits", **sent)
    assert (first.status_code, first.json["id"]) == (201, again.json["id"])
    assert cashier.get(base).json["balances"] == {
        "principal": 0, "mandatory": 0, "voluntary": 50_000, "term": 0, "receivable": 0, "total": 50_000,
    }  # fmt: skip
    refused = cashier.post(f"{base}/withdrawals", json={"amount": 50_001})
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "not_enough_savings")
    assert cashier.post(f"{base}/withdrawals", json={"amount": 20_000}).status_code == 201
    receipts = cashier.get(f"{base}/receipts?limit=1").json
    assert (len(receipts["data"]), receipts["has_more"]) == (1, True)
    statement = cashier.get(f"{base}/statement").json
    assert [line["amount"] for line in statement["lines"]] == [50_000, -20_000]
    assert cashier.get(f"{base}/statement?first=2026-02-01&last=2026-01-01").status_code == 422
    assert cashier.get(f"{base}/statement?first=0001-01-01").status_code == 422
    treasurer = client(world.treasurer)
    withdrawal = cashier.get(f"{base}/receipts").json["data"][1]["id"]
    reverse = f"/api/v1/savings/receipts/{withdrawal}/reverse"
    assert cashier.post(reverse, json={"reason": "Salah"}).status_code == 403  # no person wrote it
    assert treasurer.post(reverse, json={"reason": "Salah"}).json["reversal_reason"] == "Salah"
    assert treasurer.post(reverse, json={"reason": "Salah"}).status_code == 409
    assert world.has(member).voluntary == 50_000


def test_term_savings_run_from_opening_to_payment(client: Clients, world: SavingsWorld) -> None:
    member = world.member()
    cashier = client(world.cashier)
    body = {"member_id": str(member.id), "amount": 1_000_000, "months": 6, "percent_per_year": "5.5"}
    made = cashier.post("/api/v1/term-savings", json=body)
    term = cashier.get(f"/api/v1/term-savings/{made.json['term_id']}").json
    assert (term["percent_per_year"], term["state"]) == ("5.5000", "open")
    assert len(cashier.get("/api/v1/term-savings").json["data"]) == 1
    rolled = cashier.post(f"/api/v1/term-savings/{term['id']}/roll-over", json={"months": 3})
    assert (rolled.status_code, rolled.json["error"]["code"]) == (409, "term_savings_not_matured")
    assert cashier.post(f"/api/v1/term-savings/{term['id']}/pay-out", json={}).status_code == 422
    paid = cashier.post(f"/api/v1/term-savings/{term['id']}/pay-out", json={"reason": "Sakit"})
    assert paid.json["amount"] == 1_000_000
    assert cashier.get("/api/v1/term-savings").json["data"] == []


def test_who_leaves_is_paid_back(client: Clients, world: SavingsWorld) -> None:
    member = world.member()
    world.deposit(member, 10_000, "principal")
    left = client(world.treasurer).post(f"/api/v1/members/{member.id}/leave", json={"reason": "Pindah"})
    assert left.json["left_on"] == TODAY.isoformat()
    assert world.books() == {}


def test_others_see_nothing_and_write_nothing(client: Clients, world: SavingsWorld) -> None:
    member = world.member()
    receipt = world.deposit(member, 1_000)
    reads = (
        f"/api/v1/members/{member.id}",
        f"/api/v1/members/{member.id}/savings",
        f"/api/v1/members/{member.id}/savings/statement",
        f"/api/v1/members/{member.id}/savings/receipts",
        f"/api/v1/savings/receipts/{receipt.id}",
        f"/api/v1/term-savings/{uuid4()}",
    )
    other = client(world.world.other_manager)
    for address in reads:
        assert other.get(address).status_code == 404
    assert other.get("/api/v1/members").json["data"] == []
    for actor in (world.world.seller, world.world.officer):
        for address in (*reads, "/api/v1/members", "/api/v1/savings/totals", "/api/v1/term-savings"):
            assert client(actor).get(address).status_code == 403
    for actor, status in ((world.world.other_manager, 404), (world.world.supervisor, 403), (world.secretary, 403)):
        sent = client(actor).post(
            f"/api/v1/members/{member.id}/savings/deposits", json={"kind": "voluntary", "amount": 5}
        )
        assert sent.status_code == status
    totals = client(world.world.member).get("/api/v1/savings/totals").json["totals"]
    assert {"kind": "voluntary", "amount": 1_000, "members": 1} in totals
    assert world.has(member).voluntary == 1_000
