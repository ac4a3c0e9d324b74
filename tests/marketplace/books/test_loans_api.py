"""Loans and the surplus over the API: each verb, each refusal, other cooperatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.actor import Actor
from marketplace.books.rules.schedule import months_after
from marketplace.books.services import surplus as surplus_services
from marketplace.books.services.loans import changing, requesting
from marketplace.database import transaction
from tests.marketplace.orders.clients import program
from tests.marketplace.orders.conftest import TODAY, World, world

from .loans_world import Lending, lending_of
from .one_database import app, owner_url
from .surplus_world import MEMBER_SHARES, YEAR, dividing_of

__all__ = ["app", "owner_url", "world"]

Clients = Callable[[Actor], FlaskClient]
SCOPES = ("loans:read", "loans:write", "surplus:read", "surplus:write")


@pytest.fixture
def lending(world: World) -> Lending:
    return lending_of(world)


@pytest.fixture
def client(app: Flask) -> Clients:
    return lambda actor: program(app, actor, scopes=SCOPES)


def asked(lending: Lending, **values: Any) -> dict[str, Any]:
    given = {
        "member_id": str(lending.members[0]),
        "purpose": "Jaring baru",
        "principal": 6_000_000,
        "monthly_rate": "1.5",
        "months": 6,
        "first_due_on": str(months_after(TODAY, 1)),
    }
    return {**given, **values}


def test_a_loan_over_the_api(client: Clients, lending: Lending) -> None:
    treasurer, cashier = client(lending.treasurer), client(lending.cashier)
    plan = treasurer.get("/api/v1/loans/plan?principal=6000000&monthly_rate=1.5&months=6").json
    assert (plan["interest"], plan["instalments"][0]["total"]) == (540_000, 1_090_000)
    key = {"Idempotency-Key": "one"}
    made = treasurer.post("/api/v1/loans", json=asked(lending), headers=key)
    assert (made.status_code, made.json["state"]) == (201, "requested")
    assert treasurer.post("/api/v1/loans", json=asked(lending), headers=key).json["id"] == made.json["id"]
    address = f"/api/v1/loans/{made.json['id']}"
    refused = client(lending.chair).post(f"{address}/approve", json={})
    assert (refused.status_code, refused.json["error"]["code"]) == (403, "other_person_needed")
    with transaction() as session:
        requesting.approve(session, lending.chair, UUID(made.json["id"]))
    handed = cashier.post(f"{address}/disburse", json={"paid_on": str(TODAY), "money_account": "1-1100"})
    assert handed.json["state"] == "active"
    pay = {"amount": 1_090_000, "paid_on": str(TODAY)}
    paid = cashier.post(f"{address}/payments", json=pay, headers=key)
    assert (paid.status_code, paid.json["interest"], paid.json["principal"]) == (201, 90_000, 1_000_000)
    assert cashier.post(f"{address}/payments", json=pay, headers=key).json["id"] == paid.json["id"]
    assert cashier.post(f"{address}/payments", json={**pay, "amount": 10**9}).json["error"]["code"] == "loan_overpaid"
    seen = treasurer.get(address).json
    assert (seen["booked"], seen["standing"]["outstanding"], seen["member_number"]) == (5_000_000, 5_000_000, "A-0001")
    assert "monthly_income" not in seen["loan"]
    running = treasurer.get("/api/v1/loans/running").json
    assert (running["total"], running["data"][0]["grade"], running["next"]) == (1, 1, None)
    together = client(lending.world.supervisor).get("/api/v1/loans/portfolio").json
    assert (together["outstanding"], together["arrears_rate"], together["allowance_needed"]) == (5_000_000, "0", 50_000)
    assert treasurer.post("/api/v1/loans/allowances", json={"day": str(TODAY)}).json["needed"] == 50_000
    back = cashier.post(f"/api/v1/loans/payments/{paid.json['id']}/reverse", json={"reason": "salah"})
    assert back.json["reversal_reason"] == "salah"
    assert lending.books()["1-2400"] == 6_000_000
    listed = treasurer.get("/api/v1/loans?state=active&limit=1").json
    assert (len(listed["data"]), listed["has_more"]) == (1, False)


def test_a_change_over_the_api(client: Clients, lending: Lending) -> None:
    made = lending.lent()
    treasurer = client(lending.treasurer)
    address = f"/api/v1/loans/{made.id}"
    new = {
        "monthly_rate": "1",
        "months": 12,
        "method": "declining",
        "first_due_on": str(months_after(TODAY, 1)),
        "reason": "Paceklik",
    }
    change = treasurer.post(f"{address}/restructurings", json=new)
    assert (change.status_code, change.json["state"]) == (201, "proposed")
    assert treasurer.post(f"{address}/write-offs", json={"reason": "x"}).json["error"]["code"] == "loan_change_waits"
    decide = f"/api/v1/loans/changes/{change.json['id']}/decide"
    assert client(lending.chair).post(decide, json={"approves": True}).status_code == 403
    with transaction() as session:
        changing.decide(session, lending.chair, UUID(change.json["id"]), approves=True)
    assert len(treasurer.get(address).json["instalments"]) == 12
    grades = [{"grade": n, "from_days": n - 1, "allowance": str(20 * n), "source": "AD/ART"} for n in range(1, 6)]
    answer = client(lending.chair).post("/api/v1/loans/grades", json={"valid_from": str(TODAY), "grades": grades})
    assert answer.status_code == 204
    assert treasurer.get("/api/v1/loans/portfolio").json["grades"][1]["from_days"] == 1


def resolution(**values: Any) -> dict[str, Any]:
    shares = [{"fund": fund, "of_member": share} for fund, share in MEMBER_SHARES.items()]
    shares[0]["of_non_member"] = "100"
    return {"year": YEAR, "number": "RAT/1", "held_on": str(TODAY), "shares": shares, **values}


def test_the_surplus_over_the_api(client: Clients, lending: Lending) -> None:
    dividing_of(lending)
    treasurer, cashier = client(lending.treasurer), client(lending.cashier)
    assert treasurer.get("/api/v1/surplus/estimate").status_code == 404
    refused = treasurer.post("/api/v1/surplus/divisions", json={"year": YEAR})
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "surplus_no_resolution")
    wrong = treasurer.post("/api/v1/surplus/resolutions", json=resolution(shares=[{"fund": "reserve"}]))
    assert (wrong.status_code, wrong.json["error"]["code"]) == (422, "surplus_percentages")
    decided = treasurer.post("/api/v1/surplus/resolutions", json=resolution())
    assert decided.status_code == 201
    assert treasurer.get(f"/api/v1/surplus/resolutions/{YEAR}").json["number"] == "RAT/1"
    made = treasurer.post("/api/v1/surplus/divisions", json={"year": YEAR})
    assert (made.status_code, made.json["total"]) == (201, 72_000_000)
    address = f"/api/v1/surplus/divisions/{made.json['id']}"
    assert client(lending.chair).post(f"{address}/approve", json={}).json["error"]["code"] == "other_person_needed"
    with transaction() as session:
        surplus_services.approve(session, lending.chair, UUID(made.json["id"]))
    checked = treasurer.get(f"{address}/check").json
    assert (checked["same_then"], checked["same_now"]) == (True, True)
    assert checked["inputs_hash"] == checked["inputs_hash_then"] == treasurer.get(address).json["inputs_hash"]
    page = treasurer.get(f"{address}/parts?limit=2").json
    assert (page["total"], page["has_more"], page["next"]) == (3, True, 2)
    rest = treasurer.get(f"{address}/parts?limit=2&after={page['next']}").json
    assert (len(rest["data"]), rest["next"]) == (1, None)
    paid = cashier.post(f"/api/v1/surplus/parts/{page['data'][0]['id']}/pay", json={"way": "cash"})
    assert (paid.status_code, paid.json["amount"]) == (201, page["data"][0]["amount"])
    undone = treasurer.post(f"{address}/undo", json={"reason": "x"})
    assert undone.json["error"]["code"] == "other_person_needed"
    cashier.post(f"/api/v1/surplus/payments/{paid.json['id']}/reverse", json={"reason": "salah"})
    assert treasurer.post(f"{address}/pay-all").status_code == 200
    assert treasurer.get(f"{address}/parts?unpaid_only=true").json["total"] == 0
    assert treasurer.get("/api/v1/surplus/estimate").json["year"] == TODAY.year
    assert treasurer.get("/api/v1/surplus/divisions").json["data"][0]["state"] == "posted"
    other = client(lending.world.other_manager)
    assert other.get(address).status_code == 404
    assert other.get("/api/v1/surplus/divisions").json["data"] == []
    for actor in (lending.world.member, lending.world.seller, lending.world.officer):
        assert client(actor).get(address).status_code == 403


def test_strangers_get_nothing_over_the_api(client: Clients, lending: Lending) -> None:
    made = lending.lent()
    address = f"/api/v1/loans/{made.id}"
    other = client(lending.world.other_manager)
    assert other.get(address).status_code == 404
    assert other.post(f"{address}/payments", json={"amount": 1, "paid_on": str(TODAY)}).status_code == 404
    for actor in (lending.world.member, lending.world.seller, lending.world.officer):
        person = client(actor)
        for path in (address, "/api/v1/loans", "/api/v1/loans/running", "/api/v1/loans/portfolio"):
            assert person.get(path).status_code == 403, path
    anonymous = client(lending.treasurer).application.test_client()
    assert anonymous.get(address).status_code == 401
    assert lending.look(made).booked == 6_000_000
