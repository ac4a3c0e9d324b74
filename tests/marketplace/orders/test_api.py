"""The API of orders: success, each kind of error, strangers, other cooperatives, the supplier of another."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import event

from marketplace.database import db

from .clients import program
from .conftest import TODAY, World, offer

DAY = TODAY.isoformat()
NOBODY = UUID(int=7)
"""An id that nothing has; the same in every run, since it stands in the names of tests."""


def small(world: World, **terms: Any) -> Any:
    return world.accepted((offer(price="1000", tax="exempt"), "10"), **terms)


def test_an_order_goes_from_accepted_to_closed_over_the_api(app: Flask, world: World) -> None:
    order = small(world)
    line = str(order.lines[0].id)
    seller, manager, treasurer = (program(app, actor) for actor in (world.seller, world.manager, world.treasurer))
    base = f"/api/v1/purchase-orders/{order.id}"
    shipped = seller.post(
        f"{base}/shipments", json={"shipped_on": DAY, "lines": [{"order_line_id": line, "quantity": "10"}]}
    )
    assert (shipped.status_code, shipped.json["lines"][0]["quantity"]) == (201, "10")
    counted = {"received_on": DAY, "lines": [{"order_line_id": line, "accepted": "8", "damaged": "2"}]}
    received = [manager.post(f"{base}/receipts", json=counted, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in received] == [201, 201]
    assert received[0].json["id"] == received[1].json["id"]
    assert received[0].json["amount"] == 8_000
    bill = manager.post(
        f"{base}/bills",
        json={"invoice_number": "F-1", "billed_on": DAY, "lines": [{"order_line_id": line, "quantity": "8"}]},
    ).json
    assert (bill["state"], bill["owed"]) == ("agreed", 8_000)
    paid = treasurer.post(
        f"{base}/bills/{bill['id']}/payments",
        json={"way": "transfer", "amount": 8_000, "paid_on": DAY, "reference": "TRF-1"},
    )
    assert (paid.status_code, paid.json["number"]) == (201, f"BB/{TODAY.year}/000001")
    closed = manager.post(f"{base}/close")
    assert (closed.status_code, closed.json["order"]["state"], closed.json["verbs"]) == (200, "closed", [])
    line_now = manager.get(base).json["lines"][0]
    assert {name: line_now[f"{name}_quantity"] for name in ("ordered", "shipped", "accepted", "damaged", "billed")} == {
        "ordered": "10", "shipped": "10", "accepted": "8", "damaged": "2", "billed": "8",
    }  # fmt: skip


def test_a_draft_is_changed_with_its_etag_only(app: Flask, world: World) -> None:
    order = world.create()
    client, base = program(app, world.manager), f"/api/v1/purchase-orders/{order.id}"
    tag = client.get(base).headers["ETag"]
    body = {"terms": {"freight": 5_000}, "lines": [{"order_line_id": str(order.lines[0].id), "quantity": "2"}]}
    assert client.put(base, json=body).status_code == 428
    changed = client.put(base, json=body, headers={"If-Match": tag})
    assert (changed.status_code, changed.json["order"]["total"]) == (200, 362_600)
    stale = client.put(base, json=body, headers={"If-Match": tag})
    assert (stale.status_code, stale.json["error"]["code"]) == (412, "changed_meanwhile")


def test_the_supplier_is_not_told_the_cooperatives_inner_affairs(app: Flask, world: World) -> None:
    order = world.sent((offer(price="300000"), "5"))
    told = program(app, world.seller).get(f"/api/v1/purchase-orders/{order.id}").json
    assert [(step["verb"], step["note"]) for step in told["steps"]] == [("approve", "")]
    assert told["verbs"] == ["answer"]
    whole = program(app, world.manager).get(f"/api/v1/purchase-orders/{order.id}").json
    assert [step["verb"] for step in whole["steps"]] == ["create", "submit", "approve"]


def test_why_a_difference_was_accepted_is_not_told_to_the_supplier_but_why_it_is_disputed_is(
    app: Flask, world: World
) -> None:
    order = world.received((offer(price="1000", tax="exempt"), "10"))
    bill = world.bill(order, ("10", "1100"))
    base = f"/api/v1/purchase-orders/{order.id}"
    manager, treasurer, seller = (program(app, actor) for actor in (world.manager, world.treasurer, world.seller))
    headers = {"Idempotency-Key": "k"}
    for _ in range(2):
        disputed = manager.post(f"{base}/bills/{bill.id}/dispute", json={"reason": "harga lama"}, headers=headers)
        assert disputed.status_code == 200
    assert [step["verb"] for step in disputed.json["steps"]].count("dispute") == 1
    assert seller.get(base).json["bills"][0]["reason"] == "harga lama"
    accepted = treasurer.post(f"{base}/bills/{bill.id}/accept-difference", json={"reason": "harga baru disepakati"})
    assert accepted.json["bills"][0]["reason"] == "harga baru disepakati"
    assert seller.get(base).json["bills"][0]["reason"] is None


POSTS = [
    ("submit", {}),
    ("approve", {}),
    ("send-back", {"reason": "x"}),
    ("answer", {"declined": True}),
    ("agree", {}),
    ("cancel", {"reason": "x"}),
    ("close", {}),
    ("shipments", {"shipped_on": DAY, "lines": [{"order_line_id": str(uuid4()), "quantity": "1"}]}),
    ("receipts", {"received_on": DAY, "lines": [{"order_line_id": str(uuid4()), "accepted": "1"}]}),
    (
        "bills",
        {"invoice_number": "F", "billed_on": DAY, "lines": [{"order_line_id": str(uuid4()), "quantity": "1"}]},
    ),
    (f"bills/{NOBODY}/payments", {"way": "cash", "amount": 1, "paid_on": DAY}),
    (f"bills/{NOBODY}/accept-difference", {"reason": "x"}),
    (f"bills/{NOBODY}/dispute", {"reason": "x"}),
    (f"bills/{NOBODY}/withdraw", {"reason": "x"}),
    (f"bills/{NOBODY}/reverse", {"reason": "x"}),
    (f"receipts/{NOBODY}/reverse", {"reason": "x"}),
    (f"payments/{NOBODY}/reverse", {"reason": "x"}),
]


def test_to_anybody_else_an_order_is_not_there(app: Flask, world: World) -> None:
    order = world.sent()
    base = f"/api/v1/purchase-orders/{order.id}"
    for actor in (world.other_manager, world.other_seller, world.officer, world.member):
        client = program(app, actor)
        assert client.get(base).status_code == 404
        assert client.get("/api/v1/purchase-orders").json == {"data": [], "has_more": False, "next": None}
        for path, body in POSTS:
            answer = client.post(f"{base}/{path}", json=body)
            assert answer.status_code in (403, 404), (path, actor.organisation_kind, answer.json)
    assert world.look(order).state == "sent"


def test_a_stranger_and_a_token_without_the_scope_are_refused(app: Flask, world: World) -> None:
    order = world.sent()
    base = f"/api/v1/purchase-orders/{order.id}"
    reader = program(app, world.manager, scopes=("purchase_orders:read",))
    assert reader.get(base).status_code == 200
    for path, body in POSTS:
        assert app.test_client().post(f"{base}/{path}", json=body).status_code == 401, path
        assert reader.post(f"{base}/{path}", json=body).status_code == 403, path
    for address in (
        base,
        "/api/v1/purchase-orders",
        "/api/v1/purchase-orders/due",
        "/api/v1/purchase-orders/limits",
        "/api/v1/want-lists",
    ):
        assert app.test_client().get(address).status_code == 401
    assert world.look(order).state == "sent"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("receipts", {"received_on": DAY, "lines": [{"order_line_id": "x", "accepted": "1"}]}, "order_line_id"),
        ("receipts", {"received_on": "kemarin", "lines": []}, "received_on"),
        ("receipts", {"received_on": DAY, "lines": [{"order_line_id": str(uuid4()), "accepted": "-1"}]}, "accepted"),
        (
            "receipts",
            {"received_on": DAY, "lines": [{"order_line_id": str(uuid4()), "accepted": "0.0001"}]},
            "accepted",
        ),
        ("receipts", {"received_on": DAY, "lines": [{"order_line_id": str(uuid4()), "accepted": "NaN"}]}, "accepted"),
        ("cancel", {"reason": ""}, "reason"),
        ("answer", {"freight": 1.5}, "freight"),
        (f"bills/{NOBODY}/payments", {"way": "giro", "amount": 1, "paid_on": DAY}, "way"),
    ],
)
def test_a_body_that_cannot_be_is_answered_with_the_field(
    app: Flask, world: World, path: str, body: dict[str, Any], field: str
) -> None:
    order = small(world)
    answer = program(app, world.manager).post(f"/api/v1/purchase-orders/{order.id}/{path}", json=body)
    assert answer.status_code == 422
    assert field in str(answer.json["error"]["details"])


def test_an_error_tells_its_code_its_sentence_and_its_figures(app: Flask, world: World) -> None:
    order = small(world)
    body = {"received_on": DAY, "lines": [{"order_line_id": str(order.lines[0].id), "accepted": "11"}]}
    answer = program(app, world.manager).post(f"/api/v1/purchase-orders/{order.id}/receipts", json=body)
    error = answer.json["error"]
    assert (answer.status_code, error["code"], error["field"]) == (409, "more_than_open", "lines")
    assert error["message"] == "Minyak goreng 1 l: paling banyak 10 karton."
    assert error["details"]["open"] == "10"


def test_lists_page_through_every_order_and_narrow_by_state_and_words(app: Flask, world: World) -> None:
    orders = [world.create() for _ in range(5)]
    sent = world.sent()
    client, found, after = program(app, world.manager), [], ""
    while True:
        page = client.get(f"/api/v1/purchase-orders?limit=2{after}").json
        found += [order["number"] for order in page["data"]]
        if not page["has_more"]:
            break
        after = f"&after={page['next']}"
    assert found == [order.number for order in (*orders, sent)]
    for query, numbers in (("state=sent", [sent.number]), ("q=000003", [orders[2].number]), ("q=%25", [])):
        assert [order["number"] for order in client.get(f"/api/v1/purchase-orders?{query}").json["data"]] == numbers


def test_a_longer_list_takes_no_more_queries(app: Flask, world: World) -> None:
    client = program(app, world.manager)

    def queries() -> int:
        counted: list[str] = []
        listener = lambda *arguments: counted.append(arguments[2])  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listener)
        assert client.get("/api/v1/purchase-orders").status_code == 200
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(counted)

    world.create()
    queries()  # a token's first use is noted
    few = queries()
    for _ in range(6):
        world.create((offer(), "5"), (offer("Gula"), "2"))
    assert queries() == few


def test_what_is_owed_and_the_limits(app: Flask, world: World) -> None:
    order = small(world, payment_way="credit", credit_days=7)
    world.receive(order, "10")
    world.bill(order, "10", invoice_number="F-7")
    due = program(app, world.treasurer).get("/api/v1/purchase-orders/due").json["data"]
    assert [(each["invoice_number"], each["owed"]) for each in due] == [("F-7", 10_000)]
    chair = program(app, world.chair)
    assert chair.get("/api/v1/purchase-orders/limits").json == {"one_person": 1_000_000, "two_persons": 10_000_000}
    body = {"one_person": 500_000, "two_persons": 5_000_000}
    assert program(app, world.manager).put("/api/v1/purchase-orders/limits", json=body).status_code == 403
    assert chair.put("/api/v1/purchase-orders/limits", json=body).json == body
    assert chair.get("/api/v1/purchase-orders/limits").json == body


def test_shopping_lists_over_the_api(app: Flask, world: World) -> None:
    scopes = ("want_lists:read", "want_lists:write")
    client, other = (program(app, actor, scopes=scopes) for actor in (world.manager, world.other_manager))
    made = client.post(
        "/api/v1/want-lists",
        json={"title": "Senin", "wanted_on": DAY, "wants": [{"words": "gula", "quantity": "50", "unit": "kg"}]},
    )
    assert (made.status_code, made.json["wants"][0]["quantity"]) == (201, "50")
    base = f"/api/v1/want-lists/{made.json['id']}"
    want = client.post(f"{base}/wants", json={"words": "telur", "quantity": "10.5", "unit": "kg"}).json
    changed = client.put(f"{base}/wants/{want['id']}", json={"words": "telur", "quantity": "12", "unit": "kg"})
    assert changed.json["quantity"] == "12"
    tag = client.get(base).headers["ETag"]
    body = {"title": "Selasa", "wanted_on": DAY}
    assert client.put(base, json=body, headers={"If-Match": tag}).json["title"] == "Selasa"
    copied = client.post("/api/v1/want-lists/copy-last", json={"title": "Rabu", "wanted_on": DAY}).json
    assert [each["words"] for each in copied["wants"]] == ["gula", "telur"]
    assert client.delete(f"{base}/wants/{want['id']}").status_code == 204
    assert [each["words"] for each in client.get(base).json["wants"]] == ["gula"]
    assert len(client.get("/api/v1/want-lists").json["data"]) == 2
    assert other.get("/api/v1/want-lists").json["data"] == []
    for answer in (
        other.get(base),
        other.put(base, json=body, headers={"If-Match": tag}),
        other.post(f"{base}/wants", json={"words": "x", "quantity": "1", "unit": "kg"}),
        other.delete(f"{base}/wants/{want['id']}"),
        other.post("/api/v1/want-lists/copy-last", json=body),
    ):
        assert answer.status_code == 404
