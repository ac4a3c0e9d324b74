"""Journal and periods over the API: what comes of each call, for whom, and that a repeat does nothing more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.actor import Actor
from marketplace.books import jobs
from tests.marketplace.orders.clients import program
from tests.marketplace.orders.conftest import TODAY, World, make_world, offer

from .one_database import app, owner_url

__all__ = ["app", "owner_url"]

JOURNAL, PERIODS = "/api/v1/journal", "/api/v1/periods"
JANUARY = f"{PERIODS}/{TODAY.year}01"
SCOPES = ("journal:read", "journal:write", "periods:read", "periods:write")
Client = Callable[[Actor], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    return make_world()


@pytest.fixture
def client(app: Flask) -> Client:
    """A function that gives a program of the actor's cooperative."""
    return lambda actor: program(app, actor, scopes=SCOPES)


def told(answer: Any) -> Any:
    """What an answer holds."""
    return answer.json


def rent(amount: int = 5_000, **values: Any) -> dict[str, Any]:
    lines = [{"account": "6-1200", "debit": amount}, {"account": "1-1100", "credit": amount}]
    return {"form": "expense", "day": TODAY.isoformat(), "narration": "Sewa", "lines": lines, **values}


def test_a_voucher_is_previewed_posted_once_found_and_reversed(client: Client, world: World) -> None:
    api = client(world.treasurer)
    assert told(api.post(f"{JOURNAL}/vouchers/preview", json=rent())) == {
        "booked_on": TODAY.isoformat(),
        "moved": False,
    }
    assert told(api.get(JOURNAL)) == {"data": [], "has_more": False, "next": None}
    answers = [api.post(f"{JOURNAL}/vouchers", json=rent(), headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert told(answers[0]) == told(answers[1])
    voucher = told(answers[0])
    assert voucher["number"] == f"BM/{TODAY.year}/000001"
    assert told(api.get(f"{JOURNAL}/vouchers/{voucher['id']}")) == voucher
    assert told(api.get(f"{JOURNAL}/vouchers"))["data"] == [voucher]
    (found,) = told(api.get(f"{JOURNAL}?q=sewa&amount=5000&account=6-12&kind=normal&source=voucher"))["data"]
    assert (found["entry_id"], found["total"]) == (voucher["entry_id"], 5_000)
    entry = told(api.get(f"{JOURNAL}/{voucher['entry_id']}"))
    assert (entry["dating"], entry["number"], len(entry["lines"])) == ("as_asked", None, 2)
    receipt = told(api.post(f"{JOURNAL}/{voucher['entry_id']}/receipt", json={"party": "Pak A", "purpose": "Sewa"}))
    assert (receipt["direction"], receipt["amount"]) == ("out", 5_000)
    undo = {"json": {"reason": "Salah"}, "headers": {"Idempotency-Key": "r"}}
    reversals = {told(api.post(f"{JOURNAL}/{voucher['entry_id']}/reverse", **undo))["entry_id"] for _ in range(2)}
    assert len(reversals) == 1
    again = api.post(f"{JOURNAL}/{voucher['entry_id']}/reverse", json={"reason": "Lagi"})
    assert (again.status_code, told(again)["error"]["code"]) == (409, "booking_refused")


def test_pages_of_the_journal_go_on_to_their_end(client: Client, world: World) -> None:
    api = client(world.treasurer)
    for amount in range(1, 6):
        api.post(f"{JOURNAL}/vouchers", json=rent(amount))
    seen, after = [], ""
    while after is not None:
        page = told(api.get(f"{JOURNAL}?limit=2{after and '&after=' + after}"))
        seen += [each["total"] for each in page["data"]]
        after = page["next"]
    assert seen == [5, 4, 3, 2, 1]
    for asked in ("after=x", "q=%00", "account=%00", "document_id=%00"):
        assert api.get(f"{JOURNAL}?{asked}").status_code == 422, asked


def test_what_is_wrong_with_a_voucher_is_told_by_line(client: Client, world: World) -> None:
    lines = [{"account": "9-9", "debit": 5}, {"account": "1-1100", "credit": 4}]
    refused = client(world.treasurer).post(f"{JOURNAL}/vouchers", json=rent(form="memorial", lines=lines))
    assert refused.status_code == 422
    error = told(refused)["error"]
    assert error["code"] == "voucher_wrong"
    assert error["details"]["reasons"] == "unknown_account (1), unbalanced"
    stranger = {"account": "6-1200", "debit": 4, "party": "member", "party_id": str(world.cooperative_id)}
    refused = client(world.treasurer).post(f"{JOURNAL}/vouchers", json=rent(lines=[stranger, lines[1]]))
    assert told(refused)["error"]["details"]["reasons"] == "unknown_member (1)"


def test_an_entry_of_an_order_and_one_of_others_are_not_reversed(client: Client, world: World) -> None:
    world.received((offer(price="1000", tax="exempt"), "10"))
    api = client(world.treasurer)
    (entry,) = told(api.get(JOURNAL))["data"]
    refused = api.post(f"{JOURNAL}/{entry['entry_id']}/reverse", json={"reason": "x"})
    assert told(refused)["error"]["code"] == "entry_has_its_own_paper"
    assert client(world.other_manager).get(f"{JOURNAL}/{entry['entry_id']}").status_code == 404
    assert api.get(f"{JOURNAL}/{entry['entry_id']}").status_code == 200


def test_the_chart_comes_as_a_tree_with_sums(client: Client, world: World) -> None:
    api = client(world.treasurer)
    api.post(f"{JOURNAL}/vouchers", json=rent())
    accounts = {each["code"]: each for each in told(api.get(f"{JOURNAL}/accounts"))["accounts"]}
    assert (accounts["6-1200"]["balance"], accounts["6"]["balance"], accounts["1"]["balance"]) == (5_000, 5_000, -5_000)
    assert (accounts["6-1200"]["parent"], accounts["6"]["postable"]) == ("6-1000", False)


def test_a_month_is_closed_and_locked_once_and_a_program_cannot_reopen_it(client: Client, world: World) -> None:
    api = client(world.treasurer)
    api.post(f"{JOURNAL}/vouchers", json=rent(day=date(TODAY.year, 1, 9).isoformat()))
    assert {each["code"] for each in told(api.get(JANUARY))["findings"] if not each["is_fine"]} == {
        "cash_counts",
        "negative_money",
    }
    refused = api.post(f"{JANUARY}/close", json={})
    assert (refused.status_code, told(refused)["error"]["code"]) == (409, "checklist_not_clean")
    closing = {"json": {"looked_at": True}, "headers": {"Idempotency-Key": "c"}}
    assert [api.post(f"{JANUARY}/close", **closing).status_code for _ in range(2)] == [202, 202]
    jobs.resume_closings("slot", {})
    seen = told(api.get(JANUARY))["period"]
    assert (seen["state"], seen["intact"], seen["close"]["seal_number"]) == ("closed", True, 1)
    assert len(seen["close"]["trial_balance_hash"]) == 64
    year = told(api.get(PERIODS))
    assert year["periods"][0]["state"] == "closed"
    assert api.post(f"{JANUARY}/reopenings", json={"reason": "x"}).status_code == 403, "a program is no person"
    assert api.post(f"{JANUARY}/take-back").status_code == 409
    assert told(api.post(f"{JANUARY}/lock", headers={"Idempotency-Key": "l"}))["period"]["state"] == "locked"
    assert api.post(f"{JANUARY}/lock", headers={"Idempotency-Key": "l"}).status_code == 200
    assert api.post(f"{PERIODS}/years/{TODAY.year}/close").status_code == 404
    for wrong in (f"{PERIODS}/{TODAY.year}14", f"{PERIODS}/7"):
        assert api.get(wrong).status_code == 404


def test_others_may_not_write_and_strangers_may_not_read(client: Client, world: World) -> None:
    for actor in (world.supervisor, world.chair, world.manager):
        api = client(actor)
        assert api.get(JOURNAL).status_code == 200
        assert api.post(f"{JOURNAL}/vouchers", json=rent()).status_code == 403
        assert api.post(f"{JANUARY}/close", json={}).status_code == 403
    for actor in (world.member, world.cashier, world.seller, world.officer):
        for address in (JOURNAL, f"{JOURNAL}/accounts", f"{JOURNAL}/vouchers", PERIODS, JANUARY):
            assert client(actor).get(address).status_code == 403, address
    assert client(world.treasurer).application.test_client().get(JOURNAL).status_code == 401
