"""The cash book: booked the moment it is written, once however often it is sent, each line by itself."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

import cooperative_ledger as ledger
from marketplace.actor import Actor
from marketplace.books.errors import (
    AccountNotForThis,
    AlreadyReversed,
    CashCategoryUnknown,
    CashTimeInFuture,
    CashTimeTooOld,
    MemberNumberUnknown,
    PartyNeeded,
    ReversalLate,
    TillUnknown,
)
from marketplace.books.models.cash import CashEntry
from marketplace.books.models.members import Member
from marketplace.books.queries import cash as queries
from marketplace.books.rules.cash import (
    DEFAULT_CATEGORIES,
    CashRequest,
    Category,
    believed_time,
    categories_of,
    counted,
    pieces_are_possible,
    time_doubt,
)
from marketplace.books.services import cash as services
from marketplace.clock import now, today
from marketplace.database import transaction
from marketplace.errors import ChangedMeanwhile, IdempotencyKeyReused, Invalid, NotFound, NotPermitted
from tests.marketplace.orders.clients import program
from tests.marketplace.orders.conftest import TODAY, World, world

__all__ = ["world"]

MOMENT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def line(amount: int = 50_000, category: str = "sale", party: str | None = "non_member", **values: Any) -> CashRequest:
    given = {"key": secrets.token_hex(8), "happened_at": now(), **values}
    return CashRequest(category=category, amount=amount, party=party, **given)


def record(actor: Actor, request: CashRequest) -> CashEntry:
    with transaction() as session:
        return services.record(session, actor, request)


def balances(world: World) -> dict[str, int]:
    with transaction() as session:
        rows = ledger.trial_balance(session.connection(), world.cooperative_id)
        return {row.code: row.closing for row in rows if row.closing}


def lines_written() -> int:
    with transaction() as session:
        return session.scalar(select(func.count(CashEntry.id))) or 0


@pytest.mark.parametrize(
    ("happened_at", "doubt"),
    [
        (MOMENT, None),
        (MOMENT + timedelta(minutes=10), None),
        (MOMENT + timedelta(minutes=10, seconds=1), "future"),
        (MOMENT - timedelta(days=30), None),
        (MOMENT - timedelta(days=30, seconds=1), "too_old"),
    ],
)
def test_a_phones_time_is_believed_within_bounds(happened_at: datetime, doubt: str | None) -> None:
    assert time_doubt(happened_at, MOMENT) == doubt


def test_a_clock_that_is_a_little_fast_counts_as_now() -> None:
    assert believed_time(MOMENT + timedelta(minutes=3), MOMENT) == MOMENT
    assert believed_time(MOMENT - timedelta(minutes=3), MOMENT) == MOMENT - timedelta(minutes=3)


def test_a_changed_button_keeps_its_place_and_a_new_one_comes_last() -> None:
    renamed = Category("supplies", "Belanja dapur", "out", "6-1800")
    added = Category("ice", "Es batu", "out", "6-1800")
    shown = categories_of([added, renamed])
    assert [each.code for each in shown] == [*(each.code for each in DEFAULT_CATEGORIES), "ice"]
    assert next(each.name for each in shown if each.code == "supplies") == "Belanja dapur"


def test_every_button_leads_to_an_account_of_the_chart_that_takes_lines() -> None:
    postable = {account.code for account in ledger.chart_template() if account.postable}
    named = {account for each in DEFAULT_CATEGORIES for account in (each.account, each.non_member_account) if account}
    assert named <= postable


def test_pieces_come_to_an_amount_and_only_known_ones_are_counted() -> None:
    assert counted({100_000: 3, 500: 7, 100: 0}) == 303_500
    assert pieces_are_possible({100_000: 0})
    assert not pieces_are_possible({100_000: -1})
    assert not pieces_are_possible({30_000: 1})


MOVES: tuple[tuple[str, str | None, dict[str, int]], ...] = (
    ("sale", "member", {"1-1100": 50_000, "4-1100": -50_000}),
    ("sale", "non_member", {"1-1100": 50_000, "4-1110": -50_000}),
    ("supplies", None, {"1-1100": -50_000, "6-1800": 50_000}),
    ("to_bank", None, {"1-1100": -50_000, "1-1200": 50_000}),
    ("from_bank", None, {"1-1100": 50_000, "1-1200": -50_000}),
)


def test_a_line_is_booked_the_moment_it_is_written_under_the_next_number(world: World) -> None:
    for category, party, moved in MOVES:
        entry = record(world.cashier, line(50_000, category, party, note=" kopi   2 bungkus "))
        with transaction() as session:
            found = ledger.journal_entry(session.connection(), world.cooperative_id, entry.entry_id)
        assert found is not None
        assert {each.account: each.debit - each.credit for each in found.lines} == moved
        assert (found.reference, found.narration) == (entry.number, f"{entry.category_name}: kopi 2 bungkus")
        assert {each.counterparty_class for each in found.lines} == {party}
        assert {(each.document_type, each.document_id) for each in found.lines} == {("cash_entry", str(entry.id))}
    assert balances(world) == {"1-1100": 50_000, "4-1100": -50_000, "4-1110": -50_000, "6-1800": 50_000}
    with pytest.raises(PartyNeeded):
        record(world.cashier, line(party=None))
    year = today().year  # three came in, two went out; the refused one left no gap
    assert record(world.cashier, line()).number == f"KM/{year}/000004"
    assert record(world.cashier, line(1, "power", None)).number == f"KK/{year}/000003"


WRONG: tuple[tuple[dict[str, Any], type[Exception]], ...] = (
    ({"amount": 0}, Invalid),
    ({"amount": -5}, Invalid),
    ({"amount": 10**12}, Invalid),
    ({"key": ""}, Invalid),
    ({"note": "x" * 201}, Invalid),
    ({"category": "none"}, CashCategoryUnknown),
    ({"party": None}, PartyNeeded),
    ({"category": "power"}, PartyNeeded),
    ({"till": "1-1200"}, TillUnknown),
    ({"till": "1-1199"}, TillUnknown),
    ({"party": "member", "member_number": "77"}, MemberNumberUnknown),
    ({"happened_at": now() + timedelta(hours=2)}, CashTimeInFuture),
    ({"happened_at": now() - timedelta(days=31)}, CashTimeTooOld),
)


def test_what_cannot_be_or_comes_from_no_cashier_is_refused_and_nothing_is_written(world: World) -> None:
    for wrong, error in WRONG:
        with pytest.raises(error):
            record(world.cashier, line(**wrong))
    for actor in (world.member, world.manager, world.chair, world.supervisor, world.seller, world.officer):
        with pytest.raises(NotPermitted):
            record(actor, line())
    assert lines_written() == 0
    assert balances(world) == {}


def test_a_buyer_who_gives_his_number_is_named_in_the_books(world: World) -> None:
    with transaction() as session:
        member = Member(cooperative_id=world.cooperative_id, number="A-7", name="Udin", joined_on=TODAY)
        session.add(member)
    entry = record(world.cashier, line(party="member", member_number=" a-7 "))
    assert entry.member_id == member.id
    with transaction() as session:
        bought = ledger.balance(session.connection(), world.cooperative_id, "4-1100", counterparty_id=member.id)
    assert bought == 50_000


def test_the_same_key_books_once_and_with_other_content_is_refused(world: World) -> None:
    first = line(key="phone-1")
    assert record(world.cashier, first).id == record(world.cashier, first).id
    with pytest.raises(IdempotencyKeyReused):
        record(world.cashier, line(51_000, key="phone-1", happened_at=first.happened_at))
    assert balances(world)["1-1100"] == 50_000


def test_in_a_batch_each_line_stands_for_itself(world: World) -> None:
    good, bad, again = line(1_000), line(2_000, "none"), line(3_000, key="seen")
    record(world.cashier, again)
    with transaction() as session:
        outcomes = services.record_many(session, world.cashier, [good, bad, again])
    assert [(o.entry is not None, o.repeated) for o in outcomes] == [(True, False), (False, False), (True, True)]
    assert isinstance(outcomes[1].error, CashCategoryUnknown)
    assert balances(world)["1-1100"] == 4_000
    with transaction() as session:  # the refused one is mended and sent again with its own key
        mended = CashRequest(key=bad.key, category="sale", amount=2_000, party="member", happened_at=bad.happened_at)
        [outcome] = services.record_many(session, world.cashier, [mended])
    assert outcome.entry is not None
    assert balances(world)["1-1100"] == 6_000


def test_two_phones_that_send_the_same_lines_at_once_book_them_once(app: Flask, world: World) -> None:
    record(world.cashier, line(1))
    waiting = [line(1_000 + number, happened_at=now() - timedelta(minutes=number)) for number in range(8)]
    start, seen = threading.Barrier(3), []

    def send(requests: list[CashRequest]) -> None:
        with app.app_context():
            start.wait()
            with transaction() as session:
                seen.append([o.repeated for o in services.record_many(session, world.cashier, requests)])

    threads = [threading.Thread(target=send, args=(each,)) for each in (waiting, waiting[::-1], waiting)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(all(each) for each in seen) == [False, True, True]
    assert lines_written() == 9
    assert balances(world)["1-1100"] == 1 + sum(each.amount for each in waiting)


def test_a_line_of_a_closed_month_is_booked_in_the_open_one_and_marked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.books.rules.cash.OLDEST", timedelta(days=40))
    record(world.cashier, line(1))
    first = today().replace(day=1)
    last_month = first - timedelta(days=1)
    with transaction() as session:
        period = last_month.year * 100 + last_month.month
        ledger.close_period(session.connection(), world.cooperative_id, period, actor="bendahara")
    happened_at = datetime(last_month.year, last_month.month, last_month.day, 5, tzinfo=UTC)
    entry = record(world.cashier, line(happened_at=happened_at, was_offline=True))
    assert (entry.day, entry.booked_on, entry.was_moved) == (last_month, first, True)


def test_a_line_is_taken_back_once_with_its_reason(world: World) -> None:
    entry = record(world.cashier, line())
    with pytest.raises(Invalid), transaction() as session:
        services.cancel(session, world.cashier, entry.id, reason=" ")
    with pytest.raises(NotFound), transaction() as session:
        queries.entry(session, world.other_manager, entry.id)
    with pytest.raises(NotFound), transaction() as session:
        services.cancel(session, world.other_manager, entry.id, reason="x")
    with transaction() as session:
        done = services.cancel(session, world.cashier, entry.id, reason="Salah ketik", key="k")
    with transaction() as session:
        assert services.cancel(session, world.cashier, entry.id, reason="Salah ketik", key="k").id == done.id
    assert (done.reversal_reason, done.reversed_by_name) == ("Salah ketik", "Dedi")
    assert balances(world) == {}
    with pytest.raises(AlreadyReversed), transaction() as session:
        services.cancel(session, world.treasurer, entry.id, reason="Lagi")


def test_after_its_day_only_the_treasurer_takes_a_line_back(world: World) -> None:
    late_in_utc = datetime.combine(today() - timedelta(days=2), datetime.min.time(), UTC) + timedelta(hours=20)
    entry = record(world.cashier, line(happened_at=late_in_utc))
    assert entry.day == today() - timedelta(days=1)  # it was three in the morning where the cooperative is
    with transaction() as session:
        session.get_one(CashEntry, entry.id).created_at = now() - timedelta(days=2)
    with pytest.raises(ReversalLate), transaction() as session:
        services.cancel(session, world.cashier, entry.id, reason="Salah")
    assert balances(world)["1-1100"] == 50_000
    with transaction() as session:
        services.cancel(session, world.treasurer, entry.id, reason="Salah")
    assert balances(world) == {}


def test_the_treasurer_changes_what_a_button_means(world: World) -> None:
    changed = Category("supplies", "Es batu", "out", "5-2100")
    with pytest.raises(NotPermitted), transaction() as session:
        services.change_category(session, world.cashier, changed, version=0)
    for account in ("1-1100", "6-1000", "9-9999"):  # a till, a heading, nothing
        with pytest.raises(AccountNotForThis), transaction() as session:
            services.change_category(session, world.treasurer, Category("x", "X", "out", account), version=0)
    with transaction() as session:
        assert services.change_category(session, world.treasurer, changed, version=0).version == 1
    with pytest.raises(ChangedMeanwhile), transaction() as session:
        services.change_category(session, world.treasurer, changed, version=0)
    entry = record(world.cashier, line(9_000, "supplies", None))
    assert (entry.category_name, balances(world)["5-2100"]) == ("Es batu", 9_000)
    with transaction() as session:
        services.change_category(
            session, world.treasurer, Category("supplies", "Es", "out", "5-2100", in_use=False), version=1
        )
    with pytest.raises(CashCategoryUnknown):
        record(world.cashier, line(9_000, "supplies", None))
    late = record(world.cashier, line(1_000, "supplies", None, was_offline=True))
    assert late.category_name == "Es"


def test_the_position_is_what_the_ledger_says_now(world: World) -> None:
    record(world.cashier, line(80_000))
    record(world.cashier, line(30_000, "to_bank", None))
    with transaction() as session:
        places = queries.money(session, world.supervisor, today())
        flows = queries.flows(session, world.supervisor, today() - timedelta(days=13), today())
    assert [(p.code, p.kind, p.balance, p.came, p.went) for p in places] == [
        ("1-1100", "till", 50_000, 80_000, 30_000),
        ("1-1200", "bank", 30_000, 30_000, 0),
    ]
    assert len(flows) == 14
    assert (flows[-1].came, flows[-1].went) == (80_000, 0)
    for actor in (world.member, world.seller, world.officer):
        with pytest.raises(NotPermitted), transaction() as session:
            queries.money(session, actor, today())


@pytest.fixture
def client(app: Flask) -> Callable[[Actor], FlaskClient]:
    return lambda actor: program(app, actor, scopes=("cash:read", "cash:write"))


def sent(*requests: CashRequest) -> dict[str, Any]:
    return {
        "entries": [
            {
                "key": each.key,
                "category": each.category,
                "amount": each.amount,
                "party": each.party,
                "happened_at": each.happened_at.isoformat(),
            }
            for each in requests
        ]
    }


def test_the_cash_book_over_the_api(client: Callable[[Actor], FlaskClient], world: World) -> None:
    cashier = client(world.cashier)
    body = sent(line(1_000), line(2_000, "none"))
    first = cashier.post("/api/v1/cash/entries", json=body).json["outcomes"]
    again = cashier.post("/api/v1/cash/entries", json=body).json["outcomes"]
    assert [o["state"] for o in first + again] == ["booked", "refused", "repeated", "refused"]
    assert first[1]["error"]["code"] == "cash_category_unknown"
    assert again[0]["entry"]["id"] == first[0]["entry"]["id"]
    page = cashier.get("/api/v1/cash/entries?limit=1").json
    assert (page["has_more"], page["data"][0]["amount"]) == (False, 1_000)
    address = f"/api/v1/cash/entries/{page['data'][0]['id']}"
    assert cashier.get(address).json["number"].startswith("KM/")
    assert client(world.other_manager).get(address).status_code == 404
    done = cashier.post(f"{address}/cancel", json={"reason": "Salah"}, headers={"Idempotency-Key": "1"})
    assert done.json["reversal_reason"] == "Salah"
    assert cashier.get("/api/v1/cash/position").json["total"] == 0
    assert client(world.member).post("/api/v1/cash/entries", json=body).status_code == 403
    assert cashier.post("/api/v1/cash/entries", json={"entries": []}).status_code == 422
    treasurer = client(world.treasurer)
    body = {"name": "Solar", "direction": "out", "account": "6-1300"}
    assert treasurer.put("/api/v1/cash/categories/delivery", json=body).status_code == 428
    made = treasurer.put("/api/v1/cash/categories/delivery", json=body, headers={"If-Match": '"0"'})
    assert (made.status_code, made.headers["ETag"]) == (200, '"1"')
    stale = treasurer.put("/api/v1/cash/categories/delivery", json=body, headers={"If-Match": '"0"'})
    assert stale.status_code == 412
    names = {each["code"]: each["name"] for each in treasurer.get("/api/v1/cash/categories").json["categories"]}
    assert names["delivery"] == "Solar"
